//! The procurement checklist: what the buyer's purchase needs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Deal, DealEvent, EditDealError};
use crate::Instant;
use crate::field::{self, MAX_NAME_CHARS, MAX_TEXT_CHARS, Problem};
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

impl Deal {
    /// Replaces the procurement checklist.
    ///
    /// # Errors
    /// When the deal is archived, or a key is blank or there twice.
    pub fn set_procurement(
        mut self,
        items: Vec<ProcurementItem>,
        now: Instant,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        field::entries("procurement", items.len())?;
        for (index, item) in items.iter().enumerate() {
            field::required("procurement/key", &item.key, MAX_NAME_CHARS)?;
            field::optional("procurement/owner", item.owner.as_ref(), MAX_NAME_CHARS)?;
            field::optional("procurement/note", item.note.as_ref(), MAX_TEXT_CHARS)?;
            if items[..index].iter().any(|other| other.key == item.key) {
                return Err(Problem::Duplicate.of("procurement/key").into());
            }
        }
        self.procurement = items;
        Ok((self.touched(now), DealEvent::ProcurementSet))
    }
}
