//! The words of the glossary.

use playbook::glossary::Term;

use super::{Entry, EntryKind, fields, metrics};

/// The page of a term. Its fields and reports lead there and back.
pub(super) fn term(term: &Term) -> Entry {
    let fields = term.fields.iter().map(|path| fields::key(path));
    let reports = term.reports.iter().map(|name| metrics::key(name));
    Entry {
        key: term.key.clone(),
        kind: EntryKind::Term,
        area: Some(term.area),
        name: term.term.clone(),
        short: term.short.clone(),
        body: term.meaning.clone(),
        facts: Vec::new(),
        formula: term.formula.clone(),
        example: term.example.clone(),
        version: None,
        owner: None,
        report: None,
        see: term
            .see
            .iter()
            .cloned()
            .chain(reports)
            .chain(fields)
            .collect(),
        used_by: Vec::new(),
    }
}
