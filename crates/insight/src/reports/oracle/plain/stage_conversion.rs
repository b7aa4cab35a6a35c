//! Of those that reached a stage, the share that got further.

use playbook::StageKind;

use super::super::expected::{Row, ratio};
use super::super::known::{Known, days};
use super::super::question::Question;
use super::super::world::{STAGES, World};
use super::stages;
use crate::estimate::proportion::wilson;
use crate::estimate::survival::{End, LifeTable};

/// The day a deal first stood in an open stage of such a position, a later one, or was won. Stages it skipped are passed.
fn reached_on(deal: &Known<'_>, position: u16) -> Option<i32> {
    let is_high = |row: &super::super::world::StageRow| match row.kind {
        StageKind::Open => row.position >= position,
        StageKind::Won => true,
        StageKind::Lost => false,
    };
    deal.stays()
        .into_iter()
        .find(|stay| is_high(stay.row()))
        .map(|stay| stay.on)
}

fn won_on(deal: &Known<'_>) -> Option<i32> {
    let won = deal
        .stays()
        .into_iter()
        .find(|stay| stay.row().kind == StageKind::Won);
    won.map(|stay| stay.on)
}

/// From reaching a stage to a later day of success, or to being lost, or until now.
fn span(deal: &Known<'_>, since: i32, success: Option<i32>) -> (u32, End) {
    match (success, deal.closed_on()) {
        (Some(day), _) => (days(since, day), End::Won),
        (None, Some(day)) => (days(since, day), End::Lost),
        (None, None) => (days(since, deal.today()), End::Open),
    }
}

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let deals = question.deals(world, order);
    let mut rows = Vec::new();
    for (labels, deals) in question.groups(&deals) {
        for stage in stages(question, world, order) {
            let shape = &STAGES[stage];
            let own: Vec<_> = (deals.iter().copied())
                .filter(|deal| deal.deal.pipeline == shape.pipeline)
                .collect();
            let of = |is_it: &dyn Fn(&Known<'_>) -> bool| -> Vec<&Known<'_>> {
                own.iter().copied().filter(|deal| is_it(deal)).collect()
            };
            let reached = |deal: &Known<'_>| reached_on(deal, shape.position);
            let passed_on = |deal: &Known<'_>| reached_on(deal, shape.position + 1);
            let is_in = |day: Option<i32>| day.is_some_and(|day| question.is_in_window(day));
            let entered = of(&|deal| is_in(reached(deal)));
            let moved_on = of(&|deal| is_in(passed_on(deal)));
            if entered.is_empty() && moved_on.is_empty() && !question.by.is_empty() {
                continue;
            }
            let mut row = Row::keyed(&labels, shape.key);
            row.deals("entered", &entered).deals("moved_on", &moved_on);
            let fate = |end: Option<StageKind>| {
                of(&|deal| {
                    is_in(reached(deal))
                        && match passed_on(deal) {
                            Some(_) => end == Some(StageKind::Won),
                            None if deal.is_open() => end.is_none(),
                            None => end == Some(StageKind::Lost),
                        }
                })
            };
            row.deals("passed", &fate(Some(StageKind::Won)));
            row.deals("lost", &fate(Some(StageKind::Lost)))
                .deals("open", &fate(None));
            let count = |deals: &[&Known<'_>]| i64::try_from(deals.len()).unwrap();
            row.set("period_ratio", ratio(count(&moved_on), count(&entered)));
            let table = |success: &dyn Fn(&Known<'_>) -> Option<i32>| {
                let mut table = LifeTable::new();
                for deal in &entered {
                    let (days, end) = span(deal, reached(deal).unwrap(), success(deal));
                    table.add(None, days, end);
                }
                table.incidence()
            };
            let (onward, won) = (table(&passed_on), table(&won_on));
            let last = onward.last_event_day().max(won.last_event_day());
            let horizon = question.horizon.or(last).filter(|_| !entered.is_empty());
            row.set("horizon_days", horizon);
            row.set("conversion", horizon.map(|day| onward.won_at(day)));
            row.set("to_won", horizon.map(|day| won.won_at(day)));
            row.rests("conversion", &entered).rests("to_won", &entered);
            // Where the share is 0 or 1, as if counted.
            let interval = horizon.and_then(|day| {
                let counted = || wilson(onward.effective_sample(day)?, 0.90);
                onward.won_interval(day, 0.90).or_else(counted)
            });
            row.set("low", interval.map(|interval| interval.low));
            row.set("high", interval.map(|interval| interval.high));
            rows.push(row);
        }
    }
    rows
}
