use domain::{deal::Poc, ids::DealId, policy::Action};

use super::{DealRecord, change::change};
use crate::{Ctx, Error, ctx::Why};

/// Records the proof of concept: what success means is agreed before it starts, and fixed once it has.
///
/// # Errors
/// `invalid`, `not-found`, `deal-archived`, `forbidden`.
pub async fn set_poc(ctx: &Ctx, id: DealId, poc: Poc) -> Result<DealRecord, Error> {
    change(
        ctx,
        id,
        Action::DealPlan,
        Why::default(),
        |deal, about, _work| Ok(deal.set_poc(poc, &about.dossier())?),
    )
    .await
}
