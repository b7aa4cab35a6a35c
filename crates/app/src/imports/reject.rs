//! Why a row is not taken: a stable code and a sentence in both languages.

use std::borrow::Cow;

use connect::tabular::RowProblem;
use domain::field::InvalidField;
use playbook::Text;

/// A row's refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reject {
    /// The field at fault, as mappings call it.
    pub(super) field: Option<Cow<'static, str>>,
    /// The column at fault, when it is known already.
    pub(super) column: Option<String>,
    /// Stable code.
    pub(super) code: Cow<'static, str>,
    /// Why.
    pub(super) text: Text,
}

impl Reject {
    pub(super) fn new(
        field: impl Into<Cow<'static, str>>,
        code: &'static str,
        ko: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        let text = Text {
            ko: ko.into(),
            en: en.into(),
        };
        Self {
            field: Some(field.into()),
            column: None,
            code: code.into(),
            text,
        }
    }

    pub(super) fn required(field: &'static str) -> Self {
        Self::new(
            field,
            "required",
            "값이 필요합니다.",
            "A value is required.",
        )
    }

    pub(super) fn unknown(field: &'static str, value: &str, suggestion: Option<&str>) -> Self {
        let (mut ko, mut en) = (
            format!("‘{value}’을(를) 찾을 수 없습니다."),
            format!("There is no ‘{value}’."),
        );
        if let Some(suggestion) = suggestion {
            ko.push_str(&format!(
                " 혹시 ‘{suggestion}’인가요? 매핑의 values에서 확인하세요."
            ));
            en.push_str(&format!(
                " Did you mean ‘{suggestion}’? Confirm it under values in the mapping."
            ));
        }
        Self::new(field, "unknown", ko, en)
    }

    pub(super) fn ambiguous(field: &'static str, value: &str) -> Self {
        Self::new(
            field,
            "ambiguous",
            format!("‘{value}’에 해당하는 것이 여럿입니다."),
            format!("Several records are called ‘{value}’."),
        )
    }

    pub(super) fn malformed(
        field: impl Into<Cow<'static, str>>,
        value: &str,
        ko: &str,
        en: &str,
    ) -> Self {
        let shown: String = value.chars().take(60).collect();
        Self::new(
            field,
            "malformed",
            format!("‘{shown}’: {ko}"),
            format!("‘{shown}’: {en}"),
        )
    }

    pub(super) fn too_long(field: impl Into<Cow<'static, str>>, limit: usize) -> Self {
        Self::new(
            field,
            "too-long",
            format!("{limit}자를 넘을 수 없습니다."),
            format!("At most {limit} characters are allowed."),
        )
    }

    pub(super) fn of_row(problem: &RowProblem, columns: &[String]) -> Self {
        let ko = match problem {
            RowProblem::NulByte { .. } => "셀에 NUL 문자가 있습니다.".to_owned(),
            RowProblem::CellTooLong { .. } => "셀이 너무 깁니다.".to_owned(),
            RowProblem::RecordTooLong => "행이 너무 깁니다.".to_owned(),
            RowProblem::TooManyCells { found, expected } => {
                format!("셀이 {found}개인데 머리글은 {expected}개입니다.")
            }
            RowProblem::UnclosedQuote { line } => {
                format!("{line}번째 줄에서 연 따옴표가 닫히지 않았습니다.")
            }
            _ => "파일의 인코딩으로 읽을 수 없는 바이트가 있습니다.".to_owned(),
        };
        Self {
            field: None,
            column: problem
                .column()
                .and_then(|column| columns.get(column).cloned()),
            code: problem.code().replace('_', "-").into(),
            text: Text {
                ko,
                en: problem.to_string(),
            },
        }
    }
}

impl From<InvalidField> for Reject {
    fn from(invalid: InvalidField) -> Self {
        let text = invalid.problem.sentence();
        let field = match invalid.field.as_str() {
            "loss/reason" | "loss" => "loss_reason".to_owned(),
            "loss/note" => "loss_note".to_owned(),
            // Money is one column.
            other => other.trim_end_matches("/amount_minor").to_owned(),
        };
        let code = invalid.problem.code().replace('_', "-").into();
        Self {
            field: Some(field.into()),
            column: None,
            code,
            text,
        }
    }
}
