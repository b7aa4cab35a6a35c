//! The journal: who changed what, from what to what, why, and when it happened and was recorded.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Instant;
use crate::ids::{DealId, JournalEntryId, WorkspaceId};
use crate::policy::ActorKind;
use crate::words::words;

mod canonical;
mod changes;

pub use changes::{Journaled, as_of, creation, diff, fold};

words! {
    /// The path a change came in by.
    pub enum EntryOrigin {
        /// The browser.
        Ui = "ui",
        /// A program over HTTP.
        Api = "api",
        /// The command line.
        Cli = "cli",
        /// An import run.
        Import = "import",
        /// Proofline itself.
        System = "system",
    }
}

/// Who acted, as the journal remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorRef {
    /// What acted.
    pub kind: ActorKind,
    /// The member, token or import it was.
    pub id: Option<Uuid>,
    /// Its name at the time.
    pub name: String,
}

/// The fields that changed: each name with its value before and after. A creation has `null` before.
pub type Changes = Map<String, Value>;

/// A change to be recorded; the store gives it its place in the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalDraft {
    /// Identity.
    pub id: JournalEntryId,
    /// When it happened.
    pub occurred_at: Instant,
    /// Who did it.
    pub actor: ActorRef,
    /// By which path.
    pub origin: EntryOrigin,
    /// What happened, e.g. `deal.stage_changed`.
    pub action: String,
    /// The changed object's noun, e.g. `deal`.
    pub object_kind: String,
    /// The changed object.
    pub object_id: Uuid,
    /// The deal whose timeline shows it.
    pub deal_id: Option<DealId>,
    /// The fields that changed.
    pub changes: Changes,
    /// Reason code.
    pub reason: Option<String>,
    /// Free text.
    pub note: Option<String>,
    /// The playbook version that judged it.
    pub playbook_version: Option<i64>,
    /// The request it came with.
    pub request_id: Option<String>,
}

/// A recorded change: gapless in its workspace, chained by hash to the one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Position in the workspace, from 1 without gaps.
    pub seq: i64,
    /// Identity.
    pub id: JournalEntryId,
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// When it happened.
    pub occurred_at: Instant,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Who did it.
    pub actor: ActorRef,
    /// By which path.
    pub origin: EntryOrigin,
    /// What happened, e.g. `deal.stage_changed`.
    pub action: String,
    /// The changed object's noun, e.g. `deal`.
    pub object_kind: String,
    /// The changed object.
    pub object_id: Uuid,
    /// The deal whose timeline shows it.
    pub deal_id: Option<DealId>,
    /// The fields that changed.
    pub changes: Changes,
    /// Reason code.
    pub reason: Option<String>,
    /// Free text.
    pub note: Option<String>,
    /// The playbook version that judged it.
    pub playbook_version: Option<i64>,
    /// The request it came with.
    pub request_id: Option<String>,
    /// Hash of the entry before, hexadecimal; empty for the first.
    pub prev_hash: String,
    /// Hash of this entry, hexadecimal.
    pub hash: String,
}

/// Where a draft ends up in its workspace's chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainPlace {
    /// Position, one more than the entry before.
    pub seq: i64,
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// When it is recorded.
    pub recorded_at: Instant,
    /// Hash of the entry before; empty for the first.
    pub prev_hash: String,
}

impl JournalDraft {
    /// The entry at its place in the chain, still without its own hash.
    #[must_use]
    pub fn at(self, place: ChainPlace) -> JournalEntry {
        JournalEntry {
            seq: place.seq,
            id: self.id,
            workspace_id: place.workspace_id,
            occurred_at: self.occurred_at,
            recorded_at: place.recorded_at,
            actor: self.actor,
            origin: self.origin,
            action: self.action,
            object_kind: self.object_kind,
            object_id: self.object_id,
            deal_id: self.deal_id,
            changes: self.changes,
            reason: self.reason,
            note: self.note,
            playbook_version: self.playbook_version,
            request_id: self.request_id,
            prev_hash: place.prev_hash,
            hash: String::new(),
        }
    }
}

impl JournalEntry {
    /// When the entry counts for an as-of question: imported history counts from when it happened, everything else
    /// from when it was recorded.
    #[must_use]
    pub fn effective_at(&self) -> Instant {
        match self.origin {
            EntryOrigin::Import => self.occurred_at,
            EntryOrigin::Ui | EntryOrigin::Api | EntryOrigin::Cli | EntryOrigin::System => {
                self.recorded_at
            }
        }
    }
}
