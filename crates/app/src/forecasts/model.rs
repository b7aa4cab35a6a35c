//! What the model expects of a period, beside what people say.

use domain::{Period, forecast::Subject};

use crate::{Ctx, Error};

/// The distribution of what a period will bring in all, won deals included, in home minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelFigures {
    /// 10th percentile.
    pub p10_minor: i64,
    /// Median.
    pub p50_minor: i64,
    /// 90th percentile.
    pub p90_minor: i64,
}

/// What the model expects of a subject's deals in a period, as the caller sees them. None where there is no model.
///
/// # Errors
/// The store's refusals.
#[allow(
    clippy::unused_async,
    reason = "the figures come from the projection, which is loaded on demand"
)]
pub async fn model_figures(
    _ctx: &Ctx,
    _period: Period,
    _subject: &Subject,
) -> Result<Option<ModelFigures>, Error> {
    Ok(None)
}
