use futures::TryStreamExt as _;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::{Arguments as _, AssertSqlSafe, Postgres, Transaction};

use super::dialect::{CellKind, Dialect};
use super::value::with_inner;
use super::{Row, Sql, Value, View, args};
use crate::error::{Error, Result};
use crate::sqlite::{self, at_length};

/// The driver connection a [`Conn`] works on, and who gets it back.
pub(crate) enum Handle {
    /// Opened for one purpose: migrations, checks, backups.
    Sqlite(Box<sqlite::Connection>),
    /// Borrowed from the readers of SQLite.
    SqliteReader(sqlite::Reader),
    /// The writer of SQLite, for the length of one turn.
    SqliteTurn(sqlite::Turn),
    /// Borrowed from the pool; every statement stands alone.
    Postgres(PoolConnection<Postgres>),
    /// A transaction that rolls back when dropped.
    PostgresTransaction(Transaction<'static, Postgres>),
}

enum Driver<'c> {
    Sqlite(&'c mut sqlite::Connection),
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
            Driver::Sqlite(conn) => conn.execute(&sql, &values),
            Driver::Postgres(conn) => postgres_query(sql, values)?
                .execute(conn)
                .await
                .map(|done| done.rows_affected())
                .map_err(Error::from),
        };
        self.note(result)
    }

    /// Runs several statements without parameters, as migrations are.
    pub(crate) async fn execute_script(&mut self, sql: &'static str) -> Result<()> {
        self.refuse_after_failure()?;
        let result = match self.handle.driver() {
            Driver::Sqlite(conn) => at_length(|| conn.execute_script(sql)),
            Driver::Postgres(conn) => {
                let done = sqlx::raw_sql(sql).execute(conn).await;
                done.map(drop).map_err(Error::from)
            }
        };
        self.note(result)
    }

    /// All rows of a query that may have to look at many.
    pub(crate) async fn fetch_all(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Vec<Row>> {
        let sql = self.prepare(sql)?;
        let result = match self.handle.driver() {
            Driver::Sqlite(conn) => at_length(|| conn.fetch_all(&sql, &values)).map(sqlite_rows),
            Driver::Postgres(conn) => fetch_postgres(conn, sql, values).await,
        };
        self.note(result)
    }

    /// All rows of a query that an index leads straight to no more than a page of them.
    pub(crate) async fn fetch_few(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Vec<Row>> {
        let sql = self.prepare(sql)?;
        let result = match self.handle.driver() {
            Driver::Sqlite(conn) => conn.fetch_all(&sql, &values).map(sqlite_rows),
            Driver::Postgres(conn) => fetch_postgres(conn, sql, values).await,
        };
        self.note(result)
    }

    /// The first row, if any, of a query that an index leads straight to it.
    pub(crate) async fn fetch_optional(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
    ) -> Result<Option<Row>> {
        let sql = self.prepare(sql)?;
        let result = match self.handle.driver() {
            Driver::Sqlite(conn) => conn
                .fetch_optional(&sql, &values)
                .map(|cells| cells.map(Row::Sqlite)),
            Driver::Postgres(conn) => postgres_query(sql, values)?
                .fetch_optional(conn)
                .await
                .map(|row| row.map(Row::Postgres))
                .map_err(Error::from),
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
            .fetch_few(self.dialect().columns_of_table(), args![table])
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

    /// Shows `see` the rows one by one, for readers that must not hold a whole table in memory. Ends at its first error.
    pub(crate) async fn for_each(
        &mut self,
        sql: impl Into<Sql>,
        values: Vec<Value>,
        mut see: impl FnMut(View<'_>) -> Result<()> + Send,
    ) -> Result<()> {
        let sql = self.prepare(sql)?;
        let result = match self.handle.driver() {
            Driver::Sqlite(conn) => {
                at_length(|| conn.for_each(&sql, &values, |row| see(View::Sqlite(row))))
            }
            Driver::Postgres(conn) => {
                let query = postgres_query(sql, values)?;
                let mut rows = query.fetch(conn).map_err(Error::from);
                loop {
                    match rows.try_next().await {
                        Ok(Some(row)) => {
                            if let Err(error) = see(View::Postgres(&row)) {
                                break Err(error);
                            }
                        }
                        Ok(None) => break Ok(()),
                        Err(error) => break Err(error),
                    }
                }
            }
        };
        self.note(result)
    }

    fn prepare(&mut self, sql: impl Into<Sql>) -> Result<Sql> {
        self.refuse_after_failure()?;
        let sql = sql.into();
        #[cfg(test)]
        self.spoken.push(sql.clone());
        Ok(sql)
    }

    fn refuse_after_failure(&self) -> Result<()> {
        if self.has_failed {
            Err(Error::Failed)
        } else {
            Ok(())
        }
    }

    fn note<T>(&mut self, result: Result<T>) -> Result<T> {
        self.has_failed |= result.is_err();
        result
    }
}

fn sqlite_rows(rows: Vec<sqlite::Cells>) -> Vec<Row> {
    rows.into_iter().map(Row::Sqlite).collect()
}

async fn fetch_postgres(conn: &mut PgConnection, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>> {
    let rows = postgres_query(sql, values)?.fetch_all(conn).await?;
    Ok(rows.into_iter().map(Row::Postgres).collect())
}

fn postgres_query(
    sql: Sql,
    values: Vec<Value>,
) -> Result<sqlx::query::Query<'static, Postgres, PgArguments>> {
    let mut arguments = PgArguments::default();
    for value in values {
        with_inner!(value, inner => arguments.add(inner)).map_err(Error::Database)?;
    }
    Ok(sqlx::query_with(AssertSqlSafe(sql), arguments))
}
