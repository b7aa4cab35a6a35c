//! Where which deals get through a stage slower than deals usually do.

use std::collections::BTreeSet;

use statrs::distribution::{ContinuousCDF, Gamma};

use super::super::expected::Row;
use super::super::known::{Known, Stay, days};
use super::super::question::Question;
use super::super::world::{STAGES, World};
use super::stages;
use crate::estimate::survival::{End, Leaving, LifeTable};

/// From entering the stage to leaving it, from when it was seen, and whether it was passed; None while still there.
#[derive(Clone, Copy)]
struct Visit {
    entry: Option<u32>,
    days: u32,
    is_passed: Option<bool>,
    left_on: i32,
}

fn visits(question: &Question, deal: &Known<'_>, stage: usize) -> Vec<Visit> {
    let is_it = |stay: &Stay| stay.stage == stage && question.is_in_window(stay.on);
    let visit = |stay: Stay| {
        let left_on = stay.left_on.unwrap_or(deal.today());
        Visit {
            entry: stay.is_inferred.then(|| days(stay.on, deal.created_on())),
            days: days(stay.on, left_on),
            is_passed: stay.next.map(|_| stay.is_passed()),
            left_on,
        }
    };
    deal.stays().into_iter().filter(is_it).map(visit).collect()
}

fn table(visits: &[Visit]) -> LifeTable {
    let mut table = LifeTable::new();
    for visit in visits {
        let end = match visit.is_passed {
            Some(true) => End::Won,
            Some(false) => End::Lost,
            None => End::Open,
        };
        table.add(visit.entry, visit.days, end);
    }
    table
}

/// What those that passed had more often, and how much more often.
fn habit(question: &Question, deals: &[&Known<'_>], stage: usize) -> Option<(&'static str, f64)> {
    let mut sides: [Vec<BTreeSet<&'static str>>; 2] = [Vec::new(), Vec::new()];
    for deal in deals {
        for visit in visits(question, deal, stage) {
            let by_then = deal.proofs().into_iter();
            let by_then =
                by_then.filter(|proof| deal.world.day(proof.occurred_at) <= visit.left_on);
            let side = usize::from(visit.is_passed != Some(true));
            sides[side].push(by_then.map(|proof| proof.kind).collect());
        }
    }
    let [passed, others] = &sides;
    if passed.len() < 5 || others.len() < 5 {
        return None;
    }
    let had =
        |side: &[BTreeSet<&str>], kind: &str| side.iter().filter(|had| had.contains(kind)).count();
    let share = |side: &[BTreeSet<&str>], kind: &str| {
        (had(side, kind) as f64 + 1.0) / (side.len() as f64 + 2.0)
    };
    // In the order of their names: of equal ones the first.
    let mut best: Option<(&'static str, f64)> = None;
    for kind in ["approval", "budget", "plan"] {
        let lift = share(passed, kind) / share(others, kind);
        let is_common = had(passed, kind) * 5 >= passed.len();
        if is_common && lift > 1.0 && best.is_none_or(|(_, known)| lift > known) {
            best = Some((kind, lift));
        }
    }
    best
}

fn conversion(table: &LifeTable) -> Option<f64> {
    let incidence = table.incidence();
    incidence
        .last_event_day()
        .map(|horizon| incidence.won_at(horizon))
}

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let all = question.deals(world, order);
    let whole: Vec<&Known<'_>> = all.iter().collect();
    let mut rows: Vec<(Row, Option<f64>)> = Vec::new();
    for stage in stages(question, world, order) {
        let of = |deals: &[&Known<'_>]| -> Vec<Visit> {
            deals
                .iter()
                .flat_map(|deal| visits(question, deal, stage))
                .collect()
        };
        let usual = table(&of(&whole));
        let usual_days = usual.survival(Leaving::Ended).quantile(0.5);
        let habit = habit(question, &whole, stage);
        // The cumulative hazard of moving on, by a day.
        let steps = usual.survival(Leaving::Won).steps().to_vec();
        let hazard = |day: u32| -> f64 {
            let known = steps.iter().filter(|step| step.day <= day);
            known
                .map(|step| step.events as f64 / step.at_risk as f64)
                .sum()
        };
        for (labels, deals) in question.groups(&all) {
            let here: Vec<_> = (deals.iter().copied())
                .filter(|deal| !visits(question, deal, stage).is_empty())
                .collect();
            if here.is_empty() {
                continue;
            }
            let made = of(&here);
            let own = table(&made);
            let mut row = Row::keyed(&labels, STAGES[stage].key);
            row.deals("n", &here);
            for column in ["median_days", "conversion", "pace", "slower", "moved_on"] {
                row.rests(column, &here);
            }
            row.set("median_days", own.survival(Leaving::Ended).quantile(0.5));
            row.set("stage_median_days", usual_days);
            row.set("conversion", conversion(&own))
                .set("stage_conversion", conversion(&usual));
            let seen: Vec<_> = (made.iter())
                .filter(|visit| visit.entry.is_none_or(|entry| entry < visit.days))
                .collect();
            let moved = seen
                .iter()
                .filter(|visit| visit.is_passed == Some(true))
                .count();
            row.set("moved_on", moved);
            let is_told = !seen.is_empty() && !steps.is_empty();
            let at_risk = |visit: &&&Visit| hazard(visit.days) - visit.entry.map_or(0.0, hazard);
            let expected: f64 = seen.iter().map(|visit| at_risk(&visit)).sum();
            let slower = is_told.then(|| {
                Gamma::new(8.0 + moved as f64, 8.0 + expected)
                    .unwrap()
                    .cdf(1.0)
            });
            row.set("expected", is_told.then_some(expected));
            row.set(
                "pace",
                is_told.then(|| (8.0 + moved as f64) / (8.0 + expected)),
            );
            row.set("slower", slower);
            let is_stuck = |deal: &&Known<'_>| {
                let stay = deal.last_stay();
                stay.stage == stage
                    && question.is_in_window(stay.on)
                    && usual_days.is_some_and(|usual| deal.days_in_stage() > usual)
            };
            let stuck: Vec<_> = deals.iter().copied().filter(is_stuck).collect();
            row.deals("stuck", &stuck).sum("stuck_minor", &stuck);
            row.set("passers_had", habit.map(|(kind, _)| kind));
            row.set("lift", habit.map(|(_, lift)| lift));
            let lacks = |deal: &&Known<'_>| {
                habit.is_some_and(|(kind, _)| deal.proofs().iter().all(|proof| proof.kind != kind))
            };
            let without: Vec<_> = stuck.into_iter().filter(lacks).collect();
            row.deals("stuck_without", &without);
            rows.push((row, slower));
        }
    }
    let compared = rows.iter().filter(|(_, slower)| slower.is_some()).count();
    for (row, slower) in &mut rows {
        let limit = 1.0 - 0.05 / compared.max(1) as f64;
        row.set("is_unusual", slower.map(|slower| slower >= limit));
    }
    rows.into_iter().map(|(row, _)| row).collect()
}
