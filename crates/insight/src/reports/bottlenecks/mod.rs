//! Bottlenecks: where which deals get through a stage slower, or less often, than deals usually do.

mod evidence;
mod pace;

use playbook::Text;

use super::stage_rows::{STAGE, StageRows};
use super::wording::{money, percent, say};
use super::{Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Report, Table, Words};
use crate::estimate::survival::{Curve, End, Leaving, LifeTable};
use crate::parallel::Listed;
use evidence::{Evidence, Habit};
use pace::Pace;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "bottlenecks",
        version: 1,
        title: Words::new("병목", "Bottlenecks"),
        question: Words::new(
            "어느 단계에서 누구의 어떤 딜이 막히는가?",
            "In which stage do whose deals get stuck?",
        ),
        definition: Words::new(
            "단계와 묶음(기본은 담당자)마다, 앞으로 나간 방문 수를 단계 전체의 속도로 나갔을 때 기대되는 수와 견줍니다. 적은 방문은 전체 쪽으로 당깁니다. 느릴 확률은 이 묶음의 속도가 전체보다 느릴 사후 확률이며, 여럿을 견주면 우연히도 높은 것이 나오므로 유의는 견준 수로 나눈 기준을 넘은 것만입니다. 막힌 딜은 단계의 중앙값보다 오래 머무는 진행 중인 딜입니다. 통과한 딜이 더 자주 갖춘 고객 증거와, 막힌 딜 가운데 그것이 없는 딜도 보여 줍니다. 함께 나타났다는 뜻이지 원인이라는 뜻은 아닙니다.",
            "For each stage and group (owners by default), the visits that moved on are compared with those expected at the pace of the whole stage; small groups are drawn towards it. P(slower) is the posterior probability that the group's pace is slower than the stage's. Where many are compared some look slow by chance, so only those beyond a limit divided by how many were compared count as unusual. Stuck deals are open and there longer than the stage's median. Beside them: the customer evidence that deals which passed had more often, and the stuck deals that lack it. That is what goes together, not what causes what.",
        ),
        formula: "O = moved on, E = Σ Λ(days) with the stage's Nelson–Aalen hazard; pace | O ~ Gamma(8 + O, 8 + E); slower = P(pace < 1); unusual: slower ≥ 1 − 0.05/m; rank = max(0, 2·slower − 1)·stuck_minor; lift = P(had | passed)/P(had | not), each with one added to either side",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "누구의 어느 단계를 어떤 처방으로 먼저 도울지",
            "Whom to help first, in which stage and with what",
        ),
        parameters: &[],
        columns: &[
            Column::key(STAGE, Kind::Text, "단계", "Stage"),
            Column::new("n", Kind::Deals, "딜", "Deals"),
            Column::new("median_days", Kind::Days, "체류 중앙값", "Median stay"),
            Column::new(
                "stage_median_days",
                Kind::Days,
                "단계 중앙값",
                "Median of the stage",
            ),
            Column::new("conversion", Kind::Share, "통과율", "Conversion"),
            Column::new(
                "stage_conversion",
                Kind::Share,
                "단계 통과율",
                "Conversion of the stage",
            ),
            Column::new(
                "moved_on",
                Kind::Whole,
                "통과한 방문",
                "Visits that moved on",
            ),
            Column::new("expected", Kind::Number, "기대 통과", "Expected to move on"),
            Column::new("pace", Kind::Number, "속도(단계 = 1)", "Pace (stage = 1)"),
            Column::new("slower", Kind::Share, "느릴 확률", "P(slower)"),
            Column::new("is_unusual", Kind::Flag, "유의", "Unusual"),
            Column::new("stuck", Kind::Deals, "막힌 딜", "Stuck"),
            Column::new("stuck_minor", Kind::Money, "막힌 금액", "Stuck amount"),
            Column::new(
                "passers_had",
                Kind::Text,
                "통과한 딜이 갖춘 증거",
                "Evidence passers had",
            ),
            Column::new("lift", Kind::Number, "배수", "Lift"),
            Column::new(
                "stuck_without",
                Kind::Deals,
                "그것이 없는 막힌 딜",
                "Stuck without it",
            ),
        ],
        default_by: &["stage", "owner"],
        chart: Chart {
            kind: ChartKind::Heat,
            x: STAGE,
            y: &["slower"],
        },
    },
    run,
};

