//! From YAML text to a [`Playbook`], with the place of everything.

mod decode;
mod glossary;
mod mapping;
mod tree;

use std::collections::BTreeMap;

use crate::finding::{Finding, Position, SourceMap};
use crate::lint::Problem;
use crate::model::Playbook;
use crate::read::mapping::Reading;

pub(crate) use glossary::glossary;

/// What reading a text gave.
#[derive(Default)]
pub(crate) struct Outcome {
    /// The playbook; absent when something is missing or of the wrong type.
    pub(crate) playbook: Option<Playbook>,
    pub(crate) places: SourceMap,
    /// The place of each character of each rule, by the rule's path.
    pub(crate) rule_places: BTreeMap<String, Vec<Position>>,
    pub(crate) problems: Vec<Problem>,
}

/// Reads a text as far as it can be read.
pub(crate) fn read(source: &str) -> Outcome {
    let root = match tree::parse(source) {
        Ok(root) => root,
        Err(problem) => {
            return Outcome {
                problems: vec![*problem],
                ..Outcome::default()
            };
        }
    };
    let reading = Reading::new(source);
    let playbook = decode::playbook(&reading, &root);
    Outcome {
        playbook: (!reading.is_broken.into_inner()).then_some(playbook),
        places: reading.places.into_inner(),
        rule_places: reading.rule_places.into_inner(),
        problems: reading.problems.into_inner(),
    }
}

impl Playbook {
    /// Reads a playbook. `file` is how findings name the source. Only the form is judged here;
    /// [`lint`](crate::lint::lint) judges the content too.
    ///
    /// # Errors
    /// Everything about the text that keeps it from being a playbook.
    pub fn parse(source: &str, file: &str) -> Result<(Self, SourceMap), Vec<Finding>> {
        let outcome = read(source);
        match outcome.playbook {
            Some(playbook) if outcome.problems.is_empty() => Ok((playbook, outcome.places)),
            _ => Err(outcome
                .problems
                .into_iter()
                .map(|problem| problem.into_finding(file))
                .collect()),
        }
    }
}
