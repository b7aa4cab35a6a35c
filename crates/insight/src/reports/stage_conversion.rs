//! Stage conversion: how many of those that entered a stage get further, and the period ratio beside it.

use playbook::{StageKind, Text};

use super::stage_rows::{STAGE, StageRows, interval};
use super::win_rate::share;
use super::wording::percent;
use super::{
    Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words,
};
use crate::estimate::survival::{End, LifeTable};
use crate::facts::Frame;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "stage-conversion",
        version: 1,
        title: Words::new("단계 전환율", "Stage conversion"),
        question: Words::new(
            "단계마다 얼마나 다음으로 넘어가는가?",
            "How many deals get past each stage?",
        ),
        definition: Words::new(
            "코호트 전환율은 기간에 단계에 처음 들어온 딜이 h일 안에 더 뒤의 단계나 성사에 이를 누적 확률입니다. 실패는 경쟁 위험으로, 진행 중인 딜은 관측이 끊긴 것으로 보므로 최근에 들어온 딜이 많아도 낮아 보이지 않습니다. 건너뛴 단계는 지난 것으로, 다시 들어온 단계는 한 번으로 셉니다. 기간 비율은 기간에 앞으로 나간 딜 수를 기간에 들어온 딜 수로 나눈 것으로, 서로 다른 딜을 나누므로 100%를 넘을 수 있습니다.",
            "The cohort conversion is the cumulative probability that a deal which first entered the stage in the window reaches a later stage, or is won, within h days. Losing is the competing risk and open deals are censored, so that young cohorts do not look worse than they are. A stage that was skipped counts as passed, one entered again counts once. The period ratio divides the deals that moved on in the window by those that entered in it; these are different deals, so it can exceed 100%.",
        ),
        formula: "conversion = CIF_onward(h) = Σ S(t−)·d_onward/n (Aalen–Johansen); to_won = CIF_won(h); period_ratio = moved_on / entered in the window",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "어느 단계의 조건, 자료, 코칭을 고칠지",
            "Which stage's criteria, material and coaching to work on",
        ),
        parameters: &[Parameter::new(
            "horizon_days",
            Kind::Days,
            "판정 기간(일)",
            "Horizon in days",
        )],
        columns: &[
            Column::key(STAGE, Kind::Text, "단계", "Stage"),
            Column::new("entered", Kind::Deals, "진입", "Entered"),
            Column::new("passed", Kind::Deals, "통과", "Passed"),
            Column::new("lost", Kind::Deals, "실패", "Lost"),
            Column::new("open", Kind::Deals, "머무는 중", "Still there"),
            Column::new(
                "conversion",
                Kind::Share,
                "코호트 전환율",
                "Cohort conversion",
            ),
            Column::new("low", Kind::Share, "90% 하한", "90% low"),
            Column::new("high", Kind::Share, "90% 상한", "90% high"),
            Column::new("to_won", Kind::Share, "성사까지", "To won"),
            Column::new(
                "horizon_days",
                Kind::Days,
                "판정 기간(일)",
                "Horizon in days",
            ),
            Column::new(
                "moved_on",
                Kind::Deals,
                "기간 내 통과",
                "Moved on in the window",
            ),
            Column::new("period_ratio", Kind::Share, "기간 비율", "Period ratio"),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Funnel,
            x: STAGE,
            y: &["conversion"],
        },
    },
    run,
};

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let (rows, mut table) = StageRows::new(asked, &REPORT.definition);
    let [entered, passed, lost, open] =
        ["entered", "passed", "lost", "open"].map(|name| table.column(name));
    let [conversion, to_won] = ["conversion", "to_won"].map(|name| table.column(name));
    let moved_on = table.column("moved_on");
    let rows_count = table.rows().len();
    let (tally, (onward, won)) = rows.grouping.sum(frame, |deals| {
        let mut tally = table.tally();
        let mut onward = vec![LifeTable::new(); rows_count];
        let mut won = onward.clone();
        let mut climber = rows.ladder.climber();
        for (deal, group) in deals {
            let closed_on = frame.closed_on(deal).unwrap_or(frame.today());
            let ending = match frame.status(deal) {
                StageKind::Lost => End::Lost,
                // A deal that is won now was won at some time, which is asked first.
                StageKind::Won | StageKind::Open => End::Open,
            };
            let climb = climber.climb(frame, deal);
            for rung in climb.rungs.clone() {
                let row = rows.row(group, rung);
                let passed_on = climb.passed_on(rung);
                if passed_on.is_some_and(|day| asked.is_in_window(day)) {
                    tally.count(row, moved_on, deal);
                }
                let reached_on = climb.reached_on(rung);
                if !asked.is_in_window(reached_on) {
                    continue;
                }
                let add = |tables: &mut [LifeTable], ended_on: Option<i32>| {
                    let (day, end) = ended_on.map_or((closed_on, ending), |day| (day, End::Won));
                    let days = u32::try_from(day.saturating_sub(reached_on)).unwrap_or(0);
                    tables[row].add(None, days, end);
                };
                add(&mut onward, passed_on);
                add(&mut won, climb.won_on);
                tally.count(row, entered, deal);
                tally.rests_on(row, conversion, deal);
                tally.rests_on(row, to_won, deal);
                let fate = match (passed_on, ending) {
                    (Some(_), _) => passed,
                    (None, End::Lost) => lost,
                    (None, _) => open,
                };
                tally.count(row, fate, deal);
            }
        }
        (tally, (onward, won))
    });
    table.take(tally);
    for row in 0..onward.len() {
        let ratio = share(table.whole(row, "moved_on"), table.whole(row, "entered"));
        table.set(row, "period_ratio", ratio);
        let (moving, winning) = (onward[row].incidence(), won[row].incidence());
        let horizon = asked
            .horizon_days
            .or_else(|| moving.last_event_day().max(winning.last_event_day()));
        if let Some(horizon) = horizon.filter(|_| moving.n() > 0) {
            let interval = interval(&moving, horizon);
            table.set(row, "horizon_days", horizon);
            table.set(row, "conversion", moving.won_at(horizon));
            table.set(row, "low", interval.map(|interval| interval.low));
            table.set(row, "high", interval.map(|interval| interval.high));
            table.set(row, "to_won", winning.won_at(horizon));
        }
    }
    if rows.is_one_group() {
        table.summary = summary(&asked.frame, &table);
    } else {
        table.drop_rows_without_deals();
    }
    table.note_reading(frame);
    table
}

