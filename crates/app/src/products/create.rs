use domain::{Money, Product, policy::Action};
use serde::Deserialize;

use super::ProductRecord;
use crate::{Ctx, Error};

/// Add a product.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the product")]
pub struct CreateProduct {
    pub name: String,
    pub code: Option<String>,
    pub family: Option<String>,
    pub list_price: Option<Money>,
    pub external_id: Option<String>,
}

/// Adds a product.
///
/// # Errors
/// `invalid`, `already-exists` when the code is taken, `forbidden`.
pub async fn create(ctx: &Ctx, input: CreateProduct) -> Result<ProductRecord, Error> {
    ctx.authorise(Action::ProductWrite)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let product = Product {
        id: work.mint(),
        name: input.name,
        code: input.code,
        family: input.family,
        list_price: input.list_price,
        is_active: true,
        external_id: input.external_id,
        version: 1,
    };
    let product = super::checked(product)?;
    let changes = work.insert_product(&product).await?;
    work.record("product.created", &product, changes);
    let record = super::record(ctx, product);
    work.commit(record).await
}
