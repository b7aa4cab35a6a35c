//! Contacts.

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

/// Contacts, filtered and sorted.
#[utoipa::path(get, path = "/contacts", operation_id = "contact_list", tag = "contacts", params(ListQuery), responses((status = 200, body = api::Page<api::Contact>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Add a contact.
#[utoipa::path(post, path = "/contacts", operation_id = "contact_create", tag = "contacts", request_body = api::CreateContact, responses((status = 201, body = api::Contact)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// One contact.
#[utoipa::path(get, path = "/contacts/{contact_id}", operation_id = "contact_get", tag = "contacts", params(("contact_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Contact)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Change a contact.
#[utoipa::path(patch, path = "/contacts/{contact_id}", operation_id = "contact_edit", tag = "contacts", params(("contact_id" = Uuid, Path)), request_body = api::EditContact, responses((status = 200, body = api::Contact)))]
async fn edit() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Put a contact away.
#[utoipa::path(delete, path = "/contacts/{contact_id}", operation_id = "contact_archive", tag = "contacts", params(("contact_id" = Uuid, Path)), responses((status = 204)))]
async fn archive() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
