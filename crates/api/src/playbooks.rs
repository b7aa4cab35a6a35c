//! Playbooks: the definitions a workspace works by.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    AmountBasis, BuyingRoleKind, EvidenceKind, FindingSeverity, ForecastCategory, MilestoneStep,
    Origin, PipelineObject, PlaybookStatus, RequiredField, SatisfyAction, StageKind, Strength,
    Text,
};

/// A published playbook, everything spelled out in both languages.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the file format's words")]
pub struct Playbook {
    pub key: String,
    pub version: i64,
    pub name: Text,
    pub description: Text,
    pub amount_basis: AmountBasis,
    pub pipelines: Vec<Pipeline>,
    pub evidence_types: Vec<EvidenceType>,
    pub loss_reasons: Vec<Reason>,
    pub backward_reasons: Vec<Reason>,
    pub close_date_reasons: Vec<Reason>,
    pub waiver_reasons: Vec<Reason>,
    pub forecast_override_reasons: Vec<Reason>,
    pub question_sets: Vec<QuestionSet>,
    pub milestone_templates: Vec<MilestoneTemplate>,
    pub competitors: Vec<Competitor>,
}

/// An ordered list of stages.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the file format's words")]
pub struct Pipeline {
    pub key: String,
    pub name: Text,
    pub object: PipelineObject,
    /// Forecast rules, strongest first; the first that holds decides, else the stage's category.
    pub forecast: Vec<ForecastRule>,
    /// The open ones in order, then won, then lost.
    pub stages: Vec<Stage>,
    pub question_sets: Vec<String>,
    pub milestone_template: Option<String>,
}

/// Take over an observed probability as a stage's configured one: a new version with that one number changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdoptProbability {
    /// Key of the pipeline.
    pub pipeline: String,
    /// Key of the stage.
    pub stage: String,
    /// The probability to configure.
    #[schema(minimum = 1, maximum = 99)]
    pub probability_percent: u8,
    /// What it rests on, for the journal.
    pub observed: ObservedProbability,
}

/// A probability as it was measured, shares from 0 to 1.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObservedProbability {
    /// The mean.
    pub mean: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// How many deals it rests on.
    pub n: u64,
    /// As of when it was measured.
    pub as_of: Timestamp,
}

/// When a deal belongs to a forecast category.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForecastRule {
    /// The category.
    pub category: ForecastCategory,
    /// A CEL expression.
    pub when: String,
}

/// A stage: what it means, what leaving it asks for.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the file format's words")]
pub struct Stage {
    pub key: String,
    pub name: Text,
    pub kind: StageKind,
    pub definition: Text,
    pub probability_percent: u8,
    pub rot_days: Option<u32>,
    pub required_fields: Vec<RequiredField>,
    pub required_evidence: Vec<RequiredEvidence>,
    /// Evidence types whose customer-originated presence confirms this stage.
    pub confirmed_by: Vec<String>,
    pub customer_confirmation: bool,
    pub exit: Vec<ExitCriterion>,
    pub remedy: Text,
    pub forecast_category: ForecastCategory,
}

/// Evidence a stage asks for before it is left.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the file format's words")]
pub struct RequiredEvidence {
    pub evidence_type: String,
    pub min_strength: Strength,
    pub origin: Option<Origin>,
}

/// A sentence for people and the rule behind it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ExitCriterion {
    /// Its key.
    pub key: String,
    /// What must hold, for people.
    pub sentence: Text,
    /// The same as a CEL expression.
    pub when: String,
    /// What would make it hold.
    pub satisfied_by: Vec<Remedy>,
}

/// What a person can do to make a criterion hold.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Remedy {
    /// What to do.
    pub action: SatisfyAction,
    /// On what.
    pub target: String,
    /// The values that count, where they are a closed set.
    pub accepts: Vec<String>,
}

/// A type of evidence.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the file format's words")]
pub struct EvidenceType {
    pub key: String,
    pub name: Text,
    pub description: Text,
    /// Who can originate it; the first is proposed.
    pub origins: Vec<Origin>,
    /// The first is proposed.
    pub kinds: Vec<EvidenceKind>,
}

/// A coded reason; loss reasons have details below them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the file format's words")]
pub struct Reason {
    pub key: String,
    pub name: Text,
    #[schema(no_recursion)]
    pub details: Vec<Reason>,
}

/// A set of questions to qualify by, such as MEDDICC.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the file format's words")]
pub struct QuestionSet {
    pub key: String,
    pub name: Text,
    pub questions: Vec<Question>,
}

/// One question and why it is asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the file format's words")]
pub struct Question {
    pub key: String,
    pub text: Text,
    pub why: Text,
    pub role: Option<BuyingRoleKind>,
}

/// The buyer's usual steps to signature.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the file format's words")]
pub struct MilestoneTemplate {
    pub key: String,
    pub name: Text,
    pub steps: Vec<MilestoneStep>,
}

/// Somebody deals are lost to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the file format's words")]
pub struct Competitor {
    pub key: String,
    pub name: Text,
}

/// A version of a playbook, as lists show it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct PlaybookVersion {
    pub key: String,
    pub version: i64,
    pub name: Text,
    pub status: PlaybookStatus,
    /// Keys of its pipelines.
    pub pipelines: Vec<String>,
    pub published_at: Option<Timestamp>,
    /// The file; only in lists of versions.
    pub source: Option<String>,
}

/// A playbook file's text.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaybookSource {
    /// YAML.
    pub source: String,
}

/// What the linter says about a playbook file.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LintReport {
    /// True when nothing keeps it from being published.
    pub is_publishable: bool,
    /// Errors and warnings, in the order of the file.
    pub findings: Vec<Finding>,
}

/// One thing the linter found.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the linter's words")]
pub struct Finding {
    pub severity: FindingSeverity,
    pub code: String,
    pub message: Text,
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub suggestion: Option<Text>,
}

/// One difference between two versions of a playbook.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PlaybookChange {
    /// Where, with list members named by their keys: `pipelines[new-business].stages[proposal].rot_days`.
    pub path: String,
    /// What it was; null when added.
    pub before: serde_json::Value,
    /// What it is; null when removed.
    pub after: serde_json::Value,
}
