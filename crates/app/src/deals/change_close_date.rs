use domain::{Date, deal::CloseDateChange, ids::DealId, policy::Action};
use playbook::CloseBasis;
use serde::Deserialize;

use super::{DealRecord, change::change};
use crate::{Ctx, Error, ctx::Why};

/// Move the close date, saying why and what the new one rests on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeCloseDate {
    /// The new date.
    pub close_on: Date,
    /// What it rests on.
    pub close_basis: Option<CloseBasis>,
    /// Key of a close-date reason of the playbook.
    pub reason: Option<String>,
    /// Free text for the journal.
    pub note: Option<String>,
}

/// Moves a deal's expected close date; a move to a later day counts as a push.
///
/// # Errors
/// `invalid` without a known reason, `not-found`, `deal-archived`, `version-conflict`, `forbidden`.
pub async fn change_close_date(
    ctx: &Ctx,
    id: DealId,
    input: ChangeCloseDate,
) -> Result<DealRecord, Error> {
    let why = Why {
        reason: input.reason.clone(),
        note: input.note,
        ..Why::default()
    };
    let wanted = CloseDateChange {
        close_on: input.close_on,
        close_basis: input.close_basis,
        reason: input.reason,
    };
    change(
        ctx,
        id,
        Action::DealChangeCloseDate,
        why,
        |deal, about, _work| Ok(deal.change_close_date(wanted, &about.dossier())?),
    )
    .await
}
