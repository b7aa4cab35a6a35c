//! The words of the minutes in both languages.

use domain::{Locale, ReviewState, review::DealChangeKind, vocabulary::ForecastCategory};

/// The fixed words of one language.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) chair: &'static str,
    pub(super) opened: &'static str,
    pub(super) closed: &'static str,
    pub(super) progress: &'static str,
    pub(super) of: &'static str,
    pub(super) owner: &'static str,
    pub(super) changes: &'static str,
    pub(super) unchanged: &'static str,
    pub(super) evidence: &'static str,
    pub(super) confirmation: &'static str,
    pub(super) by: &'static str,
    pub(super) risk: &'static str,
    pub(super) plan: &'static str,
    pub(super) decisions: &'static str,
    pub(super) actions: &'static str,
    pub(super) missing: &'static str,
    pub(super) not_reviewed: &'static str,
    pub(super) none: &'static str,
    pub(super) shortened: &'static str,
    pub(super) left_out: &'static str,
}

const KO: Words = Words {
    title: "주간 리뷰",
    chair: "진행",
    opened: "시작",
    closed: "종료",
    progress: "검토",
    of: "건 중",
    owner: "담당",
    changes: "지난 리뷰 이후",
    unchanged: "바뀐 것 없음",
    evidence: "이 단계에 있는 근거",
    confirmation: "다음 고객 확인",
    by: "기한",
    risk: "가장 큰 위험",
    plan: "대응",
    decisions: "결정",
    actions: "할 일",
    missing: "다음 단계에 부족한 것",
    not_reviewed: "검토하지 않은 딜",
    none: "없음",
    shortened: "(줄임: 전체 회의록은 파일로 받아 붙이세요.)",
    left_out: "목록에 들지 못한 딜 수",
};

const EN: Words = Words {
    title: "Weekly review",
    chair: "Chair",
    opened: "Opened",
    closed: "Closed",
    progress: "Reviewed",
    of: "of",
    owner: "Owner",
    changes: "Since the last review",
    unchanged: "nothing changed",
    evidence: "Evidence for this stage",
    confirmation: "Next customer confirmation",
    by: "by",
    risk: "Biggest risk",
    plan: "Plan",
    decisions: "Decisions",
    actions: "Actions",
    missing: "Missing for the next stage",
    not_reviewed: "Deals not reviewed",
    none: "none",
    shortened: "(Shortened: attach the file with the whole minutes.)",
    left_out: "Deals that found no place in the queue",
};

pub(super) const fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::Ko => &KO,
        Locale::En => &EN,
    }
}

pub(super) const fn state(state: ReviewState, locale: Locale) -> &'static str {
    match (state, locale) {
        (ReviewState::Unreviewed, Locale::Ko) => "검토 전",
        (ReviewState::Unreviewed, Locale::En) => "not reviewed",
        (ReviewState::Reviewed, Locale::Ko) => "검토함",
        (ReviewState::Reviewed, Locale::En) => "reviewed",
        (ReviewState::Skipped, Locale::Ko) => "건너뜀",
        (ReviewState::Skipped, Locale::En) => "skipped",
    }
}

pub(super) const fn change(kind: DealChangeKind, locale: Locale) -> &'static str {
    use DealChangeKind as K;
    match (kind, locale) {
        (K::Created, Locale::Ko) => "새로 등록됨",
        (K::Created, Locale::En) => "opened",
        (K::Stage, Locale::Ko) => "단계",
        (K::Stage, Locale::En) => "stage",
        (K::Amount, Locale::Ko) => "금액",
        (K::Amount, Locale::En) => "amount",
        (K::CloseOn, Locale::Ko) => "마감일",
        (K::CloseOn, Locale::En) => "close date",
        (K::Pushes, Locale::Ko) => "마감일 미룸 횟수",
        (K::Pushes, Locale::En) => "pushes",
        (K::ForecastCategory, Locale::Ko) => "예측 범주",
        (K::ForecastCategory, Locale::En) => "forecast category",
        (K::NextStep, Locale::Ko) => "다음 할 일",
        (K::NextStep, Locale::En) => "next step",
        (K::EvidenceAdded, Locale::Ko) => "새 증거",
        (K::EvidenceAdded, Locale::En) => "evidence added",
        (K::EvidenceRetracted, Locale::Ko) => "철회된 증거",
        (K::EvidenceRetracted, Locale::En) => "evidence retracted",
    }
}

pub(super) const fn category(category: ForecastCategory, locale: Locale) -> &'static str {
    use ForecastCategory as C;
    match (category, locale) {
        (C::Omitted, Locale::Ko) => "예측 제외",
        (C::Omitted, Locale::En) => "omitted",
        (C::Pipeline, Locale::Ko) => "파이프라인",
        (C::Pipeline, Locale::En) => "pipeline",
        (C::BestCase, Locale::Ko) => "베스트 케이스",
        (C::BestCase, Locale::En) => "best case",
        (C::Commit, Locale::Ko) => "커밋",
        (C::Commit, Locale::En) => "commit",
        (C::Closed, Locale::Ko) => "마감",
        (C::Closed, Locale::En) => "closed",
    }
}
