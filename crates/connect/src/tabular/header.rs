//! Column names: whether the first row holds them, and what they are.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::{RawRow, RowProblem, TabularError};
use crate::limits;
use crate::profile::looks_like_data;

/// Rows looked at: a `sep=` line may come before the one that names the columns.
const WANTED: usize = 2;

pub(super) struct Decided {
    pub(super) has_header: bool,
    pub(super) columns: Vec<String>,
    pub(super) first_row: u64,
}

/// The first rows that are not blank.
pub(super) fn first_rows(
    read: impl FnOnce(&mut dyn FnMut(RawRow) -> ControlFlow<()>) -> Result<(), TabularError>,
) -> Result<Vec<RawRow>, TabularError> {
    let mut rows = Vec::new();
    read(&mut |row: RawRow| {
        if row.problem.is_some() || row.cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(row);
        }
        if rows.len() >= WANTED {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    Ok(rows)
}

pub(super) fn decide(
    mut head: Vec<RawRow>,
    told: Option<bool>,
    skip_first: bool,
) -> Result<Decided, TabularError> {
    if skip_first && !head.is_empty() {
        head.remove(0);
    }
    let mut rows = head.into_iter();
    let mut first = rows.next().ok_or(TabularError::Empty)?;
    let limit = limits::MAX_COLUMNS;
    match first.problem {
        Some(RowProblem::TooManyCells { .. }) => {
            return Err(TabularError::TooManyColumns {
                row: first.number,
                limit,
            });
        }
        Some(RowProblem::RecordTooLong) => {
            return Err(TabularError::HeaderTooLong {
                limit: limits::MAX_RECORD_BYTES,
            });
        }
        Some(RowProblem::UnclosedQuote { line }) => {
            return Err(TabularError::UnclosedQuote {
                row: first.number,
                line,
            });
        }
        _ => {}
    }
    let has_header = told.unwrap_or_else(|| is_header(&first.cells));
    if has_header {
        while first
            .cells
            .last()
            .is_some_and(|cell| cell.trim().is_empty())
        {
            first.cells.pop();
        }
    }
    let width = first.cells.len();
    let names = if has_header {
        first.cells
    } else {
        vec![String::new(); width]
    };
    Ok(Decided {
        has_header,
        columns: unique(names),
        first_row: if has_header {
            first.number + 1
        } else {
            first.number
        },
    })
}

/// A header names things: most cells are filled, and none is a number, date or address.
fn is_header(cells: &[String]) -> bool {
    let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    filled * 2 >= cells.len() && !cells.iter().any(|cell| looks_like_data(cell.trim()))
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut columns = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let trimmed = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let base = if trimmed.is_empty() {
            format!("column_{}", index + 1)
        } else {
            trimmed
        };
        let mut name = base.clone();
        let count = seen.entry(base.clone()).or_default();
        *count += 1;
        if *count > 1 {
            name = format!("{base} ({count})");
        }
        columns.push(name);
    }
    columns
}
