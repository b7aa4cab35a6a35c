//! Parsing within bounds.

use cel::Env;
use cel::common::ast::{IdedExpr, SourceInfo};

use crate::lint::codes;
use crate::rule::RuleError;
use crate::text::Text;

/// The longest expression.
pub(crate) const MAX_BYTES: usize = 2_048;
/// The deepest nesting.
pub(crate) const MAX_DEPTH: u16 = 32;
/// The most nodes of one expression. With one level of looping this bounds the steps of an
/// evaluation to nodes × facts.
pub(crate) const MAX_NODES: usize = 300;
/// The most operators and brackets, counted before parsing so that no input can exhaust the stack.
const MAX_MARKS: usize = 400;

/// A parsed expression with the place of its nodes.
pub(crate) struct Parsed {
    pub(crate) source: String,
    pub(crate) expression: IdedExpr,
    pub(crate) places: SourceInfo,
}

/// Parses an expression without expanding macros, so that the checker sees what was written.
pub(crate) fn parse(source: &str) -> Result<Parsed, Vec<RuleError>> {
    let too_costly = |ko: String, en: String| {
        vec![RuleError {
            code: codes::RULE_TOO_COSTLY,
            offset: 0,
            message: Text::new(ko, en),
            suggestion: Some(Text::new(
                "조건을 여러 개로 나누세요",
                "split it into several criteria",
            )),
        }]
    };
    if source.len() > MAX_BYTES {
        return Err(too_costly(
            format!("규칙은 {MAX_BYTES}바이트까지 쓸 수 있습니다"),
            format!("a rule has at most {MAX_BYTES} bytes"),
        ));
    }
    let marks = source
        .chars()
        .filter(|c| "()[]{}!<>=&|?:+-*/%.,".contains(*c))
        .count();
    if marks > MAX_MARKS {
        return Err(too_costly(
            format!("규칙에 쓸 수 있는 연산자와 괄호는 {MAX_MARKS}개까지입니다"),
            format!("a rule has at most {MAX_MARKS} operators and brackets"),
        ));
    }
    let parser = Env::default().parser().max_recursion_depth(MAX_DEPTH);
    match parser.parse_with_source_info(source) {
        Ok((expression, places)) => Ok(Parsed {
            source: source.to_owned(),
            expression,
            places,
        }),
        Err(errors) => Err(errors
            .errors
            .into_iter()
            .take(1)
            .map(|error| RuleError {
                code: codes::RULE_SYNTAX,
                offset: offset_of(source, error.pos),
                message: Text::new(
                    format!("CEL 문법 오류: {}", error.msg),
                    format!("not valid CEL: {}", error.msg),
                ),
                suggestion: None,
            })
            .collect()),
    }
}

/// The character at a line (from 1) and column (from 1) of a text.
fn offset_of(source: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line).unwrap_or(1).max(1);
    let column = usize::try_from(column).unwrap_or(1).max(1);
    let before: usize = source
        .split('\n')
        .take(line - 1)
        .map(|line| line.chars().count() + 1)
        .sum();
    (before + column - 1).min(source.chars().count())
}

impl Parsed {
    /// The character a node stands at; the parser counts bytes.
    pub(crate) fn offset(&self, id: u64) -> usize {
        let bytes = self
            .places
            .offset_for(id)
            .and_then(|(start, _)| usize::try_from(start).ok())
            .unwrap_or(0);
        self.source
            .char_indices()
            .take_while(|(at, _)| *at < bytes)
            .count()
    }

    /// Where a name stands that ends right before this character, as a function's before its
    /// bracket.
    pub(crate) fn name_before(&self, offset: usize, name: &str) -> Option<usize> {
        let before: String = self.source.chars().take(offset).collect();
        let rest = before.trim_end().strip_suffix(name)?;
        Some(rest.chars().count())
    }

    /// Where a name stands at or after this character, as a field's after its dot.
    pub(crate) fn name_after(&self, offset: usize, name: &str) -> Option<usize> {
        let after: String = self.source.chars().skip(offset).collect();
        let bytes = after.find(name)?;
        Some(offset + after[..bytes].chars().count())
    }
}
