//! What the machine can do at best: a bare axum hello, a bare SQLite point read, and a durable insert by group commit, served by one process
//! in the style of the product. The product is judged as a multiple of these, measured in the same run.

use std::path::Path;
use std::str::FromStr;

use anyhow::Result;
use axum::Router;
use axum::extract::{Path as UrlPath, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, Executor as _, Row as _};
use tokio::sync::{mpsc, oneshot};

/// Rows in the table that the point read reads.
pub(crate) const ROWS: i64 = 100_000;

#[derive(Clone)]
struct Bare {
    pool: SqlitePool,
    writer: mpsc::Sender<oneshot::Sender<bool>>,
}

/// Serves the ceilings on `port` until killed.
pub(crate) async fn serve(folder: &Path, port: u16) -> Result<()> {
    let options = SqliteConnectOptions::from_str("sqlite://")?
        .filename(folder.join("ceilings.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut conn = sqlx::SqliteConnection::connect_with(&options).await?;
    conn.execute("create table row (id integer primary key, body text not null)")
        .await?;
    conn.execute(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
         insert into row select i, printf('%0200d', i) from n",
    )
    .await?;
    let (writer, queue) = mpsc::channel(1_024);
    tokio::spawn(write(conn, queue));
    let pool = SqlitePoolOptions::new()
        .max_connections(2)
        .connect_with(options)
        .await?;
    let router = Router::new()
        .route("/hello", get(async || "hello"))
        .route("/read/{id}", get(read))
        .route("/insert", post(insert))
        .with_state(Bare { pool, writer });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn read(State(bare): State<Bare>, UrlPath(id): UrlPath<i64>) -> Result<String, StatusCode> {
    let row = sqlx::query("select body from row where id = $1")
        .bind(id)
        .fetch_one(&bare.pool)
        .await;
    row.map(|row| row.get("body"))
        .map_err(|_| StatusCode::NOT_FOUND)
}

async fn insert(State(bare): State<Bare>) -> StatusCode {
    let (done, is_kept) = oneshot::channel();
    if bare.writer.send(done).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    if is_kept.await.unwrap_or(false) {
        StatusCode::OK
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// Drains the queue into one transaction, commits, and only then acknowledges.
async fn write(
    mut conn: sqlx::SqliteConnection,
    mut queue: mpsc::Receiver<oneshot::Sender<bool>>,
) -> Result<()> {
    while let Some(first) = queue.recv().await {
        conn.execute("begin immediate").await?;
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(done) = next {
            sqlx::query("insert into row (body) values ($1)")
                .bind("x".repeat(200))
                .execute(&mut conn)
                .await?;
            group.push(done);
            next = queue.try_recv().ok();
        }
        let is_kept = conn.execute("commit").await.is_ok();
        for done in group {
            let _client_left = done.send(is_kept);
        }
    }
    Ok(())
}
