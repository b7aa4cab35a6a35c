//! Accounts.

use app::accounts::{self, CreateAccount, EditAccount};
use axum::http::StatusCode;
use domain::ids::AccountId;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, created, page, record},
    auth::Ctx,
    body::Json,
    params::{Key, Params},
    problem::Problem,
    query::{AsOfQuery, ListQuery},
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get_one, edit, archive))
}

/// Accounts, filtered and sorted.
#[utoipa::path(get, path = "/accounts", operation_id = "account_list", tag = "accounts", params(ListQuery), responses((status = 200, body = api::Page<api::Account>)))]
async fn list(ctx: Ctx, Params(query): Params<ListQuery>) -> Answered<api::Page<api::Account>> {
    page(accounts::list(&ctx, query.into()).await?, shape::account)
}

/// Add an account.
#[utoipa::path(post, path = "/accounts", operation_id = "account_create", tag = "accounts", request_body = api::CreateAccount, responses((status = 201, body = api::Account)))]
async fn create(ctx: Ctx, Json(input): Json<CreateAccount>) -> Answered<api::Account> {
    created(shape::account(accounts::create(&ctx, input).await?))
}

/// One account, now or as it was.
#[utoipa::path(get, path = "/accounts/{account_id}", operation_id = "account_get", tag = "accounts", params(("account_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Account)))]
async fn get_one(
    ctx: Ctx,
    Key(id): Key<AccountId>,
    Params(query): Params<AsOfQuery>,
) -> Answered<api::Account> {
    let found = match query.instant() {
        Some(instant) => accounts::as_of(&ctx, id, instant).await?,
        None => accounts::get(&ctx, id).await?,
    };
    record(shape::account(found))
}

/// Change an account.
#[utoipa::path(patch, path = "/accounts/{account_id}", operation_id = "account_edit", tag = "accounts", params(("account_id" = Uuid, Path)), request_body = api::EditAccount, responses((status = 200, body = api::Account)))]
async fn edit(
    ctx: Ctx,
    Key(id): Key<AccountId>,
    Json(input): Json<EditAccount>,
) -> Answered<api::Account> {
    record(shape::account(accounts::edit(&ctx, id, input).await?))
}

/// Put an account away.
#[utoipa::path(delete, path = "/accounts/{account_id}", operation_id = "account_archive", tag = "accounts", params(("account_id" = Uuid, Path)), responses((status = 204)))]
async fn archive(ctx: Ctx, Key(id): Key<AccountId>) -> Result<StatusCode, Problem> {
    accounts::archive(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
