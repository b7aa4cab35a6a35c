//! How commands reach a workspace: over HTTP to a running server, or through the same routes inside this process.

mod embedded;
mod remote;

use std::path::Path;

use reqwest::multipart::{Form, Part};
use serde_json::Value;

use crate::arguments::Place;
use crate::failure::{Exit, Failure};
use crate::language::Language;

pub(crate) use embedded::open;

/// Where the API's addresses begin.
const PREFIX: &str = "/api/v1";

/// A way to ask the API, whatever is behind it.
pub(crate) enum Client {
    /// A running server.
    Remote(remote::Remote),
    /// The routes in this process, over the database this process opened.
    Embedded(embedded::Embedded),
}

/// What the API said: JSON, or the text of something else.
struct Answer {
    status: u16,
    body: Value,
}

impl Client {
    /// Connects to what the command line names. An embedded workspace is created on first use, and its operator, who
    /// owns the files, may do everything.
    pub(crate) async fn connect(place: &Place, language: Language) -> Result<Self, Failure> {
        match &place.server {
            Some(server) => Ok(Self::Remote(remote::Remote::new(
                server,
                place.token.as_deref(),
                language,
            )?)),
            None => Ok(Self::Embedded(
                embedded::Embedded::operator(place, language).await?,
            )),
        }
    }

    /// Connects as a person: the one with this e-mail, or the first administrator. A running server knows who it is
    /// from the token.
    pub(crate) async fn connect_as(
        place: &Place,
        email: Option<&str>,
        language: Language,
    ) -> Result<Self, Failure> {
        match &place.server {
            Some(_) if email.is_some() => Err(Failure::usage(
                "--server 에서는 토큰 주인으로만 만들 수 있습니다.",
                "With --server the token's owner is the only choice.",
            )),
            Some(_) => Self::connect(place, language).await,
            None => Ok(Self::Embedded(
                embedded::Embedded::person(place, email, language).await?,
            )),
        }
    }

    /// Asks `path` (with a leading slash, under `/api/v1`) with these query parameters; absent ones are left out.
    pub(crate) async fn get(
        &self,
        path: &str,
        query: &[(&str, Option<&str>)],
    ) -> Result<Value, Failure> {
        self.call("GET", &with_query(path, query), None).await
    }

    /// Sends a command with its input.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Result<Value, Failure> {
        self.call("POST", path, Some(body)).await
    }

    /// Replaces what is at `path`.
    pub(crate) async fn put(&self, path: &str, body: Value) -> Result<Value, Failure> {
        self.call("PUT", path, Some(body)).await
    }

    /// Sends a file with fields beside it. The file is streamed.
    pub(crate) async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: &Path,
    ) -> Result<Value, Failure> {
        let part = Part::file(file)
            .await
            .map_err(|error| Failure::file(file, &error))?;
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let form = fields
            .fold(Form::new(), |form, (name, value)| form.text(name, value))
            .part("file", part);
        let answer = match self {
            Self::Remote(remote) => remote.upload(path, form).await?,
            Self::Embedded(embedded) => embedded.upload(path, form).await,
        };
        answer.json()
    }

    /// Writes what is at `path` into a file.
    pub(crate) async fn download(&self, path: &str, file: &Path) -> Result<(), Failure> {
        let text = self.send("GET", path, None).await?.content()?;
        std::fs::write(file, text.as_str().unwrap_or_default())
            .map_err(|error| Failure::file(file, &error))
    }

    /// Stops the work on an import in this database, which may have been another process's, killed since. A running
    /// server looks after its imports itself: there, nothing is stopped. Says whether the import stands still now.
    pub(crate) async fn interrupt_import(&self, id: &str) -> Result<bool, Failure> {
        match self {
            Self::Remote(_) => Ok(false),
            Self::Embedded(embedded) => embedded.interrupt_import(id).await.map(|()| true),
        }
    }

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Result<Value, Failure> {
        self.send(method, path, body).await?.json()
    }

    async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Result<Answer, Failure> {
        match self {
            Self::Remote(remote) => remote.send(method, path, body).await,
            Self::Embedded(embedded) => Ok(embedded.send(method, path, body).await),
        }
    }
}

impl Answer {
    /// The answer's content, or the failure that it describes.
    fn content(self) -> Result<Value, Failure> {
        if (200..300).contains(&self.status) {
            Ok(self.body)
        } else {
            Err(Failure::from_problem(self.status, self.body))
        }
    }

    /// The same where only JSON makes sense.
    fn json(self) -> Result<Value, Failure> {
        match self.content()? {
            // A proxy's page, say.
            Value::String(_) => Err(Failure::new(
                Exit::Failure,
                "not_proofline",
                "그 주소에서 답한 것은 Proofline이 아닙니다.",
                "What answers there is not Proofline.",
            )),
            content => Ok(content),
        }
    }
}

fn with_query(path: &str, query: &[(&str, Option<&str>)]) -> String {
    let mut text = path.to_owned();
    for (key, value) in query
        .iter()
        .filter_map(|(key, value)| Some((key, (*value)?)))
    {
        text.push(if text.contains('?') { '&' } else { '?' });
        text.push_str(key);
        text.push('=');
        text.push_str(&percent_encode(value));
    }
    text
}

/// `value` as one segment of a path or one value of a query.
pub(crate) fn percent_encode(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn queries_are_encoded_and_absent_values_left_out() {
        let query = [
            ("filter", Some("stage == \"제안\" && x")),
            ("cursor", None),
            ("limit", Some("5")),
        ];
        assert_eq!(
            with_query("/deals", &query),
            "/deals?filter=stage%20%3D%3D%20%22%EC%A0%9C%EC%95%88%22%20%26%26%20x&limit=5"
        );
    }

    #[test]
    fn a_page_that_is_not_ours_is_a_failure_and_not_a_panic() {
        let answer = |status, body: &str| {
            Answer {
                status,
                body: json!(body),
            }
            .json()
            .unwrap_err()
            .exit()
        };
        assert_eq!(answer(200, "<html>"), Exit::Failure);
        assert_eq!(answer(502, "<html>"), Exit::Unavailable);
    }
}
