//! A deal as it is answered: with names, judgements at a glance and what the caller may do.

use std::collections::BTreeMap;

use domain::{
    Date, Deal, Instant, Money,
    calendar::BusinessCalendar,
    deal::{Late, Rot, Schedule},
    ids::ContactId,
    policy::{self, Action},
};
use playbook::CompiledPipeline;
use serde::{Deserialize, Serialize};
use store::ReadTx;
use uuid::Uuid;

use crate::{
    Ctx, Error, Named,
    kin::Kin,
    playbooks::{Definitions, PublishedPlaybook},
};

/// A deal with everything shown beside it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DealRecord {
    /// The deal.
    pub deal: Deal,
    /// The customer.
    pub account: Option<Named>,
    /// The main contact.
    pub contact: Option<Named>,
    /// Whose deal it is.
    pub owner: Option<Named>,
    /// What is sold.
    pub product: Option<Named>,
    /// Names of the contacts with a buying role.
    pub contacts: BTreeMap<ContactId, String>,
    /// Amount times the stage's configured probability.
    pub weighted: Option<Money>,
    /// Whether it has stood for too long.
    pub rot: Rot,
    /// The days its milestone plan implies.
    pub plan_dates: Option<PlanDates>,
    /// What the caller may do with it.
    pub allowed_actions: Vec<Action>,
}

/// The days a milestone plan implies.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanDates {
    /// When each step happens, seen from the plan's anchor.
    pub schedule: Schedule,
    /// The steps that are late for the close date.
    pub late: Vec<Late>,
    /// The earliest day the remaining steps allow, started today.
    pub earliest_close_on: Date,
}

/// A deal as lists and boards show it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DealRow {
    /// The deal.
    pub deal: Deal,
    /// The customer.
    pub account: Option<Named>,
    /// Whose deal it is.
    pub owner: Option<Named>,
    /// What is sold.
    pub product: Option<Named>,
    /// Amount times the stage's configured probability.
    pub weighted: Option<Money>,
    /// Whether it has stood for too long.
    pub rot: Rot,
    /// What the caller may do with it.
    pub allowed_actions: Vec<Action>,
}

/// What a deal is shown against.
#[derive(Clone, Copy)]
pub(super) struct Backdrop<'a> {
    pub(super) names: &'a BTreeMap<Uuid, String>,
    pub(super) playbook: &'a PublishedPlaybook,
    pub(super) kin: &'a Kin,
    pub(super) now: Instant,
    pub(super) today: Date,
}

/// The record of a deal.
pub(super) fn record(deal: Deal, backdrop: Backdrop<'_>) -> DealRecord {
    let Backdrop {
        names,
        kin,
        now,
        today,
        ..
    } = backdrop;
    let pipeline = backdrop.playbook.compiled.pipeline(&deal.pipeline);
    let named = |id: Option<Uuid>| Named::find(names, id);
    let contacts = deal.roles.iter().filter_map(|role| {
        let name = names.get(&Uuid::from(role.contact_id))?;
        Some((role.contact_id, name.clone()))
    });
    DealRecord {
        account: named(deal.account_id.map(Into::into)),
        contact: named(deal.contact_id.map(Into::into)),
        owner: named(deal.owner_id.map(Into::into)),
        product: named(deal.product_id.map(Into::into)),
        contacts: contacts.collect(),
        weighted: pipeline.and_then(|pipeline| deal.weighted_amount(pipeline)),
        rot: rot(&deal, pipeline, now),
        plan_dates: plan_dates(&deal, today),
        allowed_actions: policy::allowed_actions(kin.actor(), &deal, kin.relation(deal.owner_id)),
        deal,
    }
}

/// What rows of deals of any pipelines are shown against.
pub(crate) struct Rows<'a> {
    definitions: &'a Definitions,
    kin: Kin,
    now: Instant,
    names: BTreeMap<Uuid, String>,
}

impl<'a> Rows<'a> {
    /// Loads what the rows of these deals need.
    pub(crate) async fn beside(
        ctx: &Ctx,
        read: &mut ReadTx,
        definitions: &'a Definitions,
        now: Instant,
        deals: impl IntoIterator<Item = &Deal> + Clone,
    ) -> Result<Self, Error> {
        Ok(Self {
            definitions,
            kin: Kin::of(&ctx.actor, read).await?,
            now,
            names: read.names_beside(deals).await?,
        })
    }

    pub(crate) fn row(&self, deal: Deal) -> DealRow {
        let pipeline = self
            .definitions
            .pipeline(&deal.pipeline)
            .map(|(_, pipeline)| pipeline);
        let named = |id: Option<Uuid>| Named::find(&self.names, id);
        DealRow {
            account: named(deal.account_id.map(Into::into)),
            owner: named(deal.owner_id.map(Into::into)),
            product: named(deal.product_id.map(Into::into)),
            weighted: pipeline.and_then(|pipeline| deal.weighted_amount(pipeline)),
            rot: rot(&deal, pipeline, self.now),
            allowed_actions: policy::allowed_actions(
                self.kin.actor(),
                &deal,
                self.kin.relation(deal.owner_id),
            ),
            deal,
        }
    }
}

fn rot(deal: &Deal, pipeline: Option<&CompiledPipeline>, now: Instant) -> Rot {
    match pipeline {
        Some(pipeline) => deal.rot(pipeline, now),
        None => Rot::judge(deal.status, deal.stage_entered_at, None, now),
    }
}

fn plan_dates(deal: &Deal, today: Date) -> Option<PlanDates> {
    let plan = deal.plan.as_ref()?;
    let calendar = BusinessCalendar::new(&[]);
    let aim = plan.aim(deal.close_on);
    Some(PlanDates {
        schedule: plan.schedule(deal.close_on, &calendar),
        late: aim.map_or_else(Vec::new, |aim| plan.late(aim, today, &calendar)),
        earliest_close_on: plan.earliest_close(today, &calendar),
    })
}
