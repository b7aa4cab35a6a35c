//! Reports against plain code on random histories, as known on random days.

mod compare;
mod dice;
mod expected;
mod known;
mod life;
mod naive;
mod plain;
mod question;
mod telling;
mod world;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Map, Value};

use super::{Asked, find};
use crate::facts::Facts;
use crate::history::{History, STAGES, at, person_id};
use crate::slice::Dimension;
use naive::{Deal, Known, LOST, Span, WON};

const OWNERS: [&str; 3] = ["Kim", "Lee", "Park"];
const REASONS: [&str; 2] = ["price", "product"];
const AMOUNTS: [Option<i64>; 5] = [None, Some(0), Some(101), Some(250), Some(7_590_005)];

/// What happens to a deal: days after it was opened, and what.
fn deal() -> impl Strategy<Value = Deal> {
    let moves = vec((0..25_i32, 0..STAGES.len()), 0..7);
    let amounts = (0..AMOUNTS.len(), vec((0..80_i32, 0..AMOUNTS.len()), 0..4));
    let owners = (0..OWNERS.len(), vec((0..80_i32, 0..OWNERS.len()), 0..3));
    let closes = (
        option::of(0..150_i32),
        vec((0..80_i32, option::of(0..150_i32)), 0..3),
    );
    let archived = option::weighted(0.1, 0..120_i32);
    (
        0..60_i32,
        moves,
        amounts,
        owners,
        closes,
        archived,
        0..REASONS.len(),
    )
        .prop_map(
            |(opened, moves, amounts, owners, closes, archived, loss_reason)| {
                let mut stages = vec![(opened, 0)];
                for (gap, stage) in moves {
                    let (day, before) = *stages.last().unwrap();
                    if stage != before {
                        stages.push((day + gap, stage));
                    }
                }
                Deal {
                    stages,
                    amounts: timeline(opened, amounts.0, amounts.1, |place| AMOUNTS[place]),
                    owners: timeline(opened, owners.0, owners.1, |owner| owner),
                    closes: timeline(opened, closes.0, closes.1, |day| day),
                    archived_on: archived.map(|days| opened + days),
                    loss_reason,
                }
            },
        )
}

fn timeline<S, T>(
    opened: i32,
    first: S,
    mut later: Vec<(i32, S)>,
    value: impl Fn(S) -> T,
) -> Vec<(i32, T)> {
    later.sort_by_key(|(days, _)| *days);
    let later = later.into_iter().map(|(days, of)| (opened + days, of));
    std::iter::once((opened, first))
        .chain(later)
        .map(|(day, of)| (day, value(of)))
        .collect()
}

fn told(deals: &[Deal]) -> History {
    let mut history = History::new();
    for deal in deals {
        let told = history.deal();
        told.opened(deal.stages[0].0);
        for (day, stage) in &deal.stages[1..] {
            told.enters(*day, STAGES[*stage].0);
        }
        let text = |value: Option<i64>| value.map(|value| value.to_string());
        let owner = |owner: usize| person_id(OWNERS[owner]).to_string();
        let mut changes: Vec<(i32, &'static str, Option<String>)> = Vec::new();
        for pair in deal.amounts.windows(2) {
            changes.push((pair[1].0, "amount_minor", text(pair[0].1)));
        }
        for pair in deal.owners.windows(2) {
            changes.push((pair[1].0, "owner_id", Some(owner(pair[0].1))));
        }
        for pair in deal.closes.windows(2) {
            changes.push((pair[1].0, "close_on", text(pair[0].1.map(i64::from))));
        }
        if let Some(day) = deal.archived_on {
            told.with("archived_at", day);
            changes.push((day, "archived_at", None));
        }
        changes.sort_by_key(|(day, ..)| *day);
        for (day, field, before) in changes {
            told.changed(day, field, before.as_deref(), None);
        }
        told.owned_by(OWNERS[deal.owners.last().unwrap().1])
            .with("loss_reason", REASONS[deal.loss_reason])
            .with("currency", "USD");
        if let Some(amount) = deal.amounts.last().unwrap().1 {
            told.worth(amount);
        }
        if let Some(day) = deal.closes.last().unwrap().1 {
            told.with("close_on", day);
        }
    }
    history
}

/// One cut of one report, beside the deals it should be about.
struct Cut<'k> {
    rows: Vec<Map<String, Value>>,
    by: Option<&'static str>,
    known: &'k [Known],
}

