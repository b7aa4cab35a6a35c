//! Teams.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(edit))
}

/// The teams.
#[utoipa::path(get, path = "/teams", operation_id = "team_list", tag = "teams", responses((status = 200, body = api::Page<api::Team>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Add a team.
#[utoipa::path(post, path = "/teams", operation_id = "team_create", tag = "teams", request_body = api::CreateTeam, responses((status = 201, body = api::Team)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Change a team.
#[utoipa::path(patch, path = "/teams/{team_id}", operation_id = "team_edit", tag = "teams", params(("team_id" = Uuid, Path)), request_body = api::EditTeam, responses((status = 200, body = api::Team)))]
async fn edit() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
