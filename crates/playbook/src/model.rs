//! What a playbook says, as plain data. Texts are in both languages; rules are CEL source.

use serde::{Deserialize, Serialize};

use crate::text::Text;
use crate::vocabulary::{
    AmountBasis, BuyingRoleKind, EvidenceKind, ForecastCategory, LeadTimeUnit, MilestoneOwner,
    Origin, PipelineObject, RemedyAction, RequiredField, StageKind, Strength,
};

/// The versioned definitions of a workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Playbook {
    /// Stable name, kebab-case.
    pub key: String,
    /// Shown name.
    pub name: Text,
    /// What it is for.
    pub description: Text,
    /// What "amount" means.
    pub amount_basis: AmountBasis,
    /// Pipelines, in the order they are shown.
    pub pipelines: Vec<Pipeline>,
    /// What can be recorded as evidence.
    pub evidence_types: Vec<EvidenceType>,
    /// Why deals are lost: two levels.
    pub loss_reasons: Vec<Reason>,
    /// Why deals move backward.
    pub backward_reasons: Vec<Reason>,
    /// Why close dates move.
    pub close_date_reasons: Vec<Reason>,
    /// Why a criterion may be waived.
    pub waiver_reasons: Vec<Reason>,
    /// Why a manager sets a deal's forecast category; a usual list when the file has none.
    pub forecast_override_reasons: Vec<Reason>,
    /// Qualification question sets.
    pub question_sets: Vec<QuestionSet>,
    /// The buyer's usual steps to signature.
    pub milestone_templates: Vec<MilestoneTemplate>,
    /// Whom we meet.
    pub competitors: Vec<Competitor>,
}

/// A coded reason, with its details when it has a second level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Stable name, kebab-case.
    pub key: String,
    /// Shown name.
    pub name: Text,
    /// Second level.
    #[serde(default)]
    pub details: Vec<Reason>,
}

/// An ordered list of stages for one kind of object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Stable name, kebab-case.
    pub key: String,
    /// Shown name.
    pub name: Text,
    /// What moves through it.
    pub object: PipelineObject,
    /// Question sets offered on its deals, by key.
    #[serde(default)]
    pub question_sets: Vec<String>,
    /// Milestone template new plans start from, by key.
    #[serde(default)]
    pub milestone_template: Option<String>,
    /// Forecast rules, strongest first; the first that holds decides, else the stage's category.
    #[serde(default)]
    pub forecast: Vec<ForecastRule>,
    /// Stages: the open ones in order, then won, then lost.
    pub stages: Vec<Stage>,
}

/// When a deal belongs to a forecast category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForecastRule {
    /// The category.
    pub category: ForecastCategory,
    /// CEL over [`Facts`](crate::facts::Facts).
    pub when: String,
}

/// One stage of a pipeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Stable name, snake_case.
    pub key: String,
    /// Shown name.
    pub name: Text,
    /// Whether deals in it are still running.
    pub kind: StageKind,
    /// What it means that a deal is here.
    pub definition: Text,
    /// Configured probability of winning from here, 0 to 100.
    pub probability_percent: u8,
    /// Days in this stage after which a deal is rotting.
    #[serde(default)]
    pub rot_days: Option<u32>,
    /// Fields that must be filled to leave it forward (for won: to enter it); at most five.
    #[serde(default)]
    pub required_fields: Vec<RequiredField>,
    /// Evidence that must exist to leave it forward (for won: to enter it).
    #[serde(default)]
    pub required_evidence: Vec<RequiredEvidence>,
    /// Evidence types of which one, originated by the customer, confirms this stage.
    #[serde(default)]
    pub confirmed_by: Vec<String>,
    /// Whether leaving it forward needs the customer's confirmation at all.
    #[serde(default = "yes")]
    pub customer_confirmation: bool,
    /// What else must hold to leave it forward (for won: to enter it).
    #[serde(default)]
    pub exit: Vec<ExitCriterion>,
    /// What to do when a deal stalls here.
    pub remedy: Text,
    /// Forecast category of deals here when no forecast rule holds.
    pub forecast_category: ForecastCategory,
}

const fn yes() -> bool {
    true
}

/// Evidence a stage requires.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequiredEvidence {
    /// Key of the evidence type.
    pub evidence_type: String,
    /// The least it must prove.
    #[serde(default = "captured")]
    pub min_strength: Strength,
    /// Who must have originated it, if that matters.
    #[serde(default)]
    pub origin: Option<Origin>,
}

