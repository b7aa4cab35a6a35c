//! Risks on a deal.

use serde::{Deserialize, Serialize};

use crate::Instant;
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
