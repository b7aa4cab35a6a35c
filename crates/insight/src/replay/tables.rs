//! The counts, and the shares and days made of them.

use std::collections::{BTreeMap, BTreeSet};

use domain::deal::DealStatus;
use domain::replay::{KnownStage, Move, Replay, Replayed, StageNumber, Step, Unjudged, Verdict};
use playbook::StageKind;

use super::columns::{CRITERIA, OVERALL, STAGES};
use super::{LEVEL, Within};
use crate::estimate::proportion::{Sample, wilson};
use crate::estimate::summary::DayCounts;
use crate::reports::{Cell, Table};

/// The deals with the numbers tables know them by.
fn numbered(replay: &Replay) -> impl Iterator<Item = (u32, &Replayed)> {
    (0u32..).zip(&replay.deals)
}

/// A share, with its interval in the columns beside it.
fn set_share(table: &mut Table, row: usize, [name, low, high]: [&str; 3], won: i64, n: i64) {
    let counted = |count: i64| u64::try_from(count).unwrap_or(0);
    let sample = Sample::counted(counted(won), counted(n));
    let interval = wilson(sample, LEVEL);
    table.set(row, name, sample.share());
    table.set(row, low, interval.map(|interval| interval.low));
    table.set(row, high, interval.map(|interval| interval.high));
}

fn count_verdict(table: &mut Table, row: usize, deal: u32, judged: &Move) {
    table.count(row, "moves", deal);
    match judged.verdict {
        Verdict::Passed { is_excused } => {
            table.count(row, "passed", deal);
            if is_excused {
                table.count(row, "excused", deal);
            }
        }
        Verdict::Stopped { passes_at, .. } => {
            table.count(row, "stopped", deal);
            let went_on = if passes_at.is_some() {
                "passed_later"
            } else {
                "never"
            };
            table.count(row, went_on, deal);
        }
        Verdict::Unjudged(_) => table.count(row, "unjudged", deal),
    }
}

/// Days that a stopped move would have waited; none when it passed or never would have.
fn wait(judged: &Move, within: &Within) -> Option<u32> {
    match judged.verdict {
        Verdict::Stopped { passes_at, .. } => passes_at.map(|at| within.days(judged.at, at)),
        Verdict::Passed { .. } | Verdict::Unjudged(_) => None,
    }
}

const fn stopped_and(status: DealStatus) -> &'static str {
    match status {
        DealStatus::Won => "stopped_won",
        DealStatus::Lost => "stopped_lost",
        DealStatus::Open => "stopped_open",
    }
}

/// Won and decided deals.
#[derive(Default, Clone, Copy)]
struct Decided {
    won: i64,
    n: i64,
}

impl Decided {
    fn add(&mut self, status: DealStatus) {
        self.won += i64::from(status == DealStatus::Won);
        self.n += i64::from(status != DealStatus::Open);
    }

    fn set(self, table: &mut Table, row: usize, columns: [&str; 3]) {
        set_share(table, row, columns, self.won, self.n);
    }
}

const WIN_RATE: [&str; 3] = ["win_rate", "win_rate_low", "win_rate_high"];
const WIN_RATE_PASSED: [&str; 3] = [
    "win_rate_passed",
    "win_rate_passed_low",
    "win_rate_passed_high",
];
const WIN_RATE_STOPPED: [&str; 3] = [
    "win_rate_stopped",
    "win_rate_stopped_low",
    "win_rate_stopped_high",
];

