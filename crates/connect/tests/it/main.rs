//! Files of every kind, read back.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod export;
mod hostile;
mod mapping;
mod round_trip;
mod shape;

use std::ops::ControlFlow;

use connect::tabular::{ReadOptions, Row, Table, TabularError};
use tempfile::TempDir;

pub(crate) struct File {
    _folder: TempDir,
    pub(crate) path: std::path::PathBuf,
}

pub(crate) fn file(bytes: &[u8]) -> File {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("table");
    std::fs::write(&path, bytes).unwrap();
    File {
        _folder: folder,
        path,
    }
}

pub(crate) fn open(bytes: &[u8]) -> Result<(File, Table), TabularError> {
    let file = file(bytes);
    let table = Table::open(&file.path, &ReadOptions::default())?;
    Ok((file, table))
}

pub(crate) fn rows(table: &Table) -> Vec<Row> {
    let mut rows = Vec::new();
    table
        .for_each_row(|row| {
            rows.push(row);
            ControlFlow::Continue(())
        })
        .unwrap();
    rows
}
