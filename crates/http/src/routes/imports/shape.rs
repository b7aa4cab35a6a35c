//! Imports and mappings between the use cases' words and the wire's.

use std::collections::BTreeMap;

use app::imports::{
    ColumnProfile, ColumnProposal, DateReport, Details, ImportRecord, ImportState, Mapping,
    Progress, Target,
};
use playbook::{Locale, Text};
use serde::Serialize;
use serde_json::{Value, json};

use crate::problem::Problem;
use crate::shape::{maybe_named, when};

/// A use case's record as it goes over the wire, its sentences in one language.
pub(super) fn import(record: ImportRecord, locale: Locale) -> api::Import {
    let details = record.details;
    let encoding = details
        .shape
        .encoding
        .as_ref()
        .map_or("xlsx".to_owned(), |found| word(&found.encoding));
    api::Import {
        id: record.id.into(),
        file_name: record.file_name,
        state: state(record.state),
        encoding,
        separator: details.shape.separator.map(String::from),
        preset: details.preset.as_ref().map(word),
        row_count: count(details.profile.rows),
        columns: columns(&details),
        mapping: Some(mapping_to_wire(&details.mapping)),
        progress: details
            .progress
            .map(|progress| progress_to_wire(progress, locale)),
        failure: details.failure.map(|text| said(text, locale)),
        failure_code: details.failure_code,
        content_sha256: details.content_sha256,
        sheets: details.shape.sheets,
        created_by: maybe_named(record.created_by),
        created_at: when(record.created_at),
        finished_at: details.finished_at.map(when),
        allowed_actions: record
            .allowed_actions
            .into_iter()
            .map(|action| format!("import.{action}"))
            .collect(),
    }
}

fn state(state: ImportState) -> api::ImportState {
    match state {
        ImportState::Uploaded => api::ImportState::Uploaded,
        ImportState::Ready => api::ImportState::Ready,
        ImportState::Uploading
        | ImportState::Trying
        | ImportState::Running
        | ImportState::Undoing => api::ImportState::Running,
        ImportState::Finished => api::ImportState::Finished,
        ImportState::Failed => api::ImportState::Failed,
        ImportState::Undone => api::ImportState::Undone,
    }
}

fn columns(details: &Details) -> Vec<api::ImportColumn> {
    let shape = |(column, proposal): (&ColumnProfile, &ColumnProposal)| api::ImportColumn {
        header: column.name.clone(),
        samples: column.samples.clone(),
        kind: word(&column.kind),
        date_format: dates_of(column).map(|dates| word(&dates.format)),
        ambiguous_formats: dates_of(column)
            .map(|dates| dates.ambiguous_with.iter().map(word).collect())
            .unwrap_or_default(),
        empty_count: count(column.empty),
        distinct_values: column
            .distinct
            .as_ref()
            .map(|values| values.iter().map(|value| value.value.clone()).collect()),
        suggested_field: proposal.field.clone(),
        confidence_percent: proposal.confidence,
    };
    details
        .profile
        .columns
        .iter()
        .zip(&details.proposal)
        .map(shape)
        .collect()
}

/// How a column's dates are written. Numbers could be dates of a spreadsheet, but unless the mapping says so they are not.
fn dates_of(column: &ColumnProfile) -> Option<&DateReport> {
    column
        .dates
        .as_ref()
        .filter(|_| word(&column.kind) == "date")
}

fn progress_to_wire(progress: Progress, locale: Locale) -> api::ImportProgress {
    api::ImportProgress {
        is_dry_run: progress.is_dry_run,
        processed: count(progress.processed),
        created: count(progress.created),
        updated: count(progress.updated),
        unchanged: count(progress.unchanged),
        skipped: count(progress.skipped),
        rejected: count(progress.rejected),
        kept: count(progress.kept),
        created_related: progress
            .created_related
            .into_iter()
            .map(|(kind, made)| (kind, count(made)))
            .collect(),
        rejections: progress
            .rejections
            .into_iter()
            .map(|rejection| api::ImportRejection {
                row: count(rejection.row),
                column: rejection.column,
                code: rejection.code,
                reason: said(rejection.reason, locale),
            })
            .collect(),
        near_misses: progress
            .near_misses
            .into_iter()
            .map(|miss| api::NearMiss {
                column: miss.column,
                value: miss.value,
                suggestion: miss.suggestion,
                count: count(miss.count),
            })
            .collect(),
    }
}

fn mapping_to_wire(mapping: &Mapping) -> api::ImportMapping {
    let file = (mapping.file != Default::default()).then(|| api::ImportFileOptions {
        encoding: mapping.file.encoding.as_ref().map(word),
        separator: mapping.file.separator.map(String::from),
        header: mapping.file.header,
        sheet: mapping.file.sheet.clone(),
    });
    api::ImportMapping {
        as_object: object(mapping.target),
        key: mapping.key.clone(),
        columns: mapping.columns.clone(),
        values: mapping.values.clone(),
        defaults: mapping.defaults.clone(),
        date_formats: BTreeMap::new(),
        formats: mapping
            .formats
            .iter()
            .map(|(column, format)| {
                let (date, number) = (
                    format.date.as_ref().map(word),
                    format.number.as_ref().map(word),
                );
                (column.clone(), api::ImportColumnFormat { date, number })
            })
            .collect(),
        preset: mapping.preset.as_ref().map(word),
        file,
        mode: mapping.mode.as_ref().map(word),
        create_missing: mapping.create_missing.iter().map(word).collect(),
    }
}

fn object(target: Target) -> api::ImportObject {
    match target {
        Target::Accounts => api::ImportObject::Accounts,
        Target::Contacts => api::ImportObject::Contacts,
        Target::Products => api::ImportObject::Products,
        Target::Users => api::ImportObject::Users,
        Target::Deals => api::ImportObject::Deals,
        Target::StageHistory => api::ImportObject::StageHistory,
    }
}

/// A mapping from the wire: the same document as a mapping file, in JSON.
pub(super) fn mapping(wire: api::ImportMapping) -> Result<Mapping, Problem> {
    let mut formats: BTreeMap<String, Value> = BTreeMap::new();
    for (column, format) in &wire.formats {
        formats.insert(
            column.clone(),
            present(json!({ "date": format.date, "number": format.number })),
        );
    }
    for (column, date) in &wire.date_formats {
        let format = formats.entry(column.clone()).or_insert_with(|| json!({}));
        format["date"] = json!(date);
    }
    let document = present(json!({
        "as": wire.as_object,
        "key": wire.key,
        "columns": wire.columns,
        "values": wire.values,
        "defaults": wire.defaults,
        "formats": formats,
        "preset": wire.preset,
        "file": wire.file.map(|file| present(json!(file))),
        "mode": wire.mode,
        "create_missing": wire.create_missing,
    }));
    serde_path_to_error::deserialize(document).map_err(|error| {
        Problem::field(crate::pointer::field_error(
            error.path(),
            &error.inner().to_string(),
        ))
    })
}

/// An object without the fields that say nothing.
fn present(mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    object
}

fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn said(text: Text, locale: Locale) -> String {
    match locale {
        Locale::Ko => text.ko,
        Locale::En => text.en,
    }
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
