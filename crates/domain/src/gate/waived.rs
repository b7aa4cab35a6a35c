//! Which missing items a waiver excuses.

use jiff::civil::Date;
use playbook::CompiledPipeline;

use super::requirements::{self, Case};
use super::{Dossier, Missing, facts};
use crate::deal::Deal;
use crate::vocabulary::StageKind;
use crate::waiver::{Waiver, WaiverState};

impl Waiver {
    /// Whether it is granted and its last day has not passed.
    #[must_use]
    pub fn holds_on(&self, today: Date) -> bool {
        self.state == WaiverState::Approved && today <= self.expires_on
    }
}

/// A waiver for the way into a stage excuses what the stages before it, or that stage itself, ask for.
fn covers(waiver: &Waiver, missing: &Missing, pipeline: &CompiledPipeline, target: &str) -> bool {
    let (Some(asking), Some(allowed), Some(target)) = (
        pipeline.position(&missing.stage),
        pipeline.position(&waiver.stage),
        pipeline.position(target),
    ) else {
        return false;
    };
    let is_on_the_way = asking < allowed || (asking == allowed && asking == target);
    is_on_the_way && waiver.criteria.contains(&missing.key)
}

/// Splits what is missing into what a waiver excuses today and what it does not.
pub(super) fn split(
    missing: Vec<Missing>,
    dossier: &Dossier<'_>,
    pipeline: &CompiledPipeline,
    target: &str,
) -> (Vec<Missing>, Vec<Missing>) {
    missing.into_iter().partition(|missing| {
        let mut waivers = dossier.waivers.iter();
        waivers.any(|waiver| {
            waiver.holds_on(dossier.today) && covers(waiver, missing, pipeline, target)
        })
    })
}

/// Whether the deal stands where it does only because something was once waived and is still missing. Expired waivers
/// count: what they excused has not come true by expiring.
#[must_use]
pub fn rests_on_waiver(deal: &Deal, dossier: &Dossier<'_>) -> bool {
    let granted =
        |waiver: &&Waiver| matches!(waiver.state, WaiverState::Approved | WaiverState::Expired);
    let Some(pipeline) = dossier.playbook.pipeline(&deal.pipeline) else {
        return false;
    };
    let Some(stage) = pipeline.stage(&deal.stage) else {
        return false;
    };
    if stage.kind() == StageKind::Lost || !dossier.waivers.iter().any(|waiver| granted(&waiver)) {
        return false;
    }
    let facts = facts(deal, dossier);
    let case = Case {
        deal,
        dossier,
        facts: &facts,
    };
    let mut missing = Vec::new();
    for before in pipeline
        .stages()
        .iter()
        .take_while(|before| before.key() != deal.stage)
    {
        if before.kind() == StageKind::Open {
            requirements::to_leave(&case, before, &mut missing);
        }
    }
    if stage.kind() == StageKind::Won {
        requirements::to_win(&case, stage, pipeline, deal.outcome, &mut missing);
    }
    let mut waivers = dossier.waivers.iter().filter(granted);
    waivers.any(|waiver| {
        missing
            .iter()
            .any(|missing| covers(waiver, missing, pipeline, &deal.stage))
    })
}
