//! Judging a whole playbook: its form, its rules, its pipelines, its definitions.

mod definitions;
mod stages;

use std::collections::BTreeMap;

use crate::finding::{Finding, Position, Severity, SourceMap};
use crate::lint::Problem;
use crate::model::Playbook;
use crate::read;
use crate::rule::{Keys, Rule};
use crate::text::Text;

/// A judged playbook.
pub(crate) struct Checked {
    /// The playbook, when its form allows to read it.
    pub(crate) playbook: Option<Playbook>,
    /// The rules that compiled, by path.
    pub(crate) rules: BTreeMap<String, Rule>,
    problems: Vec<Problem>,
}

impl Checked {
    /// Whether anything forbids publishing.
    pub(crate) fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    /// Everything found, in the order of the file.
    pub(crate) fn into_findings(self, file: &str) -> Vec<Finding> {
        let mut problems = self.problems;
        problems.sort_by_key(|problem| (problem.position, problem.severity));
        problems
            .into_iter()
            .map(|problem| problem.into_finding(file))
            .collect()
    }
}

/// Reads and judges a playbook.
pub(crate) fn check(source: &str) -> Checked {
    let outcome = read::read(source);
    let Some(playbook) = outcome.playbook else {
        return Checked {
            playbook: None,
            rules: BTreeMap::new(),
            problems: outcome.problems,
        };
    };
    let keys = Keys::of(&playbook);
    let mut judge = Judge {
        playbook: &playbook,
        keys: &keys,
        places: &outcome.places,
        rules: BTreeMap::new(),
        problems: outcome.problems,
    };
    judge.rules(&outcome.rule_places);
    judge.definitions();
    judge.pipelines();
    let (rules, problems) = (judge.rules, judge.problems);
    Checked {
        playbook: Some(playbook),
        rules,
        problems,
    }
}

/// Collects what is wrong with a playbook that could be read.
struct Judge<'p> {
    playbook: &'p Playbook,
    keys: &'p Keys,
    places: &'p SourceMap,
    rules: BTreeMap<String, Rule>,
    problems: Vec<Problem>,
}

impl Judge<'_> {
    fn error(
        &mut self,
        code: &'static str,
        path: &str,
        ko: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.report(Severity::Error, code, path, Text::new(ko, en), None);
    }

    fn warning(
        &mut self,
        code: &'static str,
        path: &str,
        ko: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.report(Severity::Warning, code, path, Text::new(ko, en), None);
    }

    fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        path: &str,
        message: Text,
        suggestion: Option<Text>,
    ) {
        let position = self.places.position(path);
        let problem = match severity {
            Severity::Error => Problem::error(code, position, message),
            Severity::Warning => Problem::warning(code, position, message),
        };
        self.problems.push(problem.suggest(suggestion));
    }

    /// Compiles every rule.
    fn rules(&mut self, rule_places: &BTreeMap<String, Vec<Position>>) {
        for (path, source) in rule_sources(self.playbook) {
            match Rule::compile(source, self.keys) {
                Ok(rule) => {
                    self.rules.insert(path, rule);
                }
                Err(errors) => {
                    let places = rule_places.get(&path).map_or(&[][..], Vec::as_slice);
                    for error in errors {
                        let position = places
                            .get(error.offset)
                            .or(places.last())
                            .copied()
                            .unwrap_or_else(|| self.places.position(&path));
                        self.problems.push(
                            Problem::error(error.code, position, error.message)
                                .suggest(error.suggestion),
                        );
                    }
                }
            }
        }
    }
}

/// The path and source of every rule.
pub(crate) fn rule_sources(playbook: &Playbook) -> impl Iterator<Item = (String, &str)> {
    let pipelines = playbook.pipelines.iter().enumerate();
    pipelines.flat_map(|(p, pipeline)| {
        let forecast = pipeline.forecast.iter().enumerate();
        let forecast = forecast.map(move |(r, rule)| (forecast_path(p, r), rule.when.as_str()));
        let stages = pipeline.stages.iter().enumerate();
        let exits = stages.flat_map(move |(s, stage)| {
            let exit = stage.exit.iter().enumerate();
            exit.map(move |(e, criterion)| (exit_path(p, s, e), criterion.when.as_str()))
        });
        forecast.chain(exits)
    })
}

/// The path of a forecast rule.
pub(crate) fn forecast_path(pipeline: usize, rule: usize) -> String {
    format!("pipelines[{pipeline}].forecast[{rule}].when")
}

/// The path of an exit criterion's rule.
pub(crate) fn exit_path(pipeline: usize, stage: usize, criterion: usize) -> String {
    format!("pipelines[{pipeline}].stages[{stage}].exit[{criterion}].when")
}