impl<'k> Cut<'k> {
    fn of(
        report: &str,
        asked: &mut Asked<'_>,
        by: Option<&'static str>,
        known: &'k [Known],
    ) -> Self {
        asked.by = by
            .iter()
            .map(|name| Dimension::parse(name).unwrap())
            .collect();
        let table = find(report).unwrap().run(asked);
        let rows = table.rows().iter().map(|row| table.to_json(row)).collect();
        Self { rows, by, known }
    }

    /// The labels there are, with the deals of each; one without a label when nothing is cut.
    fn groups(&self) -> Vec<(Option<&'static str>, Vec<&'k Known>)> {
        let labels: &[&str] = match self.by {
            Some("owner") => &OWNERS,
            Some(_) => &REASONS,
            None => return vec![(None, self.known.iter().collect())],
        };
        let of = |deal: &Known| {
            if self.by == Some("owner") {
                deal.owner
            } else {
                deal.loss_reason
            }
        };
        labels
            .iter()
            .enumerate()
            .map(|(place, label)| {
                (
                    Some(*label),
                    self.known.iter().filter(|deal| of(deal) == place).collect(),
                )
            })
            .collect()
    }

    /// Checks the cells of a row. A row that is not there counts nothing.
    fn check(
        &self,
        label: Option<&str>,
        stage: Option<usize>,
        expected: &[(&str, Option<f64>)],
    ) -> TestCaseResult {
        let is_it = |row: &&Map<String, Value>| {
            self.by.is_none_or(|by| row[by].as_str() == label)
                && stage.is_none_or(|stage| row["stage"] == STAGES[stage].0)
        };
        let row = self.rows.iter().find(is_it);
        for (column, expected) in expected {
            let found = match row {
                Some(row) => row[*column].as_f64(),
                None => None,
            };
            let is_nothing = |value: Option<f64>| value.is_none_or(|value| value == 0.0);
            let is_same = match (found, *expected) {
                (Some(found), Some(expected)) => {
                    (found - expected).abs() < 2e-6 * expected.abs().max(1.0)
                }
                // A sum of nothing is not written, and a group of nothing has no row.
                (None, expected) if row.is_none() || column.ends_with("_minor") => {
                    is_nothing(expected)
                }
                (found, expected) => found == expected,
            };
            prop_assert!(
                is_same,
                "{label:?} {stage:?} {column}: {found:?}, plainly {expected:?}"
            );
        }
        Ok(())
    }
}

type Window = (Option<i32>, Option<i32>);

fn is_in(window: Window, day: i32) -> bool {
    window.0.is_none_or(|from| day >= from) && window.1.is_none_or(|to| day <= to)
}

fn count<T>(of: impl IntoIterator<Item = T>) -> Option<f64> {
    Some(of.into_iter().count() as f64)
}

fn sum(amounts: impl Iterator<Item = i64>) -> Option<f64> {
    Some(amounts.sum::<i64>() as f64)
}

fn ratio(part: Option<f64>, whole: Option<f64>) -> Option<f64> {
    whole
        .filter(|whole| *whole != 0.0)
        .map(|whole| part.unwrap_or(0.0) / whole)
}

fn rate(spans: &[Span], horizon: Option<i32>) -> Option<f64> {
    horizon
        .filter(|_| !spans.is_empty())
        .map(|day| naive::won_by(spans, day))
}

fn win_rate(cut: &Cut<'_>, window: Window) -> TestCaseResult {
    for (label, deals) in cut.groups() {
        let closed = |as_won: bool| {
            let is_it = move |deal: &&&Known| {
                deal.end()
                    .is_some_and(|(day, is_won)| is_won == as_won && is_in(window, day))
            };
            deals.iter().filter(is_it)
        };
        let cohort: Vec<_> = deals
            .iter()
            .filter(|deal| is_in(window, deal.opened_on()))
            .collect();
        let spans: Vec<Span> = cohort.iter().map(|deal| deal.life()).collect();
        let (won, lost) = (count(closed(true)), count(closed(false)));
        let ended = Some(won.unwrap() + lost.unwrap());
        cut.check(
            label,
            None,
            &[
                ("won", won),
                ("lost", lost),
                (
                    "open",
                    count(cohort.iter().filter(|deal| deal.end().is_none())),
                ),
                ("won_minor", sum(closed(true).map(|deal| deal.amount()))),
                ("rate_closed_only", ratio(won, ended)),
                ("rate_cohort", rate(&spans, naive::horizon(&spans))),
            ],
        )?;
    }
    Ok(())
}

