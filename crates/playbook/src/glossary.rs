//! The words of the product: what a term means, what it does not mean, how Proofline uses it.
//!
//! The glossary comes with the product and is the same for every workspace; what a workspace defines
//! itself (stages, evidence, reasons) stands in its playbooks.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::filter::FieldCatalogue;
use crate::finding::{Finding, SourceMap};
use crate::lint::{Problem, codes, did_you_mean};
use crate::read;
use crate::text::Text;
use crate::vocabulary::Area;

/// Every term, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Glossary {
    /// The terms.
    pub terms: Vec<Term>,
}

/// One word and its one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Stable name, kebab-case.
    pub key: String,
    /// The part of the business it belongs to.
    pub area: Area,
    /// The word.
    pub term: Text,
    /// What it is, in one sentence.
    pub short: Text,
    /// What it is, what it is not, and how Proofline uses it.
    pub meaning: Text,
    /// How it is computed or ordered, if it is.
    pub formula: Option<String>,
    /// The formula with numbers.
    pub example: Option<Text>,
    /// Related terms, by key.
    pub see: Vec<String>,
    /// Fields it explains, as `object.field`.
    pub fields: Vec<String>,
    /// Reports that measure it, by name.
    pub reports: Vec<String>,
}

impl Glossary {
    /// Reads a glossary. `file` is how findings name the source.
    ///
    /// # Errors
    /// Everything wrong with the text: its form, a language that is missing, a term defined twice, a related term
    /// or a field that does not exist.
    pub fn parse(source: &str, file: &str) -> Result<Self, Vec<Finding>> {
        let (glossary, places, mut problems) = read::glossary(source);
        let glossary = glossary.unwrap_or_default();
        problems.extend(contradictions(&glossary, &places));
        if problems.is_empty() {
            return Ok(glossary);
        }
        let findings = problems.into_iter();
        Err(findings.map(|problem| problem.into_finding(file)).collect())
    }

    /// The glossary that comes with the product.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Glossary> = LazyLock::new(|| {
            // A test keeps the shipped text free of findings.
            Glossary::parse(SOURCE, "glossary.yaml").unwrap_or_default()
        });
        &SHIPPED
    }

    /// The term with this key.
    pub fn term(&self, key: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.key == key)
    }
}

/// The text of the shipped glossary.
pub const SOURCE: &str = include_str!("../../../playbooks/glossary.yaml");

/// What is well-formed and still cannot be: terms defined twice, references to nothing.
fn contradictions(glossary: &Glossary, places: &SourceMap) -> Vec<Problem> {
    let keys: Vec<&str> = glossary
        .terms
        .iter()
        .map(|term| term.key.as_str())
        .collect();
    let fields: Vec<String> = FieldCatalogue::all()
        .iter()
        .flat_map(|catalogue| catalogue.paths())
        .collect();
    let mut seen = HashSet::new();
    let mut problems = Vec::new();
    let mut report = |code, path: String, ko: String, en: String, near| {
        let problem = Problem::error(code, places.position(&path), Text::new(ko, en));
        problems.push(problem.suggest(near));
    };
    for (index, term) in glossary.terms.iter().enumerate() {
        let key = &term.key;
        if !seen.insert(key.as_str()) {
            report(
                codes::DUPLICATE_DEFINITION,
                format!("terms[{index}].key"),
                format!("용어 `{key}`이(가) 두 번 정의되었습니다"),
                format!("the term `{key}` is defined twice"),
                None,
            );
        }
        for (at, see) in term.see.iter().enumerate() {
            if see == key || !keys.contains(&see.as_str()) {
                report(
                    codes::UNKNOWN_REFERENCE,
                    format!("terms[{index}].see[{at}]"),
                    format!("`{see}`은(는) 다른 용어가 아닙니다"),
                    format!("`{see}` is no other term"),
                    did_you_mean(see, keys.iter().copied()),
                );
            }
        }
        for (at, field) in term.fields.iter().enumerate() {
            if !fields.contains(field) {
                report(
                    codes::UNKNOWN_REFERENCE,
                    format!("terms[{index}].fields[{at}]"),
                    format!("`{field}`은(는) 없는 항목입니다"),
                    format!("there is no field `{field}`"),
                    did_you_mean(field, fields.iter().map(String::as_str)),
                );
            }
        }
    }
    problems
}
