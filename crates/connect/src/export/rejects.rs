//! The error file of an import: the rows that were not taken, ready to be corrected and sent again.

use std::io::Write;

use super::{CsvWriter, ExportError};

/// Names of the columns added behind the original ones.
const ADDED: [&str; 3] = ["import_row", "import_column", "import_reason"];

/// One row that was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Its number in the file, as a spreadsheet counts.
    pub row: u64,
    /// The column at fault, when one is.
    pub column: Option<String>,
    /// Why, in the reader's language.
    pub reason: String,
    /// The cells as they were.
    pub cells: Vec<String>,
}

/// Writes the error file as it goes.
#[derive(Debug)]
pub struct RejectWriter<W: Write> {
    csv: CsvWriter<W>,
    width: usize,
}

impl<W: Write> RejectWriter<W> {
    /// Starts the file with the original header and the added columns.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn start(out: W, columns: &[String]) -> Result<Self, ExportError> {
        let mut csv = CsvWriter::start(out, true)?;
        csv.row(columns.iter().map(String::as_str).chain(ADDED))?;
        Ok(Self {
            csv,
            width: columns.len(),
        })
    }

    /// Goes on with a file that was started elsewhere.
    pub fn go_on(out: W, columns: &[String]) -> Self {
        Self {
            csv: CsvWriter::go_on(out),
            width: columns.len(),
        }
    }

    /// Adds a row. A row with more cells than the header keeps them behind the added columns.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn add(&mut self, rejection: &Rejection) -> Result<(), ExportError> {
        let number = rejection.row.to_string();
        let column = rejection.column.as_deref().unwrap_or_default();
        let cell = |index: usize| rejection.cells.get(index).map_or("", String::as_str);
        let row = (0..self.width)
            .map(cell)
            .chain([number.as_str(), column, rejection.reason.as_str()])
            .chain(rejection.cells.iter().skip(self.width).map(String::as_str));
        self.csv.row(row)
    }

    /// Flushes and gives the target back.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn finish(self) -> Result<W, ExportError> {
        self.csv.finish()
    }
}
