//! Mix: whether a rate moved, or only what it is made of.

use playbook::{StageKind, Text};

use super::wording::percent;
use super::{Asked, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words};
use crate::estimate::mix::{Change, Shift};
use crate::estimate::proportion::Sample;
use crate::facts::{date_of, day_of};

/// Days a deal has to get beyond its first stage when no horizon is asked for.
const HORIZON_DAYS: u32 = 30;

/// A mix effect below one point is not worth an alert.
const LEAST_EFFECT: f64 = 0.01;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "mix",
        version: 1,
        title: Words::new("구성 변화", "Mix shift"),
        question: Words::new(
            "비율이 정말 달라졌는가, 아니면 딜의 구성이 달라졌을 뿐인가?",
            "Did a rate move, or did only the mix of deals move?",
        ),
        definition: Words::new(
            "기간을 바로 앞의 기간(기본: 같은 길이)과 견줍니다. 비율은 종료 기준 승률(성사/종료)이나 전환율(생성 후 h일 안에 첫 단계를 넘은 딜의 몫, h일이 지난 딜만)입니다. 묶음마다 비율이 달라진 몫과 비중이 달라진 몫으로 나머지 없이 나눕니다. 구성 효과가 전체 변화의 절반을 넘고 1%p 이상이면 알립니다.",
            "Compares the window with the one before it (equally long unless said). The rate is the closed-only win rate, or the conversion: of the deals opened, the share that got beyond the first stage within h days, only deals old enough to tell. Per group the change is split, without a remainder, into what its own rate and what its share of the deals contributed. It alerts when the mix explains more than half of the change and at least one point.",
        ),
        formula: "R₁ − R₀ = Σ (r₁ − r₀)(s₀ + s₁)/2 + Σ (s₁ − s₀)((r₀ + r₁)/2 − (R₀ + R₁)/2) (Kitagawa 1955)",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "영업 방식을 고칠지, 목표 시장을 고칠지",
            "Whether to mend how we sell or whom we sell to",
        ),
        parameters: &[
            Parameter {
                name: "rate",
                kind: Kind::Text,
                label: Words::new("비율", "Rate"),
                choices: &["win", "conversion"],
            },
            Parameter::new(
                "since",
                Kind::Date,
                "앞 기간의 첫날",
                "First day of the earlier window",
            ),
            Parameter::new(
                "horizon_days",
                Kind::Days,
                "판정 기간(일)",
                "Horizon in days",
            ),
        ],
        columns: &[
            Column::new("deals_before", Kind::Deals, "앞 기간 딜", "Deals before"),
            Column::new(
                "passed_before",
                Kind::Deals,
                "앞 기간 성사·전환",
                "Passed before",
            ),
            Column::new("deals_now", Kind::Deals, "이번 기간 딜", "Deals now"),
            Column::new(
                "passed_now",
                Kind::Deals,
                "이번 기간 성사·전환",
                "Passed now",
            ),
            Column::new("share_before", Kind::Share, "앞 기간 비중", "Share before"),
            Column::new("share_now", Kind::Share, "이번 기간 비중", "Share now"),
            Column::new("rate_before", Kind::Share, "앞 기간 비율", "Rate before"),
            Column::new("rate_now", Kind::Share, "이번 기간 비율", "Rate now"),
            Column::new("rate_effect", Kind::Share, "비율 효과", "Rate effect"),
            Column::new("mix_effect", Kind::Share, "구성 효과", "Mix effect"),
        ],
        default_by: &["segment"],
        chart: Chart {
            kind: ChartKind::Bar,
            x: "",
            y: &["rate_effect", "mix_effect"],
        },
    },
    run,
};

/// The two windows, each with its first and last local day.
struct Windows {
    before: (i32, i32),
    now: (i32, i32),
}

