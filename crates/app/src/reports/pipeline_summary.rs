use domain::{Currency, policy::Action, weighted_minor};
use playbook::StageKind;
use serde::{Deserialize, Serialize};

use crate::{Ctx, Error};

/// One line of the pipeline summary: a stage in one currency, and none for its deals without an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineSummaryRow {
    /// Key of the pipeline.
    pub pipeline: String,
    /// Key of the stage.
    pub stage: String,
    /// Whether deals in it are still running.
    pub kind: StageKind,
    /// How many deals.
    pub count: i64,
    /// What they are worth together, in minor units.
    pub amount_minor: i64,
    /// The same times the stage's configured probability, half to even.
    pub weighted_minor: i64,
    /// The currency; none for deals without an amount.
    pub currency: Option<Currency>,
}

/// What stands in each stage of one pipeline or of all, in the order of pipelines and stages. An empty stage has one
/// line in the home currency.
///
/// # Errors
/// `invalid` for an unknown pipeline, `forbidden`.
pub async fn pipeline_summary(
    ctx: &Ctx,
    pipeline: Option<&str>,
) -> Result<Vec<PipelineSummaryRow>, Error> {
    ctx.authorise(Action::ReportRead)?;
    let definitions = ctx.definitions().await?;
    if let Some(key) = pipeline {
        definitions.known_pipeline(key, "?pipeline")?;
    }
    let totals = ctx.read().await?.stage_totals(pipeline).await?;
    let mut rows = Vec::new();
    for (_, compiled) in definitions
        .pipelines()
        .filter(|(_, known)| pipeline.is_none_or(|key| key == known.key()))
    {
        for stage in compiled.stages() {
            let row =
                |count: i64, amount_minor: i64, currency: Option<Currency>| PipelineSummaryRow {
                    pipeline: compiled.key().to_owned(),
                    stage: stage.key().to_owned(),
                    kind: stage.kind(),
                    count,
                    amount_minor,
                    weighted_minor: weighted_minor(amount_minor, stage.probability_percent()),
                    currency,
                };
            let here = |total: &&store::StageTotal| {
                total.pipeline == compiled.key() && total.stage == stage.key()
            };
            let before = rows.len();
            rows.extend(
                totals
                    .iter()
                    .filter(here)
                    .map(|total| row(total.count, total.amount_minor, total.currency)),
            );
            if rows.len() == before {
                rows.push(row(0, 0, Some(definitions.workspace.home_currency)));
            }
        }
    }
    Ok(rows)
}
