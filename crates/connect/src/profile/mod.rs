//! What each column holds, learned from every row of the file in one pass.

mod column;
pub mod dates;
pub mod numbers;

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

pub use column::{ColumnProfile, DateReport, Kind, NumberReport};

use crate::tabular::{Table, TabularError};
use column::Tally;

/// What a whole file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Data rows, blank ones not counted.
    pub rows: u64,
    /// Rows that cannot be trusted (see [`crate::tabular::RowProblem`]) and will be rejected.
    pub broken_rows: u64,
    /// One entry per column, in file order.
    pub columns: Vec<ColumnProfile>,
}

impl Profile {
    /// The profile of a column by its name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&ColumnProfile> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Reads the whole table once, in memory that does not grow with it.
///
/// # Errors
/// [`TabularError`] when the table turns out unreadable.
pub fn profile(table: &Table) -> Result<Profile, TabularError> {
    let mut tallies: Vec<Tally> = table
        .shape()
        .columns
        .iter()
        .map(|_| Tally::default())
        .collect();
    let (mut rows, mut broken_rows) = (0, 0);
    table.for_each_row(|row| {
        rows += 1;
        if row.problem.is_some() {
            broken_rows += 1;
        } else {
            for (tally, cell) in tallies.iter_mut().zip(&row.cells) {
                tally.add(cell, row.number);
            }
        }
        ControlFlow::Continue(())
    })?;
    let columns = tallies
        .into_iter()
        .zip(&table.shape().columns)
        .enumerate()
        .map(|(index, (tally, name))| tally.conclude(index, name))
        .collect();
    Ok(Profile {
        rows,
        broken_rows,
        columns,
    })
}

/// Whether a cell is a value rather than the name of a column.
pub(crate) fn looks_like_data(cell: &str) -> bool {
    column::is_email(cell)
        || column::is_url(cell)
        || dates::formats_of(cell).next().is_some()
        || numbers::parse(cell, numbers::NumberFormat::Point).is_some()
        || numbers::parse(cell, numbers::NumberFormat::Comma).is_some()
}

/// Reads yes or no in both languages.
#[must_use]
pub fn parse_bool(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "t" | "1" | "예" | "네" | "o" | "참" | "사용" => Some(true),
        "false" | "no" | "n" | "f" | "0" | "아니오" | "아니요" | "x" | "거짓" | "미사용" => {
            Some(false)
        }
        _ => None,
    }
}
