//! A first mapping for a file nobody has mapped yet, with how sure each guess is.

use serde::{Deserialize, Serialize};

use super::{Field, Mapping, Preset, Shape, Target, normalised};
use crate::profile::{ColumnProfile, Kind, Profile};

/// Guesses below this are not made.
const LEAST_CONFIDENCE: u8 = 60;

/// What is proposed for one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnProposal {
    /// The column.
    pub column: String,
    /// The field it probably is; `None` leaves it out.
    pub field: Option<String>,
    /// Per cent.
    pub confidence: u8,
}

/// A proposed mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Ready to be saved, changed and run.
    pub mapping: Mapping,
    /// One entry per column of the file, in its order.
    pub columns: Vec<ColumnProposal>,
    /// The system the file seems to come from.
    pub preset: Option<Preset>,
}

/// Proposes a mapping from the names of the columns and what they hold.
#[must_use]
pub fn propose(target: Target, profile: &Profile) -> Proposal {
    let names: Vec<String> = profile
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let preset = Preset::recognise(target, &names);
    let mut mapping = Mapping::empty(target);
    if let Some(preset) = preset {
        preset.complete(&mut mapping, &names);
    }
    let mut guesses: Vec<(u8, &ColumnProfile, &Field)> = Vec::new();
    for column in &profile.columns {
        for field in target.fields() {
            let confidence = confidence(column, field);
            if confidence >= LEAST_CONFIDENCE && !mapping.columns.contains_key(&column.name) {
                guesses.push((confidence, column, field));
            }
        }
    }
    let mut columns: Vec<ColumnProposal> = names
        .iter()
        .map(|column| {
            let field = mapping.field_of(column).map(str::to_owned);
            let confidence = if field.is_some() { 100 } else { 0 };
            ColumnProposal {
                column: column.clone(),
                field,
                confidence,
            }
        })
        .collect();
    guesses.sort_by_key(|(confidence, column, _)| (u8::MAX - confidence, column.index));
    for (confidence, column, field) in guesses {
        let is_taken = mapping.column_of(field.key).is_some();
        if !is_taken && mapping.field_of(&column.name).is_none() {
            mapping
                .columns
                .insert(column.name.clone(), field.key.to_owned());
            columns[column.index].field = Some(field.key.to_owned());
            columns[column.index].confidence = confidence;
        }
    }
    if mapping.key.is_none() {
        mapping.key = ["external_id", "domain", "email", "code"]
            .into_iter()
            .filter(|key| target.field(key).is_some_and(|field| field.is_unique))
            .find_map(|key| mapping.column_of(key).map(str::to_owned));
    }
    Proposal {
        mapping,
        columns,
        preset,
    }
}

fn confidence(column: &ColumnProfile, field: &Field) -> u8 {
    let name = normalised(&column.name);
    let own = normalised(field.key);
    let by_name = if name == own || name == normalised(field.en) || name == normalised(field.ko) {
        100
    } else if field.synonyms.contains(&name.as_str()) {
        95
    } else {
        let likeness = field
            .synonyms
            .iter()
            .copied()
            .chain([own.as_str()])
            .map(|known| strsim::normalized_damerau_levenshtein(&name, known))
            .fold(0.0, f64::max);
        match likeness {
            close if close >= 0.9 => 80,
            near if near >= 0.8 => 65,
            _ if fits_by_content(column, field) => 60,
            _ => 0,
        }
    };
    if contradicts(column, field) {
        by_name / 2
    } else {
        by_name
    }
}

/// A column of addresses is the address, whatever it is called.
fn fits_by_content(column: &ColumnProfile, field: &Field) -> bool {
    column.kind == Kind::Email && field.shape == Shape::Email && column.exceptions == 0
}

fn contradicts(column: &ColumnProfile, field: &Field) -> bool {
    match field.shape {
        Shape::Date => column.kind != Kind::Empty && column.dates.is_none(),
        Shape::Number => column.kind != Kind::Empty && column.numbers.is_none(),
        Shape::Email => !matches!(column.kind, Kind::Email | Kind::Empty),
        _ => false,
    }
}
