//! Who plays which part on the buyer's side.

use domain::{
    deal::BuyingRole,
    ids::{ContactId, DealId, EvidenceId},
    policy::Action,
};
use playbook::{BuyingRoleKind, RoleState};
use serde::Deserialize;

use super::{DealRecord, change::change};
use crate::{Ctx, Error, ctx::Why};

/// Say what part a contact plays; the same contact and role is replaced.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetBuyingRole {
    /// Who.
    pub contact_id: ContactId,
    /// Which part.
    pub role: BuyingRoleKind,
    /// How far it is established.
    pub state: RoleState,
    /// What shows it; needed to be `engaged` or `confirmed`.
    pub evidence_id: Option<EvidenceId>,
}

/// Names a contact's part in the purchase, or moves it on.
///
/// # Errors
/// `invalid` when the evidence for the state or the contact is missing, `not-found`, `deal-archived`, `forbidden`.
pub async fn set_buying_role(
    ctx: &Ctx,
    id: DealId,
    input: SetBuyingRole,
) -> Result<DealRecord, Error> {
    let role = BuyingRole {
        contact_id: input.contact_id,
        role: input.role,
        state: input.state,
        evidence_id: input.evidence_id,
    };
    change(
        ctx,
        id,
        Action::DealPlan,
        Why::default(),
        |deal, about, _work| Ok(deal.set_buying_role(role, &about.dossier())?),
    )
    .await
}

/// Removes a contact's part in the purchase.
///
/// # Errors
/// `invalid` when the contact has no such part, `not-found`, `deal-archived`, `forbidden`.
pub async fn remove_buying_role(
    ctx: &Ctx,
    id: DealId,
    contact_id: ContactId,
    role: BuyingRoleKind,
) -> Result<DealRecord, Error> {
    change(
        ctx,
        id,
        Action::DealPlan,
        Why::default(),
        |deal, about, _work| Ok(deal.remove_buying_role(contact_id, role, &about.dossier())?),
    )
    .await
}
