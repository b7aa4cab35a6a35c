//! Stage visits: the deal's stays in stages, which tile its life without gap or overlap.

use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::ids::{DealId, StageVisitId, UserId};
use crate::vocabulary::StageKind;
use crate::words::words;

words! {
    /// How a visit began.
    pub enum VisitDirection {
        /// The deal began here.
        Opened = "opened",
        /// From an earlier stage.
        Forward = "forward",
        /// From a later stage.
        Backward = "backward",
        /// Into a won or lost stage.
        Closed = "closed",
        /// Out of a won or lost stage.
        Reopened = "reopened",
    }
}

words! {
    /// How we know of a visit.
    pub enum VisitOrigin {
        /// It happened here, through the gate.
        Recorded = "recorded",
        /// Another system's history says so.
        Imported = "imported",
        /// Filled in, because the history must have no gap.
        Inferred = "inferred",
    }
}

/// One stay of a deal in a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageVisit {
    /// Identity.
    pub id: StageVisitId,
    /// The deal.
    pub deal_id: DealId,
    /// Key of the pipeline.
    pub pipeline: String,
    /// Key of the stage.
    pub stage: String,
    /// The stage's kind when it was visited.
    pub kind: StageKind,
    /// When the stay began.
    pub entered_at: Instant,
    /// When it ended; none for the deal's current stage.
    pub left_at: Option<Instant>,
    /// The stage before.
    pub entered_from: Option<String>,
    /// How it began.
    pub direction: VisitDirection,
    /// Reason code, where one was needed.
    pub reason: Option<String>,
    /// How we know.
    pub origin: VisitOrigin,
    /// The playbook version that judged the entry.
    pub playbook_version: i64,
    /// Who moved the deal; none for machines.
    pub actor_id: Option<UserId>,
}
