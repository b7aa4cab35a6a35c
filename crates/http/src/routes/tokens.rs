//! Tokens.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(delete))
}

/// The caller's API tokens; administrators see everybody's.
#[utoipa::path(get, path = "/tokens", operation_id = "token_list", tag = "tokens", responses((status = 200, body = api::Page<api::Token>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Create an API token. Its secret is shown only here.
#[utoipa::path(post, path = "/tokens", operation_id = "token_create", tag = "tokens", request_body = api::CreateToken, responses((status = 201, body = api::CreatedToken)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Revoke an API token.
#[utoipa::path(delete, path = "/tokens/{token_id}", operation_id = "token_delete", tag = "tokens", params(("token_id" = Uuid, Path)), responses((status = 204)))]
async fn delete() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
