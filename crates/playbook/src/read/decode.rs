//! Which keys each part of a playbook has, and what they hold.

use crate::model::{
    Competitor, EvidenceType, ExitCriterion, ForecastRule, LeadTime, MilestoneStep,
    MilestoneTemplate, Pipeline, Playbook, Question, QuestionSet, Reason, Remedy, RequiredEvidence,
    Stage,
};
use crate::read::mapping::{Mapping, Reading};
use crate::read::tree::Node;
use crate::text::Text;
use crate::vocabulary::{
    AmountBasis, BuyingRoleKind, EvidenceKind, ForecastCategory, LeadTimeUnit, MilestoneOwner,
    Origin, PipelineObject, RemedyAction, RequiredField, StageKind, Strength,
};

const MAX_DAYS: u32 = 3_650;

const PLAYBOOK: &[&str] = &[
    "key",
    "name",
    "description",
    "amount_basis",
    "pipelines",
    "evidence_types",
    "loss_reasons",
    "backward_reasons",
    "close_date_reasons",
    "waiver_reasons",
    "forecast_override_reasons",
    "question_sets",
    "milestone_templates",
    "competitors",
];
const PIPELINE: &[&str] = &[
    "key",
    "name",
    "object",
    "question_sets",
    "milestone_template",
    "forecast",
    "stages",
];
const STAGE: &[&str] = &[
    "key",
    "name",
    "kind",
    "definition",
    "probability_percent",
    "rot_days",
    "required_fields",
    "required_evidence",
    "confirmed_by",
    "customer_confirmation",
    "exit",
    "remedy",
    "forecast_category",
];
const REASON: &[&str] = &["key", "name", "details"];
const NAMED: &[&str] = &["key", "name"];

pub(super) fn playbook(reading: &Reading<'_>, root: &Node) -> Playbook {
    let map = reading.mapping(root, String::new(), PLAYBOOK);
    Playbook {
        key: map.key(),
        name: map.text("name"),
        description: map.text("description"),
        amount_basis: map
            .word("amount_basis", AmountBasis::WORDS)
            .unwrap_or(AmountBasis::Acv),
        pipelines: map.list("pipelines", true, PIPELINE, |map| pipeline(&map)),
        evidence_types: map.list(
            "evidence_types",
            true,
            &["key", "name", "description", "origins", "kinds"],
            |map| evidence_type(&map),
        ),
        loss_reasons: map.list("loss_reasons", true, REASON, |map| reason(&map)),
        backward_reasons: map.list("backward_reasons", true, NAMED, |map| reason(&map)),
        close_date_reasons: map.list("close_date_reasons", true, NAMED, |map| reason(&map)),
        waiver_reasons: map.list("waiver_reasons", true, NAMED, |map| reason(&map)),
        forecast_override_reasons: override_reasons(&map),
        question_sets: map.list(
            "question_sets",
            false,
            &["key", "name", "questions"],
            |map| question_set(&map),
        ),
        milestone_templates: map.list(
            "milestone_templates",
            false,
            &["key", "name", "steps"],
            |map| milestone_template(&map),
        ),
        competitors: map.list("competitors", false, NAMED, |map| Competitor {
            key: map.key(),
            name: map.text("name"),
        }),
    }
}

/// Why a manager sets a forecast category, for playbooks that do not say.
const OVERRIDE_REASONS: [(&str, &str, &str); 5] = [
    (
        "verbal-commitment",
        "고객의 구두 확약",
        "The customer has committed in words",
    ),
    (
        "executive-contact",
        "경영진 간 접촉에서 확인",
        "Confirmed between executives",
    ),
    (
        "timing-risk",
        "이번 기간에 끝나기 어려움",
        "Unlikely to close in the period",
    ),
    (
        "competitive-risk",
        "경쟁 구도가 불리해짐",
        "Losing ground to a competitor",
    ),
    (
        "evidence-pending",
        "증거가 아직 기록되지 않음",
        "The evidence is not recorded yet",
    ),
];

fn override_reasons(map: &Mapping<'_>) -> Vec<Reason> {
    let said = map.list("forecast_override_reasons", false, NAMED, |map| {
        reason(&map)
    });
    if !said.is_empty() {
        return said;
    }
    let usual = OVERRIDE_REASONS.map(|(key, ko, en)| Reason {
        key: key.to_owned(),
        name: Text::new(ko, en),
        details: Vec::new(),
    });
    usual.into()
}

