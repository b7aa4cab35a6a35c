//! Waivers: asking for, granting, refusing and taking back approved exceptions to the gate.

use domain::{
    Date, Deal, Instant, Waiver,
    deal::{NewWaiver, WaiverError},
    ids::{DealId, UserId, WaiverId},
    policy::Action,
};
use serde::{Deserialize, Serialize};

use super::bench::{About, Bench};
use crate::{
    Code, Ctx, Error, Named,
    ctx::{Why, Work},
};

/// Ask for an exception.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestWaiver {
    /// The stage to enter.
    pub stage: String,
    /// Keys of the missing items it should stand in for.
    pub criteria: Vec<String>,
    /// Key of a waiver reason of the playbook.
    pub reason: String,
    /// Free text.
    pub note: Option<String>,
    /// The last day it counts.
    pub expires_on: Date,
}

/// Approve or reject a waiver, with a word on why.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DecideWaiver {
    /// Free text for the journal.
    pub note: Option<String>,
}

/// A waiver with the names it points to and what the caller may do with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WaiverRecord {
    /// The waiver.
    pub waiver: Waiver,
    /// Who asked.
    pub requested_by: Option<Named>,
    /// Who decided.
    pub decided_by: Option<Named>,
    /// What the caller may do with it.
    pub allowed_actions: Vec<Action>,
}

/// Asks for a waiver.
///
/// # Errors
/// `invalid`, `not-found`, `deal-archived`, `forbidden`.
pub async fn request_waiver(
    ctx: &Ctx,
    id: DealId,
    input: RequestWaiver,
) -> Result<WaiverRecord, Error> {
    let by = ctx
        .actor
        .user_id
        .ok_or_else(|| Error::from(Code::Forbidden))?;
    let definitions = ctx.definitions().await?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let now = work.now;
    let Bench { deal, about } = Bench::load(ctx, &mut work, definitions, id, now).await?;
    ctx.authorise_on(Action::WaiverRequest, about.kin.deal_of(deal.owner_id))?;
    let RequestWaiver {
        stage,
        criteria,
        reason,
        note,
        expires_on,
    } = input;
    let new = NewWaiver {
        stage,
        criteria,
        reason,
        note,
        expires_on,
    };
    let waiver = deal.request_waiver(new, work.mint(), &about.dossier(), by)?;
    let changes = work.insert_waiver(&waiver).await?;
    let why = Why {
        reason: Some(waiver.reason.clone()),
        note: waiver.note.clone(),
        ..Why::default()
    };
    work.record_why("waiver.requested", &waiver, changes, why);
    let record = record(ctx, &mut work, &about, deal.owner_id, waiver).await?;
    work.commit(record).await
}

/// Grants a waiver. What rests on it is judged anew.
///
/// # Errors
/// `not-found`, `refused` when it is decided already, expired, or one's own request, `forbidden`.
pub async fn approve_waiver(
    ctx: &Ctx,
    id: WaiverId,
    input: DecideWaiver,
) -> Result<WaiverRecord, Error> {
    decide(ctx, id, "waiver.approved", input, |waiver, by, about| {
        waiver.approve(by, ctx.actor.role, about.now, about.today)
    })
    .await
}

/// Refuses a waiver.
///
/// # Errors
/// `not-found`, `refused` when it is decided already, `forbidden`.
pub async fn reject_waiver(
    ctx: &Ctx,
    id: WaiverId,
    input: DecideWaiver,
) -> Result<WaiverRecord, Error> {
    decide(ctx, id, "waiver.rejected", input, |waiver, by, about| {
        waiver.reject(by, about.now)
    })
    .await
}

/// Takes a granted waiver back.
///
/// # Errors
/// `not-found`, `refused` when it is not granted, `forbidden`.
pub async fn revoke_waiver(
    ctx: &Ctx,
    id: WaiverId,
    input: DecideWaiver,
) -> Result<WaiverRecord, Error> {
    decide(ctx, id, "waiver.revoked", input, |waiver, by, about| {
        waiver.revoke(by, about.now)
    })
    .await
}

