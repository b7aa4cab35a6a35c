//! Writing tables that are safe to open in a spreadsheet.

mod csv;
mod rejects;
mod xlsx;

use std::borrow::Cow;

pub use csv::CsvWriter;
pub use rejects::{RejectWriter, Rejection};
pub use xlsx::write_xlsx;

use crate::profile::numbers::{self, NumberFormat};

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The disk is full or the path cannot be written.
    #[error("the file could not be written: {0}")]
    Io(#[from] std::io::Error),
    /// The workbook could not be put together.
    #[error("the workbook could not be written: {0}")]
    Workbook(String),
}

/// What a spreadsheet would run as a formula is led by an apostrophe, which the spreadsheet takes
/// as "this is text". Numbers, negative ones included, stay numbers.
#[must_use]
pub fn guard(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.trim_start_matches('\'')) {
        return Cow::Owned(format!("'{cell}"));
    }
    Cow::Borrowed(cell)
}

/// Undoes [`guard`], so that a file of ours comes back in as it was.
#[must_use]
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
        && numbers::parse(cell, NumberFormat::Point).is_none()
}
