//! What each report must say, straight from its definition: everything counted anew from lists, sharing nothing with the
//! reports but the estimators, which have known answers of their own.

mod backtest;
pub(super) mod bottlenecks;
pub(super) mod calibration;
pub(super) mod coverage;
pub(super) mod data_quality;
pub(super) mod forecast;
pub(super) mod forecast_accuracy;
pub(super) mod mix;
pub(super) mod odds;
pub(super) mod pipeline_summary;
pub(super) mod slippage;
pub(super) mod velocity;

use super::question::Question;
use super::world::{PIPELINES, World, open_stages};

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
