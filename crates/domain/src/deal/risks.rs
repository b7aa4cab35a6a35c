//! Risks on a deal.

use serde::{Deserialize, Serialize};

use super::{Deal, DealEvent, EditDealError};
use crate::Instant;
use crate::field::{self, MAX_NAME_CHARS, MAX_TEXT_CHARS};
use crate::ids::{RiskId, UserId};
use crate::vocabulary::RiskSeverity;

/// Something that could go wrong and what we do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// Identity.
    pub id: RiskId,
    /// One line.
    pub title: String,
    /// What we do about it.
    pub plan: Option<String>,
    /// How much it can hurt.
    pub severity: RiskSeverity,
    /// Who watches it.
    pub owner_id: Option<UserId>,
    /// Since when.
    pub opened_at: Instant,
    /// Until when.
    pub closed_at: Option<Instant>,
}

impl Deal {
    /// Adds a risk, or replaces the one with the same id.
    ///
    /// # Errors
    /// When the deal is archived or a text is blank or too long.
    pub fn set_risk(
        mut self,
        risk: Risk,
        now: Instant,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        field::required("title", &risk.title, MAX_NAME_CHARS)?;
        field::optional("plan", risk.plan.as_ref(), MAX_TEXT_CHARS)?;
        match self.risks.iter_mut().find(|known| known.id == risk.id) {
            Some(known) => *known = risk,
            None => self.risks.push(risk),
        }
        field::entries("risks", self.risks.len())?;
        Ok((self.touched(now), DealEvent::RiskSet))
    }
}
