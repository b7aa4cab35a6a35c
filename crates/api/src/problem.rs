//! Problem details (RFC 9457): the one shape of every refusal.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Missing;

/// Why a request was refused. `code` is stable; texts may change.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// A URI reference that names the kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "/problems/gate-not-met")]
    pub kind: String,
    /// The stable code to program against.
    #[schema(example = "gate-not-met")]
    pub code: String,
    /// The kind of problem in a few words, in the caller's language.
    pub title: String,
    /// The HTTP status, repeated for readers who lost the response's head.
    pub status: u16,
    /// What happened this time, in the caller's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Which parts of the request are at fault.
    #[serde(default)]
    pub errors: Vec<FieldError>,
    /// Quote this when asking for help.
    pub request_id: String,
    /// For `gate-not-met`: everything the gate misses and what would satisfy it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<Missing>>,
    /// For `version-conflict`: the version the record has now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_version: Option<i64>,
}

/// One part of a request that is at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the body, or `?name` for a query parameter.
    #[schema(example = "/amount/currency")]
    pub pointer: String,
    /// The stable code to program against.
    pub code: String,
    /// What is wrong with it.
    pub detail: String,
}
