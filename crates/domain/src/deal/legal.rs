//! What is true of every deal, whatever was done to it.

use playbook::CompiledPipeline;

use super::{Deal, DealStatus};
use crate::stage_visit::StageVisit;

impl Deal {
    /// The first rule of the house this deal breaks, if any. Commands never produce such a deal; verification and
    /// tests ask.
    #[must_use]
    pub fn broken_rule(&self, pipeline: &CompiledPipeline) -> Option<&'static str> {
        let Some(stage) = pipeline.stage(&self.stage) else {
            return Some("its stage is in its pipeline");
        };
        let is_closed = self.status != DealStatus::Open;
        let rules = [
            (self.pipeline == pipeline.key(), "it is in its pipeline"),
            (
                stage.kind() == self.status.stage_kind(),
                "its status is the kind of its stage",
            ),
            (
                self.closed_at.is_some() == is_closed,
                "it has a closing time exactly when it is closed",
            ),
            (
                self.loss.is_some() == (self.status == DealStatus::Lost),
                "it has a loss exactly when it is lost",
            ),
            (
                self.outcome.is_none() || is_closed,
                "it has an outcome only when it is closed",
            ),
            (
                self.closed_at
                    .is_none_or(|closed_at| closed_at >= self.opened_at),
                "it closed after it was opened",
            ),
            (
                self.stage_entered_at >= self.opened_at,
                "it entered its stage after it was opened",
            ),
            (
                self.amount.is_none_or(|amount| amount.amount_minor >= 0),
                "its amount is not negative",
            ),
            (
                self.pushed_days >= 0 && (self.pushes > 0 || self.pushed_days == 0),
                "pushed days come from pushes",
            ),
            (!self.name.trim().is_empty(), "it has a name"),
            (self.version >= 1, "its version counts from one"),
        ];
        rules
            .into_iter()
            .find_map(|(holds, rule)| (!holds).then_some(rule))
    }
}

/// The first way in which visits, in order of entry, fail to tile a deal's life, if any.
#[must_use]
pub fn broken_tiling(deal: &Deal, visits: &[StageVisit]) -> Option<&'static str> {
    let (Some(first), Some(last)) = (visits.first(), visits.last()) else {
        return Some("a deal has a visit");
    };
    if first.entered_at != deal.opened_at {
        return Some("the first visit begins when the deal is opened");
    }
    if visits.iter().any(|visit| visit.deal_id != deal.id) {
        return Some("visits are of their deal");
    }
    if visits
        .windows(2)
        .any(|pair| pair[0].left_at != Some(pair[1].entered_at))
    {
        return Some("each visit begins when the one before ends");
    }
    if visits.iter().any(|visit| {
        visit
            .left_at
            .is_some_and(|left_at| left_at < visit.entered_at)
    }) {
        return Some("a visit ends after it began");
    }
    if last.left_at.is_some() {
        return Some("the last visit goes on");
    }
    if last.stage != deal.stage || last.entered_at != deal.stage_entered_at {
        return Some("the last visit is the deal's current stage");
    }
    None
}