fn stage_conversion(cut: &Cut<'_>, window: Window) -> TestCaseResult {
    for (label, deals) in cut.groups() {
        for stage in 0..WON {
            let reached = |to: usize| {
                deals
                    .iter()
                    .filter(move |deal| deal.reached_on(to).is_some_and(|day| is_in(window, day)))
            };
            let onward: Vec<Span> = reached(stage)
                .map(|deal| deal.climb(stage, stage + 1))
                .collect();
            let won: Vec<Span> = reached(stage).map(|deal| deal.climb(stage, WON)).collect();
            let horizon = naive::horizon(&onward).max(naive::horizon(&won));
            let ended = |by: Option<bool>| count(onward.iter().filter(move |(_, end)| *end == by));
            cut.check(
                label,
                Some(stage),
                &[
                    ("entered", count(&onward)),
                    ("passed", ended(Some(true))),
                    ("lost", ended(Some(false))),
                    ("open", ended(None)),
                    ("conversion", rate(&onward, horizon)),
                    ("to_won", rate(&won, horizon)),
                    ("moved_on", count(reached(stage + 1))),
                    (
                        "period_ratio",
                        ratio(count(reached(stage + 1)), count(&onward)),
                    ),
                ],
            )?;
        }
    }
    Ok(())
}

fn dwell(cut: &Cut<'_>, window: Window) -> TestCaseResult {
    for (label, deals) in cut.groups() {
        for stage in 0..WON {
            let stays_of = |deal: &Known| {
                deal.stays()
                    .into_iter()
                    .filter(move |(at, since, ..)| *at == stage && is_in(window, *since))
                    .collect::<Vec<_>>()
            };
            let stays: Vec<_> = deals.iter().flat_map(|deal| stays_of(deal)).collect();
            let spans: Vec<Span> = stays
                .iter()
                .map(|(.., days, is_over)| (*days, is_over.then_some(true)))
                .collect();
            let left: Vec<i32> = stays
                .iter()
                .filter(|stay| stay.3)
                .map(|stay| stay.2)
                .collect();
            let at = |p| naive::ended_quantile(&spans, p).map(f64::from);
            cut.check(
                label,
                Some(stage),
                &[
                    (
                        "deals",
                        count(deals.iter().filter(|deal| !stays_of(deal).is_empty())),
                    ),
                    ("visits", count(&stays)),
                    ("still_in", count(stays.iter().filter(|stay| !stay.3))),
                    (
                        "rotting",
                        count(stays.iter().filter(|stay| !stay.3 && stay.2 > 14)),
                    ),
                    ("p50_days", at(0.5)),
                    ("p75_days", at(0.75)),
                    ("p90_days", at(0.9)),
                    ("mean_of_leavers", naive::mean(&left)),
                ],
            )?;
        }
    }
    Ok(())
}

fn sales_cycle(cut: &Cut<'_>, window: Window) -> TestCaseResult {
    for (label, deals) in cut.groups() {
        let is_won = |deal: &&&Known| {
            deal.end()
                .is_some_and(|(day, is_won)| is_won && is_in(window, day))
        };
        let won: Vec<i32> = deals
            .iter()
            .filter(is_won)
            .map(|deal| deal.life().0)
            .collect();
        let lives: Vec<Span> = deals
            .iter()
            .filter(|deal| is_in(window, deal.opened_on()))
            .map(|deal| deal.life())
            .collect();
        let p90 = naive::quantile(&won, 0.9);
        let is_long = |deal: &&&Known| {
            deal.end().is_none() && p90.is_some_and(|p90| f64::from(deal.life().0) > p90)
        };
        cut.check(
            label,
            None,
            &[
                ("won", count(&won)),
                ("mean_days", naive::mean(&won)),
                ("median_days", naive::quantile(&won, 0.5)),
                ("p90_days", p90),
                ("opened", count(&lives)),
                (
                    "median_survival_days",
                    naive::ended_quantile(&lives, 0.5).map(f64::from),
                ),
                (
                    "open",
                    count(deals.iter().filter(|deal| deal.end().is_none())),
                ),
                (
                    "long_stayers",
                    p90.and_then(|_| count(deals.iter().filter(is_long))),
                ),
            ],
        )?;
    }
    Ok(())
}

