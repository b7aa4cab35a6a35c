//! Evidence, the gate that asks for it, waivers, and stage visits.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    ActorKind, Direction, EvidenceKind, MissingKind, Named, Origin, SatisfyAction, StageKind,
    Strength, Text, VisitOrigin, WaiverState,
};

/// A record that something was confirmed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Evidence {
    pub id: Uuid,
    pub deal_id: Uuid,
    /// Key of an evidence type of the playbook.
    pub evidence_type: String,
    pub kind: EvidenceKind,
    pub origin: Origin,
    /// Computed from origin and reference; never typed.
    pub strength: Strength,
    pub title: String,
    pub reference: Option<String>,
    pub content_hash: Option<String>,
    pub contact: Option<Named>,
    pub occurred_at: Timestamp,
    pub recorded_at: Timestamp,
    pub recorded_by: Option<Named>,
    pub retracted_at: Option<Timestamp>,
    pub retracted_reason: Option<String>,
}

/// Record evidence on a deal.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddEvidence {
    /// Key of an evidence type of the playbook.
    pub evidence_type: String,
    /// What it is; by default the type's first kind.
    pub kind: Option<EvidenceKind>,
    /// Who originated it; by default the weakest the type allows: `us`, then `system`, then `customer`.
    pub origin: Option<Origin>,
    /// What it says, in one line.
    pub title: String,
    /// Pointer to the real thing: URL, Message-ID, file. Without one it is only claimed.
    pub reference: Option<String>,
    /// SHA-256 of the content, hex.
    pub content_hash: Option<String>,
    /// True when both sides signed it; only for documents and approvals that the customer can originate.
    #[serde(default)]
    pub is_countersigned: bool,
    /// The contact it came from.
    pub contact_id: Option<Uuid>,
    /// When it happened; now by default.
    pub occurred_at: Option<Timestamp>,
}

/// Take evidence back; it stays visible as retracted.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetractEvidence {
    /// Why it does not hold.
    pub reason: String,
}

/// The gate's judgement on entering a stage.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Judgement {
    /// The stage the deal is in.
    pub from: String,
    /// The stage that was asked about.
    pub to: String,
    /// True when the deal may enter now.
    pub is_met: bool,
    /// What is missing; empty when met.
    pub missing: Vec<Missing>,
    /// Keys of criteria that an approved waiver stands in for.
    pub waived: Vec<String>,
}

/// One thing the gate misses, and the quickest ways to get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Missing {
    /// What kind of thing.
    pub kind: MissingKind,
    /// The stage whose exit (or entry, for won) asks for it.
    pub stage: String,
    /// Its key: field, evidence type or criterion.
    pub key: String,
    /// What is asked, for people.
    pub sentence: Text,
    /// What would satisfy it.
    pub satisfy: Vec<Satisfy>,
}

/// One way to satisfy a missing item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Satisfy {
    /// What to do.
    pub action: SatisfyAction,
    /// On what: a field, evidence type, role, `set.question`, milestone or procurement key.
    pub target: String,
    /// The values that count, where they are a closed set.
    pub accepts: Vec<String>,
}

/// A time-boxed, approved exception to a gate.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Waiver {
    pub id: Uuid,
    pub deal_id: Uuid,
    /// The stage it lets the deal enter.
    pub stage: String,
    /// Keys of the missing items it stands in for.
    pub criteria: Vec<String>,
    pub reason: String,
    pub note: Option<String>,
    pub state: WaiverState,
    pub requested_by: Option<Named>,
    pub decided_by: Option<Named>,
    pub requested_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    pub expires_on: Date,
    pub version: i64,
    /// What the caller may do with it.
    pub allowed_actions: Vec<String>,
}

/// Ask for an exception.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestWaiver {
    /// The stage to enter.
    pub stage: String,
    /// Keys of the missing items it should stand in for.
    pub criteria: Vec<String>,
    /// Key of a waiver reason of the playbook.
    pub reason: String,
    /// Free text.
    pub note: Option<String>,
    /// The last day it counts.
    pub expires_on: Date,
}

/// Approve or reject a waiver, with a word on why.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DecideWaiver {
    /// Free text for the journal.
    pub note: Option<String>,
}

/// One stay of a deal in a stage. Visits of a deal tile its age without gap or overlap.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct StageVisit {
    pub id: Uuid,
    pub deal_id: Uuid,
    pub pipeline: String,
    pub stage: String,
    pub kind: StageKind,
    pub entered_at: Timestamp,
    pub left_at: Option<Timestamp>,
    pub entered_from: Option<String>,
    pub direction: Direction,
    pub reason: Option<String>,
    pub origin: VisitOrigin,
    pub playbook_version: i64,
    /// Who moved the deal; none for machines.
    pub actor: Option<Named>,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// The person or token, when there is one.
    pub id: Option<Uuid>,
    /// What people call it.
    pub name: String,
}
