//! Workbooks cell by cell: one row is held at a time, beside the workbook's shared strings.

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::Path;

use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx};

use super::{RawRow, RowProblem, TabularError};
use crate::limits::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_SHARED_STRINGS_BYTES, MAX_WORKBOOK_BYTES};

type Workbook = Xlsx<BufReader<File>>;

fn broken(error: impl std::fmt::Display) -> TabularError {
    TabularError::Workbook(error.to_string())
}

/// Names of the sheets, the visible ones first.
pub(super) fn sheets(path: &Path) -> Result<Vec<String>, TabularError> {
    let workbook = open(path)?;
    let mut sheets = workbook.sheets_metadata().to_vec();
    sheets.sort_by_key(|sheet| sheet.visible != SheetVisible::Visible);
    Ok(sheets.into_iter().map(|sheet| sheet.name).collect())
}

/// Reads all rows of a sheet, the header included. Rows that are wholly absent from the sheet are
/// not visited, but counted.
pub(super) fn read(
    path: &Path,
    sheet: &str,
    mut visit: impl FnMut(RawRow) -> ControlFlow<()>,
) -> Result<(), TabularError> {
    let mut workbook = open(path)?;
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(broken)?;
    let mut current: Option<RawRow> = None;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let number = u64::from(row) + 1;
        if let Some(done) = current.take_if(|open| open.number != number)
            && visit(done).is_break()
        {
            return Ok(());
        }
        let open = current.get_or_insert_with(|| RawRow {
            number,
            cells: Vec::new(),
            problem: None,
        });
        put(open, column as usize, text_of(cell.get_value()));
    }
    if let Some(last) = current {
        let _ = visit(last);
    }
    Ok(())
}

fn put(row: &mut RawRow, column: usize, text: String) {
    if text.is_empty() {
        return;
    }
    if column >= MAX_COLUMNS {
        row.problem = Some(RowProblem::TooManyCells {
            found: column + 1,
            expected: MAX_COLUMNS,
        });
        return;
    }
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    if text.len() > MAX_CELL_BYTES {
        row.problem
            .get_or_insert(RowProblem::CellTooLong { column });
        return;
    }
    if text.contains('\0') {
        row.problem.get_or_insert(RowProblem::NulByte { column });
    }
    row.cells[column] = text;
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is_set) => is_set.to_string(),
        DataRef::DateTime(when) => iso(when),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn iso(when: &ExcelDateTime) -> String {
    if !when.is_datetime() {
        return when.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = when.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

fn open(path: &Path) -> Result<Workbook, TabularError> {
    refuse_bombs(path)?;
    calamine::open_workbook(path).map_err(|error: calamine::XlsxError| broken(error))
}

/// A few kilobytes can unpack to terabytes; the directory of the archive says so beforehand.
fn refuse_bombs(path: &Path) -> Result<(), TabularError> {
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path)?)).map_err(broken)?;
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(broken)?;
        total = total.saturating_add(part.size());
        let is_kept = part
            .name()
            .map_err(broken)?
            .to_ascii_lowercase()
            .ends_with("sharedstrings.xml");
        if is_kept && part.size() > MAX_SHARED_STRINGS_BYTES {
            let (bytes, limit) = (part.size(), MAX_SHARED_STRINGS_BYTES);
            return Err(TabularError::TooLarge { bytes, limit });
        }
    }
    if total > MAX_WORKBOOK_BYTES {
        return Err(TabularError::TooLarge {
            bytes: total,
            limit: MAX_WORKBOOK_BYTES,
        });
    }
    Ok(())
}
