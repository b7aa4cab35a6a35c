//! How commands reach a workspace: over HTTP to a running server, or through the same routes inside this process.

mod embedded;
mod remote;

use serde_json::Value;

use crate::arguments::Place;
use crate::failure::{Exit, Failure};

pub(crate) use embedded::open;
use remote::Remote;

/// A way to ask the API, whatever is behind it.
pub(crate) enum Client {
    /// A running server.
    Remote(Remote),
    /// The routes in this process, over the database this process opened.
    Embedded(embedded::Embedded),
}

impl Client {
    /// Connects to what the command line names. An embedded workspace is created on first use.
    pub(crate) async fn connect(place: &Place) -> Result<Self, Failure> {
        match &place.server {
            Some(server) => Ok(Self::Remote(Remote::new(server, place.token.as_deref())?)),
            None => Ok(Self::Embedded(embedded::Embedded::open(place).await?)),
        }
    }

    /// Asks `path` (with a leading slash, under `/api/v1`) with these query parameters; none-valued ones are left out.
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

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Result<Value, Failure> {
        let (status, answer) = match self {
            Self::Remote(remote) => remote.call(method, path, body).await?,
            Self::Embedded(embedded) => embedded.call(method, path, body).await?,
        };
        if (200..300).contains(&status) {
            Ok(answer)
        } else {
            Err(Failure::from_problem(status, answer))
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

fn unreachable(what: &str, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(
        Exit::Unavailable,
        "unreachable",
        format!("{what}에 닿지 않습니다: {error}"),
        format!("Cannot reach {what}: {error}"),
    )
}

#[cfg(test)]
mod tests {
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
}