const fn captured() -> Strength {
    Strength::Captured
}

/// A sentence a person can check, and the rule that checks it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExitCriterion {
    /// Stable name, unique in its stage, snake_case.
    pub key: String,
    /// The criterion in words.
    pub sentence: Text,
    /// CEL over [`Facts`](crate::facts::Facts); holds or not.
    pub when: String,
    /// What a person can do about it, quickest first. Derived from the rule when not written.
    #[serde(default)]
    pub satisfied_by: Vec<Remedy>,
}

/// Something a person can do that helps a criterion to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// What to do.
    pub action: RemedyAction,
    /// What to do it to; see [`RemedyAction`].
    pub target: String,
    /// Values, states, strengths or kinds that count; empty when any does.
    #[serde(default)]
    pub accepts: Vec<String>,
}

/// Something that can be recorded as evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceType {
    /// Stable name, snake_case.
    pub key: String,
    /// Shown name.
    pub name: Text,
    /// What counts as it.
    pub description: Text,
    /// Who can originate it; when nobody says who did, see [`EvidenceType::default_origin`].
    pub origins: Vec<Origin>,
    /// What its reference can point to; the first is proposed.
    pub kinds: Vec<EvidenceKind>,
}

impl EvidenceType {
    /// Who originated evidence of this type when nobody says: whoever proves least of those who can, so that leaving
    /// the origin out never makes it the customer's unless only the customer can originate it.
    pub fn default_origin(&self) -> Origin {
        let weakest_first = [Origin::Us, Origin::System, Origin::Customer];
        let mut allowed = weakest_first
            .into_iter()
            .filter(|origin| self.origins.contains(origin));
        allowed.next().unwrap_or(Origin::Us)
    }

    /// Whether the customer can originate it.
    pub fn can_come_from_customer(&self) -> bool {
        self.origins.contains(&Origin::Customer)
    }
}

/// Questions that qualify a deal, such as MEDDICC.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionSet {
    /// Stable name, snake_case.
    pub key: String,
    /// Shown name.
    pub name: Text,
    /// The questions, in the order they are asked.
    pub questions: Vec<Question>,
}

/// One question of a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable name, unique in its set, snake_case.
    pub key: String,
    /// The question.
    pub text: Text,
    /// Why the answer matters.
    pub why: Text,
    /// The buying role that can best answer it.
    #[serde(default)]
    pub role: Option<BuyingRoleKind>,
}

/// The steps a buyer usually takes to signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestoneTemplate {
    /// Stable name, kebab-case.
    pub key: String,
    /// Shown name.
    pub name: Text,
    /// The steps.
    pub steps: Vec<MilestoneStep>,
}

/// One step of a milestone template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestoneStep {
    /// Stable name, unique in its template, snake_case.
    pub key: String,
    /// Shown name.
    pub name: Text,
    /// Who does it.
    pub owner: MilestoneOwner,
    /// How long it takes.
    pub lead_time: LeadTime,
    /// Steps that must be done before it starts, by key.
    #[serde(default)]
    pub after: Vec<String>,
}

/// A duration that says how it is counted. Written `{ days: 14, unit: calendar_days }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadTime {
    /// How many.
    pub days: u32,
    /// Of which kind.
    pub unit: LeadTimeUnit,
}

/// A supplier we meet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competitor {
    /// Stable name, kebab-case.
    pub key: String,
    /// Shown name.
    pub name: Text,
}

impl Playbook {
    /// The pipeline with this key.
    pub fn pipeline(&self, key: &str) -> Option<&Pipeline> {
        self.pipelines.iter().find(|pipeline| pipeline.key == key)
    }

    /// The evidence type with this key.
    pub fn evidence_type(&self, key: &str) -> Option<&EvidenceType> {
        self.evidence_types.iter().find(|kind| kind.key == key)
    }

    /// The question set with this key.
    pub fn question_set(&self, key: &str) -> Option<&QuestionSet> {
        self.question_sets.iter().find(|set| set.key == key)
    }

    /// The milestone template with this key.
    pub fn milestone_template(&self, key: &str) -> Option<&MilestoneTemplate> {
        self.milestone_templates
            .iter()
            .find(|template| template.key == key)
    }
}

impl Pipeline {
    /// The stage with this key.
    pub fn stage(&self, key: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.key == key)
    }
}
