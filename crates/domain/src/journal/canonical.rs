//! The bytes of an entry that its hash covers.

use super::JournalEntry;

/// Changes whenever the layout below does, so that old hashes stay checkable.
const LAYOUT: i64 = 1;

impl JournalEntry {
    /// Everything the entry says except its own hash, as one JSON array in a fixed order. Instants are microseconds;
    /// `changes` keeps its field order, so it must be stored as text.
    #[must_use]
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let fields = (
            (
                LAYOUT,
                self.seq,
                &self.id,
                &self.workspace_id,
                self.occurred_at.as_micros(),
                self.recorded_at.as_micros(),
                self.actor.kind,
                &self.actor.id,
                &self.actor.name,
                self.origin,
            ),
            (
                &self.action,
                &self.object_kind,
                &self.object_id,
                &self.deal_id,
                &self.changes,
                &self.reason,
                &self.note,
                &self.playbook_version,
                &self.request_id,
                &self.prev_hash,
            ),
        );
        serde_json::to_vec(&fields)
            .expect("strings, numbers and string-keyed maps always serialise")
    }
}
