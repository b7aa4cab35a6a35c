//! The forecast category that the published rules give a deal.

use playbook::{CompiledPipeline, CompiledStage, Facts};

use super::{Dossier, facts};
use crate::deal::Deal;
use crate::vocabulary::ForecastCategory;

/// The category the published rules give the deal, whatever people say of it. None when the deal's stage is unknown to
/// the playbook or its facts are too many to judge.
#[must_use]
pub fn rule_category(deal: &Deal, dossier: &Dossier<'_>) -> Option<ForecastCategory> {
    let pipeline = dossier.playbook.pipeline(&deal.pipeline)?;
    let stage = pipeline.stage(&deal.stage)?;
    category_in(pipeline, stage, &facts(deal, dossier))
}

pub(crate) fn category_in(
    pipeline: &CompiledPipeline,
    stage: &CompiledStage,
    facts: &Facts,
) -> Option<ForecastCategory> {
    pipeline.forecast_category(stage, facts).ok()
}
