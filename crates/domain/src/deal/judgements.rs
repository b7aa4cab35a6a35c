//! What can be said of a deal at a glance: whether it rots, what it weighs.

use playbook::CompiledPipeline;
use serde::{Deserialize, Serialize};

use super::{Deal, DealStatus};
use crate::{Instant, Money};

/// Whether a deal has been in its stage for too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rot {
    /// Whether it is over the limit.
    pub is_rotting: bool,
    /// Whole days of 24 hours in the stage.
    pub days_in_stage: i64,
    /// The stage's limit.
    pub limit_days: Option<u32>,
}

impl Rot {
    /// Judges a stay in a stage. Only open deals rot.
    #[must_use]
    pub fn judge(
        status: DealStatus,
        stage_entered_at: Instant,
        limit_days: Option<u32>,
        now: Instant,
    ) -> Self {
        let days_in_stage = now.days_since(stage_entered_at);
        let is_over = limit_days.is_some_and(|limit| days_in_stage > i64::from(limit));
        Self {
            is_rotting: status == DealStatus::Open && is_over,
            days_in_stage,
            limit_days,
        }
    }
}

impl Deal {
    /// Whether the deal has been in its stage for too long.
    #[must_use]
    pub fn rot(&self, pipeline: &CompiledPipeline, now: Instant) -> Rot {
        let limit_days = pipeline
            .stage(&self.stage)
            .and_then(|stage| stage.definition().rot_days);
        Rot::judge(self.status, self.stage_entered_at, limit_days, now)
    }

    /// Amount times the stage's configured probability, half to even; none without amount or stage.
    #[must_use]
    pub fn weighted_amount(&self, pipeline: &CompiledPipeline) -> Option<Money> {
        let stage = pipeline.stage(&self.stage)?;
        self.amount
            .map(|amount| amount.weighted(stage.probability_percent()))
    }
}
