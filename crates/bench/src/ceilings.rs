//! What the machine can do at best: a bare axum hello, a bare SQLite point read, and a durable insert by group commit, served by one process
//! in the style of the product. The product is judged as a multiple of these, measured in the same run.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::extract::{Path as UrlPath, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

/// Rows in the table that the point read reads.
pub(crate) const ROWS: i64 = 100_000;

#[derive(Clone)]
struct Bare {
    file: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    writer: mpsc::Sender<oneshot::Sender<bool>>,
}

/// Serves the ceilings on `port` until killed.
pub(crate) async fn serve(folder: &Path, port: u16) -> Result<()> {
    let file = folder.join("ceilings.db");
    let conn = open(&file)?;
    conn.execute_batch(
        "create table row (id integer primary key, body text not null);
         with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
         insert into row select i, printf('%0200d', i) from n",
    )?;
    let (writer, queue) = mpsc::channel(1_024);
    std::thread::spawn(move || write(&conn, queue));
    let router = Router::new()
        .route("/hello", get(async || "hello"))
        .route("/read/{id}", get(read))
        .route("/insert", post(insert))
        .with_state(Bare {
            file,
            idle: Arc::default(),
            writer,
        });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open(file)?;
    conn.execute_batch("pragma journal_mode = wal; pragma synchronous = full")?;
    Ok(conn)
}

async fn read(State(bare): State<Bare>, UrlPath(id): UrlPath<i64>) -> Result<String, StatusCode> {
    let idle = || bare.idle.lock().unwrap_or_else(PoisonError::into_inner);
    let conn = idle().pop();
    let conn = match conn {
        Some(conn) => conn,
        None => open(&bare.file).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?,
    };
    let body = conn
        .prepare_cached("select body from row where id = ?1")
        .and_then(|mut statement| statement.query_row([id], |row| row.get(0)));
    idle().push(conn);
    body.map_err(|_| StatusCode::NOT_FOUND)
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
fn write(conn: &Connection, mut queue: mpsc::Receiver<oneshot::Sender<bool>>) -> Result<()> {
    while let Some(first) = queue.blocking_recv() {
        conn.execute_batch("begin immediate")?;
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(done) = next {
            conn.prepare_cached("insert into row (body) values (?1)")?
                .execute(["x".repeat(200)])?;
            group.push(done);
            next = queue.try_recv().ok();
        }
        let is_kept = conn.execute_batch("commit").is_ok();
        for done in group {
            let _client_left = done.send(is_kept);
        }
    }
    Ok(())
}
