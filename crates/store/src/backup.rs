//! Backups: one portable archive that either database writes and either reads back.
//!
//! An archive is gzipped JSON lines: a header, then for each table a line with its columns and one line per row, then the
//! number of rows. Cells are null, whole numbers (booleans are 0 and 1), text, or `{"x": "…"}` for bytes and ids in hex.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::bulk;
use crate::error::{Error, Result};
use crate::facts;
use crate::migrate;
use crate::scope::Scope;
use crate::sql::dialect::CellKind;
use crate::sql::{Conn, Value, View};
use crate::store::Store;

/// Every table, what is pointed to first.
const TABLES: &[&str] = &[
    "workspace",
    "journal_head",
    "journal",
    "field_change",
    "team",
    "user_account",
    "user_visibility",
    "session",
    "api_token",
    "setup_link",
    "account",
    "contact",
    "product",
    "fx_rate",
    "deal",
    "stage_total",
    "stage_visit",
    "evidence",
    "waiver",
    "activity",
    "quota",
    "forecast_submission",
    "review",
    "review_note",
    "playbook_version",
    "idempotency",
    "import_run",
    "import_chunk",
    "import_row",
    "import_rejection",
];

/// The archive's layout.
const FORMAT: i64 = 1;

/// Rows written back by one statement's worth of work.
const BATCH: usize = 256;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// First: what this is.
    Proofline { format: i64, schema: i64 },
    /// The rows that follow belong to this table.
    Table { name: String, columns: Vec<String> },
    /// Last: how many rows there were, so that a cut-off archive is noticed.
    End { rows: i64 },
    /// A row.
    #[serde(untagged)]
    Row(Vec<Json>),
}

impl Store {
    /// Writes everything, as it is at one moment, to a new file. Returns the number of rows.
    ///
    /// # Errors
    /// When the file exists or cannot be written, or the database fails.
    pub async fn backup(&self, file: &Path) -> Result<i64> {
        let mut tx = self
            .snapshot(&Scope::system(uuid::Uuid::nil().into()))
            .await?;
        let mut archive =
            GzEncoder::new(BufWriter::new(File::create_new(file)?), Compression::fast());
        write_line(
            &mut archive,
            &Line::Proofline {
                format: FORMAT,
                schema: migrate::known_schema(),
            },
        )?;
        let mut rows = 0;
        for table in TABLES {
            rows += write_table(&mut tx.conn, table, &mut archive).await?;
        }
        write_line(&mut archive, &Line::End { rows })?;
        let file = archive
            .finish()?
            .into_inner()
            .map_err(|error| error.into_error())?;
        file.sync_all()?;
        Ok(rows)
    }

    /// Fills an empty database from an archive, all or nothing. Returns the number of rows.
    ///
    /// # Errors
    /// [`Error::Restore`] when the database is not empty, the file is no archive, is cut off, or of a newer Proofline.
    pub async fn restore(&self, file: &Path) -> Result<i64> {
        let archive = BufReader::new(GzDecoder::new(BufReader::new(File::open(file)?)));
        if !self.workspaces().await?.is_empty() {
            return Err(Error::Restore("the database is not empty".to_owned()));
        }
        let mut tx = self.lobby_write().await?;
        let mut restoring = Restoring {
            schema: 0,
            rows: 0,
            table: None,
            batch: Vec::new(),
        };
        let mut has_ended = false;
        for (number, line) in archive.lines().enumerate() {
            let line =
                line.map_err(|error| Error::Restore(format!("line {}: {error}", number + 1)))?;
            let line = serde_json::from_str(&line)
                .map_err(|_| Error::Restore(format!("line {} is not of an archive", number + 1)))?;
            has_ended = restoring.take(&mut tx.conn, number, line).await?;
        }
        if !has_ended {
            return Err(Error::Restore("the archive is cut off".to_owned()));
        }
        if !migrate::has_field_changes(restoring.schema) {
            facts::rebuild(&mut tx.conn).await?;
        }
        tx.commit().await?;
        Ok(restoring.rows)
    }
}

fn write_line(archive: &mut impl Write, line: &Line) -> Result<()> {
    serde_json::to_writer(&mut *archive, line).map_err(std::io::Error::from)?;
    archive.write_all(b"\n")?;
    Ok(())
}

async fn write_table(
    conn: &mut Conn,
    table: &str,
    archive: &mut (impl Write + Send),
) -> Result<i64> {
    let columns = conn.columns(table).await?;
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let sql = format!("select {} from {table}", names.join(", "));
    write_line(
        archive,
        &Line::Table {
            name: table.to_owned(),
            columns: names,
        },
    )?;
    let mut count = 0;
    let write = |row: View<'_>| {
        let cells = columns
            .iter()
            .enumerate()
            .map(|(column, (_, kind))| cell(&row, column, *kind));
        count += 1;
        write_line(archive, &Line::Row(cells.collect::<Result<_>>()?))
    };
    conn.for_each(sql, vec![], write).await?;
    Ok(count)
}

