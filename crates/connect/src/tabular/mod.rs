//! Tables from CSV and XLSX files, as a stream of numbered rows in bounded memory.

mod csv;
mod decode;
mod encoding;
mod header;
mod separator;
mod xlsx;

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use encoding::{Certainty, DetectedEncoding, TextEncoding};

use crate::limits;

/// Why a file cannot be read as a table at all. Row-level trouble is a [`RowProblem`] instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TabularError {
    /// The file could not be opened or read.
    #[error("the file could not be read: {0}")]
    Io(#[from] std::io::Error),
    /// Nothing but blank lines.
    #[error("the file holds no rows")]
    Empty,
    /// Not text and not a workbook.
    #[error("the file is binary ({looks_like}), not a table of text")]
    Binary {
        /// What the first bytes resemble.
        looks_like: &'static str,
    },
    /// A workbook that is broken, encrypted or not a workbook inside.
    #[error("the workbook could not be read: {0}")]
    Workbook(String),
    /// The named sheet is not in the workbook.
    #[error("the workbook has no sheet {sheet:?}; it has {available:?}")]
    UnknownSheet {
        /// What was asked for.
        sheet: String,
        /// What there is.
        available: Vec<String>,
    },
    /// More columns than anybody can map.
    #[error("the table has more than {limit} columns (row {row})")]
    TooManyColumns {
        /// Where it was noticed.
        row: u64,
        /// The bound.
        limit: usize,
    },
    /// The file is larger than one import accepts.
    #[error("the file has {bytes} bytes; at most {limit} are accepted")]
    TooLarge {
        /// Bytes on disk, or unpacked for a workbook.
        bytes: u64,
        /// The bound.
        limit: u64,
    },
    /// A quote that opened and never closed swallowed more than a record may hold.
    #[error("a quoted cell opened in row {row} (line {line}) is never closed")]
    UnclosedQuote {
        /// Row the quote opened in.
        row: u64,
        /// Line of the file the quote opened on.
        line: u64,
    },
    /// The very first record is longer than a record may be.
    #[error("the header row is longer than {limit} bytes")]
    HeaderTooLong {
        /// The bound.
        limit: usize,
    },
}

impl TabularError {
    /// Stable code for APIs and tests.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "file_unreadable",
            Self::Empty => "file_empty",
            Self::Binary { .. } => "file_binary",
            Self::Workbook(_) => "workbook_unreadable",
            Self::UnknownSheet { .. } => "sheet_unknown",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::TooLarge { .. } => "file_too_large",
            Self::UnclosedQuote { .. } => "quote_unclosed",
            Self::HeaderTooLong { .. } => "header_too_long",
        }
    }
}

/// Why one row cannot be trusted. The row is rejected with this reason; the others go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowProblem {
    /// A NUL byte inside a cell.
    #[error("the cell holds a NUL byte")]
    NulByte {
        /// Column index, from 0.
        column: usize,
    },
    /// A cell beyond [`limits::MAX_CELL_BYTES`]; what is kept of it is cut off.
    #[error("the cell is longer than {} bytes", limits::MAX_CELL_BYTES)]
    CellTooLong {
        /// Column index, from 0.
        column: usize,
    },
    /// A record beyond [`limits::MAX_RECORD_BYTES`]; the rest of it was skipped.
    #[error("the row is longer than {} bytes", limits::MAX_RECORD_BYTES)]
    RecordTooLong,
    /// More cells than the header has columns: usually an unquoted separator.
    #[error("the row has {found} cells, the header {expected}")]
    TooManyCells {
        /// Cells in the row.
        found: usize,
        /// Columns in the header.
        expected: usize,
    },
    /// The file ended inside a quoted cell: it was cut off, or a quote is missing.
    #[error("the file ends inside a quoted cell that opened on line {line}")]
    UnclosedQuote {
        /// Line of the file the quote opened on.
        line: u64,
    },
    /// Bytes that are no text in the file's encoding.
    #[error("the cell holds bytes that are not text in the file's encoding")]
    Undecodable {
        /// Column index, from 0.
        column: usize,
    },
}

