//! A finding before it knows its file.

use crate::finding::{Finding, Position, Severity};
use crate::text::Text;

/// Something wrong at a place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem {
    pub(crate) severity: Severity,
    pub(crate) code: &'static str,
    pub(crate) position: Position,
    pub(crate) message: Text,
    pub(crate) suggestion: Option<Text>,
}

impl Problem {
    pub(crate) fn error(code: &'static str, position: Position, message: Text) -> Self {
        Self {
            severity: Severity::Error,
            code,
            position,
            message,
            suggestion: None,
        }
    }

    pub(crate) fn warning(code: &'static str, position: Position, message: Text) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, position, message)
        }
    }

    pub(crate) fn suggest(mut self, suggestion: impl Into<Option<Text>>) -> Self {
        self.suggestion = suggestion.into();
        self
    }

    pub(crate) fn into_finding(self, file: &str) -> Finding {
        Finding {
            severity: self.severity,
            code: self.code.to_owned(),
            message: self.message,
            file: file.to_owned(),
            line: self.position.line,
            column: self.position.column,
            suggestion: self.suggestion,
        }
    }
}

/// "Did you mean …?" when something known is close enough to what was written.
pub(crate) fn did_you_mean<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<Text> {
    let close = closest(written, known)?;
    Some(Text::new(
        format!("혹시 `{close}`인가요?"),
        format!("did you mean `{close}`?"),
    ))
}

/// The known name closest to what was written, when it is close at all.
pub(crate) fn closest<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    known
        .into_iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(written, name), name))
        .filter(|(similarity, _)| *similarity >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// "one of a, b, c", for a suggestion when nothing is close.
pub(crate) fn one_of<'a>(known: impl IntoIterator<Item = &'a str>) -> Option<Text> {
    let names: Vec<_> = known.into_iter().collect();
    if names.is_empty() || names.len() > 20 {
        return None;
    }
    let list = names.join(", ");
    Some(Text::new(
        format!("가능한 값: {list}"),
        format!("one of: {list}"),
    ))
}
