//! Separated text to records: a push parser that never holds more than one record.

use std::ops::ControlFlow;
use std::path::Path;

use super::decode::Utf8Chunks;
use super::{RawRow, RowProblem, TabularError, TextEncoding};
use crate::limits::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_RECORD_BYTES};

/// Reads all records of a file, the header included.
pub(super) fn read(
    path: &Path,
    encoding: TextEncoding,
    separator: char,
    mut visit: impl FnMut(RawRow) -> ControlFlow<()>,
) -> Result<(), TabularError> {
    let mut chunks = Utf8Chunks::open(path, encoding)?;
    let mut parser = Parser::new(u8::try_from(separator).unwrap_or(b','));
    while let Some((chunk, had_errors)) = chunks.next()? {
        parser.is_lossy |= had_errors;
        if parser.feed(chunk, &mut visit)?.is_break() {
            return Ok(());
        }
    }
    parser.finish(&mut visit);
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

struct Parser {
    separator: u8,
    state: State,
    after_cr: bool,
    number: u64,
    line: u64,
    quote_line: u64,
    text: Vec<u8>,
    ends: Vec<usize>,
    cell_start: usize,
    problem: Option<RowProblem>,
    begun: bool,
    /// Something had to be replaced while decoding: U+FFFD in a cell is then our own doing.
    is_lossy: bool,
}

impl Parser {
    fn new(separator: u8) -> Self {
        Self {
            separator,
            state: State::CellStart,
            after_cr: false,
            number: 1,
            line: 1,
            quote_line: 1,
            text: Vec::new(),
            ends: Vec::new(),
            cell_start: 0,
            problem: None,
            begun: false,
            is_lossy: false,
        }
    }

    fn feed(
        &mut self,
        chunk: &[u8],
        visit: &mut impl FnMut(RawRow) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, TabularError> {
        let mut index = 0;
        while index < chunk.len() {
            let byte = chunk[index];
            if self.after_cr {
                self.after_cr = false;
                if byte == b'\n' {
                    index += 1;
                    continue;
                }
            }
            match self.state {
                State::CellStart if byte == b'"' => {
                    self.state = State::Quoted;
                    self.quote_line = self.line;
                    self.begun = true;
                    index += 1;
                }
                State::CellStart | State::Plain => {
                    let rest = &chunk[index..];
                    let stop = rest
                        .iter()
                        .position(|&b| b == self.separator || b == b'\n' || b == b'\r')
                        .unwrap_or(rest.len());
                    if stop > 0 {
                        self.push(&rest[..stop])?;
                        self.state = State::Plain;
                        index += stop;
                        continue;
                    }
                    index += 1;
                    if self.delimit(byte, visit).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                State::Quoted => {
                    let rest = &chunk[index..];
                    let stop = rest.iter().position(|&b| b == b'"').unwrap_or(rest.len());
                    self.line += rest[..stop].iter().filter(|&&b| b == b'\n').count() as u64;
                    self.push(&rest[..stop])?;
                    index += stop;
                    if index < chunk.len() {
                        self.state = State::QuoteInQuoted;
                        index += 1;
                    }
                }
                State::QuoteInQuoted if byte == b'"' => {
                    self.push(b"\"")?;
                    self.state = State::Quoted;
                    index += 1;
                }
                // Text after a closing quote belongs to the cell, as spreadsheets read it.
                State::QuoteInQuoted => self.state = State::Plain,
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// A separator or line end outside quotes.
    fn delimit(
        &mut self,
        byte: u8,
        visit: &mut impl FnMut(RawRow) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if byte == self.separator {
            self.begun = true;
            self.end_cell();
            return ControlFlow::Continue(());
        }
        self.after_cr = byte == b'\r';
        self.line += 1;
        self.end_record(visit)
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), TabularError> {
        self.begun = true;
        if bytes.contains(&0) {
            self.note(RowProblem::NulByte {
                column: self.ends.len(),
            });
        }
        if self.text.len() + bytes.len() > MAX_RECORD_BYTES {
            if self.state == State::Quoted {
                return Err(TabularError::UnclosedQuote {
                    row: self.number,
                    line: self.quote_line,
                });
            }
            self.problem = Some(RowProblem::RecordTooLong);
            return Ok(());
        }
        let room = MAX_CELL_BYTES.saturating_sub(self.text.len() - self.cell_start);
        if bytes.len() > room {
            self.note(RowProblem::CellTooLong {
                column: self.ends.len(),
            });
        }
        // Within a record the bytes are kept, so that an unclosed quote is noticed by its size.
        self.text.extend_from_slice(bytes);
        Ok(())
    }

    fn note(&mut self, problem: RowProblem) {
        self.problem.get_or_insert(problem);
    }

    fn end_cell(&mut self) {
        self.state = State::CellStart;
        if self.ends.len() >= MAX_COLUMNS {
            self.note(RowProblem::TooManyCells {
                found: MAX_COLUMNS + 1,
                expected: MAX_COLUMNS,
            });
            self.text.truncate(self.cell_start);
            return;
        }
        self.ends.push(self.text.len());
        self.cell_start = self.text.len();
    }

    fn end_record(&mut self, visit: &mut impl FnMut(RawRow) -> ControlFlow<()>) -> ControlFlow<()> {
        self.end_cell();
        let mut cells = Vec::with_capacity(self.ends.len());
        let mut start = 0;
        for (column, &end) in self.ends.iter().enumerate() {
            let bytes = &self.text[start..end];
            let cell = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_CELL_BYTES)]);
            if self.is_lossy && self.problem.is_none() && cell.contains('\u{FFFD}') {
                self.problem = Some(RowProblem::Undecodable { column });
            }
            cells.push(match cell {
                text if text.contains('\0') => text.replace('\0', ""),
                text => text.into_owned(),
            });
            start = end;
        }
        let row = RawRow {
            number: self.number,
            cells,
            problem: self.problem.take(),
        };
        self.number += 1;
        self.text.clear();
        self.ends.clear();
        self.cell_start = 0;
        self.begun = false;
        visit(row)
    }

    fn finish(mut self, visit: &mut impl FnMut(RawRow) -> ControlFlow<()>) {
        if self.state == State::Quoted {
            self.note(RowProblem::UnclosedQuote {
                line: self.quote_line,
            });
        }
        if self.begun {
            let _ = self.end_record(visit);
        }
    }
}