impl Windows {
    fn of(asked: &Asked<'_>) -> Self {
        let (from, to) = asked.window_or_quarter();
        let to = to.min(asked.frame.today()).max(from);
        let since = asked
            .text("since")
            .and_then(|text| text.parse().ok())
            .map(day_of)
            .filter(|since| *since < from);
        Self {
            before: (since.unwrap_or(from - (to - from + 1)), from - 1),
            now: (from, to),
        }
    }
}

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let windows = Windows::of(asked);
    let mut table = asked.table(&REPORT.definition);
    let grouping = asked.grouping();
    let is_conversion = asked.text("rate") == Some("conversion");
    for labels in grouping.labels() {
        table.row(labels);
    }
    let [deals_now, passed_now, deals_before, passed_before] =
        ["deals_now", "passed_now", "deals_before", "passed_before"].map(|name| table.column(name));
    let tally = grouping.sum(frame, |members| {
        let mut tally = table.tally();
        for (deal, group) in members {
            let trial = if is_conversion {
                conversion(asked, deal)
            } else {
                let day = frame.closed_on(deal);
                day.map(|day| (day, frame.status(deal) == StageKind::Won))
            };
            let Some((day, is_passed)) = trial else {
                continue;
            };
            let is_in = |(from, to): (i32, i32)| (from..=to).contains(&day);
            let (deals, passed) = if is_in(windows.now) {
                (deals_now, passed_now)
            } else if is_in(windows.before) {
                (deals_before, passed_before)
            } else {
                continue;
            };
            tally.count(group, deals, deal);
            if is_passed {
                tally.count(group, passed, deal);
            }
        }
        tally
    });
    table.take(tally);
    if !asked.by.is_empty() {
        table.drop_rows_without_deals();
    }
    table.sort_by_labels();
    split(&mut table, asked, &windows);
    table.note_reading(frame);
    table
}

/// When a deal was opened and whether it got beyond its first stage within the horizon; none when it is too young to tell.
fn conversion(asked: &Asked<'_>, deal: u32) -> Option<(i32, bool)> {
    let frame = &asked.frame;
    let horizon = asked.horizon_days.unwrap_or(HORIZON_DAYS);
    let opened = frame.opened_on(deal);
    let judged = opened.saturating_add(i32::try_from(horizon).unwrap_or(i32::MAX));
    if judged > frame.today() {
        return None;
    }
    let mut stays = frame.stays(deal);
    let first = frame.stage_shape(stays.next()?.stage).position;
    let is_passed = stays
        .take_while(|stay| stay.entered_on <= judged)
        .any(|stay| {
            let shape = frame.stage_shape(stay.stage);
            shape.kind == StageKind::Won
                || (shape.kind == StageKind::Open && shape.position > first)
        });
    Some((opened, is_passed))
}

