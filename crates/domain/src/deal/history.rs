//! Deals that lived elsewhere before: history comes in with its dates, marked `imported`, without passing the gate.

use playbook::{CompiledPipeline, CompiledStage};

use super::create::{NewDeal, NewDealIds};
use super::{Deal, DealStatus, EditDealError};
use crate::Instant;
use crate::field::{InvalidField, Problem};
use crate::gate::{self, Dossier};
use crate::ids::{StageVisitId, UserId};
use crate::stage_visit::{StageVisit, VisitDirection, VisitOrigin};
use crate::vocabulary::StageKind;

/// Where a deal stood and when, as another system remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// When it began.
    pub opened_at: Instant,
    /// When it was won or lost; given exactly for closed stages.
    pub closed_at: Option<Instant>,
    /// The stages it is known to have entered, in any order; may be empty.
    pub entries: Vec<HistoricEntry>,
}

/// One known entry into a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoricEntry {
    /// Key of the stage.
    pub stage: String,
    /// When it was entered.
    pub entered_at: Instant,
}

/// Why history was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportDealError {
    /// The pipeline does not exist.
    #[error("the playbook has no such pipeline")]
    UnknownPipeline,
    /// A value cannot be taken.
    #[error(transparent)]
    Invalid(#[from] InvalidField),
    /// The deal has moved here since; its recorded visits are not rewritten.
    #[error("the deal has moved here since it was imported")]
    HasRecordedVisits,
    /// The deal is archived.
    #[error("the deal is archived")]
    Archived,
}

impl Deal {
    /// Builds a deal from history. The visits it returns tile its life: what is known is `imported`, what must have
    /// been is `inferred`. `new.stage` is where it stands; its first stage, when not given.
    ///
    /// # Errors
    /// When a stage is unknown, or dates are missing, in the future or out of order.
    pub fn import_historic(
        new: NewDeal,
        history: History,
        ids: NewDealIds,
        mint_visit: impl FnMut() -> StageVisitId,
        dossier: &Dossier<'_>,
        by: Option<UserId>,
    ) -> Result<(Self, Vec<StageVisit>), ImportDealError> {
        let pipeline = dossier
            .playbook
            .pipeline(&new.pipeline)
            .ok_or(ImportDealError::UnknownPipeline)?;
        let first = pipeline
            .first_of(StageKind::Open)
            .ok_or_else(|| Problem::Unknown.of("stage"))?;
        let stage = new.stage.clone().unwrap_or_else(|| first.key().to_owned());
        let (loss, outcome) = (new.loss.clone(), new.outcome);
        let mut deal = Self::blank(new, ids, pipeline, first.key(), dossier);
        deal.loss = loss;
        deal.outcome = outcome;
        deal.check_fields()?;
        let mut first_visit = Some(ids.visit_id);
        let mut mint_visit = mint_visit;
        let mint = || first_visit.take().unwrap_or_else(&mut mint_visit);
        deal.lived(&stage, history, pipeline, mint, dossier, by)
    }

    /// Rewrites where an imported deal stood and when. Only possible while it has not moved here.
    ///
    /// # Errors
    /// When the deal has recorded visits or is archived, or for the reasons of [`Deal::import_historic`].
    pub fn reimport_history(
        self,
        stage: &str,
        history: History,
        visits: &[StageVisit],
        mint_visit: impl FnMut() -> StageVisitId,
        dossier: &Dossier<'_>,
        by: Option<UserId>,
    ) -> Result<(Self, Vec<StageVisit>), ImportDealError> {
        if self.must_be_active() == Err(EditDealError::Archived) {
            return Err(ImportDealError::Archived);
        }
        let has_moved_here = visits.iter().any(|visit| {
            visit.origin == VisitOrigin::Recorded && visit.direction != VisitDirection::Opened
        });
        if has_moved_here {
            return Err(ImportDealError::HasRecordedVisits);
        }
        let pipeline = dossier
            .playbook
            .pipeline(&self.pipeline)
            .ok_or(ImportDealError::UnknownPipeline)?;
        let now = dossier.now;
        let (deal, visits) = self.lived(stage, history, pipeline, mint_visit, dossier, by)?;
        Ok((deal.touched(now), visits))
    }

    fn lived(
        mut self,
        stage: &str,
        history: History,
        pipeline: &CompiledPipeline,
        mut mint_visit: impl FnMut() -> StageVisitId,
        dossier: &Dossier<'_>,
        by: Option<UserId>,
    ) -> Result<(Self, Vec<StageVisit>), ImportDealError> {
        let stage = pipeline
            .stage(stage)
            .ok_or_else(|| Problem::Unknown.of("stage"))?;
        let stays = stays(stage, &history, pipeline, dossier.now)?;
        self.opened_at = history.opened_at;
        self.settle(stage, &history, pipeline, dossier)?;
        self.stage_entered_at = stays
            .last()
            .map_or(history.opened_at, |stay| stay.entered_at);
        self.settle_forecast(gate::rule_category(&self, dossier));
        let mut visits: Vec<StageVisit> = Vec::with_capacity(stays.len());
        let mut last_open: Option<&CompiledStage> = None;
        for (index, stay) in stays.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| stays[before].stage);
            let from = if stay.stage.kind() == StageKind::Open {
                before
            } else {
                last_open.or(before)
            };
            visits.push(StageVisit {
                id: mint_visit(),
                deal_id: self.id,
                pipeline: self.pipeline.clone(),
                stage: stay.stage.key().to_owned(),
                kind: stay.stage.kind(),
                entered_at: stay.entered_at,
                left_at: stays.get(index + 1).map(|next| next.entered_at),
                entered_from: from.map(|stage| stage.key().to_owned()),
                direction: direction(before, stay.stage, pipeline),
                reason: None,
                origin: stay.origin,
                playbook_version: dossier.playbook_version,
                actor_id: by,
            });
            if stay.stage.kind() == StageKind::Open {
                last_open = Some(stay.stage);
            }
        }
        Ok((self, visits))
    }

    /// Brings the deal's own fields in line with where it ends up.
    fn settle(
        &mut self,
        stage: &CompiledStage,
        history: &History,
        pipeline: &CompiledPipeline,
        dossier: &Dossier<'_>,
    ) -> Result<(), InvalidField> {
        let (loss, outcome, close_on) = (self.loss.take(), self.outcome, self.close_on);
        if stage.kind() == StageKind::Lost
            && gate::loss_problem(dossier.playbook.playbook(), loss.as_ref(), true).is_some()
        {
            return Err(Problem::Unknown.of("loss/reason"));
        }
        self.enter(stage, pipeline, loss, outcome, dossier);
        self.closed_at = history.closed_at;
        if self.status != DealStatus::Open {
            // The day it closed, as the other system wrote it; the time alone would need a time zone to become a day.
            self.close_on = close_on.or_else(|| history.closed_at.map(Instant::date_utc));
        }
        Ok(())
    }
}

