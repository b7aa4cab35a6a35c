//! Users.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::query::PageQuery;
use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get_one, edit))
}

/// The people of the workspace.
#[utoipa::path(get, path = "/users", operation_id = "user_list", tag = "users", params(PageQuery), responses((status = 200, body = api::Page<api::User>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Add a person.
#[utoipa::path(post, path = "/users", operation_id = "user_create", tag = "users", request_body = api::CreateUser, responses((status = 201, body = api::User)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// One person.
#[utoipa::path(get, path = "/users/{user_id}", operation_id = "user_get", tag = "users", params(("user_id" = Uuid, Path)), responses((status = 200, body = api::User)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Change a person.
#[utoipa::path(patch, path = "/users/{user_id}", operation_id = "user_edit", tag = "users", params(("user_id" = Uuid, Path)), request_body = api::EditUser, responses((status = 200, body = api::User)))]
async fn edit() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
