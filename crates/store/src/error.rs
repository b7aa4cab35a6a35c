//! What can go wrong between a use case and its database.

use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE, SQLITE_IOERR_SHMSIZE};

/// A refusal or failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The object does not exist, or this scope may not know that it does.
    #[error("{kind} {id} not found")]
    NotFound {
        /// The table's name, for example `deal`.
        kind: &'static str,
        /// The key that was asked for.
        id: String,
    },
    /// The object was changed since it was read.
    #[error("{kind} was changed by someone else; its version is now {current}")]
    Conflict {
        /// The table's name.
        kind: &'static str,
        /// The version that is stored now.
        current: i64,
    },
    /// Another row already has this unique value.
    #[error("a row with the same unique value exists ({constraint})")]
    Duplicate {
        /// The name (PostgreSQL) or columns (SQLite) of the violated constraint.
        constraint: String,
    },
    /// Too many writes are waiting; try again shortly.
    #[error("too many writes are waiting")]
    Busy,
    /// The disk, or the database's quota, is full. Nothing of the write was kept.
    #[error("the storage is full; nothing was written")]
    StorageFull,
    /// The database cannot be reached or was shut down.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A statement failed earlier in this transaction, so it can only be dropped.
    #[error("the transaction already failed and was rolled back")]
    Failed,
    /// The cursor was not made by this list, or is damaged.
    #[error("the cursor does not belong to this list")]
    BadCursor,
    /// The list cannot be sorted by that field.
    #[error("cannot sort by {0:?}")]
    BadSort(String),
    /// The filter names a field that this list does not have, or compares it with something else.
    #[error("cannot filter: {0}")]
    BadFilter(String),
    /// The database was written by a newer Proofline.
    #[error("the database has schema {found}, this program knows {known}; use a newer Proofline")]
    NewerSchema {
        /// Schema number found.
        found: i64,
        /// Newest schema number this program knows.
        known: i64,
    },
    /// The linked SQLite has a known corruption bug.
    #[error("SQLite {0} is too old; 3.51.3 or newer is needed")]
    OldSqlite(String),
    /// A stored row does not have the shape the program expects.
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
    /// The archive to restore is not one, or the database is not empty.
    #[error("cannot restore: {0}")]
    Restore(String),
    /// A file could not be read or written.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    /// Anything else the database says.
    #[error("database: {0}")]
    Database(Box<dyn std::error::Error + Send + Sync>),
}

/// Shorthand for this crate's results.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error() else {
            return Self::Database(Box::new(error));
        };
        match failure.code {
            ErrorCode::DiskFull => Self::StorageFull,
            // No room for the write-ahead log's index.
            _ if failure.extended_code == SQLITE_IOERR_SHMSIZE => Self::StorageFull,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => {
                Self::Unavailable(error.to_string())
            }
            ErrorCode::ConstraintViolation if is_unique_violation(failure.extended_code) => {
                Self::Duplicate {
                    constraint: error.to_string(),
                }
            }
            _ => Self::Database(Box::new(error)),
        }
    }
}

fn is_unique_violation(extended_code: i32) -> bool {
    matches!(
        extended_code,
        SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY
    )
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                if database
                    .code()
                    .is_some_and(|code| code == POSTGRES_DISK_FULL)
                {
                    return Self::StorageFull;
                }
                if database.is_unique_violation() {
                    let constraint = database
                        .constraint()
                        .map_or_else(|| database.message().to_owned(), str::to_owned);
                    return Self::Duplicate { constraint };
                }
            }
            sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => {
                return Self::StorageFull;
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                return Self::Unavailable(error.to_string());
            }
            sqlx::Error::PoolTimedOut => return Self::Busy,
            _ => {}
        }
        Self::Database(Box::new(error))
    }
}

/// PostgreSQL's code for `disk_full`.
const POSTGRES_DISK_FULL: &str = "53100";
