use domain::{Instant, policy::Action};
use playbook::ProbabilityError;
use serde::Deserialize;
use store::{PlaybookStatus, PlaybookVersion};

use super::publish::{PublishPlaybook, publish_because};
use crate::{Code, Ctx, Error, FieldError, ctx::Why};

/// Take over an observed probability as a stage's configured one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptProbability {
    /// Key of the pipeline.
    pub pipeline: String,
    /// Key of the stage.
    pub stage: String,
    /// The probability to configure, 1 to 99.
    pub probability_percent: u8,
    /// What it rests on.
    pub observed: ObservedProbability,
}

/// A probability as it was measured, shares from 0 to 1.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservedProbability {
    /// The mean.
    pub mean: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// How many deals it rests on.
    pub n: u64,
    /// As of when it was measured.
    pub as_of: Instant,
}

/// Publishes the playbook with that one number changed. The measured figures stand in the journal.
///
/// # Errors
/// `playbook-invalid` when probabilities would fall along the pipeline, saying beside which stage; `invalid`,
/// `not-found`, `forbidden`.
pub async fn adopt_probability(
    ctx: &Ctx,
    key: &str,
    input: AdoptProbability,
) -> Result<PlaybookVersion, Error> {
    ctx.authorise(Action::PlaybookPublish)?;
    let AdoptProbability {
        pipeline,
        stage,
        probability_percent,
        observed,
    } = input;
    observed.check()?;
    let versions = ctx.read().await?.playbook_versions(key).await?;
    let mut versions = versions.into_iter();
    let current = versions
        .find(|version| version.status == PlaybookStatus::Published)
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let source =
        playbook::with_probability(&current.source, &pipeline, &stage, probability_percent)
            .map_err(|error| refused(error, &pipeline, &stage))?;
    let ObservedProbability {
        mean,
        low,
        high,
        n,
        as_of,
    } = observed;
    let why = Why {
        reason: Some("observed-probability".to_owned()),
        note: Some(format!(
            "{pipeline}/{stage}: {probability_percent} % (observed {mean:.4}, {low:.4}–{high:.4}, n {n}, as of {as_of})"
        )),
        ..Why::default()
    };
    publish_because(
        ctx,
        PublishPlaybook { source },
        "playbook.probability_adopted",
        why,
    )
    .await
}

impl ObservedProbability {
    fn check(&self) -> Result<(), FieldError> {
        let is_share = |share: f64| (0.0..=1.0).contains(&share);
        let shares = [("mean", self.mean), ("low", self.low), ("high", self.high)];
        for (field, share) in shares {
            if !is_share(share) {
                return Err(FieldError::malformed(
                    format!("/observed/{field}"),
                    "0에서 1 사이여야 합니다.",
                    "Between 0 and 1.",
                ));
            }
        }
        if self.low <= self.mean && self.mean <= self.high {
            return Ok(());
        }
        Err(FieldError::malformed(
            "/observed/mean",
            "구간 안에 있어야 합니다.",
            "It has to be within its interval.",
        ))
    }
}

fn refused(error: ProbabilityError, pipeline: &str, stage: &str) -> Error {
    match error {
        ProbabilityError::UnknownPipeline => FieldError::unknown("/pipeline", pipeline).into(),
        ProbabilityError::UnknownStage => FieldError::unknown("/stage", stage).into(),
        ProbabilityError::Unreadable(_) | ProbabilityError::NotReplaceable => {
            Error::internal(error)
        }
    }
}
