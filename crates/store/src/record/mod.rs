//! How an object of the domain lies in its table.
//!
//! A record's plain fields are columns, so that SQL can filter, sort and sum them; its nested fields share one JSON column,
//! `facts`. The mapping goes through the object's own serde form, field by field: a new field of the domain needs no code
//! here, it simply lies in `facts` until a migration gives it a column.

mod read;
mod save;
mod table;
mod write;

pub(crate) use save::IDS_PER_STATEMENT;
pub(crate) use table::{Column, Derived, Kind, Record, Table, columns};
pub(crate) use write::{Fields, changes_by_field, fields_of};

use domain::journal::{Changes, Journaled};
use serde_json::Value;

use crate::error::Result;
use crate::sql::Row;

/// Rebuilds an object from a row that starts with [`Table::select_list`].
pub(crate) fn from_row<T: Record>(row: &Row) -> Result<T> {
    read::from_row(T::TABLE, row)
}

/// Rebuilds all objects.
pub(crate) fn from_rows<T: Record>(rows: &[Row]) -> Result<Vec<T>> {
    rows.iter().map(from_row).collect()
}

/// What to record when an object is removed for good: every field it had, to nothing.
#[must_use]
pub fn removal_of<T: Journaled>(object: &T) -> Changes {
    let gone = |change: Value| {
        Value::Array(vec![
            change.get(1).cloned().unwrap_or_default(),
            Value::Null,
        ])
    };
    T::changes(None, object)
        .into_iter()
        .map(|(field, change)| (field, gone(change)))
        .collect()
}
