//! What is said and written in the sample, in the customer's language.

use domain::ActivityKind;
use playbook::EvidenceKind;

use super::cast;
use super::script::{Cue, DealPart};

pub(super) const LOSSES: &[(&str, &str)] = &[
    ("priority-change", "budget-frozen"),
    ("no-decision", "status-quo"),
    ("competitor", "product"),
    ("price", "over-budget"),
    ("no-decision", "no-economic-buyer"),
    ("security", "certification-missing"),
    ("competitor", "relationship"),
    ("priority-change", "project-postponed"),
    ("product-gap", "integration"),
];
pub(super) const RENEWAL_LOSSES: &[(&str, &str)] =
    &[("low-usage", "champion-left"), ("price", "budget-cut")];
pub(super) const COMPETITORS: &[&str] = &["salesforce", "hubspot", "in-house"];
pub(super) const TALKS: &[(ActivityKind, &str, &str)] = &[
    (
        ActivityKind::Call,
        "상황 확인 통화",
        "Call about where they stand",
    ),
    (
        ActivityKind::Meeting,
        "현업 부서와 현황 점검",
        "Walk through the present process with operations",
    ),
    (
        ActivityKind::Email,
        "질문에 대한 회신",
        "Answers to their questions",
    ),
    (
        ActivityKind::Meeting,
        "보안 담당자 질의응답",
        "Questions and answers with security",
    ),
    (
        ActivityKind::Call,
        "예산 일정 문의",
        "Asked about the budget calendar",
    ),
    (
        ActivityKind::Note,
        "조직 개편 소식 있음",
        "Heard of a reorganisation",
    ),
];
pub(super) const RISKS: &[(&str, &str, &str, &str)] = &[
    (
        "챔피언의 부서 이동 가능성",
        "두 번째 챔피언을 운영팀에서 찾는다",
        "The champion may change departments",
        "Win a second champion in operations",
    ),
    (
        "보안 검토 일정 미정",
        "SOC 2 보고서와 DPA를 먼저 보낸다",
        "No date for the security review",
        "Send the SOC 2 report and the DPA first",
    ),
    (
        "예산이 다음 회계연도로 넘어갈 수 있음",
        "1단계 범위를 줄여 올해 예산에 맞춘다",
        "Budget may move to the next fiscal year",
        "Cut phase one to fit this year's budget",
    ),
    (
        "자체 구축 의견이 있음",
        "3년 총비용 비교표를 함께 만든다",
        "Some want to build it in-house",
        "Build a three-year cost comparison together",
    ),
];

pub(super) fn is_korean(part: &DealPart) -> bool {
    cast::ACCOUNTS[part.account].country == "KR"
}

/// What was said, in the customer's language.
pub(super) fn said<'t>(part: &DealPart, ko: &'t str, en: &'t str) -> &'t str {
    if is_korean(part) { ko } else { en }
}

pub(super) fn answer(part: &DealPart, question: &str) -> &'static str {
    match question {
        "identify_pain" => said(
            part,
            "주문 확인에 사람이 하루 6시간을 쓰고, 오류로 월 3%를 다시 처리합니다.",
            "Six hours a day go into checking orders by hand, and 3 % of them are done twice.",
        ),
        "metrics" => said(
            part,
            "처리 시간 40% 단축, 재작업 3% → 1%",
            "40 % less handling time, rework from 3 % to 1 %",
        ),
        _ => said(
            part,
            "도입 후 처리 시간이 3분의 1로 줄었다고 말합니다.",
            "They say handling takes a third of the time it took.",
        ),
    }
}

/// A pointer as the real thing would have: a message, a calendar entry, a file.
pub(super) fn reference(kind: Option<EvidenceKind>, cue: &Cue, key: &str) -> String {
    let number = cue.at.as_micros() / 1_000_000;
    match kind {
        Some(EvidenceKind::Email) => format!("mid:{number}.{}@mail.narae.example", cue.deal),
        Some(EvidenceKind::Meeting | EvidenceKind::Call) => {
            format!("https://calendar.narae.example/{number}-{}", cue.deal)
        }
        _ => format!("https://files.narae.example/{}/{key}.pdf", cue.deal),
    }
}
