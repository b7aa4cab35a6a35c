//! Why a command did not do what it was asked, for people, for programs and as an exit code.

use std::process::ExitCode;

use app::Kind;
use playbook::Text;
use serde_json::{Value, json};

use crate::language::Language;
use crate::output::Format;

/// Exit codes: a stable contract, documented in docs/reference/cli.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Something went wrong that is no fault of the input.
    Failure = 1,
    /// The command line or the input is not valid.
    Usage = 2,
    /// What was named does not exist, or may not be seen.
    NotFound = 3,
    /// The gate refuses: evidence or fields are missing.
    GateNotMet = 4,
    /// The present state refuses, or somebody else changed it first.
    Conflict = 5,
    /// The command ran and found problems: verify, doctor, lint, rejected rows.
    ProblemsFound = 6,
    /// Not signed in, or not allowed.
    Denied = 7,
    /// The server or the database cannot be reached, is too busy, or has no room left.
    Unavailable = 8,
    /// Ctrl-C, or the signal a service manager sends. What was done stays.
    Interrupted = 130,
}

impl Exit {
    /// All of them, with what they mean.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 9] = [
        (
            Self::Failure,
            "실패: 입력 탓이 아닌 오류",
            "failure that is no fault of the input",
        ),
        (
            Self::Usage,
            "명령줄이나 입력값이 올바르지 않음",
            "the command line or the input is not valid",
        ),
        (
            Self::NotFound,
            "대상이 없거나 볼 수 없음",
            "what was named does not exist, or may not be seen",
        ),
        (
            Self::GateNotMet,
            "게이트 미충족: 증거나 필드가 부족함",
            "the gate is not met: evidence or fields are missing",
        ),
        (
            Self::Conflict,
            "현재 상태가 허용하지 않거나 그 사이 바뀜",
            "the present state refuses, or somebody changed it first",
        ),
        (
            Self::ProblemsFound,
            "실행은 됐지만 문제를 찾음 (verify, doctor, lint, 거부된 행)",
            "the command ran and found problems (verify, doctor, lint, rejected rows)",
        ),
        (
            Self::Denied,
            "로그인되지 않았거나 권한이 없음",
            "not signed in, or not allowed",
        ),
        (
            Self::Unavailable,
            "서버나 데이터베이스에 닿지 않거나, 바쁘거나, 저장 공간이 없음",
            "the server or the database cannot be reached, is too busy, or has no room left",
        ),
        (
            Self::Interrupted,
            "중단됨(Ctrl-C): 이미 한 것은 그대로 있음",
            "interrupted (Ctrl-C); what was done stays",
        ),
    ];
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A command that did not succeed.
#[derive(Debug)]
pub(crate) struct Failure(Box<Told>);

#[derive(Debug)]
struct Told {
    exit: Exit,
    code: String,
    sentence: Text,
    /// Further lines: fields in error, what a gate asks for.
    details: Vec<Text>,
    /// The problem document of the API, when it came from there.
    problem: Option<Value>,
}

impl Failure {
    /// A failure with its sentence in both languages.
    pub(crate) fn new(
        exit: Exit,
        code: &str,
        ko: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        let sentence = Text::new(ko, en);
        Self(Box::new(Told {
            exit,
            code: code.into(),
            sentence,
            details: Vec::new(),
            problem: None,
        }))
    }

    /// The command line makes no sense.
    pub(crate) fn usage(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", ko, en)
    }

    /// A file cannot be read or written.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let path = path.display();
        let exit = if error.kind() == std::io::ErrorKind::NotFound {
            Exit::NotFound
        } else {
            Exit::Failure
        };
        Self::new(
            exit,
            "file",
            format!("{path} 파일을 쓸 수 없습니다: {error}"),
            format!("Cannot use {path}: {error}"),
        )
    }

    /// The command ran and found problems, which it has already printed.
    pub(crate) fn problems(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Exit::ProblemsFound, "problems_found", ko, en)
    }

    /// Turns the API's problem document into a failure.
    pub(crate) fn from_problem(status: u16, problem: Value) -> Self {
        let word = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        let sentence = match word("detail") {
            empty if empty.is_empty() => word("title"),
            detail => detail,
        };
        let sentence = if sentence.is_empty() {
            format!("HTTP {status}")
        } else {
            sentence
        };
        let code = word("code");
        let exit = match (code.as_str(), status) {
            ("gate_not_met" | "gate-not-met", _) => Exit::GateNotMet,
            (_, 404) => Exit::NotFound,
            (_, 409 | 412) => Exit::Conflict,
            (_, 401 | 403) => Exit::Denied,
            (_, 429 | 502 | 503 | 504 | 507) => Exit::Unavailable,
            (_, 400..=499) => Exit::Usage,
            _ => Exit::Failure,
        };
        let mut details = Vec::new();
        for field in problem["errors"].as_array().into_iter().flatten() {
            let pointer = field["pointer"]
                .as_str()
                .unwrap_or_default()
                .trim_start_matches('/');
            let text = text(&field["detail"]);
            details.push(Text::new(
                format!("{pointer}: {}", text.ko),
                format!("{pointer}: {}", text.en),
            ));
        }
        for missing in problem["missing"].as_array().into_iter().flatten() {
            details.extend(describe_missing(missing));
        }
        Self(Box::new(Told {
            exit,
            code,
            sentence: Text::new(&sentence, sentence.clone()),
            details,
            problem: Some(problem),
        }))
    }

    /// Turns a use case's refusal into a failure.
    pub(crate) fn from_app(error: &app::Error) -> Self {
        let exit = match error.code.kind() {
            Kind::NotFound => Exit::NotFound,
            Kind::GateNotMet => Exit::GateNotMet,
            Kind::Conflict | Kind::PreconditionFailed => Exit::Conflict,
            Kind::Unauthenticated | Kind::Forbidden => Exit::Denied,
            Kind::Invalid | Kind::TooLarge => Exit::Usage,
            Kind::RateLimited | Kind::Busy | Kind::StorageFull => Exit::Unavailable,
            Kind::Internal => Exit::Failure,
        };
        let mut sentence = error.sentence();
        if let Some(source) = &error.source {
            // At the console the operator is the log.
            sentence = Text::new(
                format!("{} ({source})", sentence.ko),
                format!("{} ({source})", sentence.en),
            );
        }
        let details = error.fields.iter().map(|field| {
            let pointer = field.pointer.trim_start_matches('/');
            Text::new(
                format!("{pointer}: {}", field.detail.ko),
                format!("{pointer}: {}", field.detail.en),
            )
        });
        Self(Box::new(Told {
            exit,
            code: error.code.as_str().into(),
            sentence,
            details: details.collect(),
            problem: None,
        }))
    }

    /// Adds a line: what to do about it, say.
    pub(crate) fn with_line(mut self, ko: impl Into<String>, en: impl Into<String>) -> Self {
        self.0.details.push(Text::new(ko, en));
        self
    }

    /// Which exit code this ends with.
    pub(crate) fn exit(&self) -> Exit {
        self.0.exit
    }

    /// Its further lines.
    pub(crate) fn details(&self, language: Language) -> impl Iterator<Item = &str> {
        self.0.details.iter().map(move |detail| language.of(detail))
    }

    /// Says it on standard error: as sentences, or as one JSON object with `--format json`.
    pub(crate) fn report(&self, format: Format, language: Language) {
        if format == Format::Json {
            let lines: Vec<&str> = self.details(language).collect();
            let own = || json!({"code": self.0.code, "detail": language.of(&self.0.sentence), "lines": lines});
            eprintln!("{}", self.0.problem.clone().unwrap_or_else(own));
            return;
        }
        eprintln!(
            "{}: {}",
            language.pick("오류", "error"),
            language.of(&self.0.sentence)
        );
        for detail in &self.0.details {
            eprintln!("  {}", language.of(detail));
        }
    }
}

