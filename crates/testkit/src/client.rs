//! A client of the API in this process.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use serde_json::Value;
use tower::ServiceExt;

/// Sends requests as one caller, the way the web UI does.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookie: Option<String>,
    headers: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The head.
    pub headers: HeaderMap,
    /// The body, as JSON; a body that is no JSON as a string, none as `null`.
    pub body: Value,
}

impl Client {
    /// Nobody, asking this server.
    #[must_use]
    pub fn of(router: Router) -> Self {
        Self::new(router, None)
    }

    pub(crate) fn new(router: Router, cookie: Option<String>) -> Self {
        Self {
            router,
            cookie,
            headers: vec![("x-proofline-csrf", "1".into())],
        }
    }

    /// The same client sending one more header; an empty value takes it away.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self.headers.retain(|(_, value)| !value.is_empty());
        self
    }

    /// Reads. `path` is below `/api/v1`.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None).await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Changes.
    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.send(Method::PATCH, path, Some(body)).await
    }

    /// Replaces.
    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(Method::PUT, path, Some(body)).await
    }

    /// Deletes.
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, None).await
    }

    /// Sends any request; a path that does not begin below `/api/v1` is given with two slashes in front.
    ///
    /// # Panics
    /// When the path is no path.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let (content_type, body) = match body {
            Some(body) => (Some("application/json"), Body::from(body.to_string())),
            None => (None, Body::empty()),
        };
        self.send_raw(method, path, content_type, body).await
    }

    /// Sends any body.
    ///
    /// # Panics
    /// When the path is no path.
    pub async fn send_raw(
        &self,
        method: Method,
        path: &str,
        content_type: Option<&str>,
        body: Body,
    ) -> Reply {
        let response = self.open(method, path, content_type, body).await;
        let (head, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("an answer in memory can be read");
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes)
                .unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into())
        };
        Reply {
            status: head.status,
            headers: head.headers,
            body,
        }
    }

    /// Sends a request and leaves the answer's body unread: for streams.
    ///
    /// # Panics
    /// When the path is no path.
    pub async fn open(
        &self,
        method: Method,
        path: &str,
        content_type: Option<&str>,
        body: Body,
    ) -> axum::response::Response {
        let uri = path
            .strip_prefix('/')
            .filter(|rest| rest.starts_with('/'))
            .map_or_else(|| format!("/api/v1{path}"), str::to_owned);
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header(header::HOST, "proofline.test");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("proofline_session={cookie}"));
        }
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(body).expect("the path is a path");
        match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

impl Reply {
    /// The body, when the status is this one.
    ///
    /// # Panics
    /// When it is not, showing what came instead.
    #[track_caller]
    #[must_use]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{:#}", self.body);
        self.body
    }

    /// The stable code of a refusal, when the status is this one.
    ///
    /// # Panics
    /// When it is not, showing what came instead.
    #[track_caller]
    #[must_use]
    pub fn refusal(self, status: u16) -> String {
        assert_eq!(
            self.headers[header::CONTENT_TYPE],
            "application/problem+json",
            "{:#}",
            self.body
        );
        self.expect(status)["code"]
            .as_str()
            .expect("a problem has a code")
            .to_owned()
    }

    /// A header's text; empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}
