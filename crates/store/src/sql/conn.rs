use futures::{Stream, StreamExt as _, TryStreamExt as _};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{Arguments as _, AssertSqlSafe, Postgres, Sqlite, Transaction};

use super::dialect::{CellKind, Dialect};
use super::value::with_inner;
use super::{Row, Sql, Value, args};
use crate::error::{Error, Result};

/// The driver connection a [`Conn`] works on, and who gets it back.
pub(crate) enum Handle {
    /// Opened for one purpose: migrations, checks, backups.
    Sqlite(Box<SqliteConnection>),
    /// Borrowed from the readers of SQLite.
    SqliteReader(crate::sqlite::Reader),
    /// The writer of SQLite, for the length of one turn.
    SqliteTurn(crate::sqlite::Turn),
    /// Borrowed from the pool; every statement stands alone.
    Postgres(PoolConnection<Postgres>),
    /// A transaction that rolls back when dropped.
    PostgresTransaction(Transaction<'static, Postgres>),
}

enum Driver<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Handle {
    fn driver(&mut self) -> Driver<'_> {
        match self {
            Self::Sqlite(conn) => Driver::Sqlite(conn),
            Self::SqliteReader(reader) => Driver::Sqlite(reader),
            Self::SqliteTurn(turn) => Driver::Sqlite(turn),
            Self::Postgres(conn) => Driver::Postgres(conn),
            Self::PostgresTransaction(transaction) => Driver::Postgres(transaction),
        }
    }
}

/// A connection that speaks the portable SQL of this crate.
///
/// After a failed statement it refuses all others: SQLite would commit the rest, PostgreSQL would not, so nobody may continue.
pub(crate) struct Conn {
    handle: Handle,
    has_failed: bool,
    /// The queries asked so far, so that a test can look at their plans.
    #[cfg(test)]
    pub(crate) spoken: Vec<Sql>,
}

