//! The mapping file: what the person decided about a file, and what the UI saves.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Preset, Suggestion, Target, nearest};
use crate::limits::MAX_MAPPING_BYTES;
use crate::profile::dates::DateFormat;
use crate::profile::numbers::NumberFormat;
use crate::tabular::ReadOptions;

/// Prefix of fields that are kept as they are, under a name of the person's choosing.
const CUSTOM: &str = "custom.";

/// How rows meet records that are already there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Only new records; a row whose key is known is skipped.
    Create,
    /// Only known records; a row whose key is unknown is skipped.
    Update,
    /// Both.
    #[serde(alias = "both")]
    Upsert,
}

/// Kinds of records a row may call into being by naming them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Related {
    /// Owners, without the right to sign in.
    Users,
    /// Accounts by name or domain.
    Accounts,
    /// Products by name.
    Products,
    /// Contacts by e-mail or name.
    Contacts,
}

impl std::str::FromStr for Related {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word.trim() {
            "users" => Ok(Self::Users),
            "accounts" => Ok(Self::Accounts),
            "products" => Ok(Self::Products),
            "contacts" => Ok(Self::Contacts),
            _ => Err(format!(
                "{word:?} is none of users, accounts, products, contacts"
            )),
        }
    }
}

/// How the values of one column are written, where detection leaves a choice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ColumnFormat {
    /// Order of day, month and year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateFormat>,
    /// Decimal mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<NumberFormat>,
}

/// A mapping file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Kind of record every row is.
    #[serde(rename = "as")]
    pub target: Target,
    /// System the file was exported from: maps what `columns` and `values` leave open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<Preset>,
    /// Column rows are found again by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Create, update or both; both when there is a key, otherwise create.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Column → field. A column that is not named, or named with an empty field, is left out.
    #[serde(
        default,
        deserialize_with = "texts",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub columns: BTreeMap<String, String>,
    /// Column → (value in the file → value meant).
    #[serde(
        default,
        deserialize_with = "text_maps",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Field → value for rows that have none.
    #[serde(
        default,
        deserialize_with = "texts",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub defaults: BTreeMap<String, String>,
    /// Column → how its values are written.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub formats: BTreeMap<String, ColumnFormat>,
    /// Records that may be created because a row names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub create_missing: Vec<Related>,
    /// How to read the file, where detection would be wrong.
    #[serde(default, skip_serializing_if = "is_default")]
    pub file: ReadOptions,
}

fn is_default(options: &ReadOptions) -> bool {
    *options == ReadOptions::default()
}

/// A YAML scalar as the text it was written as; `~` is empty.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Nothing(()),
}

impl From<Scalar> for String {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Bool(is_set) => is_set.to_string(),
            Scalar::Integer(number) => number.to_string(),
            Scalar::Float(number) => number.to_string(),
            Scalar::Text(text) => text,
            Scalar::Nothing(()) => String::new(),
        }
    }
}

fn texts<'de, D: Deserializer<'de>>(source: D) -> Result<BTreeMap<String, String>, D::Error> {
    let scalars = BTreeMap::<String, Scalar>::deserialize(source)?;
    Ok(scalars
        .into_iter()
        .map(|(key, scalar)| (key, scalar.into()))
        .collect())
}

fn text_maps<'de, D: Deserializer<'de>>(
    source: D,
) -> Result<BTreeMap<String, BTreeMap<String, String>>, D::Error> {
    let maps = BTreeMap::<String, BTreeMap<String, Scalar>>::deserialize(source)?;
    let as_texts = |map: BTreeMap<String, Scalar>| {
        map.into_iter()
            .map(|(key, scalar)| (key, scalar.into()))
            .collect()
    };
    Ok(maps
        .into_iter()
        .map(|(key, map)| (key, as_texts(map)))
        .collect())
}

/// Why a mapping file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// Not YAML, or not this YAML: the message names line and column.
    #[error("the mapping file is not right: {0}")]
    Syntax(String),
    /// Unreasonably long.
    #[error("the mapping file is longer than {MAX_MAPPING_BYTES} bytes")]
    TooLong,
}

/// What is wrong between a mapping and the columns of a file.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum MappingProblem {
    /// The file has no such column.
    #[error("the file has no column {column:?}")]
    UnknownColumn {
        /// Named in the mapping.
        column: String,
        /// Columns of the file like it.
        suggestions: Vec<Suggestion>,
    },
    /// There is no such field for this kind of record.
    #[error("there is no field {field:?} for {}", target.word())]
    UnknownField {
        /// Named in the mapping.
        field: String,
        /// The kind of record.
        target: Target,
        /// Fields like it.
        suggestions: Vec<Suggestion>,
    },
    /// Two columns claim one field.
    #[error("columns {first:?} and {second:?} both go to {field:?}")]
    FieldTwice {
        /// The field.
        field: String,
        /// First column.
        first: String,
        /// Second column.
        second: String,
    },
    /// The key column is not mapped, or to a field records cannot be found by.
    #[error("rows cannot be found again by {column:?}: map it to one of {possible:?}")]
    KeyNotUnique {
        /// The key column.
        column: String,
        /// Fields that would do.
        possible: Vec<String>,
    },
    /// Updating needs a key.
    #[error("updating needs a key column")]
    KeyMissing,
    /// Nothing names the record.
    #[error("one of {fields:?} is needed")]
    RequiredMissing {
        /// Fields of which one must be mapped.
        fields: Vec<String>,
    },
}

