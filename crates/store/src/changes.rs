//! What was committed, told to whoever follows along (live updates, projections).

use domain::Instant;
use domain::ids::{DealId, UserId, WorkspaceId};
use domain::journal::{self, JournalEntry};
use tokio::sync::broadcast;
use uuid::Uuid;

/// Changes kept for followers that lag; one that falls further behind reads the journal instead.
const BACKLOG: usize = 4_096;

/// One committed journal entry, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whose.
    pub workspace_id: WorkspaceId,
    /// Position in the workspace's journal.
    pub seq: i64,
    /// What happened, e.g. `deal.stage_changed`.
    pub action: String,
    /// The changed object's noun.
    pub object_kind: String,
    /// The changed object.
    pub object_id: Uuid,
    /// The deal it belongs to.
    pub deal_id: Option<DealId>,
    /// The object's version after the change, where it has one.
    pub version: Option<i64>,
    /// Who did it, when it was a member.
    pub actor_id: Option<Uuid>,
    /// Who owned the deal until then, when it was given to somebody else: whoever saw theirs has to hear of it.
    pub owner_before: Option<UserId>,
    /// When it was recorded.
    pub recorded_at: Instant,
}

impl From<JournalEntry> for Change {
    fn from(entry: JournalEntry) -> Self {
        Self {
            workspace_id: entry.workspace_id,
            seq: entry.seq,
            version: version_in(&entry.changes),
            owner_before: owner_before(&entry.object_kind, &entry.changes),
            action: entry.action,
            object_kind: entry.object_kind,
            object_id: entry.object_id,
            deal_id: entry.deal_id,
            actor_id: entry.actor.id,
            recorded_at: entry.recorded_at,
        }
    }
}

/// The object's version after these changes.
pub(crate) fn version_in(changes: &journal::Changes) -> Option<i64> {
    changes.get("version")?.get(1)?.as_i64()
}

/// Who a deal was taken from by these changes.
pub(crate) fn owner_before(object_kind: &str, changes: &journal::Changes) -> Option<UserId> {
    let owner = changes.get("owner_id").filter(|_| object_kind == "deal")?;
    owner.get(0)?.as_str()?.parse().ok()
}

/// The broadcaster.
#[derive(Clone, Debug)]
pub(crate) struct Changes(broadcast::Sender<Change>);

impl Changes {
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(BACKLOG))
    }

    pub(crate) fn publish(&self, changes: Vec<Change>) {
        for change in changes {
            // Nobody listening is fine.
            let _nobody = self.0.send(change);
        }
    }

    pub(crate) fn follow(&self) -> broadcast::Receiver<Change> {
        self.0.subscribe()
    }
}
