//! Evidence: the record that something was confirmed. A field is never evidence by itself.

use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::ids::{ContactId, DealId, EvidenceId, UserId};
use crate::vocabulary::{EvidenceKind, Origin, Strength};

/// One confirmed thing, with a pointer to what confirms it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Identity.
    pub id: EvidenceId,
    /// The deal it is about.
    pub deal_id: DealId,
    /// Key of an evidence type in the playbook, e.g. `meeting_scheduled`.
    pub evidence_type: String,
    /// What sort of record it points to.
    pub kind: EvidenceKind,
    /// Who originated it.
    pub origin: Origin,
    /// How much it proves; computed by [`strength_of`], never typed in.
    pub strength: Strength,
    /// One line for the reader.
    pub title: String,
    /// URL, Message-ID or file the record can be found by.
    pub reference: Option<String>,
    /// Hash of the record's content when it was captured.
    pub content_hash: Option<String>,
    /// The contact it came from.
    pub contact_id: Option<ContactId>,
    /// When it happened.
    pub occurred_at: Instant,
    /// When it was recorded here.
    pub recorded_at: Instant,
    /// Who recorded it; none for machines.
    pub recorded_by: Option<UserId>,
    /// When it was withdrawn.
    pub retracted_at: Option<Instant>,
    /// Why it was withdrawn.
    pub retracted_reason: Option<String>,
}

impl Evidence {
    /// Whether it still stands.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.retracted_at.is_none()
    }

    /// Whether it still stands and proves at least this much.
    #[must_use]
    pub fn proves(&self, at_least: Strength) -> bool {
        self.stands() && self.strength >= at_least
    }

    /// Whether the customer originated it and there is a record to look at.
    #[must_use]
    pub fn is_customer_confirmation(&self) -> bool {
        self.proves(Strength::CustomerOriginated)
    }
}

/// How much a record proves: nothing to look at is a claim, ours is captured, the customer's is customer-originated,
/// and one signed by both sides is countersigned.
#[must_use]
pub const fn strength_of(origin: Origin, has_reference: bool, signed_by_both: bool) -> Strength {
    match (has_reference, signed_by_both, origin) {
        (false, _, _) => Strength::Claimed,
        (true, true, _) => Strength::Countersigned,
        (true, false, Origin::Customer) => Strength::CustomerOriginated,
        (true, false, Origin::Us | Origin::System) => Strength::Captured,
    }
}
