//! Session.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(get_one, create, delete))
}

/// Who is asking.
#[utoipa::path(get, path = "/session", operation_id = "session_get", tag = "session", responses((status = 200, body = api::Session)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Sign in; sets the session cookie.
#[utoipa::path(post, path = "/session", operation_id = "session_create", tag = "session", request_body = api::SignIn, responses((status = 201, body = api::Session)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Sign out.
#[utoipa::path(delete, path = "/session", operation_id = "session_delete", tag = "session", responses((status = 204)))]
async fn delete() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
