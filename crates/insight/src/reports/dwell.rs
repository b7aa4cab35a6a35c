//! Dwell: how long deals stay in each stage, those that are still there included.

use std::str::FromStr;

use playbook::{StageKind, Text};

use super::stage_rows::{STAGE, StageRows};
use super::{
    Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words,
};
use crate::estimate::summary::DayCounts;
use crate::estimate::survival::{End, Leaving, LifeTable};
use crate::facts::Frame;
use crate::parallel::merge_fields;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "dwell",
        version: 1,
        title: Words::new("단계 체류 기간", "Time in stage"),
        question: Words::new(
            "딜은 단계마다 얼마나 머무는가?",
            "How long do deals stay in each stage?",
        ),
        definition: Words::new(
            "기간에 단계에 들어온 방문이 끝나기까지의 일수를 Kaplan–Meier로 추정합니다. 아직 머무는 딜은 지금까지의 일수만큼은 머문 것으로 셉니다. 떠난 딜만의 평균은 오래 머무는 딜을 빼므로 늘 짧게 보이며, 비교하라고 나란히 둡니다. 가져오기가 채워 넣은 방문은 언제 끝났는지 알 수 없으므로 가져온 날부터만 셉니다. per=deal이면 한 딜의 여러 방문을 더하고, days=business면 월~금만 셉니다.",
            "The days until a visit that began in the window ends, by Kaplan–Meier. A deal that is still there has stayed at least as long as it has so far. The mean of those that left leaves the long stayers out and so looks shorter than it is; it stands beside for comparison. A visit that an import filled in counts only from the day of the import, because nobody knows when it ended before. per=deal adds up a deal's visits, days=business counts Monday to Friday.",
        ),
        formula: "S(t) = ∏ (1 − d/n) over visits (Kaplan–Meier); pXX = first day with S ≤ 1 − XX %; restricted_mean = ∫ S(t) dt up to the longest stay",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "정체 기준일을 얼마로 두고 어느 단계를 먼저 줄일지",
            "What rot limits to set, and which stage to shorten first",
        ),
        parameters: &[
            Parameter {
                choices: &["calendar", "business"],
                ..Parameter::new("days", Kind::Text, "일수 기준", "Days counted")
            },
            Parameter {
                choices: &["visit", "deal"],
                ..Parameter::new("per", Kind::Text, "단위", "Per")
            },
        ],
        columns: &[
            Column::key(STAGE, Kind::Text, "단계", "Stage"),
            Column::new("deals", Kind::Deals, "딜", "Deals"),
            Column::new("visits", Kind::Whole, "방문", "Visits"),
            Column::new("still_in", Kind::Deals, "머무는 중", "Still in"),
            Column::new("p50_days", Kind::Days, "중앙값", "Median"),
            Column::new(
                "p50_low_days",
                Kind::Days,
                "중앙값 90% 하한",
                "Median, 90% low",
            ),
            Column::new(
                "p50_high_days",
                Kind::Days,
                "중앙값 90% 상한",
                "Median, 90% high",
            ),
            Column::new("p75_days", Kind::Days, "75%가 이 안에", "75% within"),
            Column::new("p90_days", Kind::Days, "90%가 이 안에", "90% within"),
            Column::new(
                "restricted_mean_days",
                Kind::Days,
                "제한 평균",
                "Restricted mean",
            ),
            Column::new(
                "mean_of_leavers",
                Kind::Days,
                "떠난 딜만의 평균(짧게 보임)",
                "Mean of those that left (misleads)",
            ),
            Column::new("rot_days", Kind::Days, "정체 기준", "Rot limit"),
            Column::new("rotting", Kind::Deals, "정체", "Rotting"),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Bar,
            x: STAGE,
            y: &["p50_days", "p90_days"],
        },
    },
    run,
};

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Days {
    Calendar,
    Business,
}

impl FromStr for Days {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "calendar" => Ok(Self::Calendar),
            "business" => Ok(Self::Business),
            _ => Err(()),
        }
    }
}

impl Days {
    fn between(self, from: i32, to: i32) -> u32 {
        let days = match self {
            Self::Calendar => to.saturating_sub(from),
            Self::Business => weekdays_before(to) - weekdays_before(from),
        };
        u32::try_from(days).unwrap_or(0)
    }
}

/// Mondays to Fridays before a day, counted from the week that 1970 began in.
fn weekdays_before(day: i32) -> i32 {
    // 1970-01-01 was a Thursday.
    let since_monday = day.saturating_add(3);
    since_monday.div_euclid(7) * 5 + since_monday.rem_euclid(7).min(5)
}

/// A visit, or what a deal's visits of one stage add up to.
#[derive(Debug, Clone, Copy)]
struct Span {
    /// Days before it was under observation, when that was not from its start.
    entry: Option<u32>,
    days: u32,
    end: End,
}

#[derive(Debug, Clone, Default)]
struct Stays {
    table: LifeTable,
    left: DayCounts,
    visits: i64,
}

