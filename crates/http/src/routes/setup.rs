//! Setup.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(get_one, create))
}

/// Whether this server still waits for its first administrator.
#[utoipa::path(get, path = "/setup", operation_id = "setup_get", tag = "setup", responses((status = 200, body = api::SetupState)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Create the workspace and its first administrator, and sign them in.
#[utoipa::path(post, path = "/setup", operation_id = "setup_create", tag = "setup", request_body = api::SetUp, responses((status = 201, body = api::Session)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
