//! What a deal carries besides its fields: roles, answers, the buyer's milestones, risks, procurement, proof of concept.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    BuyingRoleKind, BuyingRoleState, LeadTimeUnit, MilestoneOwner, MilestoneState, Named,
    PlanDirection, PocResult, ProcurementKind, ProcurementState, Severity, Text,
};

/// A contact's part in the purchase.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct BuyingRole {
    pub contact: Named,
    pub role: BuyingRoleKind,
    pub state: BuyingRoleState,
    pub evidence_id: Option<Uuid>,
}

/// Say what part a contact plays; the same contact and role is replaced.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct SetBuyingRole {
    pub contact_id: Uuid,
    pub role: BuyingRoleKind,
    pub state: BuyingRoleState,
    /// Needed to be `engaged` or `confirmed`.
    pub evidence_id: Option<Uuid>,
}

/// A contact's part in the purchase, known when the deal is created.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct NewBuyingRole {
    pub contact_id: Uuid,
    pub role: BuyingRoleKind,
    pub state: BuyingRoleState,
    /// Which of the deal's `evidence` shows it, counted from 0; needed to be `engaged` or `confirmed`.
    pub evidence: Option<usize>,
}

/// The answer to a question of a question set, and what backs it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Key of the question set.
    #[schema(example = "meddicc")]
    pub set: String,
    /// Key of the question.
    pub question: String,
    /// The answer; an empty text removes it.
    pub answer: String,
    /// The evidence that backs it.
    #[serde(default)]
    pub evidence_ids: Vec<Uuid>,
}

/// The buyer's own steps to signature, with the dates they imply.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MilestonePlan {
    /// Key of the template it was made from.
    pub template: Option<String>,
    /// What it is computed from.
    pub anchor: PlanAnchor,
    /// The earliest close the remaining steps allow, started today.
    pub earliest_close_on: Option<Date>,
    /// The steps.
    pub milestones: Vec<Milestone>,
}

/// The day a plan is computed from: work begins that day, or the contract is signed that day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanAnchor {
    /// Which way.
    pub direction: PlanDirection,
    /// From which day.
    pub on: Date,
}

/// How long a step takes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadTime {
    /// How many days.
    pub days: u32,
    /// Counted how.
    pub unit: LeadTimeUnit,
}

/// One step of the buyer's plan.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Milestone {
    pub key: String,
    pub name: Text,
    pub owner: MilestoneOwner,
    pub lead_time: LeadTime,
    pub after: Vec<String>,
    pub state: MilestoneState,
    pub starts_on: Option<Date>,
    pub due_on: Option<Date>,
    pub done_on: Option<Date>,
    /// How many days behind, when late.
    pub late_days: Option<i64>,
}

/// Set the plan: from a template, or step by step.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetMilestonePlan {
    /// Key of a template of the playbook; by default the pipeline's.
    pub template: Option<String>,
    /// What to compute from; by default back from the deal's close date, or forward from today without one.
    pub anchor: Option<PlanAnchor>,
    /// The steps, when they differ from the template's.
    pub milestones: Option<Vec<MilestoneStep>>,
}

/// One step to put in a plan.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct MilestoneStep {
    pub key: String,
    pub name: Text,
    pub owner: MilestoneOwner,
    pub lead_time: LeadTime,
    #[serde(default)]
    pub after: Vec<String>,
}

/// Mark a step of the plan as done.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteMilestone {
    /// When it was done; today by default.
    pub done_on: Option<Date>,
}

/// Something that threatens the deal, and the plan against it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Risk {
    pub id: Uuid,
    pub title: String,
    pub plan: Option<String>,
    pub severity: Severity,
    pub owner_id: Option<Uuid>,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

/// Record a risk, or replace one by its id.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct SetRisk {
    pub title: String,
    pub plan: Option<String>,
    pub severity: Severity,
    pub owner_id: Option<Uuid>,
    /// True when it no longer threatens.
    #[serde(default)]
    pub is_closed: bool,
}

/// A step of the buyer's procurement: security, legal, vendor registration, tax documents.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct ProcurementItem {
    pub key: String,
    pub kind: ProcurementKind,
    pub state: ProcurementState,
    /// Who works on it, in words.
    #[serde(default)]
    pub owner: Option<String>,
    #[serde(default)]
    pub due_on: Option<Date>,
    #[serde(default)]
    pub note: Option<String>,
}

/// A proof of concept with its rule for deciding, agreed before it starts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Poc {
    pub success_definition: String,
    pub metric: String,
    pub threshold: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub decision_rule: String,
    /// The evidence that the customer agreed to the rule.
    #[serde(default)]
    pub agreed_evidence_id: Option<Uuid>,
    #[serde(default)]
    pub result: Option<PocResult>,
}