pub(super) fn overall(replay: &Replay, within: &Within) -> Table {
    let mut table = Table::new(&[], OVERALL, true);
    let row = table.row(&[]);
    let mut waits = DayCounts::new();
    let [mut judged, mut passed, mut stopped] = [Decided::default(); 3];
    let is_stopped = |judged: &Move| matches!(judged.verdict, Verdict::Stopped { .. });
    let all_moves = replay.deals.iter().flat_map(|deal| &deal.moves);
    let closed_gates: BTreeSet<StageNumber> = all_moves
        .filter(|judged| is_stopped(judged))
        .map(|judged| judged.from)
        .collect();
    // Deals that never came to a gate that stops anything say nothing about it: most of them were lost before.
    let is_compared = |judged: &Move| {
        !matches!(judged.verdict, Verdict::Unjudged(_))
            && (closed_gates.is_empty() || closed_gates.contains(&judged.from))
    };
    for (number, deal) in numbered(replay) {
        for one in &deal.moves {
            count_verdict(&mut table, row, number, one);
            if let Verdict::Unjudged(why) = one.verdict {
                table.count(row, unjudged(why), number);
            }
            if let Some(days) = wait(one, within) {
                waits.add(days);
                table.rests_on(row, "wait_days", number);
            }
        }
        if !deal.moves.is_empty() {
            table.count(row, "deals", number);
        }
        if deal.moves.iter().any(is_compared) {
            judged.add(deal.status);
            rests_on(&mut table, row, &WIN_RATE, number);
            if deal.moves.iter().any(is_stopped) {
                stopped.add(deal.status);
                rests_on(&mut table, row, &WIN_RATE_STOPPED, number);
                table.count(row, "stopped_deals", number);
                table.count(row, stopped_and(deal.status), number);
            } else {
                passed.add(deal.status);
                rests_on(&mut table, row, &WIN_RATE_PASSED, number);
            }
        }
    }
    table.set(row, "wait_days", waits.median());
    judged.set(&mut table, row, WIN_RATE);
    passed.set(&mut table, row, WIN_RATE_PASSED);
    stopped.set(&mut table, row, WIN_RATE_STOPPED);
    cycle(replay, within, &mut table, row);
    table
}

fn rests_on(table: &mut Table, row: usize, columns: &[&str], deal: u32) {
    for column in columns {
        table.rests_on(row, column, deal);
    }
}

const fn unjudged(why: Unjudged) -> &'static str {
    match why {
        Unjudged::Imported => "imported",
        Unjudged::Inferred => "inferred",
        Unjudged::UnknownStage => "unknown_stage",
        Unjudged::NeverRecorded => "never_recorded",
    }
}

/// Opened → won, over the deals won in the window that would have been won in the replay too: the same deals on both sides.
fn cycle(replay: &Replay, within: &Within, table: &mut Table, row: usize) {
    const CYCLE: [&str; 4] = [
        "cycle_days",
        "cycle_replayed_days",
        "cycle_mean_days",
        "cycle_mean_replayed_days",
    ];
    let [mut was, mut would_be] = [DayCounts::new(), DayCounts::new()];
    for (number, deal) in numbered(replay) {
        let won = |steps: &[Step]| {
            let last = steps.last().copied();
            last.filter(|step| replay.stages[usize::from(step.stage)].kind == StageKind::Won)
        };
        let Some(won_at) = won(&deal.recorded).and_then(|step| step.at) else {
            continue;
        };
        if !within.holds(won_at) {
            continue;
        }
        table.count(row, "won", number);
        let Some(replayed_at) = won(&deal.replayed).and_then(|step| step.at) else {
            table.count(row, "won_never", number);
            continue;
        };
        table.count(row, "won_still", number);
        if replayed_at > won_at {
            table.count(row, "won_later", number);
        }
        was.add(within.days(deal.opened_at, won_at));
        would_be.add(within.days(deal.opened_at, replayed_at));
        rests_on(table, row, &CYCLE, number);
    }
    let [median, median_replayed, mean, mean_replayed] = CYCLE;
    table.set(row, median, was.median());
    table.set(row, median_replayed, would_be.median());
    table.set(row, mean, was.mean());
    table.set(row, mean_replayed, would_be.mean());
}

