use domain::{gate::StageMove, ids::DealId, policy::Action};

use super::{DealRecord, change::change};
use crate::{Ctx, Error, ctx::Why};

/// Moves a deal to another stage, through its gate.
///
/// # Errors
/// `gate-not-met` with everything that is missing, `not-found`, `deal-archived`, `version-conflict`, `forbidden`.
pub async fn change_stage(ctx: &Ctx, id: DealId, wanted: StageMove) -> Result<DealRecord, Error> {
    let why = Why {
        reason: wanted
            .reason
            .clone()
            .or_else(|| wanted.loss.as_ref().map(|loss| loss.reason.clone())),
        note: wanted.note.clone(),
        ..Why::default()
    };
    change(
        ctx,
        id,
        Action::DealChangeStage,
        why,
        |deal, about, work| {
            Ok(deal.change_stage(wanted, &about.dossier(), work.mint(), work.member())?)
        },
    )
    .await
}
