//! Why a use case refused: one table of stable codes, each with its kind and its sentence in both languages.
//!
//! A code never changes its meaning. Its kind decides the HTTP status and the exit code of the
//! command line, in one place each. Everything that varies (fields, missing evidence, versions) is data.

use std::borrow::Cow;

use domain::gate::Missing;
use playbook::Text;
use serde::Serialize;

/// What sort of refusal a code is. Edges map kinds, not codes, to statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Nobody is signed in, or the credentials are wrong.
    Unauthenticated,
    /// The actor may know of the object but not do this with it.
    Forbidden,
    /// It does not exist, or the actor may not know that it does.
    NotFound,
    /// The input is malformed; `fields` says where.
    Invalid,
    /// The object's present state refuses the command.
    Conflict,
    /// The playbook's gate refuses; `missing` says what it asks for.
    GateNotMet,
    /// The caller's version is not the current one.
    PreconditionFailed,
    /// The input is bigger than a documented limit.
    TooLarge,
    /// Too many attempts; `retry_after_seconds` says when to come back.
    RateLimited,
    /// The server is saturated for the moment; nothing was changed.
    Busy,
    /// No space left where the data lives; nothing was changed.
    StorageFull,
    /// A defect or an unreachable database; details are in the log only.
    Internal,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $kind:ident, $ko:literal, $en:literal;)*) => {
        /// A stable code, printed to API clients and scripts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* #[doc = $en] $name),* }

        impl Code {
            /// Every code, in the table's order.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as clients see it.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code),* }
            }

            /// The sort of refusal.
            pub fn kind(self) -> Kind {
                match self { $(Code::$name => Kind::$kind),* }
            }

            /// The sentence shown to people.
            pub fn sentence(self) -> Text {
                let (ko, en) = match self { $(Code::$name => ($ko, $en)),* };
                Text { ko: ko.into(), en: en.into() }
            }
        }
    };
}

