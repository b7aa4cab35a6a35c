//! What can be wrong with a value somebody gives, and the limits values keep.

use std::collections::BTreeMap;

use crate::Money;
use crate::vocabulary::Text;

/// Longest name, title or subject, in characters.
pub const MAX_NAME_CHARS: usize = 300;
/// Longest code, key or reference, in characters.
pub const MAX_CODE_CHARS: usize = 2_000;
/// Longest free text, in characters.
pub const MAX_TEXT_CHARS: usize = 20_000;
/// Most entries of one list on a record.
pub const MAX_ENTRIES: usize = 200;
/// Largest amount of money, in minor units: a million of them still add up in 64 bits, as the totals of a stage must.
pub const MAX_AMOUNT_MINOR: i64 = 9_000_000_000_000;
/// Longest waiver, in days.
pub const MAX_WAIVER_DAYS: i64 = 180;

/// A value that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}`: {problem}")]
pub struct InvalidField {
    /// The field, with a `/` before each level below: `loss/reason`.
    pub field: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nothing but spaces.
    #[error("must not be blank")]
    Blank,
    /// Too many characters.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// Too many entries.
    #[error("has more than {0} entries")]
    TooMany(usize),
    /// Below zero.
    #[error("must not be negative")]
    Negative,
    /// More than there can be.
    #[error("is more than {0}")]
    TooMuch(i64),
    /// Out of its range.
    #[error("is out of range")]
    OutOfRange,
    /// Not one of the playbook's or the workspace's.
    #[error("is not known")]
    Unknown,
    /// The same twice.
    #[error("is there twice")]
    Duplicate,
    /// Not written as it should be.
    #[error("is not well-formed")]
    Malformed,
    /// Before something it must follow.
    #[error("is too early")]
    TooEarly,
    /// In the future, or after something it must precede.
    #[error("is too late")]
    TooLate,
    /// Needs evidence that can be opened.
    #[error("needs evidence that can be opened")]
    NeedsEvidence,
    /// Needs evidence the customer originated.
    #[error("needs evidence that the customer originated")]
    NeedsCustomerEvidence,
    /// Only a document or an approval that the customer can originate is signed by both sides.
    #[error("is only for documents and approvals that the customer can originate")]
    NotSignable,
    /// Needs a coded reason.
    #[error("needs a reason code")]
    NeedsReason,
    /// May not change any more.
    #[error("cannot change any more")]
    Fixed,
    /// Would make a record its own ancestor.
    #[error("would close a circle")]
    Circle,
}

impl Problem {
    /// Stable code for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::TooLong(_) => "too_long",
            Self::TooMany(_) => "too_many",
            Self::Negative => "negative",
            Self::TooMuch(_) => "too_much",
            Self::OutOfRange => "out_of_range",
            Self::Unknown => "unknown",
            Self::Duplicate => "duplicate",
            Self::Malformed => "malformed",
            Self::TooEarly => "too_early",
            Self::TooLate => "too_late",
            Self::NeedsEvidence => "needs_evidence",
            Self::NeedsCustomerEvidence => "needs_customer_evidence",
            Self::NotSignable => "not_signable",
            Self::NeedsReason => "needs_reason",
            Self::Fixed => "fixed",
            Self::Circle => "circle",
        }
    }

    /// The sentence people read.
    #[must_use]
    pub fn sentence(self) -> Text {
        let ko = match self {
            Self::Blank => "비워 둘 수 없습니다.".to_owned(),
            Self::TooLong(max) => format!("{max}자를 넘을 수 없습니다."),
            Self::TooMany(max) => format!("{max}개를 넘을 수 없습니다."),
            Self::Negative => "음수일 수 없습니다.".to_owned(),
            Self::TooMuch(max) => format!("{max}을(를) 넘을 수 없습니다."),
            Self::OutOfRange => "허용 범위를 벗어났습니다.".to_owned(),
            Self::Unknown => "알 수 없는 값입니다.".to_owned(),
            Self::Duplicate => "같은 값이 두 번 있습니다.".to_owned(),
            Self::Malformed => "형식이 올바르지 않습니다.".to_owned(),
            Self::TooEarly => "너무 이른 날짜입니다.".to_owned(),
            Self::TooLate => "너무 늦은 날짜입니다.".to_owned(),
            Self::NeedsEvidence => "원문을 확인할 수 있는 증거가 필요합니다.".to_owned(),
            Self::NeedsCustomerEvidence => "고객이 직접 남긴 증거가 필요합니다.".to_owned(),
            Self::NotSignable => "고객이 남길 수 있는 문서나 승인에만 쓸 수 있습니다.".to_owned(),
            Self::NeedsReason => "사유 코드가 필요합니다.".to_owned(),
            Self::Fixed => "더 이상 바꿀 수 없습니다.".to_owned(),
            Self::Circle => "상위·하위 관계가 순환합니다.".to_owned(),
        };
        Text::new(ko, format!("This {self}."))
    }

    /// This problem on a field.
    #[must_use]
    pub fn of(self, field: impl Into<String>) -> InvalidField {
        InvalidField {
            field: field.into(),
            problem: self,
        }
    }
}

/// Refuses a blank or overlong text.
pub(crate) fn required(field: &str, text: &str, max_chars: usize) -> Result<(), InvalidField> {
    if text.trim().is_empty() {
        return Err(Problem::Blank.of(field));
    }
    bounded(field, text, max_chars)
}

/// Refuses an overlong text.
pub(crate) fn bounded(field: &str, text: &str, max_chars: usize) -> Result<(), InvalidField> {
    // Bytes are never fewer than characters, so that short texts need no counting.
    if text.len() > max_chars && text.chars().count() > max_chars {
        return Err(Problem::TooLong(max_chars).of(field));
    }
    // PostgreSQL cannot keep it, and nobody types it.
    if text.contains('\0') {
        return Err(Problem::Malformed.of(field));
    }
    Ok(())
}

/// Refuses an overlong text where there is one.
pub(crate) fn optional(
    field: &str,
    text: Option<&String>,
    max_chars: usize,
) -> Result<(), InvalidField> {
    text.map_or(Ok(()), |text| bounded(field, text, max_chars))
}

/// Refuses an overlong list.
pub(crate) fn entries(field: &str, count: usize) -> Result<(), InvalidField> {
    if count > MAX_ENTRIES {
        Err(Problem::TooMany(MAX_ENTRIES).of(field))
    } else {
        Ok(())
    }
}

/// Refuses money below zero, or so much that totals could not hold it.
pub(crate) fn money(field: &str, money: Option<Money>) -> Result<(), InvalidField> {
    let minor = || format!("{field}/amount_minor");
    match money.map_or(0, |money| money.amount_minor) {
        ..0 => Err(Problem::Negative.of(minor())),
        0..=MAX_AMOUNT_MINOR => Ok(()),
        _ => Err(Problem::TooMuch(MAX_AMOUNT_MINOR).of(minor())),
    }
}

/// Refuses overlong or too many columns of the workspace's own.
pub(crate) fn custom(columns: &BTreeMap<String, String>) -> Result<(), InvalidField> {
    entries("custom", columns.len())?;
    for (name, value) in columns {
        required("custom", name, MAX_NAME_CHARS)?;
        bounded("custom", value, MAX_TEXT_CHARS)?;
    }
    Ok(())
}
