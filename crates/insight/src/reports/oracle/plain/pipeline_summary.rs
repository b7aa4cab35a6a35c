//! What is open, stage by stage, and what it is worth by three probabilities.

use serde_json::Value;

use super::super::expected::{Row, ratio};
use super::super::known::Known;
use super::super::question::Question;
use super::super::world::{STAGES, World};
use super::odds::{Odds, expected};
use super::stages;

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let deals = question.deals(world, order);
    let odds = Odds::of(world, &question.whole(world, order, question.now));
    let mut rows = Vec::new();
    for (labels, deals) in question.groups(&deals) {
        let worth = |is_it: &dyn Fn(&Known<'_>) -> bool| -> i64 {
            let open = deals.iter().filter(|deal| deal.is_open() && is_it(deal));
            open.map(|deal| deal.worth()).sum()
        };
        // The first two of four stages, the first of two.
        let early = ratio(
            worth(&|deal| matches!(deal.stage(), 0 | 1 | 6)),
            worth(&|_| true),
        );
        for stage in stages(question, world, order) {
            let here: Vec<_> = deals
                .iter()
                .copied()
                .filter(|deal| deal.stage() == stage)
                .collect();
            if here.is_empty() && !question.by.is_empty() {
                continue;
            }
            let shape = &STAGES[stage];
            let is_stalled = |deal: &&Known<'_>| {
                shape
                    .rot_days
                    .is_some_and(|limit| deal.days_in_stage() > limit)
            };
            let stalled: Vec<_> = here.iter().copied().filter(is_stalled).collect();
            let mut row = Row::keyed(&labels, shape.key);
            row.deals("count", &here).sum("amount_minor", &here);
            row.deals("stalled", &stalled)
                .sum("stalled_minor", &stalled);
            let weighted = |of: &dyn Fn(&Known<'_>) -> Option<f64>| -> i64 {
                here.iter()
                    .filter_map(|deal| Some(expected(deal.worth(), of(deal)?)))
                    .sum()
            };
            let percent = f64::from(shape.percent) / 100.0;
            row.set("configured_probability", percent);
            row.set("configured_minor", weighted(&|_| Some(percent)));
            row.rests("configured_minor", &here);
            let observed = odds.observed(stage);
            row.set("observed_probability", observed.map(|of| of.mean));
            row.set("observed_low", observed.map(|of| of.low));
            row.set("observed_high", observed.map(|of| of.high));
            row.set("observed_n", observed.map(|of| of.n));
            row.set("is_observed_enough", observed.map(|of| of.is_enough));
            row.set("observed_minor", weighted(&|_| Some(observed?.mean)));
            let adjusted: Vec<f64> = here.iter().filter_map(|deal| odds.adjusted(deal)).collect();
            let mean = (!adjusted.is_empty())
                .then(|| adjusted.iter().sum::<f64>() / adjusted.len() as f64);
            row.set("adjusted_probability", mean);
            row.set("adjusted_minor", weighted(&|deal| odds.adjusted(deal)));
            row.set("early_share", Value::from(early));
            rows.push(row);
        }
    }
    rows
}