codes! {
    Unauthenticated = "unauthenticated", Unauthenticated, "로그인이 필요합니다.", "Sign in first.";
    SignInFailed = "sign-in-failed", Unauthenticated, "이메일 또는 비밀번호가 맞지 않습니다.", "The e-mail or the password is not right.";
    Throttled = "too-many-attempts", RateLimited, "시도가 너무 많습니다. 잠시 후 다시 시도하세요.", "Too many attempts. Try again a little later.";
    Forbidden = "forbidden", Forbidden, "이 작업을 할 권한이 없습니다.", "You are not allowed to do this.";
    ScopeMissing = "scope-missing", Forbidden, "API 토큰의 범위가 이 작업을 허용하지 않습니다.", "The API token's scope does not allow this.";
    NotFound = "not-found", NotFound, "찾을 수 없습니다.", "There is nothing here that you can see.";
    Invalid = "invalid", Invalid, "입력값을 확인하세요.", "Check the input.";
    FilterInvalid = "filter-invalid", Invalid, "필터 식이 올바르지 않습니다.", "The filter expression is not valid.";
    CursorInvalid = "cursor-invalid", Invalid, "페이지 커서가 올바르지 않습니다.", "The page cursor is not valid.";
    PlaybookInvalid = "playbook-invalid", Invalid, "플레이북에 오류가 있어 게시할 수 없습니다.", "The playbook has errors and cannot be published.";
    FileInvalid = "file-invalid", Invalid, "파일을 읽을 수 없습니다.", "The file cannot be read.";
    MappingInvalid = "mapping-invalid", Invalid, "가져오기 매핑이 올바르지 않습니다.", "The import mapping is not valid.";
    IdempotencyMismatch = "idempotency-key-reused", Invalid, "같은 Idempotency-Key가 다른 요청에 쓰였습니다.", "The same Idempotency-Key was used for a different request.";
    IdempotencyInProgress = "idempotency-in-progress", Conflict, "같은 Idempotency-Key의 요청이 아직 처리 중입니다.", "A request with the same Idempotency-Key is still running.";
    VersionConflict = "version-conflict", PreconditionFailed, "그 사이 다른 사람이 바꾸었습니다. 새로 고친 뒤 다시 시도하세요.", "Somebody changed this in the meantime. Reload and try again.";
    GateNotMet = "gate-not-met", GateNotMet, "다음 단계로 가려면 아래 항목이 더 필요합니다.", "The next stage asks for the items below.";
    DealArchived = "deal-archived", Conflict, "보관된 딜은 바꿀 수 없습니다. 먼저 복원하세요.", "An archived deal cannot be changed. Restore it first.";
    DealClosed = "deal-closed", Conflict, "종료된 딜에는 할 수 없는 작업입니다.", "This cannot be done on a closed deal.";
    ReviewClosed = "review-closed", Conflict, "이미 끝난 리뷰입니다.", "The review is closed.";
    Refused = "refused", Conflict, "현재 상태에서는 할 수 없는 작업입니다.", "The present state does not allow this.";
    AlreadyExists = "already-exists", Conflict, "이미 있습니다.", "This exists already.";
    StillUsed = "still-used", Conflict, "아직 사용 중이라 바꿀 수 없습니다.", "This is still in use and cannot be changed.";
    LastAdministrator = "last-administrator", Conflict, "마지막 관리자는 남아 있어야 합니다.", "The last administrator has to stay.";
    SetupClosed = "setup-closed", Conflict, "이미 설정이 끝났습니다.", "This installation is set up already.";
    SetupTokenInvalid = "setup-token-invalid", Forbidden, "설정 링크가 올바르지 않거나 만료되었습니다.", "The set-up link is wrong or has expired.";
    ImportInterrupted = "import-interrupted", Conflict, "가져오기가 중단되었습니다. 쓴 것은 그대로 있으며, 이어서 실행하거나 되돌릴 수 있습니다.", "The import was interrupted. What it wrote stays; it can go on or be undone.";
    ImportState = "import-state", Conflict, "가져오기의 현재 상태에서는 할 수 없는 작업입니다.", "The import's present state does not allow this.";
    TooLarge = "too-large", TooLarge, "허용된 크기를 넘었습니다.", "This is larger than the limit.";
    Busy = "busy", Busy, "서버가 바쁩니다. 잠시 후 다시 시도하세요.", "The server is busy. Try again in a moment.";
    StorageFull = "storage-full", StorageFull, "저장 공간이 부족합니다. 아무것도 바뀌지 않았습니다.", "The storage is full. Nothing was changed.";
    Internal = "internal", Internal, "예기치 못한 오류가 발생했습니다.", "Something unexpected went wrong.";
}

/// One thing wrong with one field of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// JSON pointer into the input, such as `/amount/currency`.
    pub pointer: String,
    /// What is wrong, as a stable snake_case word: `required`, `too_long`, `too_short`, `unknown`, `not_allowed`, `malformed`, `taken`.
    pub code: Cow<'static, str>,
    /// The same for people.
    pub detail: Text,
}

impl FieldError {
    /// A field error with sentences of its own.
    pub fn new(
        pointer: impl Into<String>,
        code: impl Into<Cow<'static, str>>,
        ko: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self {
            pointer: pointer.into(),
            code: code.into(),
            detail: Text {
                ko: ko.into(),
                en: en.into(),
            },
        }
    }

    /// The field has to be given.
    pub fn required(pointer: impl Into<String>) -> Self {
        Self::new(pointer, "required", "필수 항목입니다.", "This is required.")
    }

    /// The value names something that does not exist.
    pub fn unknown(pointer: impl Into<String>, value: &str) -> Self {
        Self::new(
            pointer,
            "unknown",
            format!("‘{value}’을(를) 찾을 수 없습니다."),
            format!("There is no ‘{value}’."),
        )
    }