impl RowProblem {
    /// Stable code for the error file and the API.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NulByte { .. } => "nul_byte",
            Self::CellTooLong { .. } => "cell_too_long",
            Self::RecordTooLong => "row_too_long",
            Self::TooManyCells { .. } => "too_many_cells",
            Self::UnclosedQuote { .. } => "quote_unclosed",
            Self::Undecodable { .. } => "undecodable",
        }
    }

    /// The column the problem sits in, when it sits in one.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        match self {
            Self::NulByte { column }
            | Self::CellTooLong { column }
            | Self::Undecodable { column } => Some(*column),
            Self::RecordTooLong | Self::TooManyCells { .. } | Self::UnclosedQuote { .. } => None,
        }
    }
}

/// One row below the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Position in the file counted as a spreadsheet does: the first row is 1, header and blank
    /// rows included.
    pub number: u64,
    /// Cells, exactly as many as the header has columns (short rows are filled with empty cells),
    /// except when the problem is [`RowProblem::TooManyCells`].
    pub cells: Vec<String>,
    /// Why the row must be rejected, if it must.
    pub problem: Option<RowProblem>,
}

/// What the container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// Separated text.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
}

/// What the reader may be told instead of detecting it. Part of the mapping file (`file:`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReadOptions {
    /// Text encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<TextEncoding>,
    /// Cell separator, one of `,` `;` tab `|`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// Whether the first row names the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
    /// Sheet of a workbook; the first visible one unless told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// What was detected about a file, to be shown before anything is imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// CSV or XLSX.
    pub container: Container,
    /// Encoding and how sure we are; absent for workbooks.
    pub encoding: Option<DetectedEncoding>,
    /// Separator; absent for workbooks.
    pub separator: Option<char>,
    /// Sheet that is read and the others there are; empty for CSV.
    pub sheets: Vec<String>,
    /// Sheet that is read.
    pub sheet: Option<String>,
    /// Whether the first row was taken as column names.
    pub has_header: bool,
    /// Column names: trimmed, unique; made up (`column_3`) where the file has none.
    pub columns: Vec<String>,
    /// Number of the first row that is data.
    pub first_row: u64,
}

/// A file whose shape is known and whose rows can be streamed, any number of times.
#[derive(Debug, Clone)]
pub struct Table {
    path: PathBuf,
    shape: Shape,
}

/// What a reader hands over for every record, before the header is known.
pub(crate) struct RawRow {
    pub(crate) number: u64,
    pub(crate) cells: Vec<String>,
    pub(crate) problem: Option<RowProblem>,
}

impl Table {
    /// Looks at the whole file once or twice (encoding, then separator) in bounded memory and
    /// decides its shape; what `options` names is not guessed.
    ///
    /// # Errors
    /// [`TabularError`] when the file is no table.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self, TabularError> {
        let bytes = std::fs::metadata(path)?.len();
        if bytes > limits::MAX_FILE_BYTES {
            return Err(TabularError::TooLarge {
                bytes,
                limit: limits::MAX_FILE_BYTES,
            });
        }
        let shape = match sniff(path)? {
            Container::Csv => csv_shape(path, options)?,
            Container::Xlsx => xlsx_shape(path, options)?,
        };
        Ok(Self {
            path: path.to_owned(),
            shape,
        })
    }

    /// A table whose shape was decided earlier, so that a resumed import reads exactly the same.
    #[must_use]
    pub fn reopen(path: &Path, shape: Shape) -> Self {
        Self {
            path: path.to_owned(),
            shape,
        }
    }

    /// What was detected.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Calls `visit` with each data row in file order until it breaks. Blank rows are skipped but
    /// counted in the numbering.
    ///
    /// # Errors
    /// [`TabularError`] when the file turns out unreadable; rows already visited stay visited.
    pub fn for_each_row(
        &self,
        mut visit: impl FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), TabularError> {
        let columns = self.shape.columns.len();
        let first_row = self.shape.first_row;
        let each = |raw: RawRow| {
            if raw.number < first_row || is_blank(&raw) {
                return ControlFlow::Continue(());
            }
            visit(fit(raw, columns))
        };
        match (self.shape.container, &self.shape.sheet) {
            (Container::Xlsx, Some(sheet)) => xlsx::read(&self.path, sheet, each),
            _ => {
                let encoding = self
                    .shape
                    .encoding
                    .as_ref()
                    .map_or(TextEncoding::Utf8, |found| found.encoding);
                csv::read(
                    &self.path,
                    encoding,
                    self.shape.separator.unwrap_or(','),
                    each,
                )
            }
        }
    }
}

