//! The embedded database: one file, many readers, one writer with group commit.

mod readers;
mod writer;

use std::path::Path;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};

pub(crate) use readers::{Reader, Readers};
pub(crate) use writer::{Turn, Writer};

use crate::error::{Error, Result};
use crate::sql::{Conn, Handle};

/// The database file inside a data directory.
pub(crate) const FILE: &str = "proofline.db";

/// How long to wait for another process (a CLI import beside the server) to finish its write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Page cache of the writer, KiB.
const WRITER_CACHE_KIB: i64 = 16_384;
/// Page cache of each reader, KiB. Small: the operating system caches the file, too.
const READER_CACHE_KIB: i64 = 4_096;
/// Pages in the write-ahead log before a commit moves them into the file.
const CHECKPOINT_PAGES: u32 = 4_000;

fn options(dir: &Path, cache_kib: i64) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(dir.join(FILE))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(256)
        .pragma("cache_size", format!("-{cache_kib}"))
        .pragma("temp_store", "memory")
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES.to_string())
        .pragma("journal_size_limit", (64 * 1024 * 1024).to_string())
        .disable_statement_logging()
}

/// Opens a connection that may write. Creates the file when it is not there.
pub(crate) async fn connect(dir: &Path) -> Result<SqliteConnection> {
    std::fs::create_dir_all(dir)?;
    Ok(options(dir, WRITER_CACHE_KIB).connect().await?)
}

/// Opens a connection that can only read.
async fn connect_reader(dir: &Path) -> Result<SqliteConnection> {
    Ok(options(dir, READER_CACHE_KIB)
        .pragma("query_only", "on")
        .connect()
        .await?)
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
pub(crate) fn own(conn: SqliteConnection) -> Conn {
    Conn::new(Handle::Sqlite(Box::new(conn)))
}