async fn decide(
    ctx: &Ctx,
    id: WaiverId,
    entry: &str,
    input: DecideWaiver,
    decide: impl FnOnce(Waiver, UserId, &About) -> Result<Waiver, WaiverError>,
) -> Result<WaiverRecord, Error> {
    let by = ctx
        .actor
        .user_id
        .ok_or_else(|| Error::from(Code::Forbidden))?;
    let definitions = ctx.definitions().await?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let before = work
        .find_waiver(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let now = work.now;
    let Bench { deal, mut about } =
        Bench::load(ctx, &mut work, definitions, before.deal_id, now).await?;
    ctx.authorise_on(Action::WaiverDecide, about.kin.deal_of(deal.owner_id))?;
    work.expect_version(before.version)?;
    let waiver = decide(before.clone(), by, &about)?;
    let changes = work.update_waiver(&before, &waiver).await?;
    let why = Why {
        note: input.note,
        ..Why::default()
    };
    work.record_why(entry, &waiver, changes, why);
    about.waivers.retain(|known| known.id != id);
    about.waivers.push(waiver.clone());
    reassess(&mut work, &deal, &about).await?;
    let record = record(ctx, &mut work, &about, deal.owner_id, waiver).await?;
    work.commit(record).await
}

/// Whether the deal rests on a waiver, and with it its forecast category, may have changed.
async fn reassess(work: &mut Work<'_>, before: &Deal, about: &About) -> Result<(), Error> {
    let mut after = before.clone().reforecast(&about.dossier());
    if after == *before {
        return Ok(());
    }
    after.version += 1;
    after.updated_at = work.now;
    let changes = work.update_deal(before, &after).await?;
    work.record("deal.reassessed", &after, changes);
    Ok(())
}

/// A deal's waivers, oldest first; now, or as they were then known.
///
/// # Errors
/// `not-found` for the deal, `forbidden`.
pub async fn waivers(
    ctx: &Ctx,
    id: DealId,
    as_of: Option<Instant>,
) -> Result<Vec<WaiverRecord>, Error> {
    let definitions = ctx.definitions().await?;
    let mut read = ctx.read().await?;
    let Bench { deal, about } = Bench::load(ctx, &mut read, definitions, id, ctx.now()).await?;
    ctx.authorise_on(Action::DealRead, about.kin.deal_of(deal.owner_id))?;
    let users = read.user_names().await?;
    let allowed = allowed(ctx, &about, deal.owner_id);
    let (waivers, allowed) = match as_of {
        None => (about.waivers, allowed),
        Some(instant) => {
            let mut waivers = read.waivers_as_of(id, instant).await?;
            waivers.sort_by_key(|waiver| (waiver.requested_at, waiver.id));
            (waivers, Vec::new())
        }
    };
    Ok(waivers
        .into_iter()
        .map(|waiver| shown(waiver, &users, allowed.clone()))
        .collect())
}

/// The waivers that wait for a decision on deals the caller may see, oldest first.
///
/// # Errors
/// `forbidden`, and the store's refusals.
pub async fn waivers_to_decide(ctx: &Ctx) -> Result<Vec<WaiverRecord>, Error> {
    ctx.authorise(Action::DealRead)?;
    let mut read = ctx.read().await?;
    let kin = crate::kin::Kin::of(&ctx.actor, &mut read).await?;
    let users = read.user_names().await?;
    let mut records = Vec::new();
    for waiver in read.waivers_to_decide().await? {
        if let Some(deal) = read.find_deal(waiver.deal_id).await? {
            let resource = kin.deal_of(deal.owner_id);
            let may = ctx.authorise_on(Action::WaiverDecide, resource).is_ok();
            records.push(shown(
                waiver,
                &users,
                if may {
                    vec![Action::WaiverDecide]
                } else {
                    Vec::new()
                },
            ));
        }
    }
    Ok(records)
}

async fn record(
    ctx: &Ctx,
    work: &mut Work<'_>,
    about: &About,
    owner_id: Option<UserId>,
    waiver: Waiver,
) -> Result<WaiverRecord, Error> {
    let users = work.user_names().await?;
    Ok(shown(waiver, &users, allowed(ctx, about, owner_id)))
}

fn allowed(ctx: &Ctx, about: &About, owner_id: Option<UserId>) -> Vec<Action> {
    let may = ctx
        .authorise_on(Action::WaiverDecide, about.kin.deal_of(owner_id))
        .is_ok();
    if may {
        vec![Action::WaiverDecide]
    } else {
        Vec::new()
    }
}

fn shown(
    waiver: Waiver,
    users: &std::collections::BTreeMap<UserId, String>,
    allowed_actions: Vec<Action>,
) -> WaiverRecord {
    WaiverRecord {
        requested_by: Named::find(users, Some(waiver.requested_by)),
        decided_by: Named::find(users, waiver.decided_by),
        allowed_actions,
        waiver,
    }
}
