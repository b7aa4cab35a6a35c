use domain::{Currency, policy::Action, weighted_minor};
use playbook::StageKind;
use serde::{Deserialize, Serialize};
use store::StageTotal;

use crate::{Ctx, Error};

/// One line of the pipeline summary: a stage in one currency.
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
    /// The currency. Deals without an amount count with the stage's only currency, else with the home currency.
    pub currency: Currency,
}

/// What stands in each stage of one pipeline, or of every pipeline that has deals, in the order of pipelines and
/// stages. An empty stage has one line.
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
    let is_shown = |key: &str| match pipeline {
        Some(asked) => asked == key,
        None => totals
            .iter()
            .any(|total| total.pipeline == key && total.count > 0),
    };
    let mut rows = Vec::new();
    for (_, compiled) in definitions
        .pipelines()
        .filter(|(_, known)| is_shown(known.key()))
    {
        for stage in compiled.stages() {
            let here = totals
                .iter()
                .filter(|total| total.pipeline == compiled.key() && total.stage == stage.key());
            let lines = by_currency(here, definitions.workspace.home_currency);
            rows.extend(lines.into_iter().map(|(currency, count, amount_minor)| {
                PipelineSummaryRow {
                    pipeline: compiled.key().to_owned(),
                    stage: stage.key().to_owned(),
                    kind: stage.kind(),
                    count,
                    amount_minor,
                    weighted_minor: weighted_minor(amount_minor, stage.probability_percent()),
                    currency,
                }
            }));
        }
    }
    Ok(rows)
}

/// Count and amount of a stage in each currency, deals without an amount included.
fn by_currency<'t>(
    totals: impl Iterator<Item = &'t StageTotal>,
    home: Currency,
) -> Vec<(Currency, i64, i64)> {
    let mut lines = Vec::new();
    let mut without_amount = 0;
    for total in totals {
        match total.currency {
            Some(currency) => lines.push((currency, total.count, total.amount_minor)),
            None => without_amount += total.count,
        }
    }
    let only = if let [(currency, ..)] = lines.as_slice() {
        *currency
    } else {
        home
    };
    match lines.iter().position(|(currency, ..)| *currency == only) {
        Some(index) => lines[index].1 += without_amount,
        None if without_amount > 0 || lines.is_empty() => lines.push((only, without_amount, 0)),
        None => {}
    }
    lines
}
