//! Moving a deal, through the gate.

use playbook::{CompiledPipeline, CompiledStage};

use super::{Deal, DealEvent, DealStatus, EditDealError, Loss};
use crate::evidence::Evidence;
use crate::field::{self, InvalidField, MAX_TEXT_CHARS, Problem};
use crate::gate::{self, Dossier, Judgement, Missing, NoSuchMove, Route, StageMove};
use crate::ids::{StageVisitId, UserId};
use crate::stage_visit::{StageVisit, VisitOrigin};
use crate::vocabulary::{PipelineObject, RenewalOutcome, StageKind};

/// Why a deal did not move.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeStageError {
    /// It is archived; restore it first.
    #[error("the deal is archived")]
    Archived,
    /// There is no such stage, or the deal is in it.
    #[error(transparent)]
    NoSuchMove(#[from] NoSuchMove),
    /// The visit given is not the one the deal is in.
    #[error("the visit given is not the one the deal is in")]
    WrongVisit,
    /// A value cannot be taken.
    #[error(transparent)]
    Invalid(#[from] InvalidField),
    /// The gate is not met.
    #[error("the gate of the stage is not met")]
    GateNotMet(Vec<Missing>),
}

impl DealStatus {
    /// The kind of stage a deal of this status is in.
    #[must_use]
    pub const fn stage_kind(self) -> StageKind {
        match self {
            Self::Open => StageKind::Open,
            Self::Won => StageKind::Won,
            Self::Lost => StageKind::Lost,
        }
    }

    /// The status of a deal in a stage of this kind.
    #[must_use]
    pub const fn of_stage(kind: StageKind) -> Self {
        match kind {
            StageKind::Open => Self::Open,
            StageKind::Won => Self::Won,
            StageKind::Lost => Self::Lost,
        }
    }
}

impl Deal {
    /// Moves the deal when the gate lets it. The dossier holds the visit the deal is in.
    ///
    /// # Errors
    /// When the deal is archived, there is no such move, or something is missing.
    pub fn change_stage(
        mut self,
        wanted: StageMove,
        dossier: &Dossier<'_>,
        visit_id: StageVisitId,
        by: Option<UserId>,
    ) -> Result<(Self, DealEvent), ChangeStageError> {
        if self.must_be_active() == Err(EditDealError::Archived) {
            return Err(ChangeStageError::Archived);
        }
        let current = dossier.current_visit.ok_or(ChangeStageError::WrongVisit)?;
        if current.deal_id != self.id || current.stage != self.stage || current.left_at.is_some() {
            return Err(ChangeStageError::WrongVisit);
        }
        let pipeline = dossier
            .playbook
            .pipeline(&self.pipeline)
            .ok_or(NoSuchMove::UnknownPipeline)?;
        let route = gate::route(
            pipeline,
            &self.stage,
            current.entered_from.as_deref(),
            &wanted.to,
        )?;
        self.check_move(&route, pipeline, &wanted)?;
        let mut facts = gate::facts(&self, dossier);
        let judgement = gate::judge_route(&self, dossier, pipeline, &facts, &route, &wanted);
        if let Judgement::NotMet(missing) = judgement {
            return Err(ChangeStageError::GateNotMet(missing));
        }

        let reopened = reopened_evidence(&route, &wanted, dossier);
        let left = StageVisit {
            left_at: Some(dossier.now.max(current.entered_at)),
            ..current.clone()
        };
        let is_closing = route.target.kind() != StageKind::Open;
        let entered = StageVisit {
            id: visit_id,
            deal_id: self.id,
            pipeline: self.pipeline.clone(),
            stage: route.target.key().to_owned(),
            kind: route.target.kind(),
            entered_at: left.left_at.unwrap_or(dossier.now),
            left_at: None,
            // From one closed stage to another, the open stage it was once closed from stays known.
            entered_from: if is_closing && self.status != DealStatus::Open {
                current.entered_from.clone()
            } else {
                Some(self.stage.clone())
            },
            direction: route.direction,
            reason: wanted
                .reason
                .or_else(|| wanted.loss.as_ref().map(|loss| loss.reason.clone())),
            origin: VisitOrigin::Recorded,
            playbook_version: dossier.playbook_version,
            actor_id: by,
        };

        self.enter(route.target, pipeline, wanted.loss, wanted.outcome, dossier);
        self.stage_entered_at = entered.entered_at;
        self.closed_at = is_closing.then_some(entered.entered_at);
        let standing: Vec<Evidence>;
        let after = if reopened.is_empty() {
            *dossier
        } else {
            let is_reopened = |item: &&Evidence| reopened.iter().any(|again| again.id == item.id);
            standing = dossier
                .evidence
                .iter()
                .filter(|item| !is_reopened(item))
                .cloned()
                .collect();
            self.last_customer_evidence_at = super::evidence::last_confirmation(&standing);
            facts = gate::facts(
                &self,
                &Dossier {
                    evidence: &standing,
                    ..*dossier
                },
            );
            Dossier {
                evidence: &standing,
                ..*dossier
            }
        };
        self.on_waiver = gate::rests_on_waiver(&self, &after);
        facts.deal.stage.clone_from(&self.stage);
        facts.deal.days_in_stage = 0;
        facts.deal.outcome = self.outcome;
        facts.deal.on_waiver = self.on_waiver;
        self.settle_forecast(gate::category_in(pipeline, route.target, &facts));
        let now = dossier.now;
        Ok((
            self.touched(now),
            DealEvent::StageChanged {
                left,
                entered,
                reopened,
            },
        ))
    }

    /// Refuses what does not fit the move, before anything is judged.
    pub(super) fn check_move(
        &self,
        route: &Route<'_>,
        pipeline: &CompiledPipeline,
        wanted: &StageMove,
    ) -> Result<(), InvalidField> {
        field::optional("note", wanted.note.as_ref(), MAX_TEXT_CHARS)?;
        if let Some(loss) = &wanted.loss {
            if !route.needs_loss {
                return Err(Problem::OutOfRange.of("loss"));
            }
            field::optional("loss/competitor", loss.competitor.as_ref(), MAX_TEXT_CHARS)?;
            field::optional("loss/note", loss.note.as_ref(), MAX_TEXT_CHARS)?;
        }
        let is_renewal = pipeline.definition().object == PipelineObject::Renewal;
        let fits = match (wanted.outcome, route.target.kind()) {
            (None, _) => true,
            (Some(RenewalOutcome::Ended), kind) => is_renewal && kind == StageKind::Lost,
            (Some(_), kind) => is_renewal && kind == StageKind::Won,
        };
        if fits {
            Ok(())
        } else {
            Err(Problem::OutOfRange.of("outcome"))
        }
    }

    /// Puts the deal into a stage and keeps what goes with it in step.
    pub(super) fn enter(
        &mut self,
        stage: &CompiledStage,
        pipeline: &CompiledPipeline,
        loss: Option<Loss>,
        outcome: Option<RenewalOutcome>,
        dossier: &Dossier<'_>,
    ) {
        let is_renewal = pipeline.definition().object == PipelineObject::Renewal;
        stage.key().clone_into(&mut self.stage);
        self.status = DealStatus::of_stage(stage.kind());
        self.stage_entered_at = dossier.now;
        self.closed_at = (self.status != DealStatus::Open).then_some(dossier.now);
        self.loss = loss.filter(|_| self.status == DealStatus::Lost);
        self.outcome = match self.status {
            DealStatus::Open => None,
            DealStatus::Won => outcome,
            DealStatus::Lost => is_renewal.then_some(RenewalOutcome::Ended),
        };
        if self.status != DealStatus::Open {
            self.close_on = Some(dossier.today);
        }
        self.playbook_version = dossier.playbook_version;
    }
}

/// The customer's confirmations of the stages a backward move undoes: they turned out not to hold, and stop counting.
fn reopened_evidence(
    route: &Route<'_>,
    wanted: &StageMove,
    dossier: &Dossier<'_>,
) -> Vec<Evidence> {
    let confirms = |key: &String| {
        route
            .undoes
            .iter()
            .any(|stage| stage.definition().confirmed_by.contains(key))
    };
    let failed = dossier
        .evidence
        .iter()
        .filter(|item| item.is_customer_confirmation() && confirms(&item.evidence_type));
    failed
        .map(|item| Evidence {
            retracted_at: Some(dossier.now),
            retracted_reason: wanted.reason.clone(),
            ..item.clone()
        })
        .collect()
}