pub(super) fn stages(replay: &Replay, within: &Within) -> Table {
    let mut table = Table::new(&[], STAGES, true);
    let mut rows: BTreeMap<StageNumber, usize> = BTreeMap::new();
    let mut row_of = |table: &mut Table, number: StageNumber| {
        *rows.entry(number).or_insert_with(|| {
            let stage = &replay.stages[usize::from(number)];
            let keys = [stage.pipeline.as_str(), stage.key.as_str()].map(Cell::from);
            table.keyed_row(&[], &keys)
        })
    };
    for (number, stage) in (0..).zip(&replay.stages) {
        if is_rung(stage) {
            row_of(&mut table, number);
        }
    }
    let mut waits: BTreeMap<usize, DayCounts> = BTreeMap::new();
    let mut judged: BTreeMap<usize, [Decided; 2]> = BTreeMap::new();
    for (number, deal) in numbered(replay) {
        for one in &deal.moves {
            let row = row_of(&mut table, one.from);
            count_verdict(&mut table, row, number, one);
            let [all, passed] = judged.entry(row).or_default();
            match one.verdict {
                Verdict::Passed { .. } => {
                    all.add(deal.status);
                    passed.add(deal.status);
                    rests_on(&mut table, row, &WIN_RATE, number);
                    rests_on(&mut table, row, &WIN_RATE_PASSED, number);
                }
                Verdict::Stopped { .. } => {
                    all.add(deal.status);
                    rests_on(&mut table, row, &WIN_RATE, number);
                    table.count(row, stopped_and(deal.status), number);
                }
                Verdict::Unjudged(_) => {}
            }
            if let Some(days) = wait(one, within) {
                waits.entry(row).or_default().add(days);
                table.rests_on(row, "wait_days", number);
            }
        }
        for (steps, columns) in [
            (&deal.recorded, ["entered", "went_on"]),
            (&deal.replayed, ["entered_replayed", "went_on_replayed"]),
        ] {
            for (stage, has_gone_on) in climbed(replay, steps, within) {
                let row = row_of(&mut table, stage);
                table.count(row, columns[0], number);
                if has_gone_on {
                    table.count(row, columns[1], number);
                }
            }
        }
    }
    for row in 0..table.rows().len() {
        let [all, passed] = judged.get(&row).copied().unwrap_or_default();
        all.set(&mut table, row, WIN_RATE);
        passed.set(&mut table, row, WIN_RATE_PASSED);
        let median = waits.get(&row).and_then(DayCounts::median);
        table.set(row, "wait_days", median);
        for (of, columns) in [
            (
                ["went_on", "entered"],
                ["conversion", "conversion_low", "conversion_high"],
            ),
            (
                ["went_on_replayed", "entered_replayed"],
                [
                    "conversion_replayed",
                    "conversion_replayed_low",
                    "conversion_replayed_high",
                ],
            ),
        ] {
            let [on, entered] = of.map(|column| table.whole(row, column));
            set_share(&mut table, row, columns, on, entered);
        }
    }
    table
}

fn is_rung(stage: &KnownStage) -> bool {
    stage.kind == StageKind::Open && stage.position.is_some()
}

/// The open stages that a course reached first within the window, each with whether it went on from there by now. A stage
/// that was skipped counts as reached and passed; being won is going on from every stage.
fn climbed(replay: &Replay, steps: &[Step], within: &Within) -> Vec<(StageNumber, bool)> {
    let stage = |step: &Step| &replay.stages[usize::from(step.stage)];
    let Some(first) = steps.first().map(stage) else {
        return Vec::new();
    };
    let reached = |position: usize| {
        let mut entered = steps.iter().filter(|step| match stage(step).kind {
            StageKind::Open => stage(step).position.is_some_and(|at| at >= position),
            StageKind::Won => true,
            StageKind::Lost => false,
        });
        entered.find_map(|step| step.at)
    };
    let rungs = (0..).zip(&replay.stages);
    rungs
        .filter(|(_, stage)| is_rung(stage) && stage.pipeline == first.pipeline)
        .filter_map(|(number, stage)| {
            let position = stage.position?;
            if first.position.is_some_and(|began| began > position) {
                return None;
            }
            within
                .holds(reached(position)?)
                .then(|| (number, reached(position + 1).is_some()))
        })
        .collect()
}

pub(super) fn criteria(replay: &Replay) -> Table {
    let mut table = Table::new(&[], CRITERIA, true);
    for (number, deal) in numbered(replay) {
        for one in &deal.moves {
            let Verdict::Stopped { missing, .. } = &one.verdict else {
                continue;
            };
            for lack in missing {
                let lack = &replay.lacks[usize::from(*lack)];
                let keys = [
                    lack.pipeline.as_str(),
                    lack.stage.as_str(),
                    lack.kind.as_str(),
                    lack.key.as_str(),
                ];
                let row = table.keyed_row(&[], &keys.map(Cell::from));
                table.set(row, "sentence_ko", lack.sentence.ko.as_str());
                table.set(row, "sentence_en", lack.sentence.en.as_str());
                table.count(row, "stopped", number);
                table.count(row, stopped_and(deal.status), number);
                if missing.len() == 1 {
                    table.count(row, "alone", number);
                }
            }
        }
    }
    table.sort_by_greatest("stopped");
    table
}
