//! A playbook ready to judge deals: every rule compiled once, shared between threads.

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::finding::Finding;
use crate::lint::{check, exit_path, forecast_path};
use crate::model::{ExitCriterion, Pipeline, Playbook, Remedy, Stage};
use crate::rule::{EvalError, Rule, remedy_is_done};
use crate::vocabulary::{ForecastCategory, StageKind};

/// A linted playbook with its rules compiled.
#[derive(Debug)]
pub struct CompiledPlaybook {
    playbook: Playbook,
    pipelines: Vec<CompiledPipeline>,
}

/// A pipeline with its rules compiled.
#[derive(Debug)]
pub struct CompiledPipeline {
    definition: Pipeline,
    stages: Vec<CompiledStage>,
    forecast: Vec<(ForecastCategory, Rule)>,
}

/// A stage with its rules compiled.
#[derive(Debug)]
pub struct CompiledStage {
    definition: Stage,
    criteria: Vec<CompiledCriterion>,
}

/// An exit criterion with its rule compiled.
#[derive(Debug)]
pub struct CompiledCriterion {
    definition: ExitCriterion,
    rule: Rule,
    satisfied_by: Vec<Remedy>,
}

impl CompiledPlaybook {
    /// Parses, lints and compiles a playbook. `file` is how findings name the source.
    ///
    /// # Errors
    /// Every finding, when at least one of them is an error. Warnings alone do not fail.
    pub fn compile(source: &str, file: &str) -> Result<Self, Vec<Finding>> {
        let mut checked = check(source);
        let playbook = match checked.playbook.take() {
            Some(playbook) if !checked.has_errors() => playbook,
            _ => return Err(checked.into_findings(file)),
        };
        let mut rules = std::mem::take(&mut checked.rules);
        let pipelines = playbook
            .pipelines
            .iter()
            .enumerate()
            .map(|(p, pipeline)| CompiledPipeline::of(p, pipeline, &mut rules))
            .collect();
        Ok(Self {
            playbook,
            pipelines,
        })
    }

    /// What the playbook says.
    pub fn playbook(&self) -> &Playbook {
        &self.playbook
    }

    /// The pipelines, in order.
    pub fn pipelines(&self) -> &[CompiledPipeline] {
        &self.pipelines
    }

    /// The pipeline with this key.
    pub fn pipeline(&self, key: &str) -> Option<&CompiledPipeline> {
        self.pipelines
            .iter()
            .find(|pipeline| pipeline.definition.key == key)
    }
}

impl CompiledPipeline {
    fn of(p: usize, definition: &Pipeline, rules: &mut BTreeMap<String, Rule>) -> Self {
        // A playbook without errors has a compiled rule at every path.
        let forecast = definition.forecast.iter().enumerate();
        let forecast = forecast
            .filter_map(|(r, rule)| Some((rule.category, rules.remove(&forecast_path(p, r))?)))
            .collect();
        let stages = definition.stages.iter().enumerate();
        let stages = stages
            .map(|(s, stage)| CompiledStage {
                definition: stage.clone(),
                criteria: stage
                    .exit
                    .iter()
                    .enumerate()
                    .filter_map(|(e, criterion)| {
                        let rule = rules.remove(&exit_path(p, s, e))?;
                        Some(CompiledCriterion::of(criterion, rule))
                    })
                    .collect(),
            })
            .collect();
        Self {
            definition: definition.clone(),
            stages,
            forecast,
        }
    }

    /// What the playbook says about the pipeline.
    pub fn definition(&self) -> &Pipeline {
        &self.definition
    }

    /// Its key.
    pub fn key(&self) -> &str {
        &self.definition.key
    }

    /// Its stages: the open ones in order, then won, then lost.
    pub fn stages(&self) -> &[CompiledStage] {
        &self.stages
    }

    /// The stage with this key.
    pub fn stage(&self, key: &str) -> Option<&CompiledStage> {
        self.stages.iter().find(|stage| stage.definition.key == key)
    }

    /// The position of the stage with this key.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.stages
            .iter()
            .position(|stage| stage.definition.key == key)
    }

    /// The first stage of this kind: where deals start, where they are won, where they are lost.
    /// A linted pipeline has one of each.
    pub fn first_of(&self, kind: StageKind) -> Option<&CompiledStage> {
        self.stages
            .iter()
            .find(|stage| stage.definition.kind == kind)
    }

    /// The stage a deal in this open stage moves to next: the next open one, else won.
    pub fn next_after(&self, key: &str) -> Option<&CompiledStage> {
        let position = self.position(key)?;
        if self.stages[position].definition.kind != StageKind::Open {
            return None;
        }
        self.stages[position + 1..]
            .iter()
            .find(|stage| stage.definition.kind != StageKind::Lost)
    }

    /// The category the forecast rules give a deal in this stage; the stage's own category when no
    /// rule holds, `closed` when it is won and `omitted` when it is lost.
    ///
    /// # Errors
    /// When the facts are too many to judge within the step limit.
    pub fn forecast_category(
        &self,
        stage: &CompiledStage,
        facts: &Facts,
    ) -> Result<ForecastCategory, EvalError> {
        match stage.definition.kind {
            StageKind::Won => return Ok(ForecastCategory::Closed),
            StageKind::Lost => return Ok(ForecastCategory::Omitted),
            StageKind::Open => {}
        }
        for (category, rule) in &self.forecast {
            if rule.holds(facts)? {
                return Ok(*category);
            }
        }
        Ok(stage.definition.forecast_category)
    }
}

impl CompiledStage {
    /// What the playbook says about the stage.
    pub fn definition(&self) -> &Stage {
        &self.definition
    }

    /// Its key.
    pub fn key(&self) -> &str {
        &self.definition.key
    }

    /// Whether deals in it are still running.
    pub fn kind(&self) -> StageKind {
        self.definition.kind
    }

    /// Configured probability of winning from here, in percent.
    pub fn probability_percent(&self) -> u8 {
        self.definition.probability_percent
    }

    /// Its exit criteria.
    pub fn criteria(&self) -> &[CompiledCriterion] {
        &self.criteria
    }
}

impl CompiledCriterion {
    fn of(definition: &ExitCriterion, rule: Rule) -> Self {
        let satisfied_by = if definition.satisfied_by.is_empty() {
            rule.remedies()
        } else {
            definition.satisfied_by.clone()
        };
        Self {
            definition: definition.clone(),
            rule,
            satisfied_by,
        }
    }

    /// What of [`satisfied_by`](Self::satisfied_by) is still to do, given these facts; all of it
    /// when the facts do not tell.
    pub fn open_remedies(&self, facts: &Facts) -> Vec<Remedy> {
        let open = if self.definition.satisfied_by.is_empty() {
            self.rule.open_remedies(facts)
        } else {
            let written = self.satisfied_by.iter();
            let open = written.filter(|remedy| !remedy_is_done(remedy, facts));
            open.cloned().collect()
        };
        if open.is_empty() {
            self.satisfied_by.clone()
        } else {
            open
        }
    }

    /// What the playbook says about the criterion.
    pub fn definition(&self) -> &ExitCriterion {
        &self.definition
    }

    /// The compiled rule.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// What a person can do about it: as written, else derived from the rule.
    pub fn satisfied_by(&self) -> &[Remedy] {
        &self.satisfied_by
    }

    /// Whether the criterion holds.
    ///
    /// # Errors
    /// When the facts are too many to judge within the step limit.
    pub fn holds(&self, facts: &Facts) -> Result<bool, EvalError> {
        self.rule.holds(facts)
    }
}
