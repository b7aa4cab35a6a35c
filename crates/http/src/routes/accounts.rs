//! Accounts.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::query::{AsOfQuery, ListQuery};
use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get_one, edit, archive))
}

/// Accounts, filtered and sorted.
#[utoipa::path(get, path = "/accounts", operation_id = "account_list", tag = "accounts", params(ListQuery), responses((status = 200, body = api::Page<api::Account>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Add an account.
#[utoipa::path(post, path = "/accounts", operation_id = "account_create", tag = "accounts", request_body = api::CreateAccount, responses((status = 201, body = api::Account)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// One account.
#[utoipa::path(get, path = "/accounts/{account_id}", operation_id = "account_get", tag = "accounts", params(("account_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Account)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Change an account.
#[utoipa::path(patch, path = "/accounts/{account_id}", operation_id = "account_edit", tag = "accounts", params(("account_id" = Uuid, Path)), request_body = api::EditAccount, responses((status = 200, body = api::Account)))]
async fn edit() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Put an account away.
#[utoipa::path(delete, path = "/accounts/{account_id}", operation_id = "account_archive", tag = "accounts", params(("account_id" = Uuid, Path)), responses((status = 204)))]
async fn archive() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
