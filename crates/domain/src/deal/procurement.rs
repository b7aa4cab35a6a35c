//! The procurement checklist: what the buyer's purchase needs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{ProcurementKind, ProcurementState};

/// One item of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcurementItem {
    /// Key, unique on the deal.
    pub key: String,
    /// What sort of step it is.
    pub kind: ProcurementKind,
    /// Where it stands.
    pub state: ProcurementState,
    /// Who does it, on either side, by name.
    pub owner: Option<String>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// Free text.
    pub note: Option<String>,
}
