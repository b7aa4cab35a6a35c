//! Which separator a text file uses, counted for every candidate over the whole file.

use std::collections::HashMap;
use std::path::Path;

use super::decode::Utf8Chunks;
use super::{TabularError, TextEncoding};

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Distinct cells-per-record counts remembered per candidate; a real table has very few.
const MAX_COUNTS: usize = 256;

pub(super) struct Found {
    pub(super) separator: char,
    /// The file opens with the `sep=;` line spreadsheets understand; it is not data.
    pub(super) declared: bool,
}

pub(super) fn detect(path: &Path, encoding: TextEncoding) -> Result<Found, TabularError> {
    let mut chunks = Utf8Chunks::open(path, encoding)?;
    let mut tally = Tally::default();
    let mut first = true;
    while let Some((chunk, _)) = chunks.next()? {
        if first && let Some(separator) = declared(chunk) {
            return Ok(Found {
                separator: separator.into(),
                declared: true,
            });
        }
        first = false;
        tally.feed(chunk);
    }
    tally.end_record();
    Ok(Found {
        separator: tally.best().into(),
        declared: false,
    })
}

fn declared(chunk: &[u8]) -> Option<u8> {
    let separator = *chunk.strip_prefix(b"sep=")?.first()?;
    CANDIDATES.contains(&separator).then_some(separator)
}

#[derive(Default)]
struct Tally {
    in_quotes: bool,
    at_cell_start: bool,
    has_text: bool,
    current: [u32; 4],
    records: u64,
    counts: [HashMap<u32, u64>; 4],
}

impl Tally {
    fn feed(&mut self, chunk: &[u8]) {
        if self.records == 0 && !self.has_text {
            self.at_cell_start = true;
        }
        for &byte in chunk {
            if byte == b'"' {
                if self.in_quotes {
                    self.in_quotes = false;
                    // A doubled quote re-opens at once.
                    self.at_cell_start = true;
                } else if self.at_cell_start {
                    self.in_quotes = true;
                }
                continue;
            }
            if self.in_quotes {
                continue;
            }
            match byte {
                b'\n' | b'\r' => self.end_record(),
                _ => {
                    self.has_text = true;
                    let candidate = CANDIDATES.iter().position(|&known| known == byte);
                    self.at_cell_start = candidate.is_some();
                    if let Some(index) = candidate {
                        self.current[index] += 1;
                    }
                }
            }
        }
    }

    fn end_record(&mut self) {
        if self.has_text {
            self.records += 1;
            for (counts, count) in self.counts.iter_mut().zip(self.current) {
                if counts.len() < MAX_COUNTS || counts.contains_key(&count) {
                    *counts.entry(count).or_default() += 1;
                }
            }
        }
        self.current = [0; 4];
        self.has_text = false;
        self.at_cell_start = true;
    }

    /// The candidate that cuts most records into the same number (> 1) of cells; more cells break
    /// a tie, then the order of [`CANDIDATES`].
    fn best(&self) -> u8 {
        let score = |index: usize| {
            self.counts[index]
                .iter()
                .filter(|(cells, _)| **cells > 0)
                .map(|(cells, records)| (*records, *cells))
                .max()
                .unwrap_or_default()
        };
        let mut best = 0;
        for index in 1..CANDIDATES.len() {
            if score(index) > score(best) {
                best = index;
            }
        }
        CANDIDATES[best]
    }
}
