//! Workbooks written row by row to a temporary file.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::ExportError;

/// Characters one cell of a workbook holds; longer text is cut.
const MAX_CELL_CHARACTERS: usize = 32_767;

/// Writes one sheet of text cells. Text cells are never run as formulas, so nothing is guarded.
///
/// # Errors
/// [`ExportError`] when the rows are too many for a sheet or the target cannot be written.
pub fn write_xlsx<W: Write + Seek + Send>(
    out: W,
    sheet: &str,
    columns: &[String],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<(), ExportError> {
    let broken = |error: XlsxError| ExportError::Workbook(error.to_string());
    let mut workbook = Workbook::new();
    let page = workbook
        .add_worksheet_with_constant_memory()
        .map_err(broken)?;
    page.set_name(sheet).map_err(broken)?;
    page.set_freeze_panes(1, 0).map_err(broken)?;
    let bold = Format::new().set_bold();
    for (index, name) in (0_u16..).zip(columns) {
        page.write_string_with_format(0, index, clip(name), &bold)
            .map_err(broken)?;
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (index, cell) in (0_u16..).zip(&cells) {
            if !cell.is_empty() {
                page.write_string(row, index, clip(cell)).map_err(broken)?;
            }
        }
    }
    workbook.save_to_writer(out).map_err(broken)
}

fn clip(text: &str) -> &str {
    match text.char_indices().nth(MAX_CELL_CHARACTERS) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
