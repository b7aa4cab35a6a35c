//! Which encoding a text file is in, decided over all its bytes in one pass.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

use super::TabularError;

const CHUNK: usize = 64 * 1024;
/// Of a file's two-byte characters, the share that must be everyday Hangul (KS X 1001) before
/// EUC-KR is believed; Japanese and Chinese bytes are often valid in it, but decode to rarities.
const HANGUL_SHARE_PERCENT: u64 = 80;

/// A text encoding by the name people know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextEncoding {
    /// UTF-8, with or without byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, little endian.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, big endian.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// CP949, the Windows superset of EUC-KR.
    #[serde(rename = "cp949", alias = "euc-kr")]
    Cp949,
    /// Windows-1252, the usual Western European.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// Shift_JIS.
    #[serde(rename = "shift_jis")]
    ShiftJis,
    /// EUC-JP.
    #[serde(rename = "euc-jp")]
    EucJp,
    /// GBK / GB18030.
    #[serde(rename = "gb18030")]
    Gb18030,
    /// Big5.
    #[serde(rename = "big5")]
    Big5,
    /// Windows-1250, Central European.
    #[serde(rename = "windows-1250")]
    Windows1250,
    /// Windows-1251, Cyrillic.
    #[serde(rename = "windows-1251")]
    Windows1251,
}

const ALL: [(TextEncoding, &Encoding); 11] = [
    (TextEncoding::Utf8, UTF_8),
    (TextEncoding::Utf16Le, UTF_16LE),
    (TextEncoding::Utf16Be, UTF_16BE),
    (TextEncoding::Cp949, EUC_KR),
    (TextEncoding::Windows1252, encoding_rs::WINDOWS_1252),
    (TextEncoding::ShiftJis, encoding_rs::SHIFT_JIS),
    (TextEncoding::EucJp, encoding_rs::EUC_JP),
    (TextEncoding::Gb18030, encoding_rs::GB18030),
    (TextEncoding::Big5, encoding_rs::BIG5),
    (TextEncoding::Windows1250, encoding_rs::WINDOWS_1250),
    (TextEncoding::Windows1251, encoding_rs::WINDOWS_1251),
];

impl TextEncoding {
    pub(super) fn codec(self) -> &'static Encoding {
        ALL.iter()
            .find(|(name, _)| *name == self)
            .map_or(UTF_8, |(_, codec)| codec)
    }

    fn named(codec: &'static Encoding) -> Self {
        if codec == encoding_rs::GBK {
            return Self::Gb18030;
        }
        ALL.iter()
            .find(|(_, known)| *known == codec)
            .map_or(Self::Windows1252, |(name, _)| *name)
    }
}

/// How an encoding came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The person said so.
    Told,
    /// A byte order mark says so.
    Marked,
    /// Every byte of the file is valid in it and next to nothing else would be.
    Certain,
    /// The most likely by letter statistics; worth a look at the samples.
    Likely,
}

/// An encoding with how it came to be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetectedEncoding {
    /// Encoding the file is read in.
    pub encoding: TextEncoding,
    /// How sure that is.
    pub certainty: Certainty,
}

/// Reads the whole file once.
///
/// # Errors
/// [`TabularError::Binary`] when it is no text in any encoding; I/O errors.
pub(super) fn detect(path: &Path) -> Result<DetectedEncoding, TabularError> {
    let mut file = File::open(path)?;
    let mut chunk = vec![0; CHUNK];
    let mut evidence = Evidence::new();
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        if evidence.bytes == 0
            && let Some((codec, _)) = Encoding::for_bom(&chunk[..read])
        {
            let encoding = TextEncoding::named(codec);
            return Ok(DetectedEncoding {
                encoding,
                certainty: Certainty::Marked,
            });
        }
        evidence.feed(&chunk[..read]);
    }
    evidence.conclude()
}

