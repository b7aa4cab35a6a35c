//! How long winning takes, and who has been here longer than that.

use serde_json::Value;

use super::super::expected::Row;
use super::super::known::Known;
use super::super::question::Question;
use super::super::world::World;
use super::end;
use crate::estimate::summary::DayCounts;
use crate::estimate::survival::{Leaving, LifeTable};

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let deals = question.deals(world, order);
    let mut rows = Vec::new();
    for (labels, deals) in question.groups(&deals) {
        let of = |is_it: &dyn Fn(&Known<'_>) -> bool| -> Vec<&Known<'_>> {
            deals.iter().copied().filter(|deal| is_it(deal)).collect()
        };
        let won = of(&|deal| deal.is_won() && deal.ended_within(question.window()));
        let mut cycles = DayCounts::new();
        won.iter().for_each(|deal| cycles.add(deal.age()));
        let opened = of(&|deal| question.is_in_window(deal.opened_on()));
        let mut lives = LifeTable::new();
        opened
            .iter()
            .for_each(|deal| lives.add(None, deal.age(), end(deal)));
        let mut row = Row::new(labels);
        row.deals("won", &won).deals("opened", &opened);
        row.deals("open", &of(&|deal| deal.is_open()));
        row.set("mean_days", cycles.mean())
            .set("median_days", cycles.median());
        let limit = cycles.quantile(0.9);
        row.set("p90_days", limit).set("sd_days", cycles.sd());
        for column in ["mean_days", "median_days", "p90_days", "sd_days"] {
            row.rests(column, &won);
        }
        row.set(
            "median_survival_days",
            lives.survival(Leaving::Ended).quantile(0.5),
        );
        row.rests("median_survival_days", &opened);
        let is_long = |deal: &Known<'_>| {
            deal.is_open() && limit.is_some_and(|limit| f64::from(deal.age()) > limit)
        };
        let long = of(&is_long);
        row.deals("long_stayers", &long)
            .sum("long_stayers_minor", &long);
        if limit.is_none() {
            row.set("long_stayers", Value::Null);
        }
        rows.push(row);
    }
    rows
}
