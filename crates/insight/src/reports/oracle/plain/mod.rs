//! What each report must say, straight from its definition: everything counted anew from lists, sharing nothing with the
//! reports but the estimators, which have known answers of their own.

mod backtest;
pub(super) mod bottlenecks;
pub(super) mod calibration;
pub(super) mod coverage;
pub(super) mod data_quality;
pub(super) mod dwell;
pub(super) mod forecast;
pub(super) mod forecast_accuracy;
pub(super) mod loss_reasons;
pub(super) mod mix;
pub(super) mod odds;
pub(super) mod pipeline_summary;
pub(super) mod sales_cycle;
pub(super) mod slippage;
pub(super) mod stage_conversion;
pub(super) mod velocity;
pub(super) mod waterfall;
pub(super) mod win_rate;

use playbook::StageKind;

use super::known::Known;
use super::question::Question;
use super::world::{PIPELINES, World, open_stages};
use crate::estimate::survival::End;

/// The open stages a question has rows for: of the pipeline asked about, or of each that its deals are in.
fn stages(question: &Question, world: &World, order: &[usize]) -> Vec<usize> {
    let deals = question.deals(world, order);
    let is_asked = |pipeline: &&str| match question.pipeline {
        Some(asked) => asked == *pipeline,
        None => deals.iter().any(|deal| deal.deal.pipeline == *pipeline),
    };
    PIPELINES
        .into_iter()
        .filter(is_asked)
        .flat_map(open_stages)
        .collect()
}

/// How it ended.
fn end(deal: &Known<'_>) -> End {
    match deal.status() {
        StageKind::Won => End::Won,
        StageKind::Lost => End::Lost,
        StageKind::Open => End::Open,
    }
}

/// What a lost deal was worth: losing may have set its amount to nothing, then the last one that was something.
fn lost_worth(deal: &Known<'_>) -> i64 {
    let amounts = deal.deal.amount.until(deal.now).iter().rev();
    let mut some = amounts.filter_map(|(_, amount)| amount.filter(|amount| *amount != 0));
    let currency = deal.deal.currency.at(deal.now);
    let day = deal.last_stay().on;
    some.next()
        .and_then(|amount| deal.world.home(amount, currency, day))
        .unwrap_or(0)
}
