//! Problem details.

use axum::response::{IntoResponse, Response};

/// A refusal on its way out.
#[derive(Debug)]
pub struct Problem;

impl Problem {
    /// Not served yet.
    pub(crate) fn not_wired() -> Self {
        Self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        axum::http::StatusCode::NOT_IMPLEMENTED.into_response()
    }
}
