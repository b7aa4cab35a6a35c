use domain::{ids::DealId, policy::Action};

use super::{DealRecord, change::change};
use crate::{Ctx, Error, ctx::Why};

/// Puts a deal away: it stays on record and leaves every list and number.
///
/// # Errors
/// `not-found`, `deal-archived`, `version-conflict`, `forbidden`.
pub async fn archive(ctx: &Ctx, id: DealId) -> Result<DealRecord, Error> {
    change(
        ctx,
        id,
        Action::DealArchive,
        Why::default(),
        |deal, about, _work| Ok(deal.archive(about.now)?),
    )
    .await
}

/// Takes an archived deal out again.
///
/// # Errors
/// `not-found`, `refused` when it is not archived, `version-conflict`, `forbidden`.
pub async fn restore(ctx: &Ctx, id: DealId) -> Result<DealRecord, Error> {
    change(
        ctx,
        id,
        Action::DealRestore,
        Why::default(),
        |deal, about, _work| Ok(deal.restore(about.now)?),
    )
    .await
}
