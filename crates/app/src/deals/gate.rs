use std::sync::Arc;

use domain::{
    gate::{self, Judgement, Missing, StageMove},
    ids::DealId,
    policy::Action,
};
use serde::{Deserialize, Serialize};
use store::ReadTx;

use super::bench::Bench;
use crate::{Code, Ctx, Error, playbooks::Definitions};

/// The gate's judgement on entering a stage.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GateReport {
    /// The stage the deal is in.
    pub from: String,
    /// The stage that was asked about.
    pub to: String,
    /// True when the deal may enter now.
    pub is_met: bool,
    /// What is missing; empty when met.
    pub missing: Vec<Missing>,
    /// What is missing but excused by an approved waiver.
    pub waived: Vec<Missing>,
}

/// Explains what entering a stage asks of the deal; by default the next stage. Changes nothing.
///
/// # Errors
/// `not-found`, `invalid` for an unknown stage, `refused` when the deal is closed and no stage is named.
pub async fn gate(ctx: &Ctx, id: DealId, to: Option<String>) -> Result<GateReport, Error> {
    let definitions = ctx.definitions().await?;
    let mut read = ctx.read().await?;
    gate_in(ctx, &mut read, definitions, id, to).await
}

/// The same within a read that looks at more than the deal.
pub(crate) async fn gate_in(
    ctx: &Ctx,
    read: &mut ReadTx,
    definitions: Arc<Definitions>,
    id: DealId,
    to: Option<String>,
) -> Result<GateReport, Error> {
    let Bench { deal, about } = Bench::load(ctx, read, definitions, id, ctx.now()).await?;
    ctx.authorise_on(Action::DealRead, about.kin.deal_of(deal.owner_id))?;
    let next = || {
        about
            .pipeline(&deal)
            .and_then(|pipeline| pipeline.next_after(&deal.stage))
    };
    let to = match to {
        Some(to) => to,
        None => next()
            .ok_or_else(|| Error::from(Code::DealClosed))?
            .key()
            .to_owned(),
    };
    let (is_met, missing, waived) =
        match gate::judge(&deal, &about.dossier(), &StageMove::to(to.as_str()))? {
            Judgement::Met { waived } => (true, Vec::new(), waived),
            Judgement::NotMet(missing) => (false, missing, Vec::new()),
        };
    Ok(GateReport {
        from: deal.stage,
        to,
        is_met,
        missing,
        waived,
    })
}
