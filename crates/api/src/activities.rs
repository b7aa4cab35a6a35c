//! Activities: mails, meetings, calls, notes and tasks.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ActivityKind, Named, shared::three_state};

/// Something that was done or is to be done.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Activity {
    pub id: Uuid,
    pub deal_id: Option<Uuid>,
    pub account_id: Option<Uuid>,
    pub contact: Option<Named>,
    pub kind: ActivityKind,
    pub subject: String,
    pub body: Option<String>,
    pub occurred_at: Timestamp,
    pub due_on: Option<Date>,
    pub completed_at: Option<Timestamp>,
    /// The review that agreed on it.
    pub review_id: Option<Uuid>,
    pub owner: Option<Named>,
    pub created_by: Option<Named>,
    pub created_at: Timestamp,
    pub version: i64,
    /// What the caller may do with it.
    pub allowed_actions: Vec<String>,
}

/// Record an activity on a deal, or plan a task.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct CreateActivity {
    pub kind: ActivityKind,
    pub subject: String,
    pub body: Option<String>,
    pub contact_id: Option<Uuid>,
    /// Now by default.
    pub occurred_at: Option<Timestamp>,
    pub due_on: Option<Date>,
    /// By default the caller.
    pub owner_id: Option<Uuid>,
}

/// Change an activity; absent fields stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct EditActivity {
    pub subject: Option<String>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub body: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Date>)]
    pub due_on: Option<Option<Date>>,
    /// True marks a task done now, false re-opens it.
    pub is_completed: Option<bool>,
    pub owner_id: Option<Uuid>,
}
