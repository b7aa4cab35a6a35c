//! Protection against requests that other sites make a signed-in browser send.

use axum::http::{HeaderMap, HeaderName, Uri, header};

use crate::problem::Problem;

/// Other sites cannot send this header without the server's consent, which it never gives.
const CSRF: HeaderName = HeaderName::from_static("x-proofline-csrf");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses a change by cookie that does not come from our own pages.
pub(crate) fn refuse_forged(headers: &HeaderMap) -> Result<(), Problem> {
    if headers.get(CSRF).is_none_or(|value| value != "1") {
        return Err(Problem::csrf_header_missing());
    }
    refuse_cross_origin(headers)
}

/// Refuses what a browser says another site sent. Programs say nothing and pass.
pub(crate) fn refuse_cross_origin(headers: &HeaderMap) -> Result<(), Problem> {
    let site = headers.get(FETCH_SITE).map(|site| site.as_bytes());
    let is_ours = match headers.get(header::ORIGIN) {
        None => matches!(site, None | Some(b"same-origin" | b"none")),
        Some(origin) => {
            let host = headers
                .get(header::HOST)
                .and_then(|host| host.to_str().ok());
            let uri = origin
                .to_str()
                .ok()
                .and_then(|origin| origin.parse::<Uri>().ok());
            host.is_some()
                && uri
                    .as_ref()
                    .and_then(Uri::authority)
                    .map(|authority| authority.as_str())
                    == host
        }
    };
    if is_ours {
        Ok(())
    } else {
        Err(Problem::cross_origin())
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn only_our_own_pages_and_programs_pass() {
        let ours = ("host", "crm.example:8080");
        for (pairs, passes) in [
            (vec![ours], true),
            (vec![ours, ("origin", "http://crm.example:8080")], true),
            (vec![ours, ("sec-fetch-site", "same-origin")], true),
            (vec![ours, ("origin", "http://evil.example")], false),
            (vec![ours, ("origin", "null")], false),
            (vec![ours, ("sec-fetch-site", "cross-site")], false),
            (vec![ours, ("sec-fetch-site", "same-site")], false),
        ] {
            assert_eq!(
                refuse_cross_origin(&headers(&pairs)).is_ok(),
                passes,
                "{pairs:?}"
            );
        }
    }

    #[test]
    fn a_change_by_cookie_needs_the_header() {
        assert!(refuse_forged(&headers(&[("host", "a")])).is_err());
        assert!(refuse_forged(&headers(&[("host", "a"), ("x-proofline-csrf", "1")])).is_ok());
    }
}