/// A deal that stands in a stage.
#[derive(Debug, Clone, Copy)]
struct Standing {
    deal: u32,
    row: usize,
    rung: usize,
    days: u32,
}

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let (rows, mut table) = StageRows::new(asked, &REPORT.definition);
    let n = table.column("n");
    let resting =
        ["median_days", "conversion", "pace", "slower", "moved_on"].map(|name| table.column(name));
    let row_count = table.rows().len();
    let (tally, (moves, (evidence, standing))) = rows.grouping.sum(frame, |deals| {
        let mut tally = table.tally();
        let mut moves = vec![LifeTable::new(); row_count];
        let mut evidence = Evidence::new(rows.ladder.len());
        let mut standing = Listed(Vec::new());
        let mut seen = vec![u32::MAX; rows.ladder.len()];
        for (deal, group) in deals {
            evidence.read(frame, deal);
            let mut before: Option<(usize, u16, i32, Option<u32>)> = None;
            let days = |from: i32, to: i32| u32::try_from(to.saturating_sub(from)).unwrap_or(0);
            for stay in frame.stays(deal) {
                if let Some((rung, stage, since, entry)) = before.take() {
                    let row = rows.row(group, rung);
                    let is_onward = rows.ladder.is_onward(stage, stay.stage);
                    let end = if is_onward { End::Won } else { End::Lost };
                    moves[row].add(entry, days(since, stay.entered_on), end);
                    evidence.left(rung, stay.entered_on, is_onward);
                }
                let Some(rung) = rows
                    .ladder
                    .row(stay.stage)
                    .filter(|_| asked.is_in_window(stay.entered_on))
                else {
                    continue;
                };
                let entry = stay
                    .is_inferred
                    .then(|| days(stay.entered_on, frame.created_on(deal)));
                before = Some((rung, stay.stage, stay.entered_on, entry));
                if seen[rung] != deal {
                    seen[rung] = deal;
                    let row = rows.row(group, rung);
                    tally.count(row, n, deal);
                    tally.rest_on(row, &resting, deal);
                }
            }
            if let Some((rung, _, since, entry)) = before {
                let (row, days) = (rows.row(group, rung), days(since, frame.today()));
                moves[row].add(entry, days, End::Open);
                evidence.left(rung, frame.today(), false);
                standing.0.push(Standing {
                    deal,
                    row,
                    rung,
                    days,
                });
            }
        }
        (tally, (moves, (evidence, standing)))
    });
    table.take(tally);
    let standing = standing.0;
    let stages = stages(&rows, &moves);
    let habits: Vec<Option<Habit>> = (0..rows.ladder.len())
        .map(|rung| evidence.habit(frame, rung))
        .collect();
    count_stuck(asked, &mut table, &standing, &stages, &habits);
    for group in 0..rows.grouping.len() {
        for (rung, stage) in stages.iter().enumerate() {
            let row = rows.row(group, rung);
            fill(&mut table, row, &moves[row], stage);
            if let Some(habit) = &habits[rung] {
                table.set(
                    row,
                    "passers_had",
                    frame
                        .facts()
                        .words
                        .text(habit.evidence_type.into())
                        .unwrap_or_default(),
                );
                table.set(row, "lift", habit.lift);
            }
        }
    }
    table.drop_rows_without_deals();
    rank(&mut table);
    table.summary = summary(asked, &table, &rows);
    table.note_reading(frame);
    table
}

/// What is usual in a stage.
#[derive(Debug)]
struct Stage {
    pace: Pace,
    leaving: Curve,
    conversion: Option<f64>,
}

fn stages(rows: &StageRows, moves: &[LifeTable]) -> Vec<Stage> {
    (0..rows.ladder.len())
        .map(|rung| {
            let mut all = LifeTable::new();
            for group in 0..rows.grouping.len() {
                all.merge(&moves[rows.row(group, rung)]);
            }
            Stage {
                pace: Pace::of(&all),
                leaving: all.survival(Leaving::Ended),
                conversion: conversion(&all),
            }
        })
        .collect()
}

fn conversion(moves: &LifeTable) -> Option<f64> {
    let incidence = moves.incidence();
    incidence
        .last_event_day()
        .map(|horizon| incidence.won_at(horizon))
}

fn count_stuck(
    asked: &Asked<'_>,
    table: &mut Table,
    standing: &[Standing],
    stages: &[Stage],
    habits: &[Option<Habit>],
) {
    let frame = &asked.frame;
    let [stuck, stuck_minor, without] =
        ["stuck", "stuck_minor", "stuck_without"].map(|name| table.column(name));
    let usual: Vec<Option<u32>> = stages
        .iter()
        .map(|stage| stage.leaving.quantile(0.5))
        .collect();
    let mut tally = table.tally();
    for deal in standing {
        // Where half have not left yet there is no median, and nobody has been there unusually long.
        if usual[deal.rung].is_none_or(|usual| deal.days <= usual) {
            continue;
        }
        tally.count(deal.row, stuck, deal.deal);
        let minor = frame.home_minor(deal.deal);
        tally.add(deal.row, stuck_minor, deal.deal, minor);
        let lacks = |habit: &Habit| {
            frame
                .customer_evidence_types(deal.deal)
                .all(|(_, evidence_type)| evidence_type != habit.evidence_type)
        };
        if habits[deal.rung].as_ref().is_some_and(lacks) {
            tally.count(deal.row, without, deal.deal);
        }
    }
    table.take(tally);
}

