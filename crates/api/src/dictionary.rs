//! The data dictionary.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Text, enums::wire_enum};

wire_enum! {
    /// The part of the business that a term belongs to.
    Area as playbook::Area { Sales = "sales", Marketing = "marketing", Finance = "finance", Data = "data", Product = "product" }
}
wire_enum! {
    /// What an entry of the dictionary explains.
    DictionaryKind { Term = "term", Stage = "stage", Field = "field", Metric = "metric" }
}

/// What one term, stage, field or metric means.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DictionaryEntry {
    /// Unique over all kinds: a term's own key, else `stage.pipeline.key`, `field.object.name`, `metric.report`.
    #[schema(example = "win-rate")]
    pub key: String,
    /// What it explains.
    pub kind: DictionaryKind,
    /// The part of the business a term belongs to.
    pub area: Option<Area>,
    /// What it is called.
    pub name: Text,
    /// What it is, in one sentence.
    pub short: Text,
    /// What it is, what it is not, how it is used.
    pub body: Text,
    /// What else is settled about it.
    pub facts: Vec<DictionaryFact>,
    /// How it is computed or ordered.
    pub formula: Option<String>,
    /// The formula with numbers.
    pub example: Option<Text>,
    /// Version of the definition, where it has one.
    pub version: Option<i64>,
    /// Who answers for the definition; for a stage, its playbook.
    pub owner: Option<Text>,
    /// Name of the report that gives the number.
    pub report: Option<String>,
    /// Keys of entries to read beside this one.
    pub see: Vec<String>,
    /// Keys of entries that build on this one, other than those.
    pub used_by: Vec<String>,
}

/// One settled thing about an entry, such as the rot limit of a stage.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DictionaryFact {
    /// What is settled.
    pub name: Text,
    /// How: one value for each sentence, word or number.
    pub values: Vec<Text>,
}