struct Stay<'a> {
    stage: &'a CompiledStage,
    entered_at: Instant,
    origin: VisitOrigin,
}

/// The stays that tile the deal's life, from what is known of it.
fn stays<'a>(
    current: &'a CompiledStage,
    history: &History,
    pipeline: &'a CompiledPipeline,
    now: Instant,
) -> Result<Vec<Stay<'a>>, InvalidField> {
    let is_closed = current.kind() != StageKind::Open;
    match (is_closed, history.closed_at) {
        (true, None) => return Err(Problem::Blank.of("closed_on")),
        (false, Some(_)) => return Err(Problem::OutOfRange.of("closed_on")),
        (true, Some(closed_at)) if closed_at < history.opened_at => {
            return Err(Problem::TooEarly.of("closed_on"));
        }
        (true, Some(closed_at)) if closed_at > now => return Err(Problem::TooLate.of("closed_on")),
        _ => {}
    }
    if history.opened_at > now {
        return Err(Problem::TooLate.of("opened_on"));
    }
    let mut known: Vec<Stay<'a>> = Vec::with_capacity(history.entries.len() + 2);
    for entry in &history.entries {
        let stage = pipeline
            .stage(&entry.stage)
            .ok_or_else(|| Problem::Unknown.of("stage"))?;
        let is_late = entry.entered_at > now
            || history
                .closed_at
                .is_some_and(|closed| entry.entered_at > closed);
        if is_late {
            return Err(Problem::TooLate.of("entered_on"));
        }
        if entry.entered_at < history.opened_at {
            return Err(Problem::TooEarly.of("entered_on"));
        }
        known.push(Stay {
            stage,
            entered_at: entry.entered_at,
            origin: VisitOrigin::Imported,
        });
    }
    // Stable, so that entries of one day keep the order they came in.
    known.sort_by_key(|stay| stay.entered_at);
    if is_closed {
        // Its last entry is the closing itself, which has its own time.
        while known
            .last()
            .is_some_and(|last| last.stage.key() == current.key())
        {
            known.pop();
        }
    }
    begin(&mut known, current, history, pipeline);
    end(&mut known, current, history)?;
    known.dedup_by(|next, before| next.stage.key() == before.stage.key());
    Ok(known)
}

/// Makes the first stay begin when the deal was opened.
fn begin<'a>(
    known: &mut Vec<Stay<'a>>,
    current: &'a CompiledStage,
    history: &History,
    pipeline: &'a CompiledPipeline,
) {
    let first_open = pipeline.first_of(StageKind::Open).unwrap_or(current);
    let opened_in = |stage, origin| Stay {
        stage,
        entered_at: history.opened_at,
        origin,
    };
    match known.first_mut() {
        Some(first) if first.entered_at == history.opened_at => {}
        Some(first) if first.stage.key() == first_open.key() => {
            first.entered_at = history.opened_at
        }
        Some(_) => known.insert(0, opened_in(first_open, VisitOrigin::Inferred)),
        None if current.kind() == StageKind::Open => {
            known.push(opened_in(current, VisitOrigin::Imported))
        }
        None => known.push(opened_in(first_open, VisitOrigin::Inferred)),
    }
}

/// Makes the last stay the current stage, closed when the deal was.
fn end<'a>(
    known: &mut Vec<Stay<'a>>,
    current: &'a CompiledStage,
    history: &History,
) -> Result<(), InvalidField> {
    if let Some(closed_at) = history.closed_at {
        known.push(Stay {
            stage: current,
            entered_at: closed_at,
            origin: VisitOrigin::Imported,
        });
        return Ok(());
    }
    match known.last() {
        Some(last) if last.stage.key() == current.key() => Ok(()),
        _ => Err(Problem::OutOfRange.of("stage")),
    }
}

fn direction(
    before: Option<&CompiledStage>,
    stage: &CompiledStage,
    pipeline: &CompiledPipeline,
) -> VisitDirection {
    let Some(before) = before else {
        return VisitDirection::Opened;
    };
    match (
        before.kind() == StageKind::Open,
        stage.kind() == StageKind::Open,
    ) {
        (_, false) => VisitDirection::Closed,
        (false, true) => VisitDirection::Reopened,
        (true, true) if pipeline.position(stage.key()) < pipeline.position(before.key()) => {
            VisitDirection::Backward
        }
        (true, true) => VisitDirection::Forward,
    }
}
