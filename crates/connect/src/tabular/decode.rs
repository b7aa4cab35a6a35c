//! Bytes of any encoding as a stream of UTF-8 chunks.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use encoding_rs::{CoderResult, Decoder};

use super::{TabularError, TextEncoding};

const CHUNK: usize = 64 * 1024;

/// Reads a file and hands out UTF-8, replacing what cannot be decoded by U+FFFD.
pub(super) struct Utf8Chunks {
    file: File,
    decoder: Decoder,
    input: Vec<u8>,
    filled: usize,
    taken: usize,
    output: Vec<u8>,
    ended: bool,
    finished: bool,
}

impl Utf8Chunks {
    pub(super) fn open(path: &Path, encoding: TextEncoding) -> Result<Self, TabularError> {
        Ok(Self {
            file: File::open(path)?,
            decoder: encoding.codec().new_decoder_with_bom_removal(),
            input: vec![0; CHUNK],
            filled: 0,
            taken: 0,
            output: vec![0; CHUNK * 2],
            ended: false,
            finished: false,
        })
    }

    /// The next piece of text and whether anything in it had to be replaced, or `None` at the end
    /// of the file.
    pub(super) fn next(&mut self) -> Result<Option<(&[u8], bool)>, TabularError> {
        while !self.finished {
            if self.taken == self.filled && !self.ended {
                self.filled = self.file.read(&mut self.input)?;
                self.taken = 0;
                self.ended = self.filled == 0;
            }
            let pending = &self.input[self.taken..self.filled];
            let (result, read, written, had_errors) =
                self.decoder
                    .decode_to_utf8(pending, &mut self.output, self.ended);
            self.taken += read;
            self.finished = self.ended && matches!(result, CoderResult::InputEmpty);
            if written > 0 {
                return Ok(Some((&self.output[..written], had_errors)));
            }
        }
        Ok(None)
    }
}
