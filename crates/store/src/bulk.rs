//! Many rows in few statements.

use crate::error::Result;
use crate::sql::dialect::Dialect;
use crate::sql::{Conn, Value};

/// The most rows one statement inserts. Larger ones gain nothing and bloat the statement cache.
const ROWS: usize = 64;

/// Inserts rows of equal width.
///
/// The rows go in powers of two, so that only a handful of different statements exist and all of them stay prepared.
pub(crate) async fn insert(
    conn: &mut Conn,
    table: &str,
    columns: &str,
    rows: Vec<Vec<Value>>,
) -> Result<()> {
    insert_or(conn, table, columns, rows, "").await
}

/// Like [`insert`], with an `on conflict` clause.
pub(crate) async fn insert_or(
    conn: &mut Conn,
    table: &str,
    columns: &str,
    rows: Vec<Vec<Value>>,
    on_conflict: &str,
) -> Result<()> {
    let Some(width) = rows.first().map(Vec::len) else {
        return Ok(());
    };
    let most = ROWS
        .min(conn.dialect().max_parameters() / width.max(1))
        .max(1);
    let mut left = rows.len();
    let mut rows = rows.into_iter();
    while left > 0 {
        let count = 1 << left.min(most).ilog2();
        let sql = statement(conn.dialect(), table, columns, width, count, on_conflict);
        let values = rows.by_ref().take(count).flatten().collect();
        conn.execute(sql, values).await?;
        left -= count;
    }
    Ok(())
}

fn statement(
    dialect: Dialect,
    table: &str,
    columns: &str,
    width: usize,
    count: usize,
    on_conflict: &str,
) -> String {
    let mut sql = String::with_capacity(64 + columns.len() + count * width * 6);
    sql.push_str("insert into ");
    sql.push_str(table);
    sql.push_str(" (");
    sql.push_str(columns);
    sql.push_str(") values ");
    for row in 0..count {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..width {
            if column > 0 {
                sql.push_str(", ");
            }
            match dialect {
                // SQLite looks numbered parameters up one by one: with thousands of them that is quadratic.
                Dialect::Sqlite => sql.push('?'),
                Dialect::Postgres => {
                    sql.push('$');
                    sql.push_str(&(row * width + column + 1).to_string());
                }
            }
        }
        sql.push(')');
    }
    sql.push_str(on_conflict);
    sql
}
