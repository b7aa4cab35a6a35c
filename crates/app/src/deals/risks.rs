use std::sync::Arc;

use domain::{
    Deal, Instant,
    deal::Risk,
    ids::{DealId, RiskId, UserId},
    policy::Action,
};
use playbook::RiskSeverity;
use serde::Deserialize;

use super::{
    DealRecord,
    change::{change, change_in},
};
use crate::{
    Code, Ctx, Error,
    ctx::{Why, Work},
    playbooks::Definitions,
};

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
    let why = Why::default();
    change(ctx, id, Action::DealPlan, why, |deal, about, work| {
        let risk = match risk_id {
            Some(id) => input.replacing(known(&deal, id)?, about.now),
            None => input.opened(work.mint(), about.now),
        };
        Ok(deal.set_risk(risk, about.now)?)
    })
    .await
}

/// The same inside a transaction that changes more than the deal; a risk that is gone is opened anew. Answers with its id.
///
/// # Errors
/// As [`set_risk`].
pub(crate) async fn set_risk_in(
    ctx: &Ctx,
    work: &mut Work<'_>,
    definitions: Arc<Definitions>,
    id: DealId,
    risk_id: Option<RiskId>,
    input: SetRisk,
) -> Result<RiskId, Error> {
    let fresh: RiskId = work.mint();
    let mut set = fresh;
    let why = Why::default();
    change_in(
        ctx,
        work,
        definitions,
        id,
        Action::DealPlan,
        why,
        |deal, about, _| {
            let before = risk_id.and_then(|id| known(&deal, id).ok());
            let risk = match before {
                Some(before) => input.replacing(before, about.now),
                None => input.opened(fresh, about.now),
            };
            set = risk.id;
            Ok(deal.set_risk(risk, about.now)?)
        },
    )
    .await?;
    Ok(set)
}

fn known(deal: &Deal, id: RiskId) -> Result<&Risk, Error> {
    let risk = deal.risks.iter().find(|risk| risk.id == id);
    risk.ok_or_else(|| Code::NotFound.into())
}

impl SetRisk {
    fn opened(self, id: RiskId, now: Instant) -> Risk {
        Risk {
            id,
            title: self.title.trim().to_owned(),
            plan: self.plan,
            severity: self.severity,
            owner_id: self.owner_id,
            opened_at: now,
            closed_at: self.is_closed.then_some(now),
        }
    }

    /// A risk that was closed before stays closed since then.
    fn replacing(self, before: &Risk, now: Instant) -> Risk {
        let closed_at = before.closed_at.unwrap_or(now);
        Risk {
            opened_at: before.opened_at,
            closed_at: self.is_closed.then_some(closed_at),
            ..self.opened(before.id, now)
        }
    }
}
