//! The same API without a socket, for commands that open the database themselves.

use app::{App, identity::Caller};
use axum::{
    BoxError, Router,
    body::{Body, Bytes},
    http::{Method, Request, header},
};
use futures::TryStream;
use playbook::Locale;
use serde_json::Value;
use tower::ServiceExt;

use crate::{Settings, router};

/// Put into a request's extensions by this process only: the caller needs no credentials.
#[derive(Clone)]
pub(crate) struct Door(pub Caller);

/// The API as one caller, answered in this process.
#[derive(Clone)]
pub struct InProcess {
    router: Router,
    caller: Caller,
    locale: Locale,
}

impl InProcess {
    /// The API of this product as this caller, telling problems in this language.
    #[must_use]
    pub fn new(app: App, caller: Caller, locale: Locale) -> Self {
        let settings = Settings {
            requests_per_minute: None,
            ..Settings::default()
        };
        Self {
            router: router(app, settings),
            caller,
            locale,
        }
    }

    /// Makes one request. `path` is as over the wire, such as `/api/v1/deals?limit=5`. Answers with the status and the
    /// JSON body; a body that is no JSON comes as a string, an empty one as `null`.
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let content_type = body.as_ref().map(|_| "application/json");
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(method, path, content_type, body).await
    }

    /// Sends a multipart form, streamed.
    pub async fn upload<S>(&self, path: &str, content_type: &str, form: S) -> (u16, Value)
    where
        S: TryStream + Send + 'static,
        S::Ok: Into<Bytes>,
        S::Error: Into<BoxError>,
    {
        self.send("POST", path, Some(content_type), Body::from_stream(form))
            .await
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        content_type: Option<&str>,
        body: Body,
    ) -> (u16, Value) {
        let failed = |reason: &str| (400, Value::String(reason.to_owned()));
        let Ok(method) = method.parse::<Method>() else {
            return failed("no such method");
        };
        let language = match self.locale {
            Locale::Ko => "ko",
            Locale::En => "en",
        };
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT_LANGUAGE, language)
            .extension(Door(self.caller.clone()));
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        let Ok(request) = request.body(body) else {
            return failed("no such address");
        };
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap_or_default();
        if bytes.is_empty() {
            return (status, Value::Null);
        }
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        (status, body)
    }
}
