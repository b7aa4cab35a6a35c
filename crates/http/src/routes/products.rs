//! Products.

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

/// Products, filtered and sorted.
#[utoipa::path(get, path = "/products", operation_id = "product_list", tag = "products", params(ListQuery), responses((status = 200, body = api::Page<api::Product>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Add a product.
#[utoipa::path(post, path = "/products", operation_id = "product_create", tag = "products", request_body = api::CreateProduct, responses((status = 201, body = api::Product)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// One product.
#[utoipa::path(get, path = "/products/{product_id}", operation_id = "product_get", tag = "products", params(("product_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Product)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Change a product.
#[utoipa::path(patch, path = "/products/{product_id}", operation_id = "product_edit", tag = "products", params(("product_id" = Uuid, Path)), request_body = api::EditProduct, responses((status = 200, body = api::Product)))]
async fn edit() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Put a product away.
#[utoipa::path(delete, path = "/products/{product_id}", operation_id = "product_archive", tag = "products", params(("product_id" = Uuid, Path)), responses((status = 204)))]
async fn archive() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
