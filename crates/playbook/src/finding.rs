//! What the linter reports: where, what, and what to write instead.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Whether a finding forbids publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The playbook cannot be published.
    Error,
    /// It can, but a reader of the design would object.
    Warning,
}

/// A place in a source text; both numbers start at 1 and columns count characters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// One thing the linter has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether it forbids publishing.
    pub severity: Severity,
    /// Stable kebab-case code, see [`codes`](crate::lint::codes).
    pub code: String,
    /// What is wrong.
    pub message: Text,
    /// The file as the caller named it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What to write instead.
    pub suggestion: Option<Text>,
}

impl Finding {
    /// Whether the finding forbids publishing.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl std::fmt::Display for Finding {
    /// `file:line:column: error[code]: message (suggestion)`, in English.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(
            f,
            "{}:{}:{}: {severity}[{}]: {}",
            self.file, self.line, self.column, self.code, self.message.en
        )?;
        match &self.suggestion {
            Some(suggestion) => write!(f, " ({})", suggestion.en),
            None => Ok(()),
        }
    }
}

/// Where each part of a playbook was written, by path such as `pipelines[0].stages[2].rot_days`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    positions: BTreeMap<String, Position>,
}

impl SourceMap {
    pub(crate) fn insert(&mut self, path: String, position: Position) {
        self.positions.insert(path, position);
    }

    /// The position of the value at `path`, or of the nearest part around it.
    pub fn position(&self, path: &str) -> Position {
        let mut path = path;
        loop {
            if let Some(position) = self.positions.get(path) {
                return *position;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return Position { line: 1, column: 1 },
            }
        }
    }
}
