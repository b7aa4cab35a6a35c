//! The keys a playbook defines, which rules may name.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Playbook;
use crate::schema::KeyKind;

/// Keys by kind, and questions by set.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    by_kind: BTreeMap<KeyKind, BTreeSet<String>>,
    questions: BTreeMap<String, BTreeSet<String>>,
}

impl Keys {
    pub(crate) fn of(playbook: &Playbook) -> Self {
        let mut keys = Self::default();
        let mut add = |kind, key: &str| {
            keys.by_kind
                .entry(kind)
                .or_insert_with(BTreeSet::new)
                .insert(key.to_owned());
        };
        for pipeline in &playbook.pipelines {
            add(KeyKind::Pipeline, &pipeline.key);
            for stage in &pipeline.stages {
                add(KeyKind::Stage, &stage.key);
                for criterion in &stage.exit {
                    add(KeyKind::Criterion, &criterion.key);
                }
            }
        }
        for evidence in &playbook.evidence_types {
            add(KeyKind::EvidenceType, &evidence.key);
        }
        for template in &playbook.milestone_templates {
            for step in &template.steps {
                add(KeyKind::Milestone, &step.key);
            }
        }
        for reason in &playbook.loss_reasons {
            add(KeyKind::LossReason, &reason.key);
        }
        for competitor in &playbook.competitors {
            add(KeyKind::Competitor, &competitor.key);
        }
        for set in &playbook.question_sets {
            add(KeyKind::QuestionSet, &set.key);
            for question in &set.questions {
                add(KeyKind::Question, &question.key);
            }
        }
        for set in &playbook.question_sets {
            let questions = set.questions.iter().map(|question| question.key.clone());
            keys.questions.insert(set.key.clone(), questions.collect());
        }
        keys
    }

    /// Whether a key of this kind is defined.
    pub(crate) fn has(&self, kind: KeyKind, key: &str) -> bool {
        self.by_kind
            .get(&kind)
            .is_some_and(|keys| keys.contains(key))
    }

    /// Every key of this kind.
    pub(crate) fn all(&self, kind: KeyKind) -> impl Iterator<Item = &str> {
        self.by_kind
            .get(&kind)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// The questions of a set.
    pub(crate) fn questions(&self, set: &str) -> impl Iterator<Item = &str> {
        self.questions
            .get(set)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}
