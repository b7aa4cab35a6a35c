//! The functions rules and filters can call, for the checker and for the reference.

/// A function as the reference lists it.
#[derive(Debug)]
pub struct FunctionSchema {
    /// Its name.
    pub name: &'static str,
    /// How it is called.
    pub signature: &'static str,
    /// Whether it asks about facts and so exists in rules only, not in list filters.
    pub is_about_facts: bool,
    /// What it means, in English.
    pub en: &'static str,
    /// What it means, in Korean.
    pub ko: &'static str,
}

macro_rules! functions {
    ($($name:literal $signature:literal, $about_facts:literal, $en:literal, $ko:literal;)+) => {
        /// Every function.
        pub const ALL: &[FunctionSchema] = &[$(FunctionSchema {
            name: $name, signature: $signature, is_about_facts: $about_facts, en: $en, ko: $ko,
        },)+];
    };
}

functions! {
    "has_evidence" "has_evidence(type)", true,
        "evidence of this type can be opened (at least `captured`); a second argument asks for another strength",
        "이 유형의 증거를 열어볼 수 있음(`captured` 이상). 두 번째 인자로 다른 강도를 요구할 수 있음";
    "customer_evidence" "customer_evidence(type)", true,
        "the customer originated evidence of this type (at least `customer_originated`)",
        "고객이 만든 이 유형의 증거가 있음(`customer_originated` 이상)";
    "role_at_least" "role_at_least(role, state)", true,
        "a contact holds this buying role in this state or a later one",
        "이 구매 역할을 맡은 담당자가 이 상태 이상임";
    "answered" "answered(set, question)", true,
        "the question has an answer",
        "질문에 답이 있음";
    "answered_with_evidence" "answered_with_evidence(set, question)", true,
        "the question has an answer backed by evidence",
        "증거가 뒷받침하는 답이 있음";
    "milestone_done" "milestone_done(key)", true,
        "the milestone of the plan is done",
        "구매 일정의 마일스톤이 완료됨";
    "procurement_clear" "procurement_clear() or procurement_clear(kind)", true,
        "the checklist (or its steps of this kind) has items and all are done or not needed",
        "조달 체크리스트(또는 이 종류의 절차)에 항목이 있고 모두 완료되었거나 필요 없음";
    "today" "today()", false,
        "the day of the question, in the workspace's time zone; `today() + 30` is 30 days later",
        "질문하는 날(워크스페이스 시간대). `today() + 30`은 30일 뒤";
    "date" "date(\"2026-03-31\")", false,
        "a calendar date; a date field also compares with the plain text",
        "날짜. 날짜 필드는 글과도 바로 비교됨";
    "has" "has(deal.amount_minor)", false,
        "the field is not missing",
        "필드에 값이 있음";
    "size" "size(list) or size(text)", false,
        "how many items or characters",
        "항목 수 또는 글자 수";
    "contains" "text.contains(part)", false,
        "the text contains the part, letter case as written",
        "글에 이 부분이 들어 있음(대소문자 구분)";
    "startsWith" "text.startsWith(part)", false,
        "the text starts with the part",
        "글이 이 부분으로 시작함";
    "endsWith" "text.endsWith(part)", false,
        "the text ends with the part",
        "글이 이 부분으로 끝남";
    "exists" "list.exists(x, condition)", true,
        "the condition holds for at least one item",
        "조건을 만족하는 항목이 하나 이상";
    "all" "list.all(x, condition)", true,
        "the condition holds for every item (so also when there is none)",
        "모든 항목이 조건을 만족함(항목이 없어도 참)";
    "exists_one" "list.exists_one(x, condition)", true,
        "the condition holds for exactly one item",
        "조건을 만족하는 항목이 정확히 하나";
    "filter" "size(list.filter(x, condition))", true,
        "how many items satisfy the condition",
        "조건을 만족하는 항목 수";
}

/// The function with this name.
pub fn find(name: &str) -> Option<&'static FunctionSchema> {
    ALL.iter().find(|function| function.name == name)
}
