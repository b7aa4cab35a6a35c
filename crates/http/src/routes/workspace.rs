//! Workspace.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(get_one, edit))
}

/// The workspace and how it counts.
#[utoipa::path(get, path = "/workspace", operation_id = "workspace_get", tag = "workspace", responses((status = 200, body = api::Workspace)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Change the workspace.
#[utoipa::path(patch, path = "/workspace", operation_id = "workspace_edit", tag = "workspace", request_body = api::EditWorkspace, responses((status = 200, body = api::Workspace)))]
async fn edit() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
