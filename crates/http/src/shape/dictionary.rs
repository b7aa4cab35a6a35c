//! The data dictionary.

use app::dictionary::{Entry, EntryKind, Fact};

pub(crate) fn dictionary_entry(entry: Entry) -> api::DictionaryEntry {
    api::DictionaryEntry {
        key: entry.key,
        kind: kind(entry.kind),
        area: entry.area.map(Into::into),
        name: entry.name.into(),
        short: entry.short.into(),
        body: entry.body.into(),
        facts: entry.facts.into_iter().map(fact).collect(),
        formula: entry.formula,
        example: entry.example.map(Into::into),
        version: entry.version,
        owner: entry.owner.map(Into::into),
        report: entry.report,
        see: entry.see,
        used_by: entry.used_by,
    }
}

fn kind(kind: EntryKind) -> api::DictionaryKind {
    match kind {
        EntryKind::Term => api::DictionaryKind::Term,
        EntryKind::Stage => api::DictionaryKind::Stage,
        EntryKind::Field => api::DictionaryKind::Field,
        EntryKind::Metric => api::DictionaryKind::Metric,
    }
}

fn fact(fact: Fact) -> api::DictionaryFact {
    api::DictionaryFact {
        name: fact.name.into(),
        values: fact.values.into_iter().map(Into::into).collect(),
    }
}
