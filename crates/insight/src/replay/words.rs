//! What the numbers say, and what they cannot.

use domain::replay::Replay;
use playbook::Text;

use super::ENOUGH;
use crate::reports::{Cell, Table};

fn number(table: &Table, column: &str) -> Option<f64> {
    match table.get(0, column) {
        Cell::Number(number) => Some(*number),
        Cell::Whole(whole) => Some(*whole as f64),
        Cell::None | Cell::Text(_) | Cell::Flag(_) => None,
    }
}

pub(super) fn summary(table: &Table) -> Text {
    let whole = |column: &str| table.whole(0, column);
    let (moves, stopped) = (whole("moves") - whole("unjudged"), whole("stopped"));
    if moves == 0 {
        return Text::new(
            "이 기간에는 판정할 수 있는 이동이 없습니다.",
            "Nothing in this window can be judged.",
        );
    }
    if stopped == 0 {
        return Text::new(
            format!("판정한 이동 {moves}건 가운데 멈췄을 이동은 없습니다."),
            format!("Of {moves} moves judged, none would have been stopped."),
        );
    }
    let (deals, won, lost, open) = (
        whole("stopped_deals"),
        whole("stopped_won"),
        whole("stopped_lost"),
        whole("stopped_open"),
    );
    let mut ko = format!(
        "판정한 이동 {moves}건 가운데 {stopped}건(딜 {deals}건)이 멈췄을 것입니다. 그중 {lost}건은 어차피 실패했고, {won}건은 성사했으며, {open}건은 진행 중입니다."
    );
    let mut en = format!(
        "Of {moves} moves judged, {stopped} would have been stopped (deals: {deals}; lost anyway: {lost}, won all the same: {won}, still open: {open})."
    );
    let (never, later) = (whole("won_never"), whole("won_later"));
    if let (Some(was), Some(would_be)) = (
        number(table, "cycle_days"),
        number(table, "cycle_replayed_days"),
    ) && later + never > 0
    {
        ko.push_str(&format!(
            " 성사한 딜 {}건 중 {later}건은 늦어졌고 {never}건은 기록상 끝내 조건을 채우지 못했습니다. 영업 주기 중앙값은 {was:.0}일에서 {would_be:.0}일이 됩니다.",
            whole("won")
        ));
        en.push_str(&format!(
            " Of {} deals won, {later} would have been won later and {never} never met the criteria on record; the median cycle goes from {was:.0} to {would_be:.0} days.",
            whole("won")
        ));
    }
    if let (Some(was), Some(would_be)) = (number(table, "brier"), number(table, "brier_replayed")) {
        ko.push_str(&format!(
            " 단계 확률의 예측 오차(브라이어 점수)는 {was:.3}에서 {would_be:.3}이 됩니다."
        ));
        en.push_str(&format!(
            " The error of the stage probabilities (Brier score) goes from {was:.3} to {would_be:.3}."
        ));
    }
    Text::new(ko, en)
}

pub(super) fn notes(replay: &Replay, table: &Table) -> Vec<(&'static str, Text)> {
    let whole = |column: &str| table.whole(0, column);
    let mut notes = vec![(
        "people-adapt",
        Text::new(
            "규칙이 있으면 사람은 다르게 행동합니다. 조건이 있었다면 증거를 더 일찍 구했을 수도, 칸만 채웠을 수도 있습니다. 이 숫자는 규칙의 효과가 아니라 당시 기록이 규칙을 만족했는지를 말합니다.",
            "People act differently when a rule exists: they might have asked for the evidence sooner, or only filled in the box. These numbers say whether the record met the rule, not what the rule would have caused.",
        ),
    )];
    if whole("stopped") > 0 {
        notes.push((
            "record-only",
            Text::new(
                "기록되지 않은 일은 없던 일로 봅니다. 실제로는 확인했지만 남기지 않은 증거도 멈춘 이유가 됩니다.",
                "What was not recorded counts as not there: a confirmation that nobody wrote down stops a move as well.",
            ),
        ));
        notes.push((
            "outcome-kept",
            Text::new(
                "예측 오차와 승률은 실제 결과로 계산합니다. 끝내 조건을 채우지 못한 성사 딜도 성사로 셉니다.",
                "Win rates and forecast error use what really happened: a deal that never met the criteria and was won counts as won.",
            ),
        ));
    }
    let decided = whole("stopped_won") + whole("stopped_lost");
    if whole("stopped") > 0 && decided < ENOUGH {
        notes.push((
            "few",
            Text::new(
                format!("멈췄을 딜 가운데 끝난 것은 {decided}건뿐입니다. {ENOUGH}건 미만이면 우연과 구별하기 어렵습니다."),
                format!("Deals stopped that have ended: {decided}. Fewer than {ENOUGH} can hardly be told from chance."),
            ),
        ));
    }
    let historic = whole("imported") + whole("inferred");
    if historic > 0 {
        notes.push((
            "imported",
            Text::new(
                format!("이동 {historic}건은 가져온 이력이라 그때의 증거가 없어 판정하지 않았습니다. 멈춘 것으로도 통과한 것으로도 세지 않습니다."),
                format!("Moves of imported history without the evidence of the time: {historic}. They are judged neither way."),
            ),
        ));
    }
    if replay.deals.iter().any(|deal| deal.is_reconstructed) {
        notes.push((
            "reconstructed",
            Text::new(
                "가져온 이력에 기대는 숫자가 있습니다. 발생 시점 기준으로 되살린 값입니다.",
                "Some numbers rest on imported history, counted from when it happened rather than from when it was recorded.",
            ),
        ));
    }
    if whole("never_recorded") > 0 {
        let count = whole("never_recorded");
        notes.push((
            "never-recorded",
            Text::new(
                format!("이동 {count}건은 그때까지 아무도 기록한 적 없는 항목만 부족해 판정하지 않았습니다."),
                format!("Moves that lack only what nobody had ever recorded by then: {count}. They are not judged."),
            ),
        ));
    }
    if whole("unknown_stage") > 0 {
        let count = whole("unknown_stage");
        notes.push((
            "unknown-stage",
            Text::new(
                format!("이동 {count}건은 초안에 없는 단계를 지나 판정하지 않았습니다."),
                format!(
                    "Moves that touch a stage the draft does without: {count}. They are not judged."
                ),
            ),
        ));
    }
    if whole("excused") > 0 {
        let count = whole("excused");
        notes.push((
            "waivers",
            Text::new(
                format!("이동 {count}건은 당시 예외 승인 덕분에 통과합니다."),
                format!("Moves that pass only by a waiver that held then: {count}."),
            ),
        ));
    }
    notes
}