/// One missing item of a gate: its sentence, and a line for each way to supply it.
fn describe_missing(missing: &Value) -> Vec<Text> {
    let sentence = text(&missing["sentence"]);
    let stage = missing["stage"].as_str().unwrap_or_default();
    let mut lines = vec![Text::new(
        format!("✗ [{stage}] {}", sentence.ko),
        format!("✗ [{stage}] {}", sentence.en),
    )];
    for way in missing["satisfy"].as_array().into_iter().flatten() {
        let target = way["target"].as_str().unwrap_or_default();
        let (ko, en) = action(way["action"].as_str().unwrap_or_default());
        let accepts: Vec<&str> = way["accepts"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let accepts = if accepts.is_empty() {
            String::new()
        } else {
            format!(" ({})", accepts.join(", "))
        };
        lines.push(Text::new(
            format!("    → {ko}: {target}{accepts}"),
            format!("    → {en}: {target}{accepts}"),
        ));
    }
    lines
}

/// What would satisfy a missing item, in words.
fn action(key: &str) -> (&str, &str) {
    match key {
        "set_field" => ("필드 입력", "fill in"),
        "add_evidence" => ("증거 추가", "add evidence"),
        "set_buying_role" => ("구매 역할 지정", "set the buying role"),
        "answer_question" => ("질문에 답하기", "answer the question"),
        "complete_milestone" => ("마일스톤 완료", "complete the milestone"),
        "clear_procurement" => ("구매 절차 마치기", "clear procurement"),
        "request_waiver" => ("예외 승인 요청", "request a waiver"),
        other => (other, other),
    }
}

/// A text that is either one sentence or a pair.
fn text(value: &Value) -> Text {
    match value {
        Value::String(one) => Text::new(one, one.clone()),
        pair => Text::new(
            pair["ko"].as_str().unwrap_or_default(),
            pair["en"].as_str().unwrap_or_default(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_move_lists_what_is_missing_and_what_would_supply_it() {
        let problem = json!({
            "code": "gate_not_met", "title": "The next stage asks for more.",
            "missing": [{
                "kind": "evidence", "stage": "discovery", "key": "meeting_held",
                "sentence": {"ko": "미팅 증거가 필요합니다.", "en": "A held meeting is needed."},
                "satisfy": [{"action": "add_evidence", "target": "meeting_held", "accepts": ["meeting", "email"]}],
            }],
        });
        let failure = Failure::from_problem(409, problem);
        assert_eq!(failure.exit(), Exit::GateNotMet);
        let lines: Vec<_> = failure
            .0
            .details
            .iter()
            .map(|line| line.en.as_str())
            .collect();
        assert_eq!(
            lines,
            [
                "✗ [discovery] A held meeting is needed.",
                "    → add evidence: meeting_held (meeting, email)"
            ]
        );
        assert_eq!(
            failure.0.details[1].ko,
            "    → 증거 추가: meeting_held (meeting, email)"
        );
    }

    #[test]
    fn statuses_become_exit_codes() {
        let exit = |status| Failure::from_problem(status, json!({})).exit();
        assert_eq!(exit(404), Exit::NotFound);
        assert_eq!(exit(409), Exit::Conflict);
        assert_eq!(exit(412), Exit::Conflict);
        assert_eq!(exit(403), Exit::Denied);
        assert_eq!(exit(422), Exit::Usage);
        assert_eq!(exit(503), Exit::Unavailable);
        assert_eq!(exit(500), Exit::Failure);
    }
}