merge_fields!(Stays {
    table,
    left,
    visits
});

impl Stays {
    fn add(&mut self, span: Span) {
        self.table.add(span.entry, span.days, span.end);
        if span.end != End::Open && span.entry.is_none() {
            self.left.add(span.days);
        }
    }
}

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let (rows, mut table) = StageRows::new(asked, &REPORT.definition);
    let days = asked
        .text("days")
        .and_then(|text| text.parse().ok())
        .unwrap_or(Days::Calendar);
    let is_per_deal = asked.text("per") == Some("deal");
    let [deals, still_in, rotting] =
        ["deals", "still_in", "rotting"].map(|name| table.column(name));
    let resting = [
        "visits",
        "p50_days",
        "p75_days",
        "p90_days",
        "restricted_mean_days",
        "mean_of_leavers",
    ]
    .map(|name| table.column(name));
    let row_count = table.rows().len();
    let (tally, stays) = rows.grouping.sum(frame, |members| {
        let mut tally = table.tally();
        let mut stays = vec![Stays::default(); row_count];
        let mut sums: Vec<Option<Span>> = vec![None; rows.ladder.len()];
        let mut touched = Vec::new();
        for (deal, group) in members {
            let mut before: Option<(usize, Span, i32)> = None;
            let mut visit = |rung: usize, span: Span, stays: &mut [Stays]| {
                let row = rows.row(group, rung);
                stays[row].visits += 1;
                match &mut sums[rung] {
                    Some(sum) => {
                        sum.days = sum.days.saturating_add(span.days);
                        sum.end = span.end;
                        sum.entry = sum.entry.or(span.entry);
                    }
                    sum => {
                        *sum = Some(span);
                        touched.push(rung);
                    }
                }
                if !is_per_deal {
                    stays[row].add(span);
                }
            };
            for stay in frame.stays(deal) {
                if let Some((rung, mut span, since)) = before.take() {
                    span.days = days.between(since, stay.entered_on);
                    span.end = end_by(frame, stay.stage);
                    visit(rung, span, &mut stays);
                }
                if let Some(rung) = rows.ladder.row(stay.stage)
                    && asked.is_in_window(stay.entered_on)
                {
                    let entry = stay
                        .is_inferred
                        .then(|| days.between(stay.entered_on, frame.created_on(deal)));
                    let span = Span {
                        entry,
                        days: 0,
                        end: End::Open,
                    };
                    before = Some((rung, span, stay.entered_on));
                }
            }
            if let Some((rung, mut span, since)) = before {
                span.days = days.between(since, frame.today());
                visit(rung, span, &mut stays);
                let row = rows.row(group, rung);
                tally.count(row, still_in, deal);
                let rot_days = frame.stage_shape(rows.ladder.stage(rung)).rot_days;
                if rot_days.is_some_and(|limit| frame.days_in_stage(deal) > limit) {
                    tally.count(row, rotting, deal);
                }
            }
            for rung in touched.drain(..) {
                let row = rows.row(group, rung);
                let sum = sums[rung].take();
                if let Some(sum) = sum.filter(|_| is_per_deal) {
                    stays[row].add(sum);
                }
                tally.count(row, deals, deal);
                tally.rest_on(row, &resting, deal);
            }
        }
        (tally, stays)
    });
    table.take(tally);
    for (row, stage) in rows.all() {
        fill(&mut table, row, &stays[row]);
        table.set(row, "rot_days", frame.stage_shape(stage).rot_days);
    }
    if rows.is_one_group() {
        table.summary = summary(&asked.frame, &table);
    } else {
        table.drop_rows_without_deals();
    }
    let unproven: u64 = stays.iter().map(|stays| stays.table.never_at_risk()).sum();
    if unproven > 0 {
        table.note(
            "inferred",
            "가져오기가 채워 넣은 방문은 언제 끝났는지 알 수 없어, 가져오기 전에 끝난 것은 기간 추정에 넣지 않았습니다.",
            "Visits that an import filled in say nothing about how long they lasted; those that ended before the import are not in the estimates.",
        );
    }
    table.note_reading(frame);
    table
}

fn end_by(frame: &Frame<'_>, next: u16) -> End {
    match frame.kind(next) {
        StageKind::Lost => End::Lost,
        // Backwards is leaving as well.
        StageKind::Won | StageKind::Open => End::Won,
    }
}

fn fill(table: &mut Table, row: usize, stays: &Stays) {
    let curve = stays.table.survival(Leaving::Ended);
    let (low, high) = curve.quantile_interval(0.5, 0.90);
    table.set(row, "visits", stays.visits);
    table.set(row, "p50_days", curve.quantile(0.5));
    table.set(row, "p50_low_days", low);
    table.set(row, "p50_high_days", high);
    table.set(row, "p75_days", curve.quantile(0.75));
    table.set(row, "p90_days", curve.quantile(0.9));
    let mean = curve
        .last_observed_day()
        .filter(|_| curve.n() > 0)
        .map(|longest| curve.restricted_mean(longest));
    table.set(row, "restricted_mean_days", mean);
    table.set(row, "mean_of_leavers", stays.left.mean());
}

