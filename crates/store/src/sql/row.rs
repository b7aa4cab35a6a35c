use sqlx::Row as _;
use uuid::Uuid;

use crate::error::{Error, Result};

/// A row of either database, read by column position.
pub(crate) enum Row {
    /// From SQLite.
    Sqlite(sqlx::sqlite::SqliteRow),
    /// From PostgreSQL.
    Postgres(sqlx::postgres::PgRow),
}

impl Row {
    /// A column that may be null.
    fn get<'r, T>(&'r self, column: usize) -> Result<Option<T>>
    where
        T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Decode<'r, sqlx::Postgres>,
    {
        let value = match self {
            Self::Sqlite(row) => row.try_get_unchecked::<Option<T>, _>(column),
            Self::Postgres(row) => row.try_get_unchecked::<Option<T>, _>(column),
        };
        value.map_err(|error| Error::Corrupt(format!("column {column}: {error}")))
    }

    fn required<'r, T>(&'r self, column: usize) -> Result<T>
    where
        T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Decode<'r, sqlx::Postgres>,
    {
        self.get(column)?
            .ok_or_else(|| Error::Corrupt(format!("column {column} is null")))
    }

    pub(crate) fn int(&self, column: usize) -> Result<i64> {
        self.required(column)
    }

    pub(crate) fn opt_int(&self, column: usize) -> Result<Option<i64>> {
        self.get(column)
    }

    pub(crate) fn text(&self, column: usize) -> Result<&str> {
        self.required(column)
    }

    pub(crate) fn opt_text(&self, column: usize) -> Result<Option<&str>> {
        self.get(column)
    }

    pub(crate) fn uuid(&self, column: usize) -> Result<Uuid> {
        self.required(column)
    }

    pub(crate) fn opt_uuid(&self, column: usize) -> Result<Option<Uuid>> {
        self.get(column)
    }

    pub(crate) fn opt_bool(&self, column: usize) -> Result<Option<bool>> {
        self.get(column)
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<&[u8]> {
        self.required(column)
    }

    pub(crate) fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        self.get(column)
    }
}