    /// The text exceeds `limit` characters.
    pub fn too_long(pointer: impl Into<String>, limit: usize) -> Self {
        Self::new(
            pointer,
            "too_long",
            format!("{limit}자를 넘을 수 없습니다."),
            format!("At most {limit} characters are allowed."),
        )
    }

    /// The value does not have the expected form.
    pub fn malformed(
        pointer: impl Into<String>,
        ko: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self::new(pointer, "malformed", ko, en)
    }

    /// Another record has this value already.
    pub fn taken(pointer: impl Into<String>) -> Self {
        Self::new(
            pointer,
            "taken",
            "이미 사용 중입니다.",
            "This is taken already.",
        )
    }
}

/// A refused use case. The transaction is rolled back: nothing was changed.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}", .0.code.as_str(), .0.detail.as_ref().map_or_else(|| .0.code.sentence().en, |d| d.en.clone()))]
pub struct Error(Box<Refusal>);

/// Everything known about a refusal.
#[derive(Debug)]
#[non_exhaustive]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// A more precise sentence than the code's own, when there is one.
    pub detail: Option<Text>,
    /// What is wrong with the input, field by field.
    pub fields: Vec<FieldError>,
    /// What the gate asks for.
    pub missing: Vec<Missing>,
    /// The version the object has now, when the caller's was another.
    pub current_version: Option<i64>,
    /// How long to wait before the next attempt.
    pub retry_after_seconds: Option<u64>,
    /// The cause for the log, never for the client.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl std::ops::Deref for Error {
    type Target = Refusal;
    fn deref(&self) -> &Refusal {
        &self.0
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self(Box::new(Refusal {
            code,
            detail: None,
            fields: Vec::new(),
            missing: Vec::new(),
            current_version: None,
            retry_after_seconds: None,
            source: None,
        }))
    }
}

impl From<FieldError> for Error {
    fn from(field: FieldError) -> Self {
        Self::invalid(vec![field])
    }
}

impl Error {
    /// The input is wrong in these places.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        let mut error = Self::from(Code::Invalid);
        error.0.fields = fields;
        error
    }

    /// The same refusal of a part of a larger input, which lies at `pointer` in it.
    #[must_use]
    pub(crate) fn inside(mut self, pointer: &str) -> Self {
        for field in &mut self.0.fields {
            field.pointer.insert_str(0, pointer);
        }
        self
    }

    /// The gate refuses until these are supplied.
    pub fn gate_not_met(missing: Vec<Missing>) -> Self {
        let mut error = Self::from(Code::GateNotMet);
        error.0.missing = missing;
        error
    }

    /// The object has `current` as its version, not the caller's.
    pub fn version_conflict(current: i64) -> Self {
        let mut error = Self::from(Code::VersionConflict);
        error.0.current_version = Some(current);
        error
    }

    /// A defect or an unreachable database.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut error = Self::from(Code::Internal);
        error.0.source = Some(source.into());
        error
    }

    /// Says more than the code's sentence does.
    #[must_use]
    pub fn with_detail(mut self, ko: impl Into<String>, en: impl Into<String>) -> Self {
        self.0.detail = Some(Text {
            ko: ko.into(),
            en: en.into(),
        });
        self
    }

    /// Points at a field of the input.
    #[must_use]
    pub fn with_field(mut self, field: FieldError) -> Self {
        self.0.fields.push(field);
        self
    }

    /// Says when to come back.
    #[must_use]
    pub fn with_retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after_seconds = Some(seconds);
        self
    }

    /// The sentence to show: the precise one, else the code's.
    pub fn sentence(&self) -> Text {
        self.detail.clone().unwrap_or_else(|| self.code.sentence())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case_and_translated() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            assert!(
                seen.insert(code.as_str()),
                "{} appears twice",
                code.as_str()
            );
            assert!(
                code.as_str()
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-')
            );
            let Text { ko, en } = code.sentence();
            assert!(ko.chars().any(|c| ('가'..='힣').contains(&c)), "{ko}");
            assert!(en.is_ascii(), "{en}");
        }
    }
}
