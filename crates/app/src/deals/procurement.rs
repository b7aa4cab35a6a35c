use domain::{deal::ProcurementItem, ids::DealId, policy::Action};

use super::{DealRecord, change::change};
use crate::{Ctx, Error, ctx::Why};

/// Adds an item to the procurement checklist, or replaces the one with its key.
///
/// # Errors
/// `invalid`, `not-found`, `deal-archived`, `forbidden`.
pub async fn set_procurement_item(
    ctx: &Ctx,
    id: DealId,
    item: ProcurementItem,
) -> Result<DealRecord, Error> {
    change(
        ctx,
        id,
        Action::DealPlan,
        Why::default(),
        |deal, about, _work| {
            let mut items = deal.procurement.clone();
            match items.iter_mut().find(|known| known.key == item.key) {
                Some(known) => *known = item,
                None => items.push(item),
            }
            Ok(deal.set_procurement(items, about.now)?)
        },
    )
    .await
}