struct Evidence {
    bytes: u64,
    nul_even: u64,
    nul_odd: u64,
    control: u64,
    utf8: Validity,
    korean: Validity,
    guess: EncodingDetector,
}

impl Evidence {
    fn new() -> Self {
        Self {
            bytes: 0,
            nul_even: 0,
            nul_odd: 0,
            control: 0,
            utf8: Validity::new(UTF_8),
            korean: Validity::new(EUC_KR),
            guess: EncodingDetector::new(Iso2022JpDetection::Deny),
        }
    }

    fn feed(&mut self, chunk: &[u8]) {
        for (index, byte) in (self.bytes..).zip(chunk) {
            match byte {
                0 if index % 2 == 0 => self.nul_even += 1,
                0 => self.nul_odd += 1,
                1..=8 | 14..=26 | 28..=31 | 127 => self.control += 1,
                _ => {}
            }
        }
        self.bytes += chunk.len() as u64;
        self.utf8.feed(chunk);
        self.korean.feed(chunk);
        self.guess.feed(chunk, false);
    }

    fn conclude(mut self) -> Result<DetectedEncoding, TabularError> {
        let found = |encoding, certainty| {
            Ok(DetectedEncoding {
                encoding,
                certainty,
            })
        };
        // ASCII in UTF-16 has a NUL in every second byte, always the same one.
        let (most, least) = (
            self.nul_even.max(self.nul_odd),
            self.nul_even.min(self.nul_odd),
        );
        if most * 5 > self.bytes / 2 && least * 20 <= most {
            let encoding = if self.nul_odd > self.nul_even {
                TextEncoding::Utf16Le
            } else {
                TextEncoding::Utf16Be
            };
            return found(encoding, Certainty::Likely);
        }
        let odd = self.nul_even + self.nul_odd + self.control;
        if odd > 16 && odd * 50 > self.bytes {
            return Err(TabularError::Binary {
                looks_like: "control bytes throughout",
            });
        }
        if self.utf8.finish() {
            return found(TextEncoding::Utf8, Certainty::Certain);
        }
        if self.korean.finish() && self.korean.is_mostly_hangul() {
            return found(TextEncoding::Cp949, Certainty::Certain);
        }
        self.guess.feed(&[], true);
        let guess = TextEncoding::named(self.guess.guess(None, Utf8Detection::Allow));
        found(guess, Certainty::Likely)
    }
}

/// Whether everything seen so far is valid in one encoding, and how Korean its bytes look.
struct Validity {
    decoder: encoding_rs::Decoder,
    text: String,
    valid: bool,
    lead: Option<u8>,
    hangul: u64,
    other: u64,
}

impl Validity {
    fn new(encoding: &'static Encoding) -> Self {
        Self {
            decoder: encoding.new_decoder_without_bom_handling(),
            text: String::with_capacity(CHUNK * 3 + 16),
            valid: true,
            lead: None,
            hangul: 0,
            other: 0,
        }
    }

    fn feed(&mut self, chunk: &[u8]) {
        self.step(chunk, false);
        for &byte in chunk {
            match (self.lead.take(), byte) {
                (Some(0xB0..=0xC8), 0xA1..) => self.hangul += 1,
                (Some(_), _) => self.other += 1,
                (None, 0x80..) => self.lead = Some(byte),
                (None, _) => {}
            }
        }
    }

    fn step(&mut self, chunk: &[u8], last: bool) {
        if !self.valid {
            return;
        }
        self.text.clear();
        let (result, _) =
            self.decoder
                .decode_to_string_without_replacement(chunk, &mut self.text, last);
        self.valid = matches!(result, encoding_rs::DecoderResult::InputEmpty);
    }

    fn finish(&mut self) -> bool {
        self.step(&[], true);
        self.valid
    }

    fn is_mostly_hangul(&self) -> bool {
        self.hangul > 0 && self.hangul * 100 >= (self.hangul + self.other) * HANGUL_SHARE_PERCENT
    }
}
