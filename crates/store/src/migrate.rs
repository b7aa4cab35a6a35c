//! Schema versions: embedded scripts in pairs, one for each database, applied in order and never edited once released.

use crate::error::{Error, Result};
use crate::sql::dialect::Dialect;
use crate::sql::{Conn, args};

struct Migration {
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migration {
    ($file:literal) => {
        Migration {
            sqlite: include_str!(concat!("../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../migrations/postgres/", $file)),
        }
    };
}

/// Schema number = position from 1.
const MIGRATIONS: &[Migration] = &[
    migration!("0001_foundation.sql"),
    migration!("0002_plain_journal.sql"),
];

/// Held while migrating on PostgreSQL, so that nodes starting together take turns.
const POSTGRES_BEGIN: &str = "begin; select pg_advisory_xact_lock(7305809173)";

/// Brings the schema up to date in one transaction.
pub(crate) async fn run(conn: &mut Conn) -> Result<()> {
    let dialect = conn.dialect();
    match dialect {
        Dialect::Sqlite => conn.execute_script("begin immediate").await?,
        Dialect::Postgres => conn.execute_script(POSTGRES_BEGIN).await?,
    }
    conn.execute(
        "create table if not exists schema_migration (number bigint primary key)",
        vec![],
    )
    .await?;
    let row = conn
        .fetch_one(
            "select coalesce(max(number), 0) from schema_migration",
            vec![],
        )
        .await?;
    let (found, known) = (row.int(0)?, known_schema());
    if found > known {
        return Err(Error::NewerSchema { found, known });
    }
    for (number, migration) in (1_i64..)
        .zip(MIGRATIONS)
        .skip(usize::try_from(found).unwrap_or(0))
    {
        tracing::info!(number, "migrating the database");
        let script = match dialect {
            Dialect::Sqlite => migration.sqlite,
            Dialect::Postgres => migration.postgres,
        };
        conn.execute_script(script).await?;
        conn.execute(
            "insert into schema_migration (number) values ($1)",
            args![number],
        )
        .await?;
    }
    conn.execute_script("commit").await
}

/// The newest schema this program knows.
pub(crate) fn known_schema() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}