/// The stage deals stay in longest.
fn summary(frame: &Frame<'_>, table: &Table) -> Option<Text> {
    let (days, row) = (0..table.rows().len())
        .filter_map(|row| match table.get(row, "p50_days") {
            Cell::Whole(days) => Some((*days, row)),
            _ => None,
        })
        .max_by_key(|(days, row)| (*days, std::cmp::Reverse(*row)))?;
    let Cell::Text(stage) = table.get(row, STAGE) else {
        return None;
    };
    let rotting: i64 = (0..table.rows().len())
        .map(|row| table.whole(row, "rotting"))
        .sum();
    let Text { ko, en } = frame.stage_name(stage);
    Some(Text::new(
        format!(
            "가장 오래 머무는 단계: {ko}. 절반이 {days}일 안에 떠납니다. 정체 기준을 넘긴 딜은 {rotting}건입니다."
        ),
        format!(
            "Deals stay longest in {en}, half of them up to {days} days; {rotting} are past their rot limit."
        ),
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::history::History;
    use crate::reports::find;

    fn first(asked: &Asked<'_>) -> serde_json::Map<String, Value> {
        let table = find("dwell").unwrap().run(asked);
        table.to_json(&table.rows()[0])
    }

    /// Leavers after 5, 8, 12 and 20 days; still in after 30, 45, 60 and 60.
    fn known() -> History {
        let mut history = History::new();
        for (days, next) in [(5, "second"), (8, "won"), (12, "lost"), (20, "third")] {
            history.deal().opened(10).enters(10 + days, next);
        }
        for age in [30, 45, 60, 60] {
            history.deal().opened(100 - age);
        }
        history
    }

    #[test]
    fn those_still_in_count_as_staying() {
        let history = known();
        let facts = history.facts();
        let row = first(&history.asked(&facts, 100));
        assert_eq!(
            (
                &row["deals"],
                &row["visits"],
                &row["still_in"],
                &row["rotting"]
            ),
            (&json!(8), &json!(8), &json!(4), &json!(4))
        );
        assert_eq!(
            (&row["p50_days"], &row["p75_days"]),
            (&json!(20), &Value::Null)
        );
        assert_eq!(row["restricted_mean_days"], 35.625);
        assert_eq!(row["mean_of_leavers"], 11.25);
        assert_eq!(row["rot_days"], 14);
    }

    #[test]
    fn a_deal_that_comes_again_is_two_visits_or_one_total() {
        let mut history = History::new();
        history
            .deal()
            .opened(0)
            .enters(4, "second")
            .enters(6, "first")
            .enters(12, "second")
            .closed(20, "won");
        let facts = history.facts();
        let mut asked = history.asked(&facts, 30);
        asked.opens_deals = true;
        let row = first(&asked);
        assert_eq!(
            (&row["deals"], &row["visits"], &row["mean_of_leavers"]),
            (&json!(1), &json!(2), &json!(5.0))
        );
        asked.parameters.insert("per".to_owned(), "deal".to_owned());
        assert_eq!(first(&asked)["mean_of_leavers"], 10.0);
        let table = find("dwell").unwrap().run(&asked);
        assert_eq!(
            table.deals_behind(&["first".into()], Some("deals")),
            Some(vec![0])
        );
    }

    #[test]
    fn business_days_leave_weekends_out() {
        // Day 0 is a Thursday: to the Monday after are two business days, to the next Thursday five.
        assert_eq!(
            [0, 1, 2, 3, 4, 7].map(|day| Days::Business.between(0, day)),
            [0, 1, 2, 2, 2, 5]
        );
        let mut history = History::new();
        history.deal().opened(0).closed(4, "won");
        let facts = history.facts();
        let mut asked = history.asked(&facts, 30);
        asked
            .parameters
            .insert("days".to_owned(), "business".to_owned());
        assert_eq!(first(&asked)["p50_days"], 2);
    }

    #[test]
    fn a_visit_that_was_filled_in_proves_nothing_before_its_import() {
        let mut history = History::new();
        history
            .deal()
            .opened(0)
            .closed(40, "won")
            .known_by("inferred")
            .created(50);
        let facts = history.facts();
        let row = first(&history.asked(&facts, 60));
        assert_eq!(
            (&row["visits"], &row["p50_days"], &row["mean_of_leavers"]),
            (&json!(1), &Value::Null, &Value::Null)
        );
    }

    #[test]
    fn an_empty_stage_has_no_days() {
        let mut history = History::new();
        history.deal().opened(5);
        let facts = history.facts();
        let asked = history.asked(&facts, 6);
        let table = find("dwell").unwrap().run(&asked);
        let row = table.to_json(&table.rows()[2]);
        assert_eq!(
            (
                &row["deals"],
                &row["p50_days"],
                &row["restricted_mean_days"]
            ),
            (&json!(0), &Value::Null, &Value::Null)
        );
    }
}
