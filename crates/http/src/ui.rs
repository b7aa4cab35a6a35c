//! The web UI, embedded in the binary. Every address that is no file is the application's own.

use std::borrow::Cow;

use axum::{
    http::{HeaderValue, Method, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
struct Dist;

/// Scripts only from here; inline styles are what component libraries position themselves with.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
     font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Proofline</title>\
    <p>The web UI is not part of this build. Run <code>npm ci && npm run build</code> in <code>web/</code> and build again.\
    <p lang=ko>이 빌드에는 웹 화면이 없습니다. <code>web/</code>에서 <code>npm ci && npm run build</code>를 실행한 뒤 다시 빌드하세요.";

/// Serves the UI.
pub(crate) async fn serve(method: Method, uri: Uri) -> Result<Response, Problem> {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Err(app::Code::NotFound.into());
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        return Err(Problem::method_not_allowed());
    }
    if let Some(file) = Dist::get(path).filter(|_| !path.is_empty()) {
        let is_hashed = path.starts_with("assets/");
        return Ok(content(
            path,
            file.data,
            if is_hashed {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            },
        ));
    }
    if path.starts_with("assets/") {
        return Err(app::Code::NotFound.into());
    }
    Ok(match Dist::get("index.html") {
        Some(index) => content("index.html", index.data, "no-cache"),
        None => content("index.html", NOT_BUILT.as_bytes().into(), "no-store"),
    })
}

fn content(path: &str, data: Cow<'static, [u8]>, cache: &'static str) -> Response {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let kind = HeaderValue::from_str(kind.as_ref())
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_SECURITY_POLICY),
        ),
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("same-origin"),
        ),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    ];
    (headers, data).into_response()
}
