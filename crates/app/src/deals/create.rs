use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Date, Deal, Money,
    deal::{BuyingRole, DealEvent, NewDeal, NewDealIds},
    gate::Dossier,
    ids::{AccountId, ContactId, EvidenceId, ProductId, UserId},
    policy::{Action, Relation, Resource},
};
use playbook::{BuyingRoleKind, CloseBasis, Competition, DealKind, RoleState};
use serde::Deserialize;

use super::{
    AddEvidence,
    bench::About,
    change,
    record::{DealRecord, record},
};
use crate::{
    Ctx, Error, FieldError,
    ctx::{Why, Work},
    kin::Kin,
    playbooks::Definitions,
};

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
    /// What confirms that it belongs where it begins.
    pub evidence: Vec<AddEvidence>,
    /// Who plays which part on the buyer's side.
    pub roles: Vec<NewBuyingRole>,
}

/// A contact's part in the purchase, known when the deal is created.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewBuyingRole {
    /// Who.
    pub contact_id: ContactId,
    /// Which part.
    pub role: BuyingRoleKind,
    /// How far it is established.
    pub state: RoleState,
    /// Which of the deal's evidence shows it, counted from 0; needed to be `engaged` or `confirmed`.
    pub evidence: Option<usize>,
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
        roles: Vec::new(),
        loss: None,
        outcome: None,
    };
    let (playbook, _) = definitions.known_pipeline(&new.pipeline, "/pipeline")?;
    let version = playbook.version;

    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let relation = match work.sees_owner(new.owner_id).await? {
        true => Kin::of(&ctx.actor, &mut work).await?.relation(new.owner_id),
        false => Relation::Elsewhere,
    };
    ctx.authorise_on(Action::DealCreate, Resource::OwnedBy(relation))?;
    let ids = NewDealIds {
        id: work.mint(),
        number: work.next_deal_number(),
        visit_id: work.mint(),
    };
    let draft = Draft {
        ids,
        new,
        evidence: input.evidence,
        roles: input.roles,
    };
    let Opened {
        deal,
        events,
        about,
    } = draft.open(ctx, &mut work, definitions).await?;
    let changes = work.insert_deal(&deal).await?;
    let why = Why {
        playbook_version: Some(version),
        ..Why::default()
    };
    for event in &events {
        change::save_parts(&mut work, event, &why).await?;
    }
    work.record_why("deal.created", &deal, changes, why);
    let record = record(deal, about.backdrop());
    work.commit(record).await
}

/// A deal that is about to be judged.
struct Draft {
    ids: NewDealIds,
    new: NewDeal,
    evidence: Vec<AddEvidence>,
    roles: Vec<NewBuyingRole>,
}

/// A deal that may begin where it wants to, and what it was made with.
struct Opened {
    deal: Deal,
    events: Vec<DealEvent>,
    about: About,
}

impl Draft {
    /// Judges the deal by what comes with it. It is opened in its first stage, takes evidence and roles in as any deal
    /// does, and is then opened anew in the stage it wants, with all of that on the table.
    async fn open(
        self,
        ctx: &Ctx,
        work: &mut Work<'_>,
        definitions: Arc<Definitions>,
    ) -> Result<Opened, Error> {
        let Self {
            ids,
            mut new,
            evidence,
            roles,
        } = self;
        let by = ctx.actor.user_id;
        let now = work.now;
        let (playbook, _) = definitions.known_pipeline(&new.pipeline, "/pipeline")?;
        let playbook = Arc::clone(playbook);
        let today = definitions.day_of(now);
        let bare = Dossier::new(&playbook.compiled, playbook.version, now, today);
        let first = NewDeal {
            stage: None,
            ..new.clone()
        };
        let (mut deal, mut event) = Deal::create(first, ids, &bare, by)?;
        crate::users::check_owner(work, deal.owner_id).await?;
        let mut about = About::of(ctx, work, definitions, &deal, now).await?;
        change::check_references(None, &deal, &about)?;

        let mut events = Vec::with_capacity(evidence.len() + 1);
        let mut evidence_ids = Vec::with_capacity(evidence.len());
        for (position, item) in evidence.into_iter().enumerate() {
            let pointer = format!("/evidence/{position}");
            let inside = |error: Error| error.inside(&pointer);
            about
                .refer_to_contact(work, item.contact_id)
                .await
                .map_err(inside)?;
            let id: EvidenceId = work.mint();
            let (with, added) = deal
                .add_evidence(item.into(), id, &about.dossier(), by)
                .map_err(|refused| inside(refused.into()))?;
            about.take_in(&added);
            deal = with;
            events.push(added);
            evidence_ids.push(id);
        }
        for (position, part) in roles.into_iter().enumerate() {
            let pointer = format!("/roles/{position}");
            let inside = |error: Error| error.inside(&pointer);
            about
                .refer_to_contact(work, Some(part.contact_id))
                .await
                .map_err(inside)?;
            let evidence_id = match part.evidence {
                None => None,
                Some(index) => Some(*evidence_ids.get(index).ok_or_else(|| {
                    FieldError::unknown(format!("{pointer}/evidence"), &index.to_string())
                })?),
            };
            let role = BuyingRole {
                contact_id: part.contact_id,
                role: part.role,
                state: part.state,
                evidence_id,
            };
            let (with, _) = deal
                .set_buying_role(role, &about.dossier())
                .map_err(|refused| inside(refused.into()))?;
            deal = with;
        }
        if new.stage.is_some() || !events.is_empty() || !deal.roles.is_empty() {
            new.roles = deal.roles;
            (deal, event) = Deal::create(new, ids, &about.dossier(), by)?;
        }
        about.take_in(&event);
        events.insert(0, event);
        Ok(Opened {
            deal: deal.reforecast(&about.dossier()),
            events,
            about,
        })
    }
}