fn is_blank(raw: &RawRow) -> bool {
    raw.problem.is_none() && raw.cells.iter().all(|cell| cell.trim().is_empty())
}

fn fit(raw: RawRow, columns: usize) -> Row {
    let RawRow {
        number,
        mut cells,
        mut problem,
    } = raw;
    // Trailing empty cells beyond the header are how spreadsheets pad rows: no reason to reject.
    while cells.len() > columns && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    if cells.len() > columns && problem.is_none() {
        problem = Some(RowProblem::TooManyCells {
            found: cells.len(),
            expected: columns,
        });
    }
    if cells.len() < columns {
        cells.resize(columns, String::new());
    }
    Row {
        number,
        cells,
        problem,
    }
}

fn sniff(path: &Path) -> Result<Container, TabularError> {
    let mut head = Vec::with_capacity(8);
    File::open(path)?.take(8).read_to_end(&mut head)?;
    let binary = |looks_like| Err(TabularError::Binary { looks_like });
    match head.as_slice() {
        [b'P', b'K', 3 | 5, ..] => Ok(Container::Xlsx),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            binary("an old or encrypted Office file; save it as .xlsx or CSV")
        }
        [b'%', b'P', b'D', b'F', ..] => binary("PDF"),
        [0x89, b'P', b'N', b'G', ..] => binary("PNG image"),
        [0xFF, 0xD8, 0xFF, ..] => binary("JPEG image"),
        [0x1F, 0x8B, ..] => binary("gzip archive"),
        [0x7F, b'E', b'L', b'F', ..] => binary("executable"),
        [] => Err(TabularError::Empty),
        _ => Ok(Container::Csv),
    }
}

fn csv_shape(path: &Path, options: &ReadOptions) -> Result<Shape, TabularError> {
    let encoding = match options.encoding {
        Some(encoding) => DetectedEncoding {
            encoding,
            certainty: Certainty::Told,
        },
        None => encoding::detect(path)?,
    };
    let found = separator::detect(path, encoding.encoding)?;
    let separator = options.separator.unwrap_or(found.separator);
    let head = header::first_rows(|each| csv::read(path, encoding.encoding, separator, each))?;
    let decided = header::decide(head, options.header, found.declared)?;
    Ok(Shape {
        container: Container::Csv,
        encoding: Some(encoding),
        separator: Some(separator),
        sheets: Vec::new(),
        sheet: None,
        has_header: decided.has_header,
        columns: decided.columns,
        first_row: decided.first_row,
    })
}

fn xlsx_shape(path: &Path, options: &ReadOptions) -> Result<Shape, TabularError> {
    let sheets = xlsx::sheets(path)?;
    let sheet = match &options.sheet {
        Some(sheet) if sheets.contains(sheet) => sheet.clone(),
        Some(sheet) => {
            return Err(TabularError::UnknownSheet {
                sheet: sheet.clone(),
                available: sheets,
            });
        }
        None => sheets.first().cloned().ok_or(TabularError::Empty)?,
    };
    let head = header::first_rows(|each| xlsx::read(path, &sheet, each))?;
    let decided = header::decide(head, options.header, false)?;
    Ok(Shape {
        container: Container::Xlsx,
        encoding: None,
        separator: None,
        sheets,
        sheet: Some(sheet),
        has_header: decided.has_header,
        columns: decided.columns,
        first_row: decided.first_row,
    })
}
