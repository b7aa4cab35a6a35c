//! The mapping of an import: given, suggested, kept in a file, compared with another.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::list;
use crate::arguments::{Import, Word};
use crate::failure::{Exit, Failure};
use crate::output::Output;

/// The mapping to use: the given file, or what the headings suggest; options of the command line win.
pub(super) fn settle(command: &Import, given: Option<Value>, import: &Value, kind: &str) -> Value {
    let mut mapping = given.unwrap_or_else(|| match &import["mapping"] {
        Value::Null => suggested(import, kind),
        recognised => recognised.clone(),
    });
    if let Some(fields) = mapping.as_object_mut() {
        fields.insert("as".into(), json!(kind));
        if !command.create_missing.is_empty() {
            fields.insert(
                "create_missing".into(),
                command
                    .create_missing
                    .iter()
                    .map(|kind| json!(kind.word()))
                    .collect(),
            );
        }
        if let Some(mode) = command.mode {
            fields.insert("mode".into(), json!(mode.word()));
        }
    }
    mapping
}

fn suggested(import: &Value, kind: &str) -> Value {
    let columns: serde_json::Map<_, _> = list(&import["columns"])
        .iter()
        .filter_map(|column| {
            Some((
                column["header"].as_str()?.to_owned(),
                json!(column["suggested_field"].as_str()?),
            ))
        })
        .collect();
    json!({"as": kind, "columns": columns})
}

/// Reads a mapping file.
pub(super) fn read(file: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
    serde_saphyr::from_str(&text).map_err(|error| {
        let name = file.display();
        Failure::usage(
            format!("{name} 은(는) 매핑이 아닙니다: {error}"),
            format!("{name} is not a mapping: {error}"),
        )
    })
}

/// Writes a mapping file.
pub(super) fn save(file: &Path, mapping: &Value, output: Output) -> Result<(), Failure> {
    let text = serde_saphyr::to_string(mapping).map_err(|error| {
        Failure::new(
            Exit::Failure,
            "internal",
            format!("매핑을 쓸 수 없습니다: {error}"),
            format!("Cannot write the mapping: {error}"),
        )
    })?;
    fs::write(file, text).map_err(|error| Failure::file(file, &error))?;
    let name = file.display();
    output.say(
        &format!("매핑을 {name} 에 썼습니다."),
        &format!("Wrote the mapping to {name}."),
    )
}

/// What the rows are: `--as`, or what the mapping says.
pub(super) fn kind_of(command: &Import, mapping: Option<&Value>) -> Result<String, Failure> {
    let in_mapping = mapping.and_then(|mapping| mapping["as"].as_str());
    match (command.kind.map(|kind| kind.word()), in_mapping) {
        (Some(kind), _) => Ok(kind),
        (None, Some(kind)) => Ok(kind.into()),
        (None, None) => Err(Failure::usage(
            "--as 로 행이 무엇인지 알려 주세요.",
            "Say with --as what the rows are.",
        )),
    }
}

/// Whether an import with the mapping `stored` does what one with the mapping `wanted` would: the stored one may say
/// more, because a preset fills in what was left open, but nothing else.
pub(super) fn agrees(stored: &Value, wanted: &Value) -> bool {
    let is_word = |value: &Value| value.as_str().map(str::to_owned);
    let words = |mapping: &Value| {
        let mut words: Vec<_> = list(&mapping["create_missing"])
            .iter()
            .filter_map(is_word)
            .collect();
        words.sort();
        words
    };
    words(stored) == words(wanted)
        && ["as", "key"]
            .iter()
            .all(|name| stored[name] == wanted[name])
        && mode(stored) == mode(wanted)
        && ["columns", "values", "defaults", "formats", "file"]
            .iter()
            .all(|name| says(&stored[name], &wanted[name]))
        && wanted["date_formats"]
            .as_object()
            .into_iter()
            .flatten()
            .all(|(column, date)| &stored["formats"][column]["date"] == date)
}

fn mode(mapping: &Value) -> &str {
    mapping["mode"].as_str().unwrap_or("upsert")
}

/// Whether `stored` says all that `wanted` says.
fn says(stored: &Value, wanted: &Value) -> bool {
    match wanted {
        Value::Null => true,
        Value::Object(fields) => fields
            .iter()
            .all(|(name, value)| says(&stored[name], value)),
        Value::String(_) | Value::Bool(_) => stored == wanted,
        // A mapping file may write numbers and the like where words are meant.
        other => stored.as_str() == Some(&other.to_string()) || stored == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_agrees_with_what_it_became_and_with_nothing_else() {
        let wanted = json!({"as": "deals", "key": "id", "columns": {"id": "external_id"},
            "values": {"stage": {"Won": "closed_won"}}, "create_missing": ["users", "accounts"]});
        let stored = json!({"as": "deals", "key": "id", "columns": {"id": "external_id", "Stage": "stage"}, "defaults": {},
            "values": {"stage": {"Won": "closed_won"}}, "formats": {}, "mode": "upsert", "file": null,
            "create_missing": ["accounts", "users"]});
        assert!(agrees(&stored, &wanted));
        for (path, other) in [
            ("/as", json!("accounts")),
            ("/key", json!("name")),
            ("/columns/id", json!("name")),
            ("/values/stage/Won", json!("closed_lost")),
            ("/create_missing", json!(["users"])),
        ] {
            let mut changed = wanted.clone();
            *changed.pointer_mut(path).unwrap() = other;
            assert!(!agrees(&stored, &changed), "{path}");
        }
    }
}
