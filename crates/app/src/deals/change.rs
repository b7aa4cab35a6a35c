//! The one way a deal changes: load, authorise, decide, save, record, commit. Each use case only says how to decide.

use std::sync::Arc;

use domain::{Deal, deal::DealEvent, ids::DealId, policy::Action};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    bench::{About, Bench},
    record::{DealRecord, record},
};
use crate::{
    Ctx, Error, FieldError,
    ctx::{Why, Work},
    playbooks::Definitions,
};

/// Changes a deal the caller may see by what `decide` makes of it, and answers with the deal.
pub(super) async fn change(
    ctx: &Ctx,
    id: DealId,
    action: Action,
    why: Why,
    decide: impl FnOnce(Deal, &About, &Work<'_>) -> Result<(Deal, DealEvent), Error>,
) -> Result<DealRecord, Error> {
    change_answering(ctx, id, action, why, decide, |deal, _event, about| {
        record(deal, about.backdrop())
    })
    .await
}

/// The same with another answer.
pub(super) async fn change_answering<T: Serialize + DeserializeOwned>(
    ctx: &Ctx,
    id: DealId,
    action: Action,
    why: Why,
    decide: impl FnOnce(Deal, &About, &Work<'_>) -> Result<(Deal, DealEvent), Error>,
    answer: impl FnOnce(Deal, DealEvent, &About) -> T,
) -> Result<T, Error> {
    let definitions = ctx.definitions().await?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let decide = |deal: Deal, about: &About, work: &Work<'_>| {
        work.expect_version(deal.version)?;
        decide(deal, about, work)
    };
    let (deal, event, about) =
        change_in(ctx, &mut work, definitions, id, action, why, decide).await?;
    work.commit(answer(deal, event, &about)).await
}

/// The same inside a transaction that changes more than the deal, whatever version the caller has seen.
pub(super) async fn change_in(
    ctx: &Ctx,
    work: &mut Work<'_>,
    definitions: Arc<Definitions>,
    id: DealId,
    action: Action,
    why: Why,
    decide: impl FnOnce(Deal, &About, &Work<'_>) -> Result<(Deal, DealEvent), Error>,
) -> Result<(Deal, DealEvent, About), Error> {
    let now = work.now;
    let Bench {
        deal: before,
        mut about,
    } = Bench::load(ctx, work, definitions, id, now).await?;
    let resource = about.kin.deal_of(before.owner_id);
    ctx.authorise_on(action, resource)?;

    let (deal, event) = decide(before.clone(), &about, work)?;
    if before.owner_id != deal.owner_id {
        ctx.authorise_on(Action::DealAssign, resource)?;
        crate::users::check_owner(work, deal.owner_id).await?;
    }
    if refers_elsewhere(&before, &deal) {
        about.refer(work, &deal).await?;
        check_references(Some(&before), &deal, &about)?;
    }
    if let DealEvent::EvidenceAdded(evidence) = &event {
        about.refer_to_contact(work, evidence.contact_id).await?;
    }
    about.take_in(&event);
    let deal = deal.reforecast(&about.dossier());

    let changes = work.update_deal(&before, &deal).await?;
    let why = Why {
        playbook_version: Some(about.playbook.version),
        ..why
    };
    save_parts(work, &event, &why).await?;
    work.record_why(deal_action(&event), &deal, changes, why);
    Ok((deal, event, about))
}

/// Saves and records what a command made beside the deal.
pub(super) async fn save_parts(
    work: &mut Work<'_>,
    event: &DealEvent,
    why: &Why,
) -> Result<(), Error> {
    let why = |reason: Option<&String>| Why {
        reason: reason.or(why.reason.as_ref()).cloned(),
        ..why.clone()
    };
    match event {
        DealEvent::Created { visit } => {
            let changes = work.insert_visit(visit).await?;
            work.record_why("stage_visit.entered", visit, changes, why(None));
        }
        DealEvent::StageChanged {
            left,
            entered,
            reopened,
        } => {
            let stayed = domain::StageVisit {
                left_at: None,
                ..left.clone()
            };
            let changes = work.update_visit(&stayed, left).await?;
            work.record_why("stage_visit.left", left, changes, why(None));
            let changes = work.insert_visit(entered).await?;
            work.record_why(
                "stage_visit.entered",
                entered,
                changes,
                why(entered.reason.as_ref()),
            );
            for evidence in reopened {
                let stood = domain::Evidence {
                    retracted_at: None,
                    retracted_reason: None,
                    ..evidence.clone()
                };
                let changes = work.update_evidence(&stood, evidence).await?;
                work.record_why(
                    "evidence.reopened",
                    evidence,
                    changes,
                    why(evidence.retracted_reason.as_ref()),
                );
            }
        }
        DealEvent::EvidenceAdded(evidence) => {
            let changes = work.insert_evidence(evidence).await?;
            work.record_why(event.action(), evidence, changes, why(None));
        }
        DealEvent::EvidenceRetracted(evidence) => {
            let stood = domain::Evidence {
                retracted_at: None,
                retracted_reason: None,
                ..evidence.clone()
            };
            let changes = work.update_evidence(&stood, evidence).await?;
            work.record_why(event.action(), evidence, changes, why(None));
        }
        _ => {}
    }
    Ok(())
}

/// What the deal's own entry is called: evidence is recorded as itself, and the deal is judged anew by it.
fn deal_action(event: &DealEvent) -> &'static str {
    match event {
        DealEvent::EvidenceAdded(_) | DealEvent::EvidenceRetracted(_) => "deal.reassessed",
        _ => event.action(),
    }
}

fn refers_elsewhere(before: &Deal, after: &Deal) -> bool {
    before.account_id != after.account_id
        || before.contact_id != after.contact_id
        || before.owner_id != after.owner_id
        || before.product_id != after.product_id
        || before.roles != after.roles
}

/// Whatever the deal newly refers to exists. Owners are asked for more: [`crate::users::check_owner`].
pub(super) fn check_references(
    before: Option<&Deal>,
    after: &Deal,
    about: &About,
) -> Result<(), Error> {
    let mut unknown = Vec::new();
    let mut expect = |pointer: &str, was: Option<Uuid>, is: Option<Uuid>| {
        if let Some(id) = is.filter(|id| was != is && !about.names.contains_key(id)) {
            unknown.push(FieldError::unknown(pointer, &id.to_string()));
        }
    };
    let account = |deal: &Deal| deal.account_id.map(Uuid::from);
    let contact = |deal: &Deal| deal.contact_id.map(Uuid::from);
    let product = |deal: &Deal| deal.product_id.map(Uuid::from);
    expect("/account_id", before.and_then(account), account(after));
    expect("/contact_id", before.and_then(contact), contact(after));
    expect("/product_id", before.and_then(product), product(after));
    for role in &after.roles {
        let is_old = before.is_some_and(|before| before.roles.contains(role));
        let id = Uuid::from(role.contact_id);
        expect("/contact_id", Some(id).filter(|_| is_old), Some(id));
    }
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(unknown))
    }
}