fn split(table: &mut Table, asked: &Asked<'_>, windows: &Windows) {
    let count = |table: &Table, row, column| u64::try_from(table.whole(row, column)).unwrap_or(0);
    let sample = |table: &Table, row, passed, deals| {
        Sample::counted(count(table, row, passed), count(table, row, deals))
    };
    let shifts: Vec<Shift> = (0..table.rows().len())
        .map(|row| Shift {
            before: sample(table, row, "passed_before", "deals_before"),
            after: sample(table, row, "passed_now", "deals_now"),
        })
        .collect();
    let total = |of: fn(&Shift) -> f64| shifts.iter().map(of).sum::<f64>();
    let (all_before, all_now) = (total(|shift| shift.before.n), total(|shift| shift.after.n));
    let of = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    for (row, shift) in shifts.iter().enumerate() {
        table.set(row, "share_before", of(shift.before.n, all_before));
        table.set(row, "share_now", of(shift.after.n, all_now));
        table.set(row, "rate_before", shift.before.share());
        table.set(row, "rate_now", shift.after.share());
    }
    let Some(change) = Change::between(&shifts) else {
        table.note(
            "not-enough-history",
            "두 기간 가운데 하나에 판정할 딜이 없어 견줄 수 없습니다.",
            "One of the two windows has no deals to judge, so they cannot be compared.",
        );
        return;
    };
    for (row, part) in change.parts.iter().enumerate() {
        table.set(row, "rate_effect", part.rate);
        table.set(row, "mix_effect", part.mix);
    }
    let (before, now) = (percent(Some(change.before)), percent(Some(change.after)));
    let points = |effect: f64| format!("{:+.1}", effect * 100.0);
    let (rate, mix) = (points(change.rate), points(change.mix));
    let days = |(from, to): (i32, i32)| format!("{} – {}", date_of(from), date_of(to));
    let (earlier, later) = (days(windows.before), days(windows.now));
    table.summary = Some(Text::new(
        format!(
            "비율은 {before}({earlier})에서 {now}({later})로 바뀌었습니다. 비율 효과 {rate}%p, 구성 효과 {mix}%p."
        ),
        format!(
            "The rate went from {before} ({earlier}) to {now} ({later}): {rate} points by the rates, {mix} by the mix."
        ),
    ));
    if !asked.by.is_empty()
        && change.mix.abs() >= LEAST_EFFECT
        && change.mix.abs() > change.change().abs() / 2.0
    {
        table.note(
            "mix-moved",
            "비율보다 구성이 더 달라졌습니다. 전체 비율로 성과를 판단하지 마세요.",
            "The mix moved more than the rates did: do not judge performance by the overall rate.",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;
    use crate::history::History;
    use crate::reports::{Table, find};
    use crate::slice::Dimension;

    fn run(history: &History, facts: &Facts) -> Table {
        let mut asked = history.asked(facts, 199);
        (asked.from, asked.to) = (Some(100), Some(199));
        asked.by = vec![Dimension::parse("segment").unwrap()];
        find("mix").unwrap().run(&asked)
    }

    /// Wins and losses of a segment that closed on a day.
    fn closed(history: &mut History, account: usize, day: i32, won: usize, lost: usize) {
        for place in 0..won + lost {
            let end = if place < won { "won" } else { "lost" };
            history
                .deal()
                .of_account(account)
                .opened(day - 10)
                .closed(day, end);
        }
    }

    #[test]
    fn a_rate_that_fell_only_because_the_mix_moved_says_so() {
        let mut history = History::new();
        let big = history.account("Big", None, Some("enterprise"));
        let small = history.account("Small", None, Some("smb"));
        // Both win as often as before, but the segment that wins less grew from 1/3 to 2/3.
        closed(&mut history, big, 50, 8, 8);
        closed(&mut history, small, 50, 2, 6);
        closed(&mut history, big, 150, 4, 4);
        closed(&mut history, small, 150, 4, 12);
        let facts = history.facts();
        let table = run(&history, &facts);
        let rows: Vec<_> = table.rows().iter().map(|row| table.to_json(row)).collect();
        assert_eq!(rows[0]["segment"], "enterprise");
        assert_eq!(rows[0]["share_before"], 0.666_667);
        assert_eq!(rows[0]["share_now"], 0.333_333);
        assert_eq!(rows[0]["rate_effect"], 0.0);
        let mix: f64 = rows
            .iter()
            .map(|row| row["mix_effect"].as_f64().unwrap())
            .sum();
        // From 10/24 to 8/24.
        assert!((mix - (8.0 / 24.0 - 10.0 / 24.0)).abs() < 1e-5);
        assert!(table.notes.iter().any(|(code, _)| *code == "mix-moved"));
    }

    #[test]
    fn effects_add_up_to_the_change_and_nothing_is_compared_with_nothing() {
        let mut history = History::new();
        let big = history.account("Big", None, Some("enterprise"));
        let small = history.account("Small", None, Some("smb"));
        closed(&mut history, big, 50, 3, 9);
        closed(&mut history, big, 150, 6, 4);
        closed(&mut history, small, 150, 1, 2);
        let facts = history.facts();
        let table = run(&history, &facts);
        let effects: f64 = table
            .rows()
            .iter()
            .map(|row| table.to_json(row))
            .map(|row| row["rate_effect"].as_f64().unwrap() + row["mix_effect"].as_f64().unwrap())
            .sum();
        assert!((effects - (7.0 / 13.0 - 3.0 / 12.0)).abs() < 1e-5);
        let empty = History::new();
        let facts = empty.facts();
        let table = run(&empty, &facts);
        assert!(table.rows().is_empty());
        assert_eq!(table.notes[0].0, "not-enough-history");
    }

    #[test]
    fn conversion_judges_only_deals_old_enough() {
        let mut history = History::new();
        history.deal().opened(50).enters(70, "second");
        history.deal().opened(50).enters(95, "second");
        history.deal().opened(150).enters(160, "won");
        history.deal().opened(190).enters(191, "second");
        let facts = history.facts();
        let mut asked = history.asked(&facts, 199);
        (asked.from, asked.to) = (Some(100), Some(199));
        asked
            .parameters
            .insert("rate".to_owned(), "conversion".to_owned());
        let table = find("mix").unwrap().run(&asked);
        let row = table.to_json(&table.rows()[0]);
        assert_eq!(
            (&row["rate_before"], &row["rate_now"]),
            (&0.5.into(), &1.0.into())
        );
        assert_eq!(row["deals_now"], 1);
    }
}
