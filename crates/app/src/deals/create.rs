use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Date, Deal, Money,
    deal::{NewDeal, NewDealIds},
    gate::Dossier,
    ids::{AccountId, ContactId, ProductId, UserId},
    policy::{Action, Relation, Resource},
};
use playbook::{CloseBasis, Competition, DealKind};
use serde::Deserialize;

use super::{
    bench::About,
    change,
    record::{DealRecord, record},
};
use crate::{Ctx, Error, ctx::Why, kin::Kin};

/// The pipeline of a deal that names none.
const DEFAULT_PIPELINE: &str = "new-business";

/// Open a deal.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the deal")]
pub struct CreateDeal {
    pub name: String,
    /// What its pipeline is for unless said otherwise.
    pub kind: Option<DealKind>,
    /// `new-business` unless said otherwise.
    pub pipeline: Option<String>,
    /// The first stage unless said otherwise; a later one only when its gate is met.
    pub stage: Option<String>,
    pub account_id: Option<AccountId>,
    pub contact_id: Option<ContactId>,
    /// The caller unless said otherwise.
    pub owner_id: Option<UserId>,
    pub product_id: Option<ProductId>,
    pub amount: Option<Money>,
    pub close_on: Option<Date>,
    pub close_basis: Option<CloseBasis>,
    pub next_step: Option<String>,
    pub next_step_on: Option<Date>,
    pub competition: Option<Competition>,
    pub competitors: Vec<String>,
    pub source: Option<String>,
    pub external_id: Option<String>,
    pub custom: BTreeMap<String, String>,
}

/// Opens a deal.
///
/// # Errors
/// `invalid` for bad or dangling fields, `gate-not-met` for a later stage without its evidence, `forbidden`.
pub async fn create(ctx: &Ctx, input: CreateDeal) -> Result<DealRecord, Error> {
    let definitions = ctx.definitions().await?;
    let new = NewDeal {
        name: input.name.trim().to_owned(),
        kind: input.kind,
        pipeline: input
            .pipeline
            .unwrap_or_else(|| DEFAULT_PIPELINE.to_owned()),
        stage: input.stage,
        account_id: input.account_id,
        contact_id: input.contact_id,
        owner_id: input.owner_id.or(ctx.actor.user_id),
        product_id: input.product_id,
        amount: input.amount,
        close_on: input.close_on,
        close_basis: input.close_basis,
        next_step: input.next_step,
        next_step_on: input.next_step_on,
        competition: input.competition,
        competitors: input.competitors,
        source: input.source,
        external_id: input.external_id,
        custom: input.custom,
        loss: None,
        outcome: None,
    };
    let (playbook, _) = definitions.known_pipeline(&new.pipeline, "/pipeline")?;
    let playbook = Arc::clone(playbook);

    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let relation = match work.sees_owner(new.owner_id).await? {
        true => Kin::of(&ctx.actor, &mut work).await?.relation(new.owner_id),
        false => Relation::Elsewhere,
    };
    ctx.authorise_on(Action::DealCreate, Resource::OwnedBy(relation))?;
    let today = definitions.day_of(work.now);
    let ids = NewDealIds {
        id: work.mint(),
        number: work.next_deal_number(),
        visit_id: work.mint(),
    };
    let bare = Dossier::new(&playbook.compiled, playbook.version, work.now, today);
    let (deal, event) = Deal::create(new, ids, &bare, ctx.actor.user_id)?;
    crate::users::check_owner(&mut work, deal.owner_id).await?;
    let now = work.now;
    let mut about = About::of(ctx, &mut work, definitions, &deal, now).await?;
    change::check_references(None, &deal, &about)?;
    about.take_in(&event);
    let deal = deal.reforecast(&about.dossier());
    let changes = work.insert_deal(&deal).await?;
    let why = Why {
        playbook_version: Some(playbook.version),
        ..Why::default()
    };
    change::save_parts(&mut work, &event, &why).await?;
    work.record_why(event.action(), &deal, changes, why);
    let record = record(deal, about.backdrop());
    work.commit(record).await
}
