//! The forecast category: by rule, lowered by its owner, never raised.

use playbook::{CompiledPipeline, CompiledStage, Facts};

use super::{Dossier, facts};
use crate::deal::Deal;
use crate::vocabulary::ForecastCategory;

/// The category the published rules give the deal, no higher than its owner lets it have. None when the deal's stage
/// is unknown to the playbook or its facts are too many to judge.
#[must_use]
pub fn forecast_category(deal: &Deal, dossier: &Dossier<'_>) -> Option<ForecastCategory> {
    let pipeline = dossier.playbook.pipeline(&deal.pipeline)?;
    let stage = pipeline.stage(&deal.stage)?;
    capped_category(deal, pipeline, stage, &facts(deal, dossier))
}

pub(crate) fn capped_category(
    deal: &Deal,
    pipeline: &CompiledPipeline,
    stage: &CompiledStage,
    facts: &Facts,
) -> Option<ForecastCategory> {
    let by_rule = pipeline.forecast_category(stage, facts).ok()?;
    Some(match (by_rule, deal.forecast_cap) {
        (ForecastCategory::Closed, _) | (_, None) => by_rule,
        (_, Some(cap)) => by_rule.min(cap),
    })
}