fn pipeline_summary(cut: &Cut<'_>) -> TestCaseResult {
    for (label, deals) in cut.groups() {
        let in_stage = |stage: usize| deals.iter().filter(move |deal| deal.stage() == stage);
        let amount = |stage: usize| sum(in_stage(stage).map(|deal| deal.amount()));
        let all = sum((0..WON).flat_map(in_stage).map(|deal| deal.amount()));
        for stage in 0..WON {
            let stalled = || in_stage(stage).filter(|deal| deal.is_stalled());
            let ever = |deal: &&Known| deal.stages.iter().any(|(_, at)| *at == stage);
            let mut expected = vec![
                ("count", count(in_stage(stage))),
                ("amount_minor", amount(stage)),
                (
                    "configured_minor",
                    sum(in_stage(stage).map(|deal| deal.configured())),
                ),
                ("stalled", count(stalled())),
                ("stalled_minor", sum(stalled().map(|deal| deal.amount()))),
            ];
            if in_stage(stage).next().is_some() {
                // Of three stages the first is early.
                expected.push(("early_share", ratio(amount(0), all)));
                if cut
                    .known
                    .iter()
                    .any(|deal| deal.stages.iter().any(|_| deal.end().is_some()))
                {
                    expected.push(("observed_n", count(cut.known.iter().filter(ever))));
                }
            }
            cut.check(label, Some(stage), &expected)?;
        }
    }
    Ok(())
}

fn loss_reasons(cut: &Cut<'_>, window: Window) -> TestCaseResult {
    let is_lost = |deal: &&&Known| deal.stage() == LOST && is_in(window, deal.since());
    let groups = cut.groups();
    let everything: Vec<&Known> = groups
        .iter()
        .flat_map(|(_, deals)| deals.iter().filter(is_lost).copied())
        .collect();
    let minor = |deals: &[&Known]| {
        sum(deals
            .iter()
            .map(|deal| deal.last_amount_that_was_something()))
    };
    for (label, deals) in groups {
        let lost: Vec<&Known> = deals.iter().filter(is_lost).copied().collect();
        let ages: Vec<i32> = lost.iter().map(|deal| deal.life().0).collect();
        cut.check(
            label,
            None,
            &[
                ("lost", count(&lost)),
                ("lost_minor", minor(&lost)),
                ("share", ratio(count(&lost), count(&everything))),
                ("share_by_amount", ratio(minor(&lost), minor(&everything))),
                ("median_age_days", naive::quantile(&ages, 0.5)),
            ],
        )?;
    }
    Ok(())
}

fn compare(facts: &Facts, deals: &[Deal], today: i32, window: Window) -> TestCaseResult {
    let known = naive::known(deals, today);
    let mut asked = Asked::new(facts, at(today + 1) - 1, crate::slice::Slice::default());
    prop_assert_eq!(asked.frame.deals().len(), known.len());
    let closes: Vec<_> = asked
        .frame
        .deals()
        .iter()
        .map(|deal| asked.frame.close_on(*deal))
        .collect();
    prop_assert_eq!(
        closes,
        known.iter().map(|deal| deal.close_on).collect::<Vec<_>>()
    );
    (asked.from, asked.to) = window;
    for by in [None, Some("owner"), Some("loss_reason")] {
        let mut cut = |report: &str| Cut::of(report, &mut asked, by, &known);
        win_rate(&cut("win-rate"), window)?;
        stage_conversion(&cut("stage-conversion"), window)?;
        dwell(&cut("dwell"), window)?;
        sales_cycle(&cut("sales-cycle"), window)?;
        pipeline_summary(&cut("pipeline-summary"))?;
        loss_reasons(&cut("loss-reasons"), window)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn reports_say_what_plain_code_says_on_any_history_and_any_day(
        deals in vec(deal(), 0..25),
        days in vec((0..220_i32, option::of(0..100_i32), option::of(60..160_i32)), 1..4),
    ) {
        let history = told(&deals);
        let mut facts = history.facts();
        for name in OWNERS {
            facts.put_person(&domain::fact::PersonFact { id: person_id(name), name, ..Default::default() });
        }
        for (today, from, to) in days {
            compare(&facts, &deals, today, (from, to))?;
        }
    }
}