fn cell(row: &View<'_>, column: usize, kind: CellKind) -> Result<Json> {
    let bytes = |bytes: &[u8]| json!({ "x": hex(bytes) });
    Ok(match kind {
        CellKind::Int => row.opt_int(column)?.map_or(Json::Null, Json::from),
        CellKind::Text => row.opt_text(column)?.map_or(Json::Null, Json::from),
        CellKind::Bool => row
            .opt_bool(column)?
            .map_or(Json::Null, |flag| Json::from(i64::from(flag))),
        CellKind::Uuid => row
            .opt_uuid(column)?
            .map_or(Json::Null, |uuid| bytes(uuid.as_bytes())),
        CellKind::Bytes => row.opt_bytes(column)?.map_or(Json::Null, bytes),
    })
}

/// An archive being read back.
struct Restoring {
    schema: i64,
    rows: i64,
    table: Option<Target>,
    batch: Vec<Vec<Value>>,
}

struct Target {
    name: String,
    columns: String,
    kinds: Vec<CellKind>,
}

impl Restoring {
    /// Takes the next line. True when it was the last.
    async fn take(&mut self, conn: &mut Conn, number: usize, line: Line) -> Result<bool> {
        match (number, line) {
            (
                0,
                Line::Proofline {
                    format: FORMAT,
                    schema,
                },
            ) if schema <= migrate::known_schema() => {
                self.schema = schema;
                Ok(false)
            }
            (0, Line::Proofline { .. }) => Err(Error::Restore(
                "the archive is of a newer Proofline".to_owned(),
            )),
            (0, _) => Err(Error::Restore("the file is not an archive".to_owned())),
            (_, Line::Table { name, columns }) => {
                self.write(conn).await?;
                self.table = Some(target(conn, name, columns).await?);
                Ok(false)
            }
            (_, Line::Row(cells)) => {
                let values = self.table.as_ref().and_then(|table| table.values(&cells));
                self.batch.push(
                    values.ok_or_else(|| {
                        Error::Restore(format!("line {} does not fit", number + 1))
                    })?,
                );
                self.rows += 1;
                if self.batch.len() == BATCH {
                    self.write(conn).await?;
                }
                Ok(false)
            }
            (_, Line::End { rows }) => {
                self.write(conn).await?;
                if rows == self.rows {
                    Ok(true)
                } else {
                    Err(Error::Restore("rows are missing".to_owned()))
                }
            }
            (_, Line::Proofline { .. }) => {
                Err(Error::Restore("the archive starts twice".to_owned()))
            }
        }
    }

    async fn write(&mut self, conn: &mut Conn) -> Result<()> {
        let rows = std::mem::take(&mut self.batch);
        match &self.table {
            Some(table) => bulk::insert(conn, &table.name, &table.columns, rows).await,
            None => Ok(()),
        }
    }
}

/// The table to fill, if this program knows it and its columns: names come from a file and end up in SQL.
async fn target(conn: &mut Conn, name: String, columns: Vec<String>) -> Result<Target> {
    let unknown = || Error::Restore(format!("unknown table or columns: {name}"));
    if !TABLES.contains(&name.as_str()) {
        return Err(unknown());
    }
    let known = conn.columns(&name).await?;
    let kind = |column: &String| {
        known
            .iter()
            .find(|(name, _)| name == column)
            .map(|(_, kind)| *kind)
    };
    let kinds = columns
        .iter()
        .map(kind)
        .collect::<Option<Vec<_>>>()
        .ok_or_else(unknown)?;
    Ok(Target {
        columns: columns.join(", "),
        kinds,
        name,
    })
}

impl Target {
    fn values(&self, cells: &[Json]) -> Option<Vec<Value>> {
        let fits = cells.len() == self.kinds.len();
        fits.then(|| {
            cells
                .iter()
                .zip(&self.kinds)
                .map(|(cell, kind)| value(cell, *kind))
                .collect()
        })
        .flatten()
    }
}

fn value(cell: &Json, kind: CellKind) -> Option<Value> {
    Some(match (kind, cell) {
        (CellKind::Int, Json::Null) => Value::Int(None),
        (CellKind::Int, number) => Value::from(number.as_i64()?),
        (CellKind::Bool, Json::Null) => Value::Bool(None),
        (CellKind::Bool, number) => Value::from(number.as_i64()? != 0),
        (CellKind::Text, Json::Null) => Value::Text(None),
        (CellKind::Text, text) => Value::from(text.as_str()?),
        (CellKind::Uuid, Json::Null) => Value::Uuid(None),
        (CellKind::Uuid, bytes) => Value::from(uuid::Uuid::from_slice(&unhex(bytes)?).ok()?),
        (CellKind::Bytes, Json::Null) => Value::Bytes(None),
        (CellKind::Bytes, bytes) => Value::from(unhex(bytes)?),
    })
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn unhex(cell: &Json) -> Option<Vec<u8>> {
    let digits = cell.get("x")?.as_str()?.as_bytes();
    let (pairs, rest) = digits.as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    rest.is_empty()
        .then(|| pairs.iter().map(byte).collect())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Backend;

    #[tokio::test]
    async fn an_archive_has_every_table() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(Backend::sqlite(dir.path())).await.unwrap();
        let sql = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'schema_migration'";
        let rows = store
            .lobby()
            .await
            .unwrap()
            .conn
            .fetch_all(sql, vec![])
            .await
            .unwrap();
        let mut tables: Vec<_> = rows.iter().map(|row| row.text(0).unwrap()).collect();
        let mut archived = TABLES.to_vec();
        tables.sort_unstable();
        archived.sort_unstable();
        assert_eq!(archived, tables);
    }
}
