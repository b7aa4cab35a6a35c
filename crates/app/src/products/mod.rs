//! Products: what we sell.

mod create;
mod edit;
mod read;

use domain::{Product, ids::ProductId, policy::Action};
use serde::{Deserialize, Serialize};

pub use create::{CreateProduct, create};
pub use edit::{EditProduct, archive, edit};
pub use read::{as_of, get, list};

use crate::{Code, Ctx, Error, tidy};

/// A product and what the caller may do with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProductRecord {
    /// The product.
    pub product: Product,
    /// What the caller may do with it.
    pub allowed_actions: Vec<Action>,
}

/// Every change of one product: load, authorise, decide, check, save, record, commit.
async fn change(
    ctx: &Ctx,
    id: ProductId,
    action: Action,
    entry: &str,
    decide: impl FnOnce(&mut Product),
) -> Result<ProductRecord, Error> {
    ctx.authorise(action)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let before = work
        .find_product(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    work.expect_version(before.version)?;
    let mut product = before.clone();
    decide(&mut product);
    let mut product = checked(product)?;
    if product != before {
        product.version += 1;
        let changes = work.update_product(&before, &product).await?;
        work.record(entry, &product, changes);
    }
    work.commit(record(ctx, product)).await
}

/// Trims and checks the fields.
fn checked(mut product: Product) -> Result<Product, Error> {
    tidy::text(&mut product.name);
    for text in [
        &mut product.code,
        &mut product.family,
        &mut product.external_id,
    ] {
        tidy::optional(text);
    }
    Ok(product.checked()?)
}

fn record(ctx: &Ctx, product: Product) -> ProductRecord {
    ProductRecord {
        product,
        allowed_actions: ctx.allowed(&[Action::ProductWrite]),
    }
}
