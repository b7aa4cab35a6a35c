use domain::{Money, ids::ProductId, policy::Action};
use serde::Deserialize;

use super::ProductRecord;
use crate::{
    Ctx, Error,
    patch::{Patch, apply, replace, three_state},
};

/// Change a product; absent fields stay, `null` clears.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the product")]
pub struct EditProduct {
    pub name: Option<String>,
    #[serde(deserialize_with = "three_state")]
    pub code: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub family: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub list_price: Patch<Money>,
    pub is_active: Option<bool>,
}

/// Changes a product's fields.
///
/// # Errors
/// `not-found`, `invalid`, `already-exists` when the code is taken, `version-conflict`, `forbidden`.
pub async fn edit(ctx: &Ctx, id: ProductId, input: EditProduct) -> Result<ProductRecord, Error> {
    super::change(ctx, id, Action::ProductWrite, "product.edited", |product| {
        replace(&mut product.name, input.name);
        apply(&mut product.code, input.code);
        apply(&mut product.family, input.family);
        apply(&mut product.list_price, input.list_price);
        replace(&mut product.is_active, input.is_active);
    })
    .await
}

/// Takes a product off the shelf: existing deals keep it, new ones cannot use it.
///
/// # Errors
/// `not-found`, `version-conflict`, `forbidden`.
pub async fn archive(ctx: &Ctx, id: ProductId) -> Result<ProductRecord, Error> {
    super::change(
        ctx,
        id,
        Action::ProductWrite,
        "product.archived",
        |product| {
            product.is_active = false;
        },
    )
    .await
}