impl Conn {
    pub(crate) fn new(handle: Handle) -> Self {
        Self {
            handle,
            has_failed: false,
            #[cfg(test)]
            spoken: Vec::new(),
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self.handle {
            Handle::Sqlite(_) | Handle::SqliteReader(_) | Handle::SqliteTurn(_) => Dialect::Sqlite,
            Handle::Postgres(_) | Handle::PostgresTransaction(_) => Dialect::Postgres,
        }
    }

    /// Gives the driver connection back, to end its transaction.
    pub(crate) fn into_handle(self) -> Handle {
        self.handle
    }

    /// Whether a statement failed, so that only a rollback is left.
    pub(crate) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Runs a statement and returns the number of changed rows.
    pub(crate) async fn execute(&mut self, sql: impl Into<Sql>, values: Vec<Value>) -> Result<u64> {
        let sql = self.prepare(sql)?;
        let result = match self.handle.driver() {
            Driver::Sqlite(conn) => sqlx::query_with::<Sqlite, _>(sql, sqlite_arguments(values))
                .execute(conn)
                .await
                .map(|done| done.rows_affected()),
            Driver::Postgres(conn) => {
                sqlx::query_with::<Postgres, _>(sql, postgres_arguments(values)?)
                    .execute(conn)
                    .await
                    .map(|done| done.rows_affected())
            }
        };
        self.note(result)
    }

    /// Runs several statements without parameters, as migrations are.
    pub(crate) async fn execute_script(&mut self, sql: &'static str) -> Result<()> {
        self.refuse_after_failure()?;
        let result = match self.handle.driver() {
            Driver::Sqlite(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop),
            Driver::Postgres(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop),
        };
        self.note(result)
    }

    /// All rows of a query.
    pub(crate) async fn fetch_all(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Vec<Row>> {
        let sql = self.prepare(sql)?;
        let result = match self.handle.driver() {
            Driver::Sqlite(conn) => sqlx::query_with::<Sqlite, _>(sql, sqlite_arguments(values))
                .fetch_all(conn)
                .await
                .map(|rows| rows.into_iter().map(Row::Sqlite).collect()),
            Driver::Postgres(conn) => {
                sqlx::query_with::<Postgres, _>(sql, postgres_arguments(values)?)
                    .fetch_all(conn)
                    .await
                    .map(|rows| rows.into_iter().map(Row::Postgres).collect())
            }
        };
        self.note(result)
    }

    /// The first row, if any.
    pub(crate) async fn fetch_optional(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Option<Row>> {
        let sql = self.prepare(sql)?;
        let result = match self.handle.driver() {
            Driver::Sqlite(conn) => sqlx::query_with::<Sqlite, _>(sql, sqlite_arguments(values))
                .fetch_optional(conn)
                .await
                .map(|row| row.map(Row::Sqlite)),
            Driver::Postgres(conn) => {
                sqlx::query_with::<Postgres, _>(sql, postgres_arguments(values)?)
                    .fetch_optional(conn)
                    .await
                    .map(|row| row.map(Row::Postgres))
            }
        };
        self.note(result)
    }

    /// The only row of a query that always has one (aggregates, `returning`).
    pub(crate) async fn fetch_one(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Row> {
        self.fetch_optional(sql, values)
            .await?
            .ok_or_else(|| Error::Corrupt("a query that always answers returned no row".to_owned()))
    }

    /// A table's columns, in order.
    pub(crate) async fn columns(&mut self, table: &str) -> Result<Vec<(String, CellKind)>> {
        let rows = self
            .fetch_all(self.dialect().columns_of_table(), args![table])
            .await?;
        let column = |row: &Row| {
            let kind = CellKind::of_type(row.text(1)?);
            let kind = kind.ok_or_else(|| {
                Error::Corrupt(format!("{table} has a column of an unknown type"))
            })?;
            Ok((row.text(0)?.to_owned(), kind))
        };
        rows.iter().map(column).collect()
    }

    /// Rows one by one, for readers that must not hold a whole table in memory.
    pub(crate) fn stream(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> impl Stream<Item = Result<Row>> + Send {
        let sql = AssertSqlSafe(sql.into());
        match self.handle.driver() {
            Driver::Sqlite(conn) => sqlx::query_with::<Sqlite, _>(sql, sqlite_arguments(values))
                .fetch(conn)
                .map_ok(Row::Sqlite)
                .map_err(Error::from)
                .boxed(),
            Driver::Postgres(conn) => match postgres_arguments(values) {
                Ok(arguments) => sqlx::query_with::<Postgres, _>(sql, arguments)
                    .fetch(conn)
                    .map_ok(Row::Postgres)
                    .map_err(Error::from)
                    .boxed(),
                Err(error) => futures::stream::once(async { Err(error) }).boxed(),
            },
        }
    }

    fn prepare(&mut self, sql: impl Into<Sql>) -> Result<AssertSqlSafe<Sql>> {
        self.refuse_after_failure()?;
        let sql = sql.into();
        #[cfg(test)]
        self.spoken.push(sql.clone());
        Ok(AssertSqlSafe(sql))
    }

    fn refuse_after_failure(&self) -> Result<()> {
        if self.has_failed {
            Err(Error::Failed)
        } else {
            Ok(())
        }
    }

    fn note<T>(&mut self, result: Result<T, sqlx::Error>) -> Result<T> {
        self.has_failed |= result.is_err();
        result.map_err(Error::from)
    }
}

fn sqlite_arguments(values: Vec<Value>) -> SqliteArguments {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        // Encoding plain values for SQLite moves them; it has no way to fail.
        let _moved = with_inner!(value, inner => arguments.add(inner));
    }
    arguments
}

fn postgres_arguments(values: Vec<Value>) -> Result<PgArguments> {
    let mut arguments = PgArguments::default();
    for value in values {
        with_inner!(value, inner => arguments.add(inner))
            .map_err(|error| Error::Database(sqlx::Error::Encode(error)))?;
    }
    Ok(arguments)
}
