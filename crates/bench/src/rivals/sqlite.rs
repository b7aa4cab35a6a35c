//! SQLite, in this process.

use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use rusqlite::{Connection, types::ValueRef};

use super::queries::{QUERIES, TABLES};
use super::{Answer, Answers};
use crate::columns::cpu_ms;

pub(super) fn ask(folder: &Path) -> Result<Option<Answers>> {
    let mut connection = Connection::open(folder.join("rival.sqlite"))?;
    connection.execute_batch(
        "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -1000000; pragma temp_store = memory;",
    )?;
    for (table, columns) in TABLES {
        let clustered = if columns.contains("(deal_id") {
            " without rowid"
        } else {
            ""
        };
        connection.execute_batch(&format!("create table {table} ({columns}){clustered}"))?;
        let width = columns.split("primary key (").next().unwrap_or(columns);
        let width = width
            .split(',')
            .filter(|column| !column.trim().is_empty())
            .count();
        let places = vec!["?"; width].join(", ");
        let transaction = connection.transaction()?;
        let mut insert = transaction.prepare(&format!("insert into {table} values ({places})"))?;
        let file = std::fs::File::open(folder.join(format!("{table}.csv")))?;
        for line in std::io::BufReader::new(file).lines() {
            let line = line?;
            let values = line
                .split(',')
                .map(|value| (!value.is_empty()).then_some(value));
            insert.execute(rusqlite::params_from_iter(values))?;
        }
        drop(insert);
        transaction.commit()?;
    }
    connection.execute_batch("analyze")?;
    let mut answers = Vec::new();
    for query in QUERIES {
        let sql = query.sql();
        rows(&connection, &sql)?;
        let (started, before) = (Instant::now(), cpu_ms());
        let rows = rows(&connection, &sql)?;
        answers.push(Answer {
            rows,
            wall_ms: started.elapsed().as_secs_f64() * 1e3,
            cpu_ms: cpu_ms() - before,
        });
    }
    Ok(Some(answers))
}

fn rows(connection: &Connection, sql: &str) -> Result<Vec<Vec<String>>> {
    let mut statement = connection.prepare(sql)?;
    let width = statement.column_count();
    let mut rows = statement.query(())?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |place| {
            Ok(match row.get_ref(place)? {
                ValueRef::Integer(whole) => whole.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Null | ValueRef::Blob(_) => "0".to_owned(),
            })
        };
        all.push((0..width).map(text).collect::<Result<_>>()?);
    }
    Ok(all)
}
