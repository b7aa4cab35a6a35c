//! The embedded database: one file, many readers, one writer with group commit.

mod connection;
mod readers;
mod writer;

use std::path::Path;
use std::time::Duration;

pub(crate) use connection::{Cells, Connection, at_length};
pub(crate) use readers::{Reader, Readers};
pub(crate) use writer::{Turn, Writer};

use crate::error::{Error, Result};
use crate::sql::{Conn, Handle};

/// The database file inside a data directory.
pub(crate) const FILE: &str = "proofline.db";

/// How long to wait for another process (a CLI import beside the server) to finish its write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Page cache of the writer, KiB.
const WRITER_CACHE_KIB: i64 = 65_536;
/// Page cache of each reader, KiB. Small: the operating system caches the file, too.
const READER_CACHE_KIB: i64 = 4_096;
/// Pages in the write-ahead log before a commit moves them into the file.
const CHECKPOINT_PAGES: u32 = 16_000;
/// What an emptied write-ahead log may keep on disk.
const JOURNAL_BYTES: u32 = 64 * 1024 * 1024;

/// Statements each connection keeps prepared.
const STATEMENTS: usize = 256;

fn open(dir: &Path, cache_kib: i64) -> Result<Connection> {
    let conn = rusqlite::Connection::open(dir.join(FILE))?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.execute_batch(&format!(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory;
         pragma cache_size = -{cache_kib}; pragma wal_autocheckpoint = {CHECKPOINT_PAGES};
         pragma journal_size_limit = {JOURNAL_BYTES};"
    ))?;
    Ok(Connection::new(conn))
}

/// Opens a connection that may write. Creates the file when it is not there.
pub(crate) fn connect(dir: &Path) -> Result<Connection> {
    std::fs::create_dir_all(dir)?;
    open(dir, WRITER_CACHE_KIB)
}

/// Opens the connection of the [`Writer`], which itself says when it has time to wait for other processes.
pub(crate) fn connect_writer(dir: &Path) -> Result<Connection> {
    let conn = connect(dir)?;
    conn.wait_at_most(Duration::ZERO)?;
    Ok(conn)
}

/// Opens a connection that can only read.
fn connect_reader(dir: &Path) -> Result<Connection> {
    let mut conn = open(dir, READER_CACHE_KIB)?;
    conn.execute_script("pragma query_only = on")?;
    Ok(conn)
}

/// Refuses a SQLite with the write-ahead-log corruption fixed in 3.51.3.
pub(crate) async fn refuse_old_library(conn: &mut Conn) -> Result<()> {
    let row = conn.fetch_one("select sqlite_version()", vec![]).await?;
    let version = row.text(0)?;
    let mut numbers = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let parsed = [(); 3].map(|()| numbers.next().unwrap_or(0));
    if parsed < [3, 51, 3] {
        return Err(Error::OldSqlite(version.to_owned()));
    }
    Ok(())
}

/// Wraps a connection that nobody gets back.
pub(crate) fn own(conn: Connection) -> Conn {
    Conn::new(Handle::Sqlite(Box::new(conn)))
}
