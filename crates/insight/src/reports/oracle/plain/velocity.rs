//! Qualified open × win rate × mean won amount ÷ mean cycle.

use playbook::StageKind;

use super::super::expected::Row;
use super::super::known::{Known, days};
use super::super::question::Question;
use super::super::world::{STAGES, World, open_stages};
use super::end;
use crate::estimate::survival::LifeTable;

/// The position from which deals of a pipeline are qualified.
fn start(question: &Question, pipeline: &str) -> u16 {
    let open = open_stages(pipeline);
    let named = |wanted: &str| open.iter().find(|stage| STAGES[**stage].key == wanted);
    let start = question
        .parameter("from_stage")
        .and_then(named)
        .or_else(|| named("qualified"));
    STAGES[*start.unwrap_or(&open[0])].position
}

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let deals = question.deals(world, order);
    // The day it first stood in the qualified stage, a later one, or was won.
    let reached_on = |deal: &Known<'_>| {
        let start = start(question, deal.deal.pipeline);
        let is_high = |stay: &super::super::known::Stay| {
            let row = stay.row();
            row.kind == StageKind::Won || row.kind == StageKind::Open && row.position >= start
        };
        deal.stays().into_iter().find(is_high).map(|stay| stay.on)
    };
    let mut rows = Vec::new();
    for (labels, deals) in question.groups(&deals) {
        let mut row = Row::new(labels);
        let qualified: Vec<_> = deals
            .iter()
            .copied()
            .filter(|deal| reached_on(deal).is_some())
            .collect();
        let stands = |deal: &&Known<'_>| {
            deal.is_open() && deal.row().position >= start(question, deal.deal.pipeline)
        };
        let open: Vec<_> = deals.iter().copied().filter(stands).collect();
        let mut fates = LifeTable::new();
        for deal in &qualified {
            let until = deal.closed_on().unwrap_or(deal.today());
            fates.add(None, days(reached_on(deal).unwrap(), until), end(deal));
        }
        let incidence = fates.incidence();
        let rate = incidence
            .last_event_day()
            .map(|horizon| incidence.won_at(horizon));
        let won: Vec<_> = (deals.iter().copied())
            .filter(|deal| deal.is_won() && deal.ended_within(question.window()))
            .collect();
        let amounts: Vec<i64> = won.iter().filter_map(|deal| deal.home()).collect();
        let mean =
            |of: &[i64]| (!of.is_empty()).then(|| of.iter().sum::<i64>() as f64 / of.len() as f64);
        let mean_won = mean(&amounts);
        let cycle = mean(
            &won.iter()
                .map(|deal| i64::from(deal.age()))
                .collect::<Vec<_>>(),
        );
        let per_day = cycle
            .filter(|days| *days > 0.0)
            .and_then(|days| Some(open.len() as f64 * rate? * mean_won? / days));
        let minor = |minor: Option<f64>| minor.map(|minor| minor.round_ties_even() as i64);
        row.deals("qualified_open", &open)
            .deals("qualified", &qualified);
        row.set("win_rate", rate).rests("win_rate", &qualified);
        row.deals("won", &won);
        row.set("mean_won_minor", minor(mean_won))
            .rests("mean_won_minor", &won);
        row.set("mean_cycle_days", cycle)
            .rests("mean_cycle_days", &won);
        row.set("per_day_minor", minor(per_day))
            .rests("per_day_minor", &open);
        rows.push(row);
    }
    rows
}
