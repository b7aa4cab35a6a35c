//! Databases of a PostgreSQL cluster, for tests and for whoever sets a server up.

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use crate::error::Result;

/// Creates a database and returns its URL. The name may have letters, digits and underscores.
///
/// # Errors
/// When the cluster cannot be reached or refuses.
pub async fn create_database(cluster_url: &str, name: &str) -> Result<String> {
    let options: PgConnectOptions = cluster_url.parse()?;
    run(&options, format!("create database {}", quoted(name))).await?;
    Ok(options.database(name).to_url_lossy().to_string())
}

/// Removes a database by its URL, whoever is still connected to it.
///
/// # Errors
/// When the cluster cannot be reached or refuses.
pub async fn drop_database(cluster_url: &str, url: &str) -> Result<()> {
    let options: PgConnectOptions = url.parse()?;
    let name = options.get_database().unwrap_or_default().to_owned();
    run(
        &cluster_url.parse()?,
        format!("drop database if exists {} with (force)", quoted(&name)),
    )
    .await
}

async fn run(options: &PgConnectOptions, sql: String) -> Result<()> {
    let mut conn = PgConnection::connect_with(options).await?;
    conn.execute(AssertSqlSafe(sql)).await?;
    conn.close().await?;
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
