use domain::{Instant, ids::ProductId, policy::Action};
use playbook::FieldCatalogue;

use super::ProductRecord;
use crate::{
    Code, Ctx, Error,
    page::{self, ListQuery, Page},
};

/// One product.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn get(ctx: &Ctx, id: ProductId) -> Result<ProductRecord, Error> {
    ctx.authorise(Action::ProductRead)?;
    let product = ctx
        .read()
        .await?
        .find_product(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    Ok(super::record(ctx, product))
}

/// One product as it was then known. Nothing can be done to the past.
///
/// # Errors
/// `not-found` when it did not exist then, `forbidden`.
pub async fn as_of(ctx: &Ctx, id: ProductId, instant: Instant) -> Result<ProductRecord, Error> {
    ctx.authorise(Action::ProductRead)?;
    let product = ctx
        .read()
        .await?
        .product_as_of(id, instant)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let mut record = super::record(ctx, product);
    record.allowed_actions.clear();
    Ok(record)
}

/// A page of products.
///
/// # Errors
/// `filter-invalid`, `cursor-invalid`, `invalid`, `forbidden`.
pub async fn list(ctx: &Ctx, query: ListQuery) -> Result<Page<ProductRecord>, Error> {
    ctx.authorise(Action::ProductRead)?;
    let today = ctx.definitions().await?.day_of(ctx.now());
    let query = page::narrow(query, &FieldCatalogue::products(), today)?;
    let page = ctx.read().await?.products_page(&query).await?;
    Ok(Page {
        rows: page
            .rows
            .into_iter()
            .map(|product| super::record(ctx, product))
            .collect(),
        next_cursor: page.next_cursor,
    })
}