fn fill(table: &mut Table, row: usize, moves: &LifeTable, stage: &Stage) {
    let leaving = moves.survival(Leaving::Ended);
    table.set(row, "median_days", leaving.quantile(0.5));
    table.set(row, "stage_median_days", stage.leaving.quantile(0.5));
    table.set(row, "conversion", conversion(moves));
    table.set(row, "stage_conversion", stage.conversion);
    table.set(
        row,
        "moved_on",
        i64::try_from(moves.ended(End::Won)).unwrap_or(i64::MAX),
    );
    if let Some(compared) = stage.pace.compare(moves) {
        table.set(row, "expected", compared.expected);
        table.set(row, "pace", compared.pace);
        table.set(row, "slower", compared.slower);
    }
}

/// Marks what is unusual among so many, and puts the costliest first.
fn rank(table: &mut Table) {
    let slower_at = table.column("slower");
    let amount_at = table.column("stuck_minor");
    let slower = |cells: &[Cell]| match cells[slower_at] {
        Cell::Number(slower) => Some(slower),
        _ => None,
    };
    let compared = table
        .rows()
        .iter()
        .filter(|row| slower(&row.cells).is_some())
        .count();
    #[expect(clippy::cast_precision_loss, reason = "a count of rows")]
    let limit = 1.0 - 0.05 / compared.max(1) as f64;
    for row in 0..table.rows().len() {
        if let Some(slower) = slower(&table.rows()[row].cells) {
            table.set(row, "is_unusual", slower >= limit);
        }
    }
    table.sort_by_key(|row| {
        let excess = slower(&row.cells).map_or(0.0, |slower| (2.0 * slower - 1.0).max(0.0));
        let amount = match row.cells[amount_at] {
            Cell::Whole(minor) => minor.max(0),
            _ => 0,
        };
        let weighed = crate::probability::expected_minor(amount, excess);
        #[expect(clippy::cast_possible_truncation, reason = "a share in millionths")]
        let in_millionths = (excess * 1e6) as i64;
        std::cmp::Reverse((weighed, in_millionths))
    });
    let compared = i64::try_from(compared).unwrap_or(i64::MAX);
    if compared > 1 {
        let limit = percent(Some(limit));
        table.notes.push(("many-compared", Text::new(
            format!("{compared}곳을 견주었으므로 우연만으로도 느려 보이는 곳이 나옵니다. 느릴 확률이 {limit} 이상인 곳만 유의로 표시합니다."),
            format!("{compared} places were compared, so some look slow by chance alone. Only those slower with a probability of {limit} or more are marked as unusual."),
        )));
    }
}

fn summary(asked: &Asked<'_>, table: &Table, rows: &StageRows) -> Option<Text> {
    let first = table.rows().first()?;
    let Cell::Number(slower) = table.get(0, "slower") else {
        return None;
    };
    if *slower <= 0.5 || table.whole(0, "stuck") == 0 {
        return Some(Text::new(
            "단계 전체보다 느리면서 막힌 딜이 있는 곳이 없습니다.",
            "No place is both slower than its stage and has deals stuck in it.",
        ));
    }
    let labels: Vec<&str> = (first.cells.iter())
        .take(rows.grouping.labels().first().map_or(0, Vec::len) + 1)
        .filter_map(|cell| match cell {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    // The stage is the last of the keys.
    let name = asked.frame.stage_name(labels.last()?);
    let others = &labels[..labels.len() - 1];
    let place = |stage: &str| [others, &[stage]].concat().join(" · ");
    let (place, slower) = (
        Text::new(place(&name.ko), place(&name.en)),
        percent(Some(*slower)),
    );
    let stuck = table.whole(0, "stuck");
    Some(
        say!([place = place, amount = money(&asked.frame, table.whole(0, "stuck_minor"))]
            "가장 비싼 병목은 {place}입니다. 느릴 확률 {slower}, 막힌 딜 {stuck}건, {amount}.",
            "The costliest bottleneck is {place}: slower with probability {slower}, {stuck} deals of {amount} stuck.",
        ),
    )
}

#[cfg(test)]
mod tests;
