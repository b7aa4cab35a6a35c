//! The API of a running server.

use std::time::Duration;

use reqwest::multipart::Form;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use super::{Answer, PREFIX};
use crate::failure::{Exit, Failure};
use crate::language::Language;

/// Longest wait for an answer; reports over everything may take a while.
const TIMEOUT: Duration = Duration::from_secs(120);
/// Longest wait for an upload, which may be gigabytes over a slow line.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(3_600);

/// A server's address and the token to show it.
pub(crate) struct Remote {
    http: Client,
    base: String,
    token: String,
    language: Language,
}

impl Remote {
    pub(super) fn new(
        server: &str,
        token: Option<&str>,
        language: Language,
    ) -> Result<Self, Failure> {
        let Some(token) = token else {
            return Err(Failure::usage(
                "--server 에는 --token (또는 PROOFLINE_TOKEN) 이 필요합니다.",
                "--server needs --token (or PROOFLINE_TOKEN).",
            ));
        };
        // Already installed is just as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| unreachable(server, &error))?;
        let base = format!("{}{PREFIX}", server.trim_end_matches('/'));
        Ok(Self {
            http,
            base,
            token: token.to_owned(),
            language,
        })
    }

    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Result<Answer, Failure> {
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|error| unreachable(&self.base, &error))?;
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(body) = body {
            request = request
                .header("idempotency-key", uuid::Uuid::now_v7().to_string())
                .json(&body);
        }
        self.answer(request).await
    }

    pub(super) async fn upload(&self, path: &str, form: Form) -> Result<Answer, Failure> {
        self.answer(
            self.http
                .post(format!("{}{path}", self.base))
                .timeout(UPLOAD_TIMEOUT)
                .multipart(form),
        )
        .await
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Answer, Failure> {
        let failed = |error: reqwest::Error| unreachable(&self.base, &error);
        let request = request
            .bearer_auth(&self.token)
            .header("accept-language", self.language.pick("ko", "en"))
            .header("x-proofline-client", "cli");
        let response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let bytes = response.bytes().await.map_err(failed)?;
        let text = || Value::String(String::from_utf8_lossy(&bytes).into_owned());
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes).unwrap_or_else(|_| text())
        };
        Ok(Answer { status, body })
    }
}

fn unreachable(what: &str, error: &dyn std::error::Error) -> Failure {
    // The outermost error only says that sending failed; the innermost says why.
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    Failure::new(
        Exit::Unavailable,
        "unreachable",
        format!("{what} 에 닿지 않습니다: {cause}"),
        format!("Cannot reach {what}: {cause}"),
    )
}
