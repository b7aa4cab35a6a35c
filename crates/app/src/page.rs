//! Lists: one page at a time, filtered and sorted.

use domain::Date;
use playbook::{FieldCatalogue, Filter, Finding, Text};
use serde::{Deserialize, Serialize};

use crate::{Code, Error, FieldError, limits};

/// One page of a list and where the next one starts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Page<T> {
    /// The records, in the order asked for.
    pub rows: Vec<T>,
    /// Pass to get the next page; none on the last one.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The same page with each row turned into something else.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(turn).collect(),
            next_cursor: self.next_cursor,
        }
    }
}

/// Which page of a list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ListQuery {
    /// A filter expression (CEL) over the list's fields.
    pub filter: Option<String>,
    /// Words to find, in any spelling.
    pub q: Option<String>,
    /// Field to sort by; `-` before it for descending.
    pub sort: Option<String>,
    /// How many rows, at most [`limits::PAGE_MAX`].
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// The page size asked for, within bounds.
///
/// # Errors
/// `invalid` when it is 0 or above the maximum.
pub(crate) fn size(limit: Option<u32>) -> Result<u32, Error> {
    match limit {
        None => Ok(limits::PAGE_DEFAULT),
        Some(limit) if (1..=limits::PAGE_MAX).contains(&limit) => Ok(limit),
        Some(_) => Err(FieldError::malformed(
            "?limit",
            format!("1에서 {} 사이여야 합니다.", limits::PAGE_MAX),
            format!("Between 1 and {}.", limits::PAGE_MAX),
        )
        .into()),
    }
}

/// The store's query for a request: its filter compiled, its size checked.
///
/// # Errors
/// `filter-invalid` with the place in the expression, `invalid` for a bad size.
pub(crate) fn narrow(
    query: ListQuery,
    catalogue: &FieldCatalogue,
    today: Date,
) -> Result<store::ListQuery, Error> {
    let limit = size(query.limit)?;
    let filter = match query
        .filter
        .as_deref()
        .map(str::trim)
        .filter(|filter| !filter.is_empty())
    {
        Some(cel) => Some(
            Filter::compile_on(cel, catalogue, today)
                .map_err(|finding| refused("?filter", finding))?,
        ),
        None => None,
    };
    Ok(store::ListQuery {
        filter,
        search: query.q.filter(|words| !words.trim().is_empty()),
        sort: query.sort,
        limit,
        cursor: query.cursor,
        with_archived: false,
    })
}

/// What is wrong with a filter, at a parameter.
pub(crate) fn refused(pointer: &str, finding: Finding) -> Error {
    let place = format!("{}:{}", finding.line, finding.column);
    let hint = finding.suggestion.unwrap_or_else(|| Text::new("", ""));
    Error::from(Code::FilterInvalid).with_field(FieldError::new(
        pointer,
        finding.code,
        format!("{place} {} {}", finding.message.ko, hint.ko).trim_end(),
        format!("{place} {} {}", finding.message.en, hint.en).trim_end(),
    ))
}
