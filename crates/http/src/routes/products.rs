//! Products.

use app::products::{self, CreateProduct, EditProduct};
use axum::http::StatusCode;
use domain::ids::ProductId;
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

/// Products, filtered and sorted.
#[utoipa::path(get, path = "/products", operation_id = "product_list", tag = "products", params(ListQuery), responses((status = 200, body = api::Page<api::Product>)))]
async fn list(ctx: Ctx, Params(query): Params<ListQuery>) -> Answered<api::Page<api::Product>> {
    page(products::list(&ctx, query.into()).await?, shape::product)
}

/// Add a product.
#[utoipa::path(post, path = "/products", operation_id = "product_create", tag = "products", request_body = api::CreateProduct, responses((status = 201, body = api::Product)))]
async fn create(ctx: Ctx, Json(input): Json<CreateProduct>) -> Answered<api::Product> {
    created(shape::product(products::create(&ctx, input).await?))
}

/// One product, now or as it was.
#[utoipa::path(get, path = "/products/{product_id}", operation_id = "product_get", tag = "products", params(("product_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Product)))]
async fn get_one(
    ctx: Ctx,
    Key(id): Key<ProductId>,
    Params(query): Params<AsOfQuery>,
) -> Answered<api::Product> {
    let found = match query.instant() {
        Some(instant) => products::as_of(&ctx, id, instant).await?,
        None => products::get(&ctx, id).await?,
    };
    record(shape::product(found))
}

/// Change a product.
#[utoipa::path(patch, path = "/products/{product_id}", operation_id = "product_edit", tag = "products", params(("product_id" = Uuid, Path)), request_body = api::EditProduct, responses((status = 200, body = api::Product)))]
async fn edit(
    ctx: Ctx,
    Key(id): Key<ProductId>,
    Json(input): Json<EditProduct>,
) -> Answered<api::Product> {
    record(shape::product(products::edit(&ctx, id, input).await?))
}

/// Put a product away.
#[utoipa::path(delete, path = "/products/{product_id}", operation_id = "product_archive", tag = "products", params(("product_id" = Uuid, Path)), responses((status = 204)))]
async fn archive(ctx: Ctx, Key(id): Key<ProductId>) -> Result<StatusCode, Problem> {
    products::archive(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
