//! The deal and the commands on it.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    AddEvidence, Answer, BuyingRole, CloseBasis, Competition, DealKind, DealStatus,
    ForecastCategory, ForecastOverride, MilestonePlan, Money, Named, NewBuyingRole, Outcome, Poc,
    ProcurementItem, Risk, SaidBy, shared::three_state,
};

/// An opportunity, everything recorded about it, and what the caller may do with it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Deal {
    pub id: Uuid,
    /// Shown as `D-123`; unique within the workspace.
    pub number: i64,
    pub name: String,
    pub kind: DealKind,
    pub pipeline: String,
    pub stage: String,
    pub status: DealStatus,
    pub outcome: Option<Outcome>,
    pub account: Option<Named>,
    pub contact: Option<Named>,
    pub owner: Option<Named>,
    pub product: Option<Named>,
    pub amount: Option<Money>,
    /// The amount times the stage's configured probability, half-even, in minor units.
    pub weighted_minor: Option<i64>,
    pub close_on: Option<Date>,
    pub close_basis: Option<CloseBasis>,
    /// How often the close date moved later, and by how many days in all.
    pub pushes: u32,
    pub pushed_days: i32,
    pub next_step: Option<String>,
    pub next_step_on: Option<Date>,
    pub competition: Option<Competition>,
    pub competitors: Vec<String>,
    pub source: Option<String>,
    pub external_id: Option<String>,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub stage_entered_at: Timestamp,
    pub last_customer_evidence_at: Option<Timestamp>,
    pub loss: Option<Loss>,
    /// What counts: the manager's category, else the rule's, lowered by the owner's cap.
    pub forecast_category: Option<ForecastCategory>,
    /// What the published rules say, whatever people say.
    pub rule_category: Option<ForecastCategory>,
    /// The highest category its owner lets it have.
    pub forecast_cap: Option<ForecastCategory>,
    /// What a manager decided.
    pub forecast_override: Option<ForecastOverride>,
    /// True when a gate was passed by an approved exception.
    pub on_waiver: bool,
    pub playbook_version: i64,
    pub rot: Rot,
    pub buying_roles: Vec<BuyingRole>,
    pub answers: Vec<Answer>,
    pub plan: Option<MilestonePlan>,
    pub risks: Vec<Risk>,
    pub procurement: Vec<ProcurementItem>,
    pub poc: Option<Poc>,
    pub custom: BTreeMap<String, String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    pub version: i64,
    /// What the caller may do with it, such as `deal.edit` or `deal.change_stage`.
    pub allowed_actions: Vec<String>,
}

/// A deal as lists and boards show it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct DealRow {
    pub id: Uuid,
    pub number: i64,
    pub name: String,
    pub kind: DealKind,
    pub pipeline: String,
    pub stage: String,
    pub status: DealStatus,
    pub account: Option<Named>,
    pub owner: Option<Named>,
    pub product: Option<Named>,
    pub amount: Option<Money>,
    pub weighted_minor: Option<i64>,
    pub close_on: Option<Date>,
    pub next_step: Option<String>,
    pub next_step_on: Option<Date>,
    pub pushes: u32,
    pub forecast_category: Option<ForecastCategory>,
    pub on_waiver: bool,
    pub rot: Rot,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub stage_entered_at: Timestamp,
    pub last_customer_evidence_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    pub version: i64,
    pub allowed_actions: Vec<String>,
}

/// How long a deal has stood in its stage, against the stage's limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rot {
    /// True when an open deal has stood longer than the limit.
    pub is_rotting: bool,
    /// Whole days in the stage.
    pub days_in_stage: i64,
    /// The stage's limit in days, if it has one.
    pub limit_days: Option<u32>,
}

/// Why a deal was lost: coded, with free text only as an extra.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    /// Key of a loss reason of the playbook.
    pub reason: String,
    /// Key of a detail under that reason.
    #[serde(default)]
    pub detail: Option<String>,
    /// Key of the competitor that won.
    #[serde(default)]
    pub competitor: Option<String>,
    /// Who said so.
    #[serde(default)]
    pub said_by: Option<SaidBy>,
    /// Free text.
    #[serde(default)]
    pub note: Option<String>,
}

/// Open a deal.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct CreateDeal {
    pub name: String,
    /// By default `new`.
    pub kind: Option<DealKind>,
    /// By default `new-business`.
    pub pipeline: Option<String>,
    /// By default the first stage; a later one only when its gate is met.
    pub stage: Option<String>,
    pub account_id: Option<Uuid>,
    pub contact_id: Option<Uuid>,
    /// By default the caller.
    pub owner_id: Option<Uuid>,
    pub product_id: Option<Uuid>,
    pub amount: Option<Money>,
    pub close_on: Option<Date>,
    pub close_basis: Option<CloseBasis>,
    pub next_step: Option<String>,
    pub next_step_on: Option<Date>,
    pub competition: Option<Competition>,
    #[serde(default)]
    pub competitors: Vec<String>,
    pub source: Option<String>,
    pub external_id: Option<String>,
    #[serde(default)]
    pub custom: BTreeMap<String, String>,
    /// What confirms that the deal belongs where it begins.
    #[serde(default)]
    pub evidence: Vec<AddEvidence>,
    /// Who plays which part on the buyer's side.
    #[serde(default)]
    pub roles: Vec<NewBuyingRole>,
}

/// Change a deal's fields; absent fields stay, `null` clears. Stage and close date have commands of their own
/// (the first close date may be set here).
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct EditDeal {
    pub name: Option<String>,
    pub kind: Option<DealKind>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Uuid>)]
    pub account_id: Option<Option<Uuid>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Uuid>)]
    pub contact_id: Option<Option<Uuid>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Uuid>)]
    pub owner_id: Option<Option<Uuid>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Uuid>)]
    pub product_id: Option<Option<Uuid>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Money>)]
    pub amount: Option<Option<Money>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Date>)]
    pub close_on: Option<Option<Date>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<CloseBasis>)]
    pub close_basis: Option<Option<CloseBasis>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub next_step: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Date>)]
    pub next_step_on: Option<Option<Date>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Competition>)]
    pub competition: Option<Option<Competition>>,
    pub competitors: Option<Vec<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub source: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub external_id: Option<Option<String>>,
    /// Keys to set; an empty text removes the key.
    pub custom: Option<BTreeMap<String, String>>,
}

/// Move a deal to another stage, through its gate.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeStage {
    /// Key of the stage to enter.
    pub to: String,
    /// For a backward move: key of a backward reason of the playbook.
    pub reason: Option<String>,
    /// Free text for the journal.
    pub note: Option<String>,
    /// For a lost stage: why.
    pub loss: Option<Loss>,
    /// For closing a renewal: how.
    pub outcome: Option<Outcome>,
}

/// Move the close date, saying why and what the new one rests on.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCloseDate {
    /// The new date.
    pub close_on: Date,
    /// What it rests on.
    pub close_basis: CloseBasis,
    /// Key of a close-date reason of the playbook.
    pub reason: String,
    /// Free text for the journal.
    pub note: Option<String>,
}
