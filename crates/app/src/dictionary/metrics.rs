//! The numbers that reports give.

use insight::reports::{Definition, Kind, REGISTRY};
use playbook::{Text, glossary::Glossary};

use super::{Entry, EntryKind, Fact};

/// The key of a report's number in the dictionary.
pub(super) fn key(report: &str) -> String {
    format!("metric.{report}")
}

/// The pages of every report, in the order of the registry.
pub(super) fn metrics(glossary: &Glossary) -> Vec<Entry> {
    REGISTRY
        .iter()
        .map(|report| metric(&report.definition, glossary))
        .collect()
}

fn metric(definition: &Definition, glossary: &Glossary) -> Entry {
    let report = definition.name;
    let explained_by = glossary
        .terms
        .iter()
        .filter(|term| term.reports.iter().any(|name| name == report));
    let columns = definition.columns.iter().map(|column| {
        let Text { ko, en } = unit(column.kind);
        Text::new(
            format!("{} — {ko}", column.label.ko),
            format!("{} — {en}", column.label.en),
        )
    });
    Entry {
        key: key(report),
        kind: EntryKind::Metric,
        area: None,
        name: definition.title.into(),
        short: definition.question.into(),
        body: definition.definition.into(),
        facts: vec![
            Fact::new(
                "이 숫자로 내리는 결정",
                "The decision it serves",
                vec![definition.decision.into()],
            ),
            Fact::new("값과 단위", "Values and units", columns.collect()),
        ],
        formula: Some(definition.formula.to_owned()),
        example: explained_by
            .clone()
            .find(|term| term.key == report)
            .and_then(|term| term.example.clone()),
        version: Some(definition.version.into()),
        owner: Some(definition.owner.into()),
        report: Some(report.to_owned()),
        see: explained_by.map(|term| term.key.clone()).collect(),
        used_by: Vec::new(),
    }
}

fn unit(kind: Kind) -> Text {
    let (ko, en) = match kind {
        Kind::Text => ("글", "text"),
        Kind::Deals => ("건(누르면 그 딜들이 열림)", "deals, which open"),
        Kind::Whole => ("정수", "a whole number"),
        Kind::Number => ("수", "a number"),
        Kind::Share => ("비율", "a share"),
        Kind::Money => (
            "기준 통화(누르면 그 딜들이 열림)",
            "home currency, opens its deals",
        ),
        Kind::Days => ("일", "days"),
        Kind::Date => ("날짜", "a date"),
        Kind::Flag => ("예/아니요", "yes or no"),
    };
    Text::new(ko, en)
}
