use domain::{
    deal::Risk,
    ids::{DealId, RiskId, UserId},
    policy::Action,
};
use playbook::RiskSeverity;
use serde::Deserialize;

use super::{DealRecord, change::change};
use crate::{Code, Ctx, Error, ctx::Why};

/// Record a risk, or replace one by its id.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetRisk {
    /// One line.
    pub title: String,
    /// What we do about it.
    pub plan: Option<String>,
    /// How much it can hurt.
    pub severity: RiskSeverity,
    /// Who watches it.
    pub owner_id: Option<UserId>,
    /// True when it no longer threatens.
    #[serde(default)]
    pub is_closed: bool,
}

/// Records a risk, or changes the one with this id.
///
/// # Errors
/// `invalid`, `not-found` for the deal or the risk, `deal-archived`, `forbidden`.
pub async fn set_risk(
    ctx: &Ctx,
    id: DealId,
    risk_id: Option<RiskId>,
    input: SetRisk,
) -> Result<DealRecord, Error> {
    change(
        ctx,
        id,
        Action::DealPlan,
        Why::default(),
        |deal, about, work| {
            let before = risk_id.map(|id| deal.risks.iter().find(|risk| risk.id == id));
            let before = match before {
                Some(None) => return Err(Code::NotFound.into()),
                Some(Some(risk)) => Some(risk),
                None => None,
            };
            let closed_at = before.and_then(|risk| risk.closed_at).or(Some(about.now));
            let risk = Risk {
                id: risk_id.unwrap_or_else(|| work.mint()),
                title: input.title.trim().to_owned(),
                plan: input.plan,
                severity: input.severity,
                owner_id: input.owner_id,
                opened_at: before.map_or(about.now, |risk| risk.opened_at),
                closed_at: closed_at.filter(|_| input.is_closed),
            };
            Ok(deal.set_risk(risk, about.now)?)
        },
    )
    .await
}
