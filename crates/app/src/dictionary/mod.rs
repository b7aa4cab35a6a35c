//! The data dictionary: what every term, stage, field and metric means, and what leads from one to another.

mod fields;
mod metrics;
mod read;
mod stages;
mod terms;

pub use read::dictionary;

use playbook::{Area, Text};

/// What an entry explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A word of the glossary.
    Term,
    /// A stage of a published playbook.
    Stage,
    /// A field lists can be filtered by.
    Field,
    /// A number that reports give.
    Metric,
}

/// One page of the dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Unique over all kinds: a term's own key, else `stage.pipeline.key`, `field.object.name`, `metric.report`.
    pub key: String,
    /// What it explains.
    pub kind: EntryKind,
    /// The part of the business a term belongs to.
    pub area: Option<Area>,
    /// What it is called.
    pub name: Text,
    /// What it is, in one sentence.
    pub short: Text,
    /// What it is, what it is not, how it is used.
    pub body: Text,
    /// What else is settled about it, in the order it is shown.
    pub facts: Vec<Fact>,
    /// How it is computed or ordered.
    pub formula: Option<String>,
    /// The formula with numbers.
    pub example: Option<Text>,
    /// Version of the definition, where it has one.
    pub version: Option<i64>,
    /// Who answers for the definition.
    pub owner: Option<Text>,
    /// The report that gives the number.
    pub report: Option<String>,
    /// Entries to read beside this one.
    pub see: Vec<String>,
    /// Entries that build on this one, other than those.
    pub used_by: Vec<String>,
}

/// One settled thing about an entry, such as the rot limit of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What is settled.
    pub name: Text,
    /// How; one value for each sentence, word or number.
    pub values: Vec<Text>,
}

impl Fact {
    fn new(ko: &str, en: &str, values: Vec<Text>) -> Self {
        Self {
            name: Text::new(ko, en),
            values,
        }
    }
}
