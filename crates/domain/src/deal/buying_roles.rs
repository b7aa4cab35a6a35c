//! Who plays which part on the buyer's side, each step with evidence.

use super::evidence::standing;
use super::{BuyingRole, Deal, DealEvent, EditDealError};
use crate::field::{self, Problem};
use crate::gate::Dossier;
use crate::ids::ContactId;
use crate::vocabulary::{BuyingRoleKind, RoleState};

impl Deal {
    /// Names a contact's part or moves it on. `engaged` needs evidence that can be opened, `confirmed` needs evidence
    /// the customer originated; the evidence a role had is kept when none is given.
    ///
    /// # Errors
    /// When the deal is archived or the evidence is missing.
    pub fn set_buying_role(
        mut self,
        mut role: BuyingRole,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        let known = self
            .roles
            .iter()
            .position(|known| known.contact_id == role.contact_id && known.role == role.role);
        let evidence = match role.evidence_id {
            Some(id) => Some(
                standing(&self, id, dossier)
                    .ok_or_else(|| Problem::NeedsEvidence.of("evidence_id"))?,
            ),
            // What it had is kept for as long as it stands.
            None => known
                .and_then(|index| self.roles[index].evidence_id)
                .and_then(|id| standing(&self, id, dossier)),
        };
        role.evidence_id = evidence.map(|item| item.id);
        match (role.state, evidence) {
            (RoleState::Identified, _) | (RoleState::Engaged, Some(_)) => {}
            (RoleState::Confirmed, Some(item)) if item.is_customer_confirmation() => {}
            (RoleState::Engaged, None) => {
                return Err(Problem::NeedsEvidence.of("evidence_id").into());
            }
            (RoleState::Confirmed, _) => {
                return Err(Problem::NeedsCustomerEvidence.of("evidence_id").into());
            }
        }
        match known {
            Some(index) => self.roles[index] = role,
            None => self.roles.push(role),
        }
        field::entries("roles", self.roles.len())?;
        Ok((self.touched(dossier.now), DealEvent::BuyingRoleSet))
    }

    /// Removes a contact's part.
    ///
    /// # Errors
    /// When the deal is archived or the contact has no such part.
    pub fn remove_buying_role(
        mut self,
        contact_id: ContactId,
        role: BuyingRoleKind,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        let before = self.roles.len();
        self.roles
            .retain(|known| known.contact_id != contact_id || known.role != role);
        if self.roles.len() == before {
            return Err(Problem::Unknown.of("role").into());
        }
        Ok((self.touched(dossier.now), DealEvent::BuyingRoleRemoved))
    }
}