/// The stage that lets the fewest through.
fn summary(frame: &Frame<'_>, table: &Table) -> Option<Text> {
    let narrowest = (0..table.rows().len())
        .filter_map(|row| match table.get(row, "conversion") {
            Cell::Number(conversion) => Some((*conversion, row)),
            _ => None,
        })
        .min_by(|left, right| left.0.total_cmp(&right.0))?;
    let (Cell::Text(stage), conversion) =
        (table.get(narrowest.1, STAGE), percent(Some(narrowest.0)))
    else {
        return None;
    };
    let Text { ko, en } = frame.stage_name(stage);
    Some(Text::new(
        format!("가장 좁은 단계는 {ko}입니다. 들어온 딜의 {conversion}만 다음으로 넘어갑니다."),
        format!("The narrowest stage is {en}: {conversion} of those entering it get further."),
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::history::History;
    use crate::reports::{Asked, find};

    fn rows(asked: &Asked<'_>) -> Vec<serde_json::Map<String, Value>> {
        let table = find("stage-conversion").unwrap().run(asked);
        table.rows().iter().map(|row| table.to_json(row)).collect()
    }

    #[test]
    fn skips_count_as_passed_and_coming_again_counts_once() {
        let mut history = History::new();
        history
            .deal()
            .opened(1)
            .enters(3, "third")
            .enters(5, "first")
            .enters(6, "third")
            .closed(9, "won");
        history
            .deal()
            .opened(1)
            .enters(4, "second")
            .closed(8, "lost");
        history.deal().opened(1).closed(6, "lost");
        let facts = history.facts();
        let rows = rows(&history.asked(&facts, 20));
        let counts = |stage: usize| {
            ["stage", "entered", "passed", "lost", "open"].map(|name| rows[stage][name].clone())
        };
        assert_eq!(
            counts(0),
            [json!("first"), json!(3), json!(2), json!(1), json!(0)]
        );
        assert_eq!(
            counts(1),
            [json!("second"), json!(2), json!(1), json!(1), json!(0)]
        );
        assert_eq!(
            counts(2),
            [json!("third"), json!(1), json!(1), json!(0), json!(0)]
        );
        assert_eq!(rows[0]["conversion"], 0.666_667);
        assert_eq!(rows[0]["to_won"], 0.333_333);
        assert_eq!(rows[2]["conversion"], 1.0);
        assert!(
            rows[2]["low"].as_f64().unwrap() < 0.5,
            "one deal proves little"
        );
    }

    #[test]
    fn a_young_cohort_is_not_worse_for_being_young() {
        let mut history = History::new();
        for opened in 0..10 {
            history.deal().opened(opened).enters(opened + 10, "second");
            history.deal().opened(opened).closed(opened + 5, "lost");
        }
        for _ in 0..20 {
            history.deal().opened(99);
        }
        let facts = history.facts();
        let rows = rows(&history.asked(&facts, 100));
        assert_eq!(rows[0]["open"], 20);
        assert_eq!(rows[0]["conversion"], 0.5);
    }

    #[test]
    fn the_period_ratio_exceeds_one_when_old_deals_move_on() {
        let mut history = History::new();
        history.deal().opened(1).closed(50, "won");
        history.deal().opened(2).closed(60, "won");
        history.deal().opened(55);
        let facts = history.facts();
        let mut asked = history.asked(&facts, 80);
        (asked.from, asked.to) = (Some(40), Some(70));
        asked.opens_deals = true;
        let table = find("stage-conversion").unwrap().run(&asked);
        let first = table.to_json(&table.rows()[0]);
        assert_eq!(
            (&first["entered"], &first["moved_on"]),
            (&json!(1), &json!(2))
        );
        assert_eq!(first["period_ratio"], 2.0);
        assert_eq!(
            table.deals_behind(&["first".into()], Some("moved_on")),
            Some(vec![0, 1])
        );
    }

    #[test]
    fn one_quarter_of_maven_converts_more_than_it_gets() {
        let Some(deals) = crate::estimate::reference::maven() else {
            return;
        };
        let mut history = History::new();
        for deal in &deals {
            let told = history.deal();
            told.opened(crate::facts::day_of(deal.engaged));
            if let Some(closed) = deal.closed {
                let end = if deal.end == crate::estimate::survival::End::Won {
                    "won"
                } else {
                    "lost"
                };
                told.closed(crate::facts::day_of(closed), end);
            }
        }
        let facts = history.facts();
        let day = |month, day| crate::facts::day_of(domain::Date::constant(2017, month, day));
        let mut asked = history.asked(&facts, day(12, 31));
        (asked.from, asked.to) = (Some(day(10, 1)), Some(day(12, 31)));
        let first = &rows(&asked)[0];
        assert_eq!(
            (&first["entered"], &first["moved_on"]),
            (&json!(1165), &json!(1196))
        );
        assert_eq!(first["period_ratio"], 1.026_609);
    }

    #[test]
    fn nothing_entered_is_no_rate() {
        let history = History::new();
        let facts = history.facts();
        let mut asked = history.asked(&facts, 10);
        asked.slice.pipeline = Some("sales".to_owned());
        let rows = rows(&asked);
        assert_eq!(rows.len(), 3);
        assert_eq!(
            (
                &rows[0]["entered"],
                &rows[0]["conversion"],
                &rows[0]["period_ratio"]
            ),
            (&json!(0), &Value::Null, &Value::Null)
        );
    }
}