fn pipeline(map: &Mapping<'_>) -> Pipeline {
    Pipeline {
        key: map.key(),
        name: map.text("name"),
        object: map
            .word("object", PipelineObject::WORDS)
            .unwrap_or(PipelineObject::Deal),
        question_sets: map.strings("question_sets"),
        milestone_template: map.maybe_string("milestone_template"),
        forecast: map.list("forecast", false, &["category", "when"], |map| {
            ForecastRule {
                category: map
                    .word("category", ForecastCategory::WORDS)
                    .unwrap_or(ForecastCategory::Omitted),
                when: map.rule("when"),
            }
        }),
        stages: map.list("stages", true, STAGE, |map| stage(&map)),
    }
}

fn stage(map: &Mapping<'_>) -> Stage {
    let probability = map.number("probability_percent", 100).unwrap_or(0);
    Stage {
        key: map.key(),
        name: map.text("name"),
        kind: map
            .word("kind", StageKind::WORDS)
            .unwrap_or(StageKind::Open),
        definition: map.text("definition"),
        probability_percent: u8::try_from(probability).unwrap_or(100),
        rot_days: map.maybe_number("rot_days", MAX_DAYS),
        required_fields: map.words("required_fields", false, RequiredField::WORDS),
        required_evidence: map.list(
            "required_evidence",
            false,
            &["evidence_type", "min_strength", "origin"],
            |map| RequiredEvidence {
                evidence_type: map.string("evidence_type"),
                min_strength: map
                    .maybe_word("min_strength", Strength::WORDS)
                    .unwrap_or(Strength::Captured),
                origin: map.maybe_word("origin", Origin::WORDS),
            },
        ),
        confirmed_by: map.strings("confirmed_by"),
        customer_confirmation: map.flag("customer_confirmation", true),
        exit: map.list(
            "exit",
            false,
            &["key", "sentence", "when", "satisfied_by"],
            |map| ExitCriterion {
                key: map.key(),
                sentence: map.text("sentence"),
                when: map.rule("when"),
                satisfied_by: map.list(
                    "satisfied_by",
                    false,
                    &["action", "target", "accepts"],
                    |map| remedy(&map),
                ),
            },
        ),
        remedy: map.text("remedy"),
        forecast_category: map
            .word("forecast_category", ForecastCategory::WORDS)
            .unwrap_or(ForecastCategory::Omitted),
    }
}

fn remedy(map: &Mapping<'_>) -> Remedy {
    Remedy {
        action: map
            .word("action", RemedyAction::WORDS)
            .unwrap_or(RemedyAction::RequestWaiver),
        target: map.string("target"),
        accepts: map.strings("accepts"),
    }
}

fn evidence_type(map: &Mapping<'_>) -> EvidenceType {
    EvidenceType {
        key: map.key(),
        name: map.text("name"),
        description: map.text("description"),
        origins: map.words("origins", true, Origin::WORDS),
        kinds: map.words("kinds", true, EvidenceKind::WORDS),
    }
}

fn reason(map: &Mapping<'_>) -> Reason {
    Reason {
        key: map.key(),
        name: map.text("name"),
        details: map.list("details", false, NAMED, |map| Reason {
            key: map.key(),
            name: map.text("name"),
            details: Vec::new(),
        }),
    }
}

fn question_set(map: &Mapping<'_>) -> QuestionSet {
    QuestionSet {
        key: map.key(),
        name: map.text("name"),
        questions: map.list("questions", true, &["key", "text", "why", "role"], |map| {
            Question {
                key: map.key(),
                text: map.text("text"),
                why: map.text("why"),
                role: map.maybe_word("role", BuyingRoleKind::WORDS),
            }
        }),
    }
}

fn milestone_template(map: &Mapping<'_>) -> MilestoneTemplate {
    MilestoneTemplate {
        key: map.key(),
        name: map.text("name"),
        steps: map.list(
            "steps",
            true,
            &["key", "name", "owner", "lead_time", "after"],
            |map| MilestoneStep {
                key: map.key(),
                name: map.text("name"),
                owner: map
                    .word("owner", MilestoneOwner::WORDS)
                    .unwrap_or(MilestoneOwner::Buyer),
                lead_time: lead_time(&map),
                after: map.strings("after"),
            },
        ),
    }
}

fn lead_time(map: &Mapping<'_>) -> LeadTime {
    let nested = map.nested("lead_time", &["days", "unit"]);
    LeadTime {
        days: nested
            .as_ref()
            .and_then(|map| map.number("days", MAX_DAYS))
            .unwrap_or(0),
        unit: nested
            .as_ref()
            .and_then(|map| map.word("unit", LeadTimeUnit::WORDS))
            .unwrap_or(LeadTimeUnit::CalendarDays),
    }
}
