//! The session cookie: unreadable to scripts, not sent along by other sites' forms.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::problem::Problem;

const NAME: &str = "proofline_session";

/// The secret a browser sent.
pub(crate) fn read(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(NAME)?.strip_prefix('='))
        .filter(|secret| !secret.is_empty())
}

/// Asks the browser to keep the secret for so many seconds.
pub(crate) fn keep(secret: &str, seconds: i64, is_https: bool) -> Result<HeaderValue, Problem> {
    let secure = if is_https { "; Secure" } else { "" };
    HeaderValue::from_str(&format!(
        "{NAME}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
    ))
    .map_err(Problem::defect)
}

/// Asks the browser to forget it.
pub(crate) fn forget() -> HeaderValue {
    HeaderValue::from_static("proofline_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Whether the browser reached us over HTTPS, be it through a proxy.
pub(crate) fn is_https(headers: &HeaderMap) -> bool {
    headers
        .get("x-forwarded-proto")
        .is_some_and(|scheme| scheme == "https")
}
