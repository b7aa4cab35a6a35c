//! Won of those closed, and of those opened.

use playbook::StageKind;

use super::super::expected::{Row, ratio};
use super::super::known::Known;
use super::super::question::Question;
use super::super::world::World;
use super::{end, lost_worth};
use crate::estimate::survival::LifeTable;

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let deals = question.deals(world, order);
    let mut rows = Vec::new();
    for (labels, deals) in question.groups(&deals) {
        let closed = |kind: StageKind| -> Vec<&Known<'_>> {
            let is_it =
                |deal: &&Known<'_>| deal.status() == kind && deal.ended_within(question.window());
            deals.iter().copied().filter(is_it).collect()
        };
        let (won, lost) = (closed(StageKind::Won), closed(StageKind::Lost));
        let cohort: Vec<_> = (deals.iter().copied())
            .filter(|deal| question.is_in_window(deal.opened_on()))
            .collect();
        let open: Vec<_> = cohort
            .iter()
            .copied()
            .filter(|deal| deal.is_open())
            .collect();
        let mut row = Row::new(labels);
        row.deals("won", &won)
            .deals("lost", &lost)
            .deals("open", &open);
        row.sum("won_minor", &won);
        let count = |deals: &[&Known<'_>]| i64::try_from(deals.len()).unwrap();
        row.set(
            "rate_closed_only",
            ratio(count(&won), count(&won) + count(&lost)),
        );
        row.rests("rate_closed_only", &[won.clone(), lost.clone()].concat());
        let (won_minor, lost_minor) = (
            row.whole("won_minor"),
            lost.iter().map(|deal| lost_worth(deal)).sum::<i64>(),
        );
        row.set("rate_by_value", ratio(won_minor, won_minor + lost_minor));
        let mut lives = LifeTable::new();
        cohort
            .iter()
            .for_each(|deal| lives.add(None, deal.age(), end(deal)));
        let incidence = lives.incidence();
        let horizon = question.horizon.or(incidence.last_event_day());
        row.set("horizon_days", horizon);
        row.set("rate_cohort", horizon.map(|day| incidence.won_at(day)));
        row.rests("rate_cohort", &cohort);
        let interval = horizon.and_then(|day| incidence.won_interval(day, 0.90));
        row.set("low", interval.map(|interval| interval.low));
        row.set("high", interval.map(|interval| interval.high));
        rows.push(row);
    }
    rows
}
