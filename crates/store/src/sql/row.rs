use rusqlite::types::ValueRef;
use sqlx::postgres::PgRow;
use sqlx::{Decode, Postgres, Row as _};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::sqlite::Cells;

/// A row of either database, read by column position.
pub(crate) enum Row {
    /// From SQLite.
    Sqlite(Cells),
    /// From PostgreSQL.
    Postgres(PgRow),
}

/// A row that is looked at while the statement still stands on it: nothing is copied.
pub(crate) enum View<'r> {
    /// From SQLite.
    Sqlite(&'r rusqlite::Row<'r>),
    /// From PostgreSQL.
    Postgres(&'r PgRow),
}

impl Row {
    /// A column that may be null: `read` takes it from SQLite's cell, PostgreSQL's driver knows how.
    fn get<'r, T: Decode<'r, Postgres>>(
        &'r self,
        column: usize,
        read: impl FnOnce(ValueRef<'r>) -> Option<T>,
    ) -> Result<Option<T>> {
        match self {
            Self::Sqlite(cells) => match cells.get(column) {
                Some(cell) => of_sqlite(column, cell.into(), read),
                None => Err(Error::Corrupt(format!("there is no column {column}"))),
            },
            Self::Postgres(row) => of_postgres(column, row),
        }
    }
}

impl View<'_> {
    fn get<'r, T: Decode<'r, Postgres>>(
        &'r self,
        column: usize,
        read: impl FnOnce(ValueRef<'r>) -> Option<T>,
    ) -> Result<Option<T>> {
        match self {
            Self::Sqlite(row) => of_sqlite(column, row.get_ref(column)?, read),
            Self::Postgres(row) => of_postgres(column, row),
        }
    }
}

fn of_sqlite<'r, T>(
    column: usize,
    cell: ValueRef<'r>,
    read: impl FnOnce(ValueRef<'r>) -> Option<T>,
) -> Result<Option<T>> {
    match cell {
        ValueRef::Null => Ok(None),
        cell => read(cell).map(Some).ok_or_else(|| {
            Error::Corrupt(format!("column {column} has type {}", cell.data_type()))
        }),
    }
}

fn of_postgres<'r, T: Decode<'r, Postgres>>(column: usize, row: &'r PgRow) -> Result<Option<T>> {
    row.try_get_unchecked(column)
        .map_err(|error| Error::Corrupt(format!("column {column}: {error}")))
}

/// Both kinds of rows are read alike.
macro_rules! readers {
    ($($row:ty),*) => {$(
        impl $row {
            pub(crate) fn opt_int(&self, column: usize) -> Result<Option<i64>> {
                self.get(column, |cell| cell.as_i64().ok())
            }

            pub(crate) fn opt_text(&self, column: usize) -> Result<Option<&str>> {
                self.get(column, |cell| cell.as_str().ok())
            }

            pub(crate) fn opt_uuid(&self, column: usize) -> Result<Option<Uuid>> {
                self.get(column, |cell| Uuid::from_slice(cell.as_blob().ok()?).ok())
            }

            pub(crate) fn opt_bool(&self, column: usize) -> Result<Option<bool>> {
                self.get(column, |cell| cell.as_i64().ok().map(|number| number != 0))
            }

            pub(crate) fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>> {
                self.get(column, |cell| cell.as_blob().ok())
            }

            pub(crate) fn int(&self, column: usize) -> Result<i64> {
                required(column, self.opt_int(column)?)
            }

            pub(crate) fn text(&self, column: usize) -> Result<&str> {
                required(column, self.opt_text(column)?)
            }

            pub(crate) fn uuid(&self, column: usize) -> Result<Uuid> {
                required(column, self.opt_uuid(column)?)
            }

            pub(crate) fn bytes(&self, column: usize) -> Result<&[u8]> {
                required(column, self.opt_bytes(column)?)
            }
        }
    )*};
}

readers!(Row, View<'_>);

fn required<T>(column: usize, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| Error::Corrupt(format!("column {column} is null")))
}
