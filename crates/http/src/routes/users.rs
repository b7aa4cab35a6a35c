//! Users.

use app::users::{self, CreateUser, EditUser};
use domain::ids::UserId;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, created, record, whole},
    auth::Ctx,
    body::Json,
    params::Key,
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get_one, edit))
}

/// The people of the workspace.
#[utoipa::path(get, path = "/users", operation_id = "user_list", tag = "users", responses((status = 200, body = api::Page<api::User>)))]
async fn list(ctx: Ctx) -> Answered<api::Page<api::User>> {
    whole(users::list(&ctx).await?, shape::user)
}

/// Add a person.
#[utoipa::path(post, path = "/users", operation_id = "user_create", tag = "users", request_body = api::CreateUser, responses((status = 201, body = api::User)))]
async fn create(ctx: Ctx, Json(input): Json<CreateUser>) -> Answered<api::User> {
    created(shape::user(users::create(&ctx, input).await?))
}

/// One person.
#[utoipa::path(get, path = "/users/{user_id}", operation_id = "user_get", tag = "users", params(("user_id" = Uuid, Path)), responses((status = 200, body = api::User)))]
async fn get_one(ctx: Ctx, Key(id): Key<UserId>) -> Answered<api::User> {
    record(shape::user(users::get(&ctx, id).await?))
}

/// Change a person.
#[utoipa::path(patch, path = "/users/{user_id}", operation_id = "user_edit", tag = "users", params(("user_id" = Uuid, Path)), request_body = api::EditUser, responses((status = 200, body = api::User)))]
async fn edit(ctx: Ctx, Key(id): Key<UserId>, Json(input): Json<EditUser>) -> Answered<api::User> {
    record(shape::user(users::edit(&ctx, id, input).await?))
}
