//! Events.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(stream))
}

/// Live changes as server-sent events; resume with Last-Event-ID.
#[utoipa::path(get, path = "/events", operation_id = "event_stream", tag = "events", responses((status = 200, content_type = "text/event-stream", body = api::Event)))]
async fn stream() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
