//! JSON bodies, with precise pointers to whatever is wrong in them.

use app::FieldError;
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use serde::de::DeserializeOwned;

use crate::{pointer, problem::Problem, state::Service};

/// The largest JSON body, in bytes.
pub const BODY_BYTES: usize = 1024 * 1024;

/// A JSON body.
pub(crate) struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Service> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _service: &Service) -> Result<Self, Problem> {
        let has_json = is_json(request.headers());
        let content = read(request.into_body()).await?;
        if content.is_empty() {
            return parse(b"{}").map(Self);
        }
        if !has_json {
            return Err(Problem::unsupported_media_type());
        }
        parse(&content).map(Self)
    }
}

/// The whole body, unless it is too large or breaks off.
pub(crate) async fn read(body: Body) -> Result<Bytes, Problem> {
    axum::body::to_bytes(body, BODY_BYTES)
        .await
        .map_err(|error| {
            let is_too_large = std::error::Error::source(&error)
                .is_some_and(|source| source.to_string().contains("length limit"));
            if is_too_large {
                too_large()
            } else {
                Problem::incomplete_body()
            }
        })
}

fn too_large() -> Problem {
    app::Error::from(app::Code::TooLarge)
        .with_detail(
            format!("요청 본문은 {BODY_BYTES}바이트를 넘을 수 없습니다."),
            format!("A body has at most {BODY_BYTES} bytes."),
        )
        .into()
}

/// Whether the body is a file upload, which is streamed rather than read whole.
pub(crate) fn is_upload(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/form-data"))
}

fn is_json(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|kind| {
        kind.eq_ignore_ascii_case("application/json") || kind.ends_with("+json")
    })
}

fn media_type(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or_default().trim())
}

/// Reads JSON; the depth is bounded by the parser, the shape by the type.
fn parse<T: DeserializeOwned>(content: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(content);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let inner = error.inner();
        if inner.is_data() {
            Problem::field(pointer::field_error(error.path(), &inner.to_string()))
        } else {
            not_json(inner)
        }
    })?;
    json.end().map_err(|error| not_json(&error))?;
    // serde reads a list as a struct's fields in order; a client that sends one is mistaken.
    if content.trim_ascii_start().first() == Some(&b'[') {
        return Err(Problem::field(FieldError::new(
            "",
            "wrong-type",
            "객체여야 합니다.",
            "This has to be an object.",
        )));
    }
    Ok(value)
}

fn not_json(error: &serde_json::Error) -> Problem {
    let place = (error.line(), error.column());
    Problem::malformed_json().at(FieldError::malformed(
        "",
        format!("{}행 {}열에서 JSON을 읽을 수 없습니다.", place.0, place.1),
        error.to_string(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read by the parser only")]
    struct Sample {
        name: String,
        #[serde(default)]
        inner: Vec<Inner>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read by the parser only")]
    struct Inner {
        #[serde(rename = "a/b")]
        count: i64,
    }

    fn refusal(json: &str) -> String {
        format!("{:?}", parse::<Sample>(json.as_bytes()).unwrap_err())
    }

    #[test]
    fn whatever_is_wrong_is_pointed_at() {
        for (json, pointer, code) in [
            (r#"{"name": 1}"#, "/name", "wrong-type"),
            (r#"{}"#, "/name", "required"),
            (r#"{"name": "a", "extra": 1}"#, "/extra", "unknown-field"),
            (
                r#"{"name": "a", "inner": [{"a/b": 1}, {"a/b": "x"}]}"#,
                "/inner/1/a~1b",
                "wrong-type",
            ),
            (
                r#"{"name": "a", "inner": [{"a/b": 1, "c": 2}]}"#,
                "/inner/0/c",
                "unknown-field",
            ),
            (
                r#"{"name": "a", "inner": [{}]}"#,
                "/inner/0/a~1b",
                "required",
            ),
            (r#"["a", []]"#, "", "wrong-type"),
            (r#"7"#, "", "wrong-type"),
        ] {
            let refusal = refusal(json);
            assert!(
                refusal.contains(&format!("pointer: {pointer:?}")),
                "{json}: {refusal}"
            );
            assert!(refusal.contains(&format!("{code:?}")), "{json}: {refusal}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused_as_such() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        for json in [
            "",
            "{",
            "{\"name\": \"a\"} trailing",
            "\u{0}",
            r#"{"name": }"#,
        ] {
            assert!(refusal(json).contains("malformed-json"), "{json:?}");
        }
        assert!(!refusal(&deep).is_empty());
    }
}
