//! Comma-separated UTF-8 with a byte order mark, because spreadsheets otherwise misread Korean.

use std::io::Write;

use super::{ExportError, guard};

/// Writes guarded rows one by one.
#[derive(Debug)]
pub struct CsvWriter<W: Write> {
    out: W,
    line: String,
}

impl<W: Write> CsvWriter<W> {
    /// Starts a file; `with_mark` puts the byte order mark first.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn start(mut out: W, with_mark: bool) -> Result<Self, ExportError> {
        if with_mark {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        Ok(Self {
            out,
            line: String::new(),
        })
    }

    /// Goes on with a file that was started elsewhere.
    pub fn go_on(out: W) -> Self {
        Self {
            out,
            line: String::new(),
        }
    }

    /// Writes one row.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn row<S: AsRef<str>>(
        &mut self,
        cells: impl IntoIterator<Item = S>,
    ) -> Result<(), ExportError> {
        self.line.clear();
        let mut count = 0;
        for cell in cells {
            if count > 0 {
                self.line.push(',');
            }
            count += 1;
            self.cell(&guard(cell.as_ref()));
        }
        // A single empty cell would read back as a blank line.
        if count == 1 && self.line.is_empty() {
            self.line.push_str("\"\"");
        }
        self.line.push_str("\r\n");
        self.out.write_all(self.line.as_bytes())?;
        Ok(())
    }

    fn cell(&mut self, cell: &str) {
        let needs_quotes = cell.contains([',', '"', '\n', '\r', ';', '\t', '|'])
            || cell.starts_with(' ')
            || cell.ends_with(' ');
        if !needs_quotes {
            self.line.push_str(cell);
            return;
        }
        self.line.push('"');
        for (index, part) in cell.split('"').enumerate() {
            if index > 0 {
                self.line.push_str("\"\"");
            }
            self.line.push_str(part);
        }
        self.line.push('"');
    }

    /// Flushes and gives the target back.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn finish(mut self) -> Result<W, ExportError> {
        self.out.flush()?;
        Ok(self.out)
    }
}
