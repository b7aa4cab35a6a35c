//! What was lost, and to what.

use playbook::StageKind;

use super::super::expected::{Row, ratio};
use super::super::known::Known;
use super::super::question::Question;
use super::super::world::World;
use super::lost_worth;
use crate::estimate::summary::DayCounts;

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let deals = question.deals(world, order);
    let is_lost = |deal: &&Known<'_>| {
        deal.status() == StageKind::Lost && deal.ended_within(question.window())
    };
    let worth = |deals: &[&Known<'_>]| deals.iter().map(|deal| lost_worth(deal)).sum::<i64>();
    let count = |deals: &[&Known<'_>]| i64::try_from(deals.len()).unwrap();
    let all: Vec<&Known<'_>> = deals.iter().filter(|deal| is_lost(deal)).collect();
    let mut rows = Vec::new();
    for (labels, deals) in question.groups(&deals) {
        let lost: Vec<_> = deals.into_iter().filter(is_lost).collect();
        if lost.is_empty() && !question.by.is_empty() {
            continue;
        }
        let mut ages = DayCounts::new();
        lost.iter().for_each(|deal| ages.add(deal.age()));
        let mut row = Row::new(labels);
        row.deals("lost", &lost);
        row.set("lost_minor", worth(&lost))
            .rests("lost_minor", &lost);
        row.set("share", ratio(count(&lost), count(&all)))
            .rests("share", &lost);
        row.set("share_by_amount", ratio(worth(&lost), worth(&all)));
        row.set("median_age_days", ages.median())
            .rests("median_age_days", &lost);
        rows.push(row);
    }
    rows
}