impl Mapping {
    /// A mapping that maps nothing yet.
    #[must_use]
    pub fn empty(target: Target) -> Self {
        Self {
            target,
            preset: None,
            key: None,
            mode: None,
            columns: BTreeMap::new(),
            values: BTreeMap::new(),
            defaults: BTreeMap::new(),
            formats: BTreeMap::new(),
            create_missing: Vec::new(),
            file: ReadOptions::default(),
        }
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`MappingError`] with line and column.
    pub fn parse(yaml: &str) -> Result<Self, MappingError> {
        if yaml.len() > MAX_MAPPING_BYTES {
            return Err(MappingError::TooLong);
        }
        serde_saphyr::from_str(yaml).map_err(|error| MappingError::Syntax(error.to_string()))
    }

    /// The mapping as a file that [`Self::parse`] reads back.
    ///
    /// # Errors
    /// [`MappingError::Syntax`] when a text cannot be written as YAML.
    pub fn to_yaml(&self) -> Result<String, MappingError> {
        serde_saphyr::to_string(self).map_err(|error| MappingError::Syntax(error.to_string()))
    }

    /// Create, update or both.
    #[must_use]
    pub fn effective_mode(&self) -> Mode {
        let unless_told = if self.key.is_some() {
            Mode::Upsert
        } else {
            Mode::Create
        };
        self.mode.unwrap_or(unless_told)
    }

    /// The field a column goes to, if it goes anywhere.
    #[must_use]
    pub fn field_of(&self, column: &str) -> Option<&str> {
        self.columns
            .get(column)
            .map(String::as_str)
            .filter(|field| !field.is_empty())
    }

    /// The column that fills a field.
    #[must_use]
    pub fn column_of(&self, field: &str) -> Option<&str> {
        let mut columns = self.columns.iter();
        columns
            .find(|(_, mapped)| *mapped == field)
            .map(|(column, _)| column.as_str())
    }

    /// A cell after the value map of its column; spaces around it do not matter.
    #[must_use]
    pub fn value<'a>(&'a self, column: &str, cell: &'a str) -> &'a str {
        let cell = cell.trim();
        let mapped = self.values.get(column).and_then(|values| values.get(cell));
        mapped.map_or(cell, String::as_str)
    }

    /// Fills in what the preset knows about these columns and the mapping leaves open.
    #[must_use]
    pub fn with_preset(mut self, columns: &[String]) -> Self {
        if let Some(preset) = self.preset {
            preset.complete(&mut self, columns);
        }
        self
    }

    /// Everything that does not fit between this mapping and a file's columns; empty when all does.
    #[must_use]
    pub fn problems(&self, columns: &[String]) -> Vec<MappingProblem> {
        let mut problems = Vec::new();
        let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
        for (column, field) in self.columns.iter().filter(|(_, field)| !field.is_empty()) {
            self.check_column(column, columns, &mut problems);
            self.check_field(field, &mut problems);
            if let Some(first) = taken.insert(field, column) {
                let (field, first, second) = (field.clone(), first.to_owned(), column.clone());
                problems.push(MappingProblem::FieldTwice {
                    field,
                    first,
                    second,
                });
            }
        }
        for field in self.defaults.keys() {
            self.check_field(field, &mut problems);
        }
        let named_only = self.values.keys().chain(self.formats.keys());
        for column in named_only.filter(|column| !self.columns.contains_key(*column)) {
            self.check_column(column, columns, &mut problems);
        }
        self.check_key(&mut problems);
        let required = self.target.required();
        let is_given =
            |field: &&str| self.column_of(field).is_some() || self.defaults.contains_key(*field);
        if !required.iter().any(is_given) {
            let fields = required.iter().map(|field| (*field).to_owned()).collect();
            problems.push(MappingProblem::RequiredMissing { fields });
        }
        problems
    }

    fn check_column(&self, column: &str, known: &[String], problems: &mut Vec<MappingProblem>) {
        if !known.iter().any(|name| name == column) {
            problems.push(MappingProblem::UnknownColumn {
                column: column.to_owned(),
                suggestions: nearest(column, known.iter().map(String::as_str)),
            });
        }
    }

    fn check_field(&self, field: &str, problems: &mut Vec<MappingProblem>) {
        let is_custom = field
            .strip_prefix(CUSTOM)
            .is_some_and(|name| !name.trim().is_empty());
        if !is_custom && self.target.field(field).is_none() {
            problems.push(MappingProblem::UnknownField {
                field: field.to_owned(),
                target: self.target,
                suggestions: nearest(field, self.target.fields().iter().map(|field| field.key)),
            });
        }
    }

    fn check_key(&self, problems: &mut Vec<MappingProblem>) {
        let Some(column) = &self.key else {
            if self.mode == Some(Mode::Update) {
                problems.push(MappingProblem::KeyMissing);
            }
            return;
        };
        let field = self
            .field_of(column)
            .and_then(|field| self.target.field(field));
        if !field.is_some_and(|field| field.is_unique) {
            let unique = self.target.fields().iter().filter(|field| field.is_unique);
            let possible = unique.map(|field| field.key.to_owned()).collect();
            problems.push(MappingProblem::KeyNotUnique {
                column: column.clone(),
                possible,
            });
        }
    }
}
