//! What was committed, told to whoever follows along (live updates, projections).

use domain::Instant;
use domain::ids::{DealId, WorkspaceId};
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
    /// When it was recorded.
    pub recorded_at: Instant,
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
