//! What the columns mean.

use crate::reports::{Column, Kind};

const fn deals(name: &'static str, ko: &'static str, en: &'static str) -> Column {
    Column::new(name, Kind::Deals, ko, en)
}

const fn share(name: &'static str, ko: &'static str, en: &'static str) -> Column {
    Column::new(name, Kind::Share, ko, en)
}

const fn days(name: &'static str, ko: &'static str, en: &'static str) -> Column {
    Column::new(name, Kind::Days, ko, en)
}

const fn number(name: &'static str, ko: &'static str, en: &'static str) -> Column {
    Column::new(name, Kind::Number, ko, en)
}

const MOVES: Column = deals("moves", "이동", "Moves");
const PASSED: Column = deals("passed", "통과", "Passed");
const EXCUSED: Column = deals("excused", "예외 승인으로 통과", "Passed by a waiver");
const STOPPED: Column = deals("stopped", "멈췄을 이동", "Stopped");
const UNJUDGED: Column = deals("unjudged", "판정 불가", "Cannot be judged");
const LATER: Column = deals("passed_later", "나중에 통과", "Passed later");
const NEVER: Column = deals("never", "끝내 통과 못 함", "Never passed");
const WAIT: Column = days("wait_days", "대기일 중앙값", "Median wait");

pub(super) static OVERALL: &[Column] = &[
    deals("deals", "딜", "Deals"),
    MOVES,
    PASSED,
    EXCUSED,
    STOPPED,
    UNJUDGED,
    deals("imported", "가져온 이동", "Imported"),
    deals("inferred", "추정한 이동", "Filled in"),
    deals(
        "unknown_stage",
        "초안에 없는 단계",
        "Stage not in the draft",
    ),
    deals(
        "never_recorded",
        "기록한 적 없는 항목",
        "Never recorded by then",
    ),
    LATER,
    NEVER,
    WAIT,
    deals("stopped_deals", "멈췄을 딜", "Deals stopped"),
    deals("stopped_won", "멈췄을 딜 중 성사", "Stopped, yet won"),
    deals("stopped_lost", "멈췄을 딜 중 실패", "Stopped, and lost"),
    deals("stopped_open", "멈췄을 딜 중 진행", "Stopped, still open"),
    share(
        "win_rate",
        "승률(그 게이트에 온 딜)",
        "Win rate, deals at those gates",
    ),
    share("win_rate_low", "90% 하한", "90 % low"),
    share("win_rate_high", "90% 상한", "90 % high"),
    share(
        "win_rate_passed",
        "승률(통과한 딜)",
        "Win rate, deals that passed",
    ),
    share("win_rate_passed_low", "90% 하한", "90 % low"),
    share("win_rate_passed_high", "90% 상한", "90 % high"),
    share(
        "win_rate_stopped",
        "승률(멈췄을 딜)",
        "Win rate, deals stopped",
    ),
    share("win_rate_stopped_low", "90% 하한", "90 % low"),
    share("win_rate_stopped_high", "90% 상한", "90 % high"),
    deals("won", "기간에 성사", "Won in the window"),
    deals("won_still", "그래도 성사", "Would still be won"),
    deals("won_later", "늦게 성사", "Won later"),
    deals("won_never", "성사되지 못함", "Would not be won"),
    days(
        "cycle_days",
        "영업 주기 중앙값(실제)",
        "Median cycle as it was",
    ),
    days(
        "cycle_replayed_days",
        "영업 주기 중앙값(다시 판정)",
        "Median cycle replayed",
    ),
    days(
        "cycle_mean_days",
        "영업 주기 평균(실제)",
        "Mean cycle as it was",
    ),
    days(
        "cycle_mean_replayed_days",
        "영업 주기 평균(다시 판정)",
        "Mean cycle replayed",
    ),
    deals("forecast_deals", "예측을 채점한 딜", "Deals scored"),
    Column::new("forecasts", Kind::Whole, "주간 예측 수", "Weekly forecasts"),
    number("brier", "브라이어 점수(실제)", "Brier score as it was"),
    number(
        "brier_replayed",
        "브라이어 점수(다시 판정)",
        "Brier score replayed",
    ),
    number("brier_change", "변화", "Change"),
    number("brier_change_low", "변화 90% 하한", "Change, 90 % low"),
    number("brier_change_high", "변화 90% 상한", "Change, 90 % high"),
    share(
        "probability",
        "평균 확률(실제)",
        "Mean probability as it was",
    ),
    share(
        "probability_replayed",
        "평균 확률(다시 판정)",
        "Mean probability replayed",
    ),
    share("came_true", "실제 성사 비율", "Came true"),
];

pub(super) static STAGES: &[Column] = &[
    Column::key("pipeline", Kind::Text, "파이프라인", "Pipeline"),
    Column::key("stage", Kind::Text, "단계", "Stage"),
    MOVES,
    PASSED,
    EXCUSED,
    STOPPED,
    UNJUDGED,
    deals("stopped_won", "멈췄지만 성사", "Stopped, yet won"),
    deals("stopped_lost", "멈췄고 실패", "Stopped, and lost"),
    deals("stopped_open", "멈췄고 진행 중", "Stopped, still open"),
    LATER,
    NEVER,
    WAIT,
    share("win_rate", "승률(판정)", "Win rate, judged"),
    share("win_rate_low", "90% 하한", "90 % low"),
    share("win_rate_high", "90% 상한", "90 % high"),
    share("win_rate_passed", "승률(통과)", "Win rate, passed"),
    share("win_rate_passed_low", "90% 하한", "90 % low"),
    share("win_rate_passed_high", "90% 상한", "90 % high"),
    deals("entered", "진입(실제)", "Entered as it was"),
    deals("went_on", "전진(실제)", "Went on as it was"),
    share("conversion", "전환율(실제)", "Conversion as it was"),
    share("conversion_low", "90% 하한", "90 % low"),
    share("conversion_high", "90% 상한", "90 % high"),
    deals("entered_replayed", "진입(다시 판정)", "Entered, replayed"),
    deals("went_on_replayed", "전진(다시 판정)", "Went on, replayed"),
    share(
        "conversion_replayed",
        "전환율(다시 판정)",
        "Conversion, replayed",
    ),
    share("conversion_replayed_low", "90% 하한", "90 % low"),
    share("conversion_replayed_high", "90% 상한", "90 % high"),
];

pub(super) static CRITERIA: &[Column] = &[
    Column::key("pipeline", Kind::Text, "파이프라인", "Pipeline"),
    Column::key("stage", Kind::Text, "단계", "Stage"),
    Column::key("kind", Kind::Text, "종류", "Kind"),
    Column::key("key", Kind::Text, "항목", "Item"),
    Column::new("sentence_ko", Kind::Text, "조건", "Criterion (Korean)"),
    Column::new("sentence_en", Kind::Text, "조건(영어)", "Criterion"),
    STOPPED,
    deals("alone", "이것만 부족", "By it alone"),
    deals("stopped_won", "멈췄지만 성사", "Stopped, yet won"),
    deals("stopped_lost", "멈췄고 실패", "Stopped, and lost"),
    deals("stopped_open", "멈췄고 진행 중", "Stopped, still open"),
];
