//! Contacts.

use app::contacts::{self, CreateContact, EditContact};
use axum::http::StatusCode;
use domain::ids::ContactId;
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

/// Contacts, filtered and sorted.
#[utoipa::path(get, path = "/contacts", operation_id = "contact_list", tag = "contacts", params(ListQuery), responses((status = 200, body = api::Page<api::Contact>)))]
async fn list(ctx: Ctx, Params(query): Params<ListQuery>) -> Answered<api::Page<api::Contact>> {
    page(contacts::list(&ctx, query.into()).await?, shape::contact)
}

/// Add a contact.
#[utoipa::path(post, path = "/contacts", operation_id = "contact_create", tag = "contacts", request_body = api::CreateContact, responses((status = 201, body = api::Contact)))]
async fn create(ctx: Ctx, Json(input): Json<CreateContact>) -> Answered<api::Contact> {
    created(shape::contact(contacts::create(&ctx, input).await?))
}

/// One contact, now or as it was.
#[utoipa::path(get, path = "/contacts/{contact_id}", operation_id = "contact_get", tag = "contacts", params(("contact_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Contact)))]
async fn get_one(
    ctx: Ctx,
    Key(id): Key<ContactId>,
    Params(query): Params<AsOfQuery>,
) -> Answered<api::Contact> {
    let found = match query.instant() {
        Some(instant) => contacts::as_of(&ctx, id, instant).await?,
        None => contacts::get(&ctx, id).await?,
    };
    record(shape::contact(found))
}

/// Change a contact.
#[utoipa::path(patch, path = "/contacts/{contact_id}", operation_id = "contact_edit", tag = "contacts", params(("contact_id" = Uuid, Path)), request_body = api::EditContact, responses((status = 200, body = api::Contact)))]
async fn edit(
    ctx: Ctx,
    Key(id): Key<ContactId>,
    Json(input): Json<EditContact>,
) -> Answered<api::Contact> {
    record(shape::contact(contacts::edit(&ctx, id, input).await?))
}

/// Put a contact away.
#[utoipa::path(delete, path = "/contacts/{contact_id}", operation_id = "contact_archive", tag = "contacts", params(("contact_id" = Uuid, Path)), responses((status = 204)))]
async fn archive(ctx: Ctx, Key(id): Key<ContactId>) -> Result<StatusCode, Problem> {
    contacts::archive(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
