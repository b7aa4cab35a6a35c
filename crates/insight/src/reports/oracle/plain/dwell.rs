//! How long deals stay in a stage, those still there included.

use jiff::civil::Weekday;

use super::super::expected::Row;
use super::super::known::{Known, days};
use super::super::question::Question;
use super::super::world::{STAGES, World};
use super::stages;
use crate::estimate::summary::DayCounts;
use crate::estimate::survival::{End, Leaving, LifeTable};
use crate::facts::date_of;

/// From when it was seen, how long it lasted, and whether it is over.
#[derive(Clone, Copy)]
struct Span(Option<u32>, u32, bool);

fn between(question: &Question, from: i32, to: i32) -> u32 {
    if question.parameter("days") != Some("business") {
        return days(from, to);
    }
    let is_business =
        |day: &i32| !matches!(date_of(*day).weekday(), Weekday::Saturday | Weekday::Sunday);
    u32::try_from((from..to).filter(is_business).count()).unwrap()
}

/// The visits of a deal to a stage that began in the window.
fn visits(question: &Question, deal: &Known<'_>, stage: usize) -> Vec<Span> {
    let stays = deal.stays().into_iter();
    let here = stays.filter(|stay| stay.stage == stage && question.is_in_window(stay.on));
    let span = |stay: super::super::known::Stay| {
        let entry = stay
            .is_inferred
            .then(|| between(question, stay.on, deal.created_on()));
        let until = stay.left_on.unwrap_or(deal.today());
        Span(
            entry,
            between(question, stay.on, until),
            stay.left_on.is_some(),
        )
    };
    here.map(span).collect()
}

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let all = question.deals(world, order);
    let mut rows = Vec::new();
    for (labels, deals) in question.groups(&all) {
        for stage in stages(question, world, order) {
            let here: Vec<_> = (deals.iter().copied())
                .filter(|deal| !visits(question, deal, stage).is_empty())
                .collect();
            if here.is_empty() && !question.by.is_empty() {
                continue;
            }
            let each: Vec<Vec<Span>> = here
                .iter()
                .map(|deal| visits(question, deal, stage))
                .collect();
            let spans: Vec<Span> = if question.parameter("per") == Some("deal") {
                let sum = |visits: &Vec<Span>| {
                    let days = visits.iter().map(|visit| visit.1).sum();
                    Span(
                        visits.iter().find_map(|visit| visit.0),
                        days,
                        visits.last().unwrap().2,
                    )
                };
                each.iter().map(sum).collect()
            } else {
                each.concat()
            };
            let (mut table, mut left) = (LifeTable::new(), DayCounts::new());
            for Span(entry, days, is_over) in &spans {
                table.add(*entry, *days, if *is_over { End::Won } else { End::Open });
                if *is_over && entry.is_none() {
                    left.add(*days);
                }
            }
            let curve = table.survival(Leaving::Ended);
            let (low, high) = curve.quantile_interval(0.5, 0.90);
            let mut row = Row::keyed(&labels, STAGES[stage].key);
            row.deals("deals", &here);
            row.set("visits", each.iter().map(Vec::len).sum::<usize>())
                .rests("visits", &here);
            let stands = |deal: &&Known<'_>| {
                let stay = deal.last_stay();
                stay.stage == stage && question.is_in_window(stay.on)
            };
            let still: Vec<_> = here.iter().copied().filter(stands).collect();
            let limit = STAGES[stage].rot_days;
            let rots = |deal: &&Known<'_>| limit.is_some_and(|limit| deal.days_in_stage() > limit);
            row.deals("still_in", &still);
            row.deals(
                "rotting",
                &still.into_iter().filter(rots).collect::<Vec<_>>(),
            );
            row.set("rot_days", limit);
            row.set("p50_days", curve.quantile(0.5))
                .rests("p50_days", &here);
            row.set("p50_low_days", low).set("p50_high_days", high);
            row.set("p75_days", curve.quantile(0.75))
                .set("p90_days", curve.quantile(0.9));
            let mean =
                (table.n() > 0).then(|| curve.restricted_mean(curve.last_observed_day().unwrap()));
            row.set("restricted_mean_days", mean);
            row.set("mean_of_leavers", left.mean());
            rows.push(row);
        }
    }
    rows
}
