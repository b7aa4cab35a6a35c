//! The file to import, looked at before it is sent.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::failure::{Exit, Failure};

/// Bytes hashed at a time.
const PIECE: usize = 64 * 1024;

/// A file that can be read to its end, and what is in it.
pub(super) struct Source {
    pub(super) file: PathBuf,
    sha256: String,
}

impl Source {
    /// Reads the whole file once.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |error: &std::io::Error| Failure::file(path, error);
        let mut file = File::open(path).map_err(|error| failed(&error))?;
        if !file.metadata().map_err(|error| failed(&error))?.is_file() {
            let name = path.display();
            return Err(Failure::usage(
                format!("{name} 은(는) 보통 파일이 아닙니다. 파일로 저장한 뒤 가져오세요."),
                format!("{name} is not a regular file. Save it as one, then import that."),
            ));
        }
        let mut hash = Sha256::new();
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece).map_err(|error| failed(&error))? {
                0 => break,
                length => hash.update(&piece[..length]),
            }
        }
        let sha256 = hash
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self {
            file: path.to_owned(),
            sha256,
        })
    }

    /// Whether an import is of this very content.
    pub(super) fn is_that_of(&self, import: &Value) -> bool {
        import["content_sha256"] == self.sha256
    }

    /// Refuses an upload of something else: the file was being written meanwhile.
    pub(super) fn check(&self, import: &Value) -> Result<(), Failure> {
        if self.is_that_of(import) {
            return Ok(());
        }
        let name = self.file.display();
        Err(Failure::new(
            Exit::Usage,
            "file_changed",
            format!("{name} 이(가) 읽는 동안 바뀌었습니다. 다 쓰인 뒤 다시 실행하세요."),
            format!("{name} changed while it was read. Run this again when it is complete."),
        ))
    }
}
