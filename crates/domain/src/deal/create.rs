//! Creating a deal, in its pipeline's first stage or, with the evidence for it, in a later one.

use std::collections::BTreeMap;

use jiff::civil::Date;
use playbook::CompiledPipeline;

use super::{BuyingRole, Deal, DealEvent, DealStatus, Loss};
use crate::Money;
use crate::field::InvalidField;
use crate::gate::{self, Dossier, Judgement, Missing, NoSuchMove, StageMove};
use crate::ids::{AccountId, ContactId, DealId, ProductId, StageVisitId, UserId};
use crate::stage_visit::{StageVisit, VisitDirection, VisitOrigin};
use crate::vocabulary::{
    CloseBasis, Competition, DealKind, PipelineObject, RenewalOutcome, StageKind,
};

/// What a new deal starts with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewDeal {
    /// Display name.
    pub name: String,
    /// What kind of business; by default what its pipeline is for.
    pub kind: Option<DealKind>,
    /// Key of the pipeline.
    pub pipeline: String,
    /// Key of the stage; by default the first.
    pub stage: Option<String>,
    /// The customer.
    pub account_id: Option<AccountId>,
    /// The main contact.
    pub contact_id: Option<ContactId>,
    /// Whose deal it is.
    pub owner_id: Option<UserId>,
    /// What is sold.
    pub product_id: Option<ProductId>,
    /// Expected amount.
    pub amount: Option<Money>,
    /// Expected close date.
    pub close_on: Option<Date>,
    /// What it rests on.
    pub close_basis: Option<CloseBasis>,
    /// The next meeting or action.
    pub next_step: Option<String>,
    /// Its day.
    pub next_step_on: Option<Date>,
    /// Whom we compete with.
    pub competition: Option<Competition>,
    /// Keys or names of competitors.
    pub competitors: Vec<String>,
    /// Where it came from.
    pub source: Option<String>,
    /// Key in another system.
    pub external_id: Option<String>,
    /// Columns the workspace added.
    pub custom: BTreeMap<String, String>,
    /// Who plays which part, as [`Deal::set_buying_role`] took it.
    pub roles: Vec<BuyingRole>,
    /// Why it is lost, when it is created in a lost stage.
    pub loss: Option<Loss>,
    /// How the renewal ended, when it is created in the won stage.
    pub outcome: Option<RenewalOutcome>,
}

/// The identities of a new deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewDealIds {
    /// The deal.
    pub id: DealId,
    /// Its short number.
    pub number: i64,
    /// Its first visit.
    pub visit_id: StageVisitId,
}

/// Why a deal was not created.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreateDealError {
    /// The pipeline or stage does not exist.
    #[error(transparent)]
    NoSuchMove(#[from] NoSuchMove),
    /// A value cannot be taken.
    #[error(transparent)]
    Invalid(#[from] InvalidField),
    /// The evidence for a later stage is not there.
    #[error("the gate of the stage is not met")]
    GateNotMet(Vec<Missing>),
}

impl Deal {
    /// Creates a deal. The dossier holds the evidence a later stage needs.
    ///
    /// # Errors
    /// When a value is wrong, or the deal is to begin in a stage whose gate is not met.
    pub fn create(
        new: NewDeal,
        ids: NewDealIds,
        dossier: &Dossier<'_>,
        by: Option<UserId>,
    ) -> Result<(Self, DealEvent), CreateDealError> {
        let pipeline = dossier
            .playbook
            .pipeline(&new.pipeline)
            .ok_or(NoSuchMove::UnknownPipeline)?;
        let first = pipeline
            .first_of(StageKind::Open)
            .ok_or(NoSuchMove::UnknownStage)?;
        let wanted = StageMove {
            to: new.stage.clone().unwrap_or_else(|| first.key().to_owned()),
            reason: None,
            note: None,
            loss: new.loss.clone(),
            outcome: new.outcome,
        };
        let mut deal = Self::blank(new, ids, pipeline, first.key(), dossier);
        deal.check_fields()?;
        deal.last_customer_evidence_at = super::evidence::last_confirmation(dossier.evidence);
        if wanted.to != deal.stage {
            let route = gate::route(pipeline, &deal.stage, None, &wanted.to)?;
            deal.check_move(&route, pipeline, &wanted)?;
            match gate::judge(&deal, dossier, &wanted)? {
                Judgement::NotMet(missing) => return Err(CreateDealError::GateNotMet(missing)),
                Judgement::Met { waived } => deal.on_waiver = !waived.is_empty(),
            }
            let stage = pipeline.stage(&wanted.to).ok_or(NoSuchMove::UnknownStage)?;
            deal.enter(stage, pipeline, wanted.loss, wanted.outcome, dossier);
        }
        deal.settle_forecast(gate::rule_category(&deal, dossier));
        let visit = StageVisit {
            id: ids.visit_id,
            deal_id: deal.id,
            pipeline: deal.pipeline.clone(),
            stage: deal.stage.clone(),
            kind: deal.status.stage_kind(),
            entered_at: deal.opened_at,
            left_at: None,
            entered_from: None,
            direction: VisitDirection::Opened,
            reason: None,
            origin: VisitOrigin::Recorded,
            playbook_version: dossier.playbook_version,
            actor_id: by,
        };
        Ok((deal, DealEvent::Created { visit }))
    }

    /// A deal in an open stage with nothing judged yet.
    pub(super) fn blank(
        new: NewDeal,
        ids: NewDealIds,
        pipeline: &CompiledPipeline,
        stage: &str,
        dossier: &Dossier<'_>,
    ) -> Self {
        let default_kind = match pipeline.definition().object {
            PipelineObject::Deal => DealKind::New,
            PipelineObject::Renewal => DealKind::Renewal,
        };
        Self {
            id: ids.id,
            number: ids.number,
            name: new.name,
            kind: new.kind.unwrap_or(default_kind),
            pipeline: new.pipeline,
            stage: stage.to_owned(),
            status: DealStatus::Open,
            outcome: None,
            account_id: new.account_id,
            contact_id: new.contact_id,
            owner_id: new.owner_id,
            product_id: new.product_id,
            amount: new.amount,
            close_on: new.close_on,
            close_basis: new.close_basis,
            pushes: 0,
            pushed_days: 0,
            next_step: new.next_step,
            next_step_on: new.next_step_on,
            competition: new.competition,
            competitors: new.competitors,
            source: new.source,
            external_id: new.external_id,
            opened_at: dossier.now,
            closed_at: None,
            stage_entered_at: dossier.now,
            last_customer_evidence_at: None,
            loss: None,
            forecast_category: None,
            rule_category: None,
            forecast_cap: None,
            forecast_override: None,
            on_waiver: false,
            playbook_version: dossier.playbook_version,
            plan: None,
            roles: new.roles,
            answers: Vec::new(),
            risks: Vec::new(),
            procurement: Vec::new(),
            poc: None,
            custom: new.custom,
            created_at: dossier.now,
            updated_at: dossier.now,
            archived_at: None,
            version: 1,
        }
    }
}
