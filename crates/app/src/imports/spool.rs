//! The uploaded file as a file: kept in pieces in the database, so that any node can go on with an import.

use std::io::Write;
use std::path::Path;

use connect::tabular::{Row, Shape, Table, TabularError};
use domain::ids::ImportId;
use tempfile::NamedTempFile;
use tokio::sync::mpsc;

use crate::{App, Code, Ctx, Error};

/// Bytes of one piece.
pub(super) const PIECE_BYTES: usize = 512 * 1024;
/// Rows handed over at a time: one transaction's worth.
pub(super) const CHUNK_ROWS: usize = 500;
/// Chunks read ahead of the one being written.
const READ_AHEAD: usize = 2;

/// A temporary file beside the data, or where the system keeps such files.
pub(super) fn temporary(app: &App) -> Result<NamedTempFile, Error> {
    let made = match app.store().data_dir() {
        Some(dir) => NamedTempFile::with_prefix_in(".import-", dir),
        None => NamedTempFile::with_prefix("proofline-import-"),
    };
    made.map_err(|error| io(&error))
}

/// The uploaded file, put together from its pieces.
pub(super) async fn assemble(ctx: &Ctx, id: ImportId, pieces: i64) -> Result<NamedTempFile, Error> {
    let mut file = temporary(&ctx.app)?;
    for position in 0..pieces {
        let piece = ctx.read().await?.import_chunk(id, position).await?;
        let piece = piece.ok_or_else(|| {
            Error::from(Code::FileInvalid).with_detail(
                "업로드가 끝나지 않은 파일입니다.",
                "The upload was never finished.",
            )
        })?;
        file.write_all(&piece).map_err(|error| io(&error))?;
    }
    file.flush().map_err(|error| io(&error))?;
    Ok(file)
}

/// Streams rows behind `last_row` in chunks from a thread of its own. The stream ends early when nobody listens.
pub(super) fn stream(
    path: &Path,
    shape: Shape,
    last_row: u64,
) -> mpsc::Receiver<Result<Vec<Row>, TabularError>> {
    let (send, receive) = mpsc::channel(READ_AHEAD);
    let table = Table::reopen(path, shape);
    tokio::task::spawn_blocking(move || {
        let mut chunk = Vec::with_capacity(CHUNK_ROWS);
        let outcome = table.for_each_row(|row| {
            if row.number > last_row {
                chunk.push(row);
            }
            if chunk.len() < CHUNK_ROWS {
                return std::ops::ControlFlow::Continue(());
            }
            match send.blocking_send(Ok(std::mem::replace(
                &mut chunk,
                Vec::with_capacity(CHUNK_ROWS),
            ))) {
                Ok(()) => std::ops::ControlFlow::Continue(()),
                Err(_) => std::ops::ControlFlow::Break(()),
            }
        });
        let rest = match outcome {
            Ok(()) if chunk.is_empty() => return,
            Ok(()) => Ok(chunk),
            Err(error) => {
                if !chunk.is_empty() && send.blocking_send(Ok(chunk)).is_err() {
                    return;
                }
                Err(error)
            }
        };
        // Nobody listening any more is no fault here.
        let _unheard = send.blocking_send(rest);
    });
    receive
}

/// What a table's refusal is to whoever uploaded it.
pub(super) fn refused(error: &TabularError) -> Error {
    if let TabularError::Io(error) = error {
        return io(error);
    }
    let ko = match error {
        TabularError::Empty => "파일에 행이 없습니다.".to_owned(),
        TabularError::Binary { .. } => "텍스트 표가 아닌 바이너리 파일입니다.".to_owned(),
        TabularError::Workbook(_) => "엑셀 파일을 읽을 수 없습니다.".to_owned(),
        TabularError::UnknownSheet { sheet, .. } => format!("‘{sheet}’ 시트가 없습니다."),
        TabularError::TooManyColumns { row, limit } => {
            format!("{row}번째 행의 열이 {limit}개를 넘습니다.")
        }
        TabularError::TooLarge { .. } => "파일이 너무 큽니다.".to_owned(),
        TabularError::UnclosedQuote { row, line } => {
            format!("{row}번째 행({line}번째 줄)에서 연 따옴표가 닫히지 않았습니다.")
        }
        _ => "파일을 읽을 수 없습니다.".to_owned(),
    };
    Error::from(Code::FileInvalid).with_detail(ko, format!("{error}."))
}

pub(super) fn io(error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Code::StorageFull.into();
    }
    Error::internal(error.to_string())
}
