//! Schema versions: embedded scripts in pairs, one for each database, applied in order and never edited once released.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::facts;
use crate::sql::dialect::Dialect;
use crate::sql::{Conn, args};

struct Migration {
    sqlite: &'static str,
    postgres: &'static str,
    fills_field_changes: bool,
}

macro_rules! migration {
    ($file:literal) => {
        migration!($file, fills_field_changes: false)
    };
    ($file:literal, fills_field_changes: $fills:literal) => {
        Migration {
            sqlite: include_str!(concat!("../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../migrations/postgres/", $file)),
            fills_field_changes: $fills,
        }
    };
}

/// Schema number = position from 1.
const MIGRATIONS: &[Migration] = &[
    migration!("0001_foundation.sql"),
    migration!("0002_plain_journal.sql"),
    migration!("0003_facts.sql", fills_field_changes: true),
    migration!("0004_forecast.sql"),
    migration!("0005_review.sql"),
    migration!("0006_judgements.sql"),
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
    let applied = conn
        .fetch_few("select number from schema_migration", vec![])
        .await?;
    let applied: BTreeSet<i64> = applied
        .iter()
        .map(|row| row.int(0))
        .collect::<Result<_>>()?;
    let known = known_schema();
    if let Some(&found) = applied.last().filter(|found| **found > known) {
        return Err(Error::NewerSchema { found, known });
    }
    for (number, migration) in (1_i64..).zip(MIGRATIONS) {
        if applied.contains(&number) {
            continue;
        }
        tracing::info!(number, "migrating the database");
        let script = match dialect {
            Dialect::Sqlite => migration.sqlite,
            Dialect::Postgres => migration.postgres,
        };
        conn.execute_script(script).await?;
        if migration.fills_field_changes {
            facts::rebuild(conn).await?;
        }
        conn.execute(
            "insert into schema_migration (number) values ($1)",
            args![number],
        )
        .await?;
    }
    conn.execute_script("commit").await
}

/// Whether a database of this schema keeps field changes.
pub(crate) fn has_field_changes(schema: i64) -> bool {
    let migrations = (1_i64..).zip(MIGRATIONS);
    migrations
        .take_while(|(number, _)| *number <= schema)
        .any(|(_, migration)| migration.fills_field_changes)
}

/// The newest schema this program knows.
pub(crate) fn known_schema() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}
