//! The record of every change, and the events that tell of it live.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Actor, ChangeOrigin};

/// One change: who, what, before and after, why, when it happened and when it was recorded.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct JournalEntry {
    /// Position in the workspace's journal, without gaps.
    pub seq: i64,
    /// Id of the entry.
    pub id: Uuid,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// The door it came through.
    pub origin: ChangeOrigin,
    /// What was done.
    #[schema(example = "deal.stage_changed")]
    pub action: String,
    /// What kind of record changed.
    pub object_kind: String,
    /// Which one.
    pub object_id: Uuid,
    /// The deal it belongs to, if any.
    pub deal_id: Option<Uuid>,
    /// Changed fields, each as `[before, after]`.
    #[schema(value_type = BTreeMap<String, Vec<serde_json::Value>>)]
    pub changes: BTreeMap<String, serde_json::Value>,
    /// The coded reason, when the change needs one.
    pub reason: Option<String>,
    /// Free text.
    pub note: Option<String>,
    /// The playbook version that judged it.
    pub playbook_version: Option<i64>,
    /// The request it was part of.
    pub request_id: Option<String>,
    /// Hash of this entry, chained to the one before; hex.
    pub hash: String,
}

/// What the live stream tells about one change the caller may see.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are those of the journal entry")]
pub struct Event {
    pub seq: i64,
    pub action: String,
    pub object_kind: String,
    pub object_id: Uuid,
    pub deal_id: Option<Uuid>,
    pub version: Option<i64>,
    pub actor_id: Option<Uuid>,
}
