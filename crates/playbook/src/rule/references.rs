//! What a rule reads.

use std::collections::BTreeSet;

use serde::Serialize;

/// Everything a rule names, so that a change can tell which rules it touches.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct References {
    /// Fields, as `deal.amount_minor` or `evidence.origin`; `today` when the day matters.
    pub fields: BTreeSet<String>,
    /// Evidence types.
    pub evidence_types: BTreeSet<String>,
    /// Buying roles.
    pub roles: BTreeSet<String>,
    /// Questions, as `set.question`.
    pub questions: BTreeSet<String>,
    /// Milestones.
    pub milestones: BTreeSet<String>,
    /// Kinds of procurement steps; `all` when the whole checklist matters.
    pub procurement: BTreeSet<String>,
}
