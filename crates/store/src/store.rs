use std::num::NonZero;
use std::path::{Path, PathBuf};

use domain::ids::WorkspaceId;
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use tokio::sync::broadcast;

use crate::changes::{Change, Changes};
use crate::error::Result;
use crate::journal::Heads;
use crate::scope::Scope;
use crate::sql::{Conn, Handle};
use crate::sqlite::{self, Readers, Writer};
use crate::tx::{ReadTx, WriteTx};
use crate::{listen, migrate};

/// Where the data lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file in this directory, made when missing.
    Sqlite {
        /// The data directory.
        dir: PathBuf,
    },
    /// A PostgreSQL database (15 or newer).
    Postgres {
        /// `postgres://user:password@host/database`
        url: String,
    },
}

impl Backend {
    /// The embedded database in a directory.
    #[must_use]
    pub fn sqlite(dir: impl AsRef<Path>) -> Self {
        Self::Sqlite {
            dir: dir.as_ref().to_owned(),
        }
    }

    /// A PostgreSQL database by its URL.
    #[must_use]
    pub fn postgres(url: impl Into<String>) -> Self {
        Self::Postgres { url: url.into() }
    }
}

/// Connections to PostgreSQL kept by one process.
const POSTGRES_CONNECTIONS: u32 = 16;

/// The database, shared by every use case. Cloning is cheap.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    changes: Changes,
}

#[derive(Clone)]
enum Engine {
    Sqlite {
        dir: PathBuf,
        readers: Readers,
        writer: Writer,
    },
    Postgres {
        pool: PgPool,
    },
}

impl Store {
    /// Opens the database, bringing its schema up to date.
    ///
    /// # Errors
    /// When it cannot be reached, was written by a newer Proofline, or the linked SQLite is unsafe.
    pub async fn open(backend: Backend) -> Result<Self> {
        let changes = Changes::new();
        let engine = match backend {
            Backend::Sqlite { dir } => {
                let mut conn = sqlite::own(sqlite::connect(&dir)?);
                sqlite::refuse_old_library(&mut conn).await?;
                migrate::run(&mut conn).await?;
                drop(conn);
                let writer = Writer::start(sqlite::connect_writer(&dir)?, changes.clone());
                let readers = std::thread::available_parallelism()
                    .map_or(4, NonZero::get)
                    .clamp(2, 8)
                    * 2;
                Engine::Sqlite {
                    readers: Readers::new(dir.clone(), readers),
                    writer,
                    dir,
                }
            }
            Backend::Postgres { url } => {
                let options = url
                    .parse::<PgConnectOptions>()?
                    .statement_cache_capacity(256)
                    .disable_statement_logging();
                let pool = PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .test_before_acquire(false)
                    .connect_with(options)
                    .await?;
                migrate::run(&mut Conn::new(Handle::Postgres(pool.acquire().await?))).await?;
                listen::start(&pool, &changes).await?;
                Engine::Postgres { pool }
            }
        };
        Ok(Self { engine, changes })
    }

    /// Reads as one member of one workspace. Every statement sees the latest commit.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn read(&self, scope: &Scope) -> Result<ReadTx> {
        let handle = match &self.engine {
            Engine::Sqlite { readers, .. } => Handle::SqliteReader(readers.take().await?),
            Engine::Postgres { pool } => Handle::Postgres(pool.acquire().await?),
        };
        Ok(ReadTx::new(Conn::new(handle), scope.clone()))
    }

    /// Reads like [`Store::read`], but every statement sees the same moment: for reports and exports.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn snapshot(&self, scope: &Scope) -> Result<ReadTx> {
        let (handle, begin) = match &self.engine {
            Engine::Sqlite { readers, .. } => {
                (Handle::SqliteReader(readers.take().await?), "begin")
            }
            Engine::Postgres { pool } => {
                let transaction = pool.begin().await?;
                (
                    Handle::PostgresTransaction(transaction),
                    "set transaction isolation level repeatable read, read only",
                )
            }
        };
        let mut conn = Conn::new(handle);
        conn.execute(begin, vec![]).await?;
        Ok(ReadTx::new(conn, scope.clone()))
    }

    /// Opens a transaction that may write to one workspace. One writer at a time has it; drop it to undo, or
    /// [`WriteTx::commit`] it. Hold it briefly: no network, no files, no long computing.
    ///
    /// # Errors
    /// [`crate::Error::Busy`] when too many writes wait already.
    pub async fn write(&self, scope: &Scope) -> Result<WriteTx> {
        let (handle, heads) = match &self.engine {
            Engine::Sqlite { writer, .. } => {
                let mut turn = writer.turn().await?;
                let heads = std::mem::take(&mut turn.heads);
                (Handle::SqliteTurn(turn), heads)
            }
            Engine::Postgres { pool } => (
                Handle::PostgresTransaction(pool.begin().await?),
                Heads::default(),
            ),
        };
        WriteTx::open(ReadTx::new(Conn::new(handle), scope.clone()), heads).await
    }

    /// Follows committed changes of every workspace in journal order. A receiver that lags more than a few thousand
    /// changes is told so and reads the journal from its last position.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.follow()
    }

    /// `sqlite` or `postgresql`.
    #[must_use]
    pub fn dialect(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite { .. } => "sqlite",
            Engine::Postgres { .. } => "postgresql",
        }
    }

    /// The data directory of the embedded database.
    #[must_use]
    pub fn data_dir(&self) -> Option<&Path> {
        match &self.engine {
            Engine::Sqlite { dir, .. } => Some(dir),
            Engine::Postgres { .. } => None,
        }
    }

    /// Ends all connections. Writes that wait are still done; later ones are refused on PostgreSQL.
    pub async fn close(&self) {
        if let Engine::Postgres { pool } = &self.engine {
            pool.close().await;
        }
    }

    /// Runs a statement past every rule, to see whether [`Store::verify`] notices. For tests.
    ///
    /// # Errors
    /// When the database refuses.
    #[doc(hidden)]
    pub async fn sabotage(&self, sql: &'static str) -> Result<()> {
        let mut tx = self.lobby_write().await?;
        tx.conn.execute(sql, vec![]).await?;
        tx.commit().await
    }

    /// Bounds the size of the SQLite file, as a full disk would. For tests.
    ///
    /// # Errors
    /// When the database refuses.
    #[doc(hidden)]
    pub async fn limit_sqlite_pages(&self, pages: u32) -> Result<()> {
        let mut tx = self.lobby_write().await?;
        tx.conn
            .fetch_all(format!("pragma max_page_count = {pages}"), vec![])
            .await?;
        Ok(())
    }

    /// A scope-less read for what is asked before anybody is known: workspaces, sign-in, sessions.
    pub(crate) async fn lobby(&self) -> Result<ReadTx> {
        self.read(&Scope::system(WorkspaceId::from_uuid(uuid::Uuid::nil())))
            .await
    }

    /// A write that belongs to no workspace: the first-run link.
    pub(crate) async fn lobby_write(&self) -> Result<WriteTx> {
        self.write(&Scope::system(WorkspaceId::from_uuid(uuid::Uuid::nil())))
            .await
    }
}
