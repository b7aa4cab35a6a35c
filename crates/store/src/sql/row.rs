use rusqlite::types::Value as Cell;
use sqlx::{Decode, Postgres, Row as _};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::sqlite::Cells;

/// A row of either database, read by column position.
pub(crate) enum Row {
    /// From SQLite.
    Sqlite(Cells),
    /// From PostgreSQL.
    Postgres(sqlx::postgres::PgRow),
}

impl Row {
    /// A column that may be null: `read` takes it from SQLite's cell, PostgreSQL's driver knows how.
    fn get<'r, T: Decode<'r, Postgres>>(
        &'r self,
        column: usize,
        read: impl FnOnce(&'r Cell) -> Option<T>,
    ) -> Result<Option<T>> {
        match self {
            Self::Sqlite(cells) => match cells.get(column) {
                Some(Cell::Null) => Ok(None),
                Some(cell) => read(cell).map(Some).ok_or_else(|| {
                    Error::Corrupt(format!("column {column} has type {}", cell.data_type()))
                }),
                None => Err(Error::Corrupt(format!("there is no column {column}"))),
            },
            Self::Postgres(row) => row
                .try_get_unchecked(column)
                .map_err(|error| Error::Corrupt(format!("column {column}: {error}"))),
        }
    }

    pub(crate) fn opt_int(&self, column: usize) -> Result<Option<i64>> {
        self.get(column, |cell| match cell {
            Cell::Integer(number) => Some(*number),
            _ => None,
        })
    }

    pub(crate) fn opt_text(&self, column: usize) -> Result<Option<&str>> {
        self.get(column, |cell| match cell {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    pub(crate) fn opt_uuid(&self, column: usize) -> Result<Option<Uuid>> {
        self.get(column, |cell| match cell {
            Cell::Blob(bytes) => Uuid::from_slice(bytes).ok(),
            _ => None,
        })
    }

    pub(crate) fn opt_bool(&self, column: usize) -> Result<Option<bool>> {
        self.get(column, |cell| match cell {
            Cell::Integer(number) => Some(*number != 0),
            _ => None,
        })
    }

    pub(crate) fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        self.get(column, |cell| match cell {
            Cell::Blob(bytes) => Some(bytes.as_slice()),
            _ => None,
        })
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

fn required<T>(column: usize, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| Error::Corrupt(format!("column {column} is null")))
}
