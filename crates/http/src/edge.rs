//! What holds for every request: an id, a rate limit, security headers, problems told in the caller's language,
//! one line of metrics. One function instead of a tower of layers, because it runs for every read.

use std::{panic::AssertUnwindSafe, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::FutureExt;
use playbook::Locale;
use uuid::Uuid;

use crate::{
    problem::{Listener, Problem},
    rate_limit::Allowance,
    state::Service,
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const REQUEST_ID_BYTES: usize = 64;

/// The request's id: the caller's own when it is short and plain, else a fresh one.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(HeaderValue);

impl RequestId {
    fn of(headers: &HeaderMap) -> Self {
        let plain = |value: &&HeaderValue| {
            let bytes = value.as_bytes();
            (1..=REQUEST_ID_BYTES).contains(&bytes.len())
                && bytes
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte))
        };
        headers
            .get(REQUEST_ID)
            .filter(plain)
            .cloned()
            .map_or_else(Self::fresh, Self)
    }

    fn fresh() -> Self {
        let mut buffer = Uuid::encode_buffer();
        let text = Uuid::now_v7().as_simple().encode_lower(&mut buffer);
        Self(HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("-")))
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or("-")
    }
}

/// Wraps every route.
pub(crate) async fn edge(
    State(service): State<Service>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = RequestId::of(request.headers());
    let locale = locale_of(request.headers());
    let named_version = request.headers().contains_key(header::IF_MATCH);
    let series = request
        .extensions()
        .get::<MatchedPath>()
        .and_then(|path| service.metrics.series(request.method(), path.as_str()));
    let address = service.rate_limit.address(&request);
    let mut allowance = service.rate_limit.charge_address(address, started);
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(address);

    let mut response = if allowance.is_exhausted() {
        Problem::too_many_requests(&allowance).into_response()
    } else {
        match AssertUnwindSafe(next.run(request)).catch_unwind().await {
            Ok(response) => response,
            Err(_panic) => Problem::defect("a handler panicked").into_response(),
        }
    };
    if let Some(of_caller) = response.extensions_mut().remove::<Allowance>() {
        allowance = of_caller;
    }
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let extra = std::mem::take(response.headers_mut());
        response = problem.render(&Listener {
            request_id: id.as_str(),
            locale,
            named_version,
        });
        response
            .headers_mut()
            .extend(extra.into_iter().filter(|(name, _)| {
                name.as_ref()
                    .is_some_and(|name| name == header::SET_COOKIE || name == header::ALLOW)
            }));
    }
    finish(response.headers_mut(), id, &allowance);
    service
        .metrics
        .observe(series, response.status(), started.elapsed());
    response
}

fn finish(headers: &mut HeaderMap, id: RequestId, allowance: &Allowance) {
    headers.insert(REQUEST_ID, id.0);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    allowance.write(headers);
}

/// Korean when the caller prefers it to English, else English.
pub(crate) fn locale_of(headers: &HeaderMap) -> Locale {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let first = accepted
        .split(',')
        .map(str::trim)
        .find(|language| language.starts_with("ko") || language.starts_with("en"));
    if first.is_some_and(|language| language.starts_with("ko")) {
        Locale::Ko
    } else {
        Locale::En
    }
}

/// The address exists, but not for this method.
pub(crate) async fn no_such_method() -> Problem {
    Problem::method_not_allowed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_told_in_the_first_accepted_language_we_speak() {
        for (accepted, expected) in [
            ("ko-KR,ko;q=0.9,en;q=0.8", Locale::Ko),
            ("en-US, ko", Locale::En),
            ("de, ko", Locale::Ko),
            ("", Locale::En),
        ] {
            let headers = HeaderMap::from_iter([(
                header::ACCEPT_LANGUAGE,
                HeaderValue::from_static(accepted),
            )]);
            assert_eq!(locale_of(&headers), expected, "{accepted}");
        }
    }

    #[test]
    fn a_callers_request_id_is_kept_only_when_it_is_plain() {
        for (given, is_kept) in [
            ("abc-123", true),
            ("", false),
            ("has space", false),
            ("\"quoted\"", false),
        ] {
            let headers = HeaderMap::from_iter([(REQUEST_ID, HeaderValue::from_static(given))]);
            assert_eq!(
                RequestId::of(&headers).as_str() == given,
                is_kept,
                "{given}"
            );
        }
    }
}
