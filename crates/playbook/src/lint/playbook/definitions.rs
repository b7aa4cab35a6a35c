//! Definitions: unique keys, references that lead somewhere, nothing left unused.

use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::lint::playbook::Judge;
use crate::lint::{codes, did_you_mean, one_of};
use crate::model::{MilestoneTemplate, Reason};
use crate::schema::KeyKind;
use crate::text::Text;

/// The loss reason closed deals get when an import does not say why they were lost.
pub(crate) const IMPORT_REASON: &str = "imported-unknown";

impl Judge<'_> {
    pub(super) fn definitions(&mut self) {
        let playbook = self.playbook;
        self.unique(
            "pipelines",
            playbook.pipelines.iter().map(|item| item.key.as_str()),
        );
        for (p, pipeline) in playbook.pipelines.iter().enumerate() {
            let path = format!("pipelines[{p}]");
            let stages = format!("{path}.stages");
            self.unique(
                &stages,
                pipeline.stages.iter().map(|item| item.key.as_str()),
            );
            for (s, stage) in pipeline.stages.iter().enumerate() {
                let path = format!("{stages}[{s}].exit");
                self.unique(&path, stage.exit.iter().map(|item| item.key.as_str()));
            }
            for (index, key) in pipeline.question_sets.iter().enumerate() {
                self.key(
                    &format!("{path}.question_sets[{index}]"),
                    KeyKind::QuestionSet,
                    key,
                );
            }
            if let Some(key) = &pipeline.milestone_template {
                let known: Vec<_> = playbook
                    .milestone_templates
                    .iter()
                    .map(|template| template.key.as_str())
                    .collect();
                self.known(&format!("{path}.milestone_template"), key, &known);
            }
        }
        self.unique(
            "evidence_types",
            playbook.evidence_types.iter().map(|item| item.key.as_str()),
        );
        self.reasons("loss_reasons", &playbook.loss_reasons);
        self.reasons("backward_reasons", &playbook.backward_reasons);
        self.reasons("close_date_reasons", &playbook.close_date_reasons);
        self.reasons("waiver_reasons", &playbook.waiver_reasons);
        self.reasons(
            "forecast_override_reasons",
            &playbook.forecast_override_reasons,
        );
        self.loss_reasons();
        self.unique(
            "question_sets",
            playbook.question_sets.iter().map(|item| item.key.as_str()),
        );
        for (index, set) in playbook.question_sets.iter().enumerate() {
            let path = format!("question_sets[{index}].questions");
            self.unique(&path, set.questions.iter().map(|item| item.key.as_str()));
        }
        self.unique(
            "milestone_templates",
            playbook
                .milestone_templates
                .iter()
                .map(|item| item.key.as_str()),
        );
        for (index, template) in playbook.milestone_templates.iter().enumerate() {
            self.milestones(&format!("milestone_templates[{index}].steps"), template);
        }
        self.unique(
            "competitors",
            playbook.competitors.iter().map(|item| item.key.as_str()),
        );
        self.unused();
    }

    fn unique<'k>(&mut self, path: &str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = BTreeSet::new();
        for (index, key) in keys.enumerate() {
            if !seen.insert(key) {
                self.error(
                    codes::DUPLICATE_DEFINITION,
                    &format!("{path}[{index}].key"),
                    format!("`{key}`이(가) 두 번 정의되었습니다"),
                    format!("`{key}` is defined twice"),
                );
            }
        }
    }

    fn reasons(&mut self, path: &str, reasons: &[Reason]) {
        self.unique(path, reasons.iter().map(|reason| reason.key.as_str()));
        for (index, reason) in reasons.iter().enumerate() {
            let path = format!("{path}[{index}].details");
            self.unique(
                &path,
                reason.details.iter().map(|detail| detail.key.as_str()),
            );
        }
    }

    fn loss_reasons(&mut self) {
        let reasons = &self.playbook.loss_reasons;
        if !reasons.iter().any(|reason| reason.key == IMPORT_REASON) {
            self.error(
                codes::NO_IMPORT_REASON,
                "loss_reasons",
                format!("가져오기에 쓰는 실패 사유 `{IMPORT_REASON}`이(가) 없습니다"),
                format!("the loss reason `{IMPORT_REASON}`, which imports use, is missing"),
            );
        }
        let teaches =
            |reason: &&Reason| reason.key != IMPORT_REASON && !reason.key.starts_with("other");
        if !reasons.iter().any(|reason| teaches(&reason)) {
            self.warning(
                codes::ONLY_OTHER_LOSS_REASONS,
                "loss_reasons",
                "실패 사유가 '기타'뿐입니다",
                "the only loss reasons are \"other\"",
            );
        }
    }

    fn milestones(&mut self, path: &str, template: &MilestoneTemplate) {
        self.unique(path, template.steps.iter().map(|step| step.key.as_str()));
        let known: Vec<_> = template
            .steps
            .iter()
            .map(|step| step.key.as_str())
            .collect();
        for (s, step) in template.steps.iter().enumerate() {
            for (a, key) in step.after.iter().enumerate() {
                self.known(&format!("{path}[{s}].after[{a}]"), key, &known);
            }
        }
        // Steps whose predecessors are all settled, until nothing more can be settled.
        let mut settled: BTreeSet<&str> = BTreeSet::new();
        loop {
            let ready = template.steps.iter().filter(|step| {
                let mut waits = step
                    .after
                    .iter()
                    .filter(|key| known.contains(&key.as_str()));
                waits.all(|key| settled.contains(key.as_str()))
            });
            let ready: BTreeSet<&str> = ready.map(|step| step.key.as_str()).collect();
            if ready.len() == settled.len() {
                break;
            }
            settled = ready;
        }
        let stuck = template
            .steps
            .iter()
            .position(|step| !settled.contains(step.key.as_str()));
        if let Some(index) = stuck {
            self.error(
                codes::MILESTONE_CYCLE,
                &format!("{path}[{index}].after"),
                "서로를 기다리는 마일스톤입니다",
                "these milestones wait for each other",
            );
        }
    }

    /// Reports a key the playbook does not define; whether it does.
    pub(super) fn key(&mut self, path: &str, kind: KeyKind, key: &str) -> bool {
        let keys = self.keys;
        let known: Vec<_> = keys.all(kind).collect();
        self.known(path, key, &known)
    }

    fn known(&mut self, path: &str, key: &str, known: &[&str]) -> bool {
        let is_known = known.contains(&key);
        if !is_known {
            self.report(
                Severity::Error,
                codes::UNKNOWN_REFERENCE,
                path,
                Text::new(
                    format!("`{key}`은(는) 정의되지 않았습니다"),
                    format!("`{key}` is not defined"),
                ),
                did_you_mean(key, known.iter().copied()).or_else(|| one_of(known.iter().copied())),
            );
        }
        is_known
    }

    fn unused(&mut self) {
        let playbook = self.playbook;
        let mut used: BTreeSet<String> = BTreeSet::new();
        for rule in self.rules.values() {
            used.extend(rule.references().evidence_types.iter().cloned());
        }
        for stage in playbook
            .pipelines
            .iter()
            .flat_map(|pipeline| &pipeline.stages)
        {
            let required = stage.required_evidence.iter();
            used.extend(required.map(|required| required.evidence_type.clone()));
            used.extend(stage.confirmed_by.iter().cloned());
            let remedies = stage
                .exit
                .iter()
                .flat_map(|criterion| &criterion.satisfied_by);
            used.extend(remedies.map(|remedy| remedy.target.clone()));
        }
        for (index, kind) in playbook.evidence_types.iter().enumerate() {
            if !used.contains(&kind.key) {
                self.unused_definition(&format!("evidence_types[{index}]"), &kind.key);
            }
        }
        for (index, set) in playbook.question_sets.iter().enumerate() {
            let mut pipelines = playbook.pipelines.iter();
            if !pipelines.any(|pipeline| pipeline.question_sets.contains(&set.key)) {
                self.unused_definition(&format!("question_sets[{index}]"), &set.key);
            }
        }
        for (index, template) in playbook.milestone_templates.iter().enumerate() {
            let mut pipelines = playbook.pipelines.iter();
            if !pipelines
                .any(|pipeline| pipeline.milestone_template.as_ref() == Some(&template.key))
            {
                self.unused_definition(&format!("milestone_templates[{index}]"), &template.key);
            }
        }
    }

    fn unused_definition(&mut self, path: &str, key: &str) {
        self.warning(
            codes::UNUSED_DEFINITION,
            path,
            format!("`{key}`은(는) 어떤 단계나 규칙에서도 쓰이지 않습니다"),
            format!("no stage or rule uses `{key}`"),
        );
    }
}
