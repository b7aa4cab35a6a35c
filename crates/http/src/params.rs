//! Query strings and path parameters. A query string is as strict as a body; a path that names nothing is 404.

use app::FieldError;
use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use crate::{pointer, problem::Problem, state::Service};

/// The query string.
pub(crate) struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Service> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _service: &Service) -> Result<Self, Problem> {
        parse(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    // PostgreSQL cannot even search for it; one database must not accept what the other refuses.
    let mut values = form_urlencoded::parse(query.as_bytes());
    if let Some((name, _)) =
        values.find(|(name, value)| name.contains('\0') || value.contains('\0'))
    {
        return Err(Problem::field(FieldError::malformed(
            format!("?{}", name.replace('\0', "")),
            "NUL 문자는 쓸 수 없습니다.",
            "NUL characters are not allowed.",
        )));
    }
    let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(pairs).map_err(|error| {
        let field = pointer::field_error(error.path(), &error.inner().to_string());
        let name = field.pointer.trim_start_matches('/').to_owned();
        Problem::field(FieldError {
            pointer: format!("?{name}"),
            ..field
        })
    })
}

/// The path's parameters.
pub(crate) struct Key<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Service> for Key<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        if parts.uri.path().contains("%00") {
            return Err(app::Code::NotFound.into());
        }
        match Path::from_request_parts(parts, service).await {
            Ok(Path(key)) => Ok(Self(key)),
            Err(_names_nothing) => Err(app::Code::NotFound.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{DealListQuery, DiffQuery};

    #[test]
    fn a_query_string_is_read_strictly() {
        let query: DealListQuery =
            parse("stage=negotiation&limit=5&as_of=2026-03-31T00:00:00Z&q=a%20b").unwrap();
        assert_eq!(
            (query.stage.as_deref(), query.limit, query.q.as_deref()),
            (Some("negotiation"), Some(5), Some("a b"))
        );
        for (wrong, pointer, code) in [
            ("limit=many", "?limit", "malformed"),
            ("stagee=x", "?stagee", "unknown-field"),
            ("as_of=yesterday", "?as_of", "malformed"),
            ("limit=1&limit=2", "?limit", "duplicate-field"),
            ("limit=1&q=a%00b", "?q", "malformed"),
            ("q%00=a", "?q", "malformed"),
        ] {
            let refusal = format!("{:?}", parse::<DealListQuery>(wrong).unwrap_err());
            assert!(
                refusal.contains(&format!("{pointer:?}")) && refusal.contains(&format!("{code:?}")),
                "{wrong}: {refusal}"
            );
        }
        assert!(format!("{:?}", parse::<DiffQuery>("from=1").unwrap_err()).contains("\"?to\""));
    }
}
