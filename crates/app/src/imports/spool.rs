//! The uploaded file as a file: kept in pieces in the database, so that any node can go on with an import.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::time::Duration;

use connect::tabular::{Row, Shape, Table, TabularError};
use domain::ids::ImportId;
use tempfile::NamedTempFile;
use tokio::sync::mpsc;

use crate::{App, Code, Ctx, Error, limits};

/// Bytes of one piece.
pub(super) const PIECE_BYTES: usize = 512 * 1024;
/// Rows handed over at a time: one transaction's worth.
pub(super) const CHUNK_ROWS: usize = 500;
/// Chunks read ahead of the one being written.
const READ_AHEAD: usize = 2;

/// How the names of temporary files begin.
const TEMPORARY: &str = ".proofline-import-";
/// A file this young may not be locked yet by whoever makes it.
const YOUNG: Duration = Duration::from_secs(60);

/// A temporary file beside the data, or where the system keeps such files. It is locked for as long as it is in use,
/// so that what a killed process left behind can be told from what another one works on.
pub(super) fn temporary(app: &App) -> Result<NamedTempFile, Error> {
    let system = std::env::temp_dir();
    let dir = app.store().data_dir().unwrap_or(&system);
    sweep(dir);
    let made = NamedTempFile::with_prefix_in(TEMPORARY, dir).map_err(|error| io(&error))?;
    // Where files cannot be locked, leftovers cannot be told apart and stay.
    let _unlockable = made.as_file().try_lock();
    Ok(made)
}

/// Removes what killed processes left behind. Whatever cannot be looked at stays.
fn sweep(dir: &Path) {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| is_temporary(&entry.file_name())) {
        let is_old = entry
            .metadata()
            .and_then(|metadata| metadata.modified())
            .is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age > YOUNG));
        let path = entry.path();
        if is_old && File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            // Somebody else may have been quicker.
            let _gone = fs::remove_file(path);
        }
    }
}

fn is_temporary(name: &OsStr) -> bool {
    name.to_str()
        .is_some_and(|name| name.starts_with(TEMPORARY))
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
        TabularError::Binary { .. } => {
            "텍스트 표가 아닌 바이너리 파일입니다. CSV나 .xlsx로 저장해 주세요.".to_owned()
        }
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
    let mut en = format!("{error}.");
    if let Some(first) = en.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Error::from(Code::FileInvalid).with_detail(ko, en)
}

pub(super) fn io(error: &std::io::Error) -> Error {
    match error.kind() {
        // A quota and a limit on the size of files are a full disk to whoever has one.
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Code::StorageFull.into()
        }
        _ => Error::internal(error.to_string()),
    }
}

/// The file is larger than one import takes.
pub(super) fn too_large() -> Error {
    let limit = limits::IMPORT_FILE_BYTES >> 20;
    Error::from(Code::TooLarge).with_detail(
        format!("가져올 파일은 {limit} MiB를 넘을 수 없습니다."),
        format!("A file to import has at most {limit} MiB."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_killed_processes_left_behind_is_swept_and_what_is_in_use_stays() {
        let dir = tempfile::tempdir().unwrap();
        let long_ago = std::time::SystemTime::now() - 2 * YOUNG;
        let make = |name: &str| {
            let file = File::create_new(dir.path().join(name)).unwrap();
            file.set_modified(long_ago).unwrap();
            file
        };
        let in_use = make(".proofline-import-in-use");
        in_use.lock().unwrap();
        drop(make(".proofline-import-left"));
        drop(make("proofline.db"));
        File::create_new(dir.path().join(".proofline-import-new")).unwrap();
        sweep(dir.path());
        let mut names: Vec<_> = fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(
            names,
            [
                ".proofline-import-in-use",
                ".proofline-import-new",
                "proofline.db"
            ]
        );
    }
}
