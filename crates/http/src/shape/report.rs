//! Reports on the wire.

use app::reports::{Answer, Column, Definition, Dimension, Kind, Words};
use playbook::Text;

use super::{deal_row, when};

fn words(words: Words) -> api::Text {
    api::Text {
        ko: words.ko.to_owned(),
        en: words.en.to_owned(),
    }
}

pub(super) fn text(text: Text) -> api::Text {
    api::Text {
        ko: text.ko,
        en: text.en,
    }
}

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(crate) fn definition(definition: &Definition) -> api::ReportDefinition {
    let parameters = definition.parameters.iter();
    api::ReportDefinition {
        name: definition.name.to_owned(),
        version: definition.version,
        title: words(definition.title),
        question: words(definition.question),
        definition: words(definition.definition),
        formula: definition.formula.to_owned(),
        owner: words(definition.owner),
        decision: words(definition.decision),
        parameters: parameters
            .map(|parameter| api::ReportParameter {
                name: parameter.name.to_owned(),
                kind: parameter.kind.as_str().to_owned(),
                label: words(parameter.label),
                choices: texts(parameter.choices),
            })
            .collect(),
        dimensions: Dimension::known()
            .map(|(name, label)| api::ReportDimension {
                name: name.to_owned(),
                label: text(label),
            })
            .collect(),
        default_by: texts(definition.default_by),
        columns: definition.columns.iter().map(own_column).collect(),
        chart: api::ReportChart {
            kind: definition.chart.kind.as_str().to_owned(),
            x: definition.chart.x.to_owned(),
            y: texts(definition.chart.y),
        },
    }
}

fn own_column(own: &Column) -> api::ReportColumn {
    column((own.name.to_owned(), own.kind, own.label.into(), own.is_key))
}

pub(super) fn column((name, kind, label, is_key): (String, Kind, Text, bool)) -> api::ReportColumn {
    api::ReportColumn {
        name,
        kind: kind.as_str().to_owned(),
        label: text(label),
        is_key,
    }
}

pub(crate) fn report(answer: Answer) -> api::Report {
    let table = answer.table;
    let notes = table.notes.iter().cloned();
    api::Report {
        report: answer.report.definition.name.to_owned(),
        version: answer.report.definition.version,
        as_of: when(answer.as_of),
        position: answer.position,
        reconstructed: table.is_reconstructed,
        currency: answer.currency.code().to_owned(),
        columns: table.columns().into_iter().map(column).collect(),
        rows: table.rows().iter().map(|row| table.to_json(row)).collect(),
        notes: notes
            .map(|(code, detail)| api::ReportNote {
                code: code.to_owned(),
                detail: text(detail),
            })
            .collect(),
        summary: table.summary.map(text),
    }
}

pub(crate) fn report_deals(
    (page, count): (app::Page<app::deals::DealRow>, usize),
) -> api::ReportDeals {
    api::ReportDeals {
        rows: page.rows.into_iter().map(deal_row).collect(),
        count: count as u64,
        next_cursor: page.next_cursor,
    }
}
