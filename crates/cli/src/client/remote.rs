//! The API of a running server.

use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::unreachable;
use crate::failure::{Exit, Failure};

/// Longest wait for an answer; reports over everything may take a while.
const TIMEOUT: Duration = Duration::from_secs(120);

/// A server's address and the token to show it.
pub(crate) struct Remote {
    http: Client,
    base: String,
    token: String,
}

impl Remote {
    pub(super) fn new(server: &str, token: Option<&str>) -> Result<Self, Failure> {
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
        let base = format!("{}/api/v1", server.trim_end_matches('/'));
        Ok(Self {
            http,
            base,
            token: token.to_owned(),
        })
    }

    pub(super) async fn call(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Result<(u16, Value), Failure> {
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|error| unreachable(&self.base, &error))?;
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request
                .header("idempotency-key", uuid::Uuid::now_v7().to_string())
                .json(&body);
        }
        self.send(request).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<(u16, Value), Failure> {
        let response = request
            .send()
            .await
            .map_err(|error| unreachable(&self.base, &error))?;
        let status = response.status().as_u16();
        let bytes = response
            .bytes()
            .await
            .map_err(|error| unreachable(&self.base, &error))?;
        let answer = if bytes.is_empty() {
            Ok(Value::Null)
        } else {
            serde_json::from_slice(&bytes)
        };
        match answer {
            Ok(answer) => Ok((status, answer)),
            // A proxy's page, say.
            Err(_) if status >= 400 => Ok((status, json!({"title": format!("HTTP {status}")}))),
            Err(_) => Err(Failure::new(
                Exit::Failure,
                "not_proofline",
                format!("{} 의 답이 Proofline의 것이 아닙니다.", self.base),
                format!("What answers at {} is not Proofline.", self.base),
            )),
        }
    }
}
