//! Filters of lists, saved views and reports: CEL in, a [`Predicate`] out that the store turns
//! into SQL.

mod catalogue;
mod lower;

use jiff::civil::Date;
use serde::Serialize;

use crate::finding::Finding;

pub use catalogue::FieldCatalogue;

/// What a filter means, without CEL: a two-valued condition on one row.
///
/// A comparison with a missing value is false, and so its negation is true. [`Filter::compile`]
/// pushes negations down to single conditions and adds [`Predicate::IsNull`] where needed, so a
/// literal translation to SQL's three-valued logic selects exactly the rows meant.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    /// Every row or none.
    Always(bool),
    /// All of these.
    And(Vec<Predicate>),
    /// Any of these.
    Or(Vec<Predicate>),
    /// Not this; only ever around one condition other than `Compare` and `IsNull`.
    Not(Box<Predicate>),
    /// A field against a value.
    Compare {
        /// The field.
        field: &'static str,
        /// How.
        op: CompareOp,
        /// Against what.
        value: FilterValue,
    },
    /// A field is one of these values; never empty.
    In {
        /// The field.
        field: &'static str,
        /// The values.
        values: Vec<FilterValue>,
    },
    /// A text field contains this, letter case as written.
    Contains {
        /// The field.
        field: &'static str,
        /// The part.
        text: String,
    },
    /// A text field starts with this.
    StartsWith {
        /// The field.
        field: &'static str,
        /// The part.
        text: String,
    },
    /// A text field ends with this.
    EndsWith {
        /// The field.
        field: &'static str,
        /// The part.
        text: String,
    },
    /// A field is missing.
    IsNull {
        /// The field.
        field: &'static str,
    },
    /// A field is present.
    IsNotNull {
        /// The field.
        field: &'static str,
    },
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CompareOp {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// A value in a filter, already of the field's type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterValue {
    /// Text, a word of a closed set, a key or an id.
    Text(String),
    /// A whole number.
    Int(i64),
    /// True or false.
    Bool(bool),
    /// A calendar date.
    Date(Date),
    /// Microseconds since 1970 UTC.
    Instant(i64),
}

/// Compiles filters.
pub struct Filter;

impl Filter {
    /// Compiles CEL such as `stage == "proposal" && amount_minor > 1000000` against a catalogue.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with its position in the expression (as file
    /// `filter`) and a suggestion.
    #[expect(clippy::result_large_err, reason = "a refused filter ends its request")]
    pub fn compile(cel: &str, catalogue: &FieldCatalogue) -> Result<Predicate, Finding> {
        lower::compile(cel, catalogue, None)
    }

    /// The same, with `today()` meaning this day.
    ///
    /// # Errors
    /// As [`Filter::compile`].
    #[expect(clippy::result_large_err, reason = "a refused filter ends its request")]
    pub fn compile_on(
        cel: &str,
        catalogue: &FieldCatalogue,
        today: Date,
    ) -> Result<Predicate, Finding> {
        lower::compile(cel, catalogue, Some(today))
    }
}
