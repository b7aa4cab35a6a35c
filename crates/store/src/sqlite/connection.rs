//! A connection that works in the caller's own thread: a point read takes a few µs, less than handing it to another one.

use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, ToSql};
use tokio::runtime::{Handle, RuntimeFlavor};

use super::BUSY_TIMEOUT;
use crate::error::{Error, Result};
use crate::sql::Value;

/// A connection to the database file.
pub(crate) struct Connection(rusqlite::Connection);

/// The cells of a row.
pub(crate) type Cells = Box<[rusqlite::types::Value]>;

impl Connection {
    pub(super) fn new(conn: rusqlite::Connection) -> Self {
        Self(conn)
    }

    /// Runs a statement and returns the number of changed rows.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        let mut statement = self.prepare(sql, values)?;
        // A statement may also answer: `returning`, some pragmas.
        if statement.column_count() > 0 {
            let mut rows = statement.raw_query();
            let mut count = 0;
            while rows.next()?.is_some() {
                count += 1;
            }
            return Ok(count);
        }
        let changed = statement.raw_execute()?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    /// Runs a statement for which another process may have to finish its own write first.
    pub(super) fn execute_patiently(&mut self, sql: &str) -> Result<()> {
        self.wait_at_most(BUSY_TIMEOUT)?;
        let done = self.execute(sql, &[]);
        self.wait_at_most(Duration::ZERO)?;
        done.map(drop)
    }

    /// The connection after its transaction, if it is in one.
    pub(super) fn out_of_transaction(self) -> Result<Self> {
        if !self.0.is_autocommit() {
            self.0.execute_batch("rollback")?;
        }
        Ok(self)
    }

    /// How long statements wait for another process to finish its write.
    pub(super) fn wait_at_most(&self, time: Duration) -> Result<()> {
        Ok(self.0.busy_timeout(time)?)
    }

    /// Runs several statements without parameters.
    pub(crate) fn execute_script(&mut self, sql: &str) -> Result<()> {
        Ok(self.0.execute_batch(sql)?)
    }

    /// Shows every row to `see`, until it fails.
    pub(crate) fn for_each(
        &mut self,
        sql: &str,
        values: &[Value],
        mut see: impl FnMut(&rusqlite::Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.prepare(sql, values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            see(row)?;
        }
        Ok(())
    }

    /// All rows.
    pub(crate) fn fetch_all(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Cells>> {
        let mut statement = self.prepare(sql, values)?;
        let width = statement.column_count();
        let mut rows = statement.raw_query();
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(cells(row, width)?);
        }
        Ok(all)
    }

    /// The first row, if any.
    pub(crate) fn fetch_optional(&mut self, sql: &str, values: &[Value]) -> Result<Option<Cells>> {
        let mut statement = self.prepare(sql, values)?;
        let width = statement.column_count();
        let mut rows = statement.raw_query();
        rows.next()?.map(|row| cells(row, width)).transpose()
    }

    /// A prepared statement with its parameters: `$3` is the third value, a bare `?` the one in its place.
    fn prepare(&self, sql: &str, values: &[Value]) -> Result<CachedStatement<'_>> {
        let mut statement = self.0.prepare_cached(sql)?;
        for index in 1..=statement.parameter_count() {
            let number = statement
                .parameter_name(index)
                .and_then(|name| name.strip_prefix('$')?.parse().ok())
                .unwrap_or(index);
            let value = values
                .get(number - 1)
                .ok_or_else(|| Error::Corrupt(format!("a statement has no value {number}")))?;
            statement.raw_bind_parameter(index, value)?;
        }
        Ok(statement)
    }
}

fn cells(row: &rusqlite::Row<'_>, width: usize) -> Result<Cells> {
    let cell = |column| {
        row.get_ref(column)?
            .try_into()
            .map_err(|_| Error::Corrupt(format!("column {column} is not UTF-8")))
    };
    (0..width).map(cell).collect()
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Self::Int(Some(number)) => ValueRef::Integer(*number),
            Self::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Self::Uuid(Some(uuid)) => ValueRef::Blob(uuid.as_bytes()),
            Self::Bool(Some(flag)) => ValueRef::Integer(i64::from(*flag)),
            Self::Bytes(Some(bytes)) => ValueRef::Blob(bytes),
            Self::Int(None)
            | Self::Text(None)
            | Self::Uuid(None)
            | Self::Bool(None)
            | Self::Bytes(None) => ValueRef::Null,
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

/// Runs what may take long (a scan, a commit that waits for the disk) without holding up the other requests of this thread.
pub(crate) fn at_length<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        // There is nobody else to hold up.
        _ => work(),
    }
}
