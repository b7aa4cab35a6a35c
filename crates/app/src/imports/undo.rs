//! Taking an import back, the last thing first: what it made goes, what it changed is as it was before, except where
//! somebody has changed the same field since.

use domain::deal::broken_tiling;
use domain::ids::{AccountId, ContactId, DealId, ImportId, ProductId, TeamId, UserId};
use domain::journal::{Changes, Journaled};
use domain::policy::Action;
use domain::{Account, Contact, Deal, Instant, Product, StageVisit, Team, User, VisitOrigin};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use store::{ImportRow, ImportRun};
use uuid::Uuid;

use super::ImportRecord;
use super::progress::{Details, ImportState};
use super::records::record_visits;
use super::run::acting_as_import;
use super::stop::{as_it_is, stopped};
use super::write::VISITS;
use crate::ctx::{Why, Work};
use crate::subject::Subject;
use crate::{Code, Ctx, Error};

/// Steps taken back in one transaction.
const STEPS: i64 = 500;

/// Takes an import back completely, in the background: ask [`get`](super::get).
///
/// # Errors
/// `import-state` unless it is done or stopped, `forbidden`.
pub async fn undo(ctx: &Ctx, id: ImportId) -> Result<ImportRecord, Error> {
    ctx.authorise(Action::ImportManage)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let mut run = work.import(id).await?;
    let (state, mut details) = as_it_is(&ctx.app, &run)?;
    if !super::allowed_actions(state, &details).contains(&"undo") {
        return Err(Code::ImportState.into());
    }
    details.stopped_for(None);
    details.is_undoing = true;
    ImportState::Undoing.word().clone_into(&mut run.state);
    details.write_to(&mut run)?;
    let now = work.now;
    work.update_import(&mut run, now).await?;
    let record = super::record(ctx, &mut work, run.clone()).await?;
    let record = work.commit(record).await?;
    tokio::spawn(carry_out(acting_as_import(ctx), run));
    Ok(record)
}

/// Takes back until nothing is left.
pub(super) async fn carry_out(ctx: Ctx, run: ImportRun) {
    let id = run.id;
    if let Err(error) = take_back(&ctx, run).await {
        stopped(&ctx, id, error).await;
    }
}

async fn take_back(ctx: &Ctx, mut run: ImportRun) -> Result<(), Error> {
    let mut details = Details::of(&run)?;
    loop {
        let mut work = ctx.open().await?;
        let rows = work.import_rows_before(run.id, i64::MAX, STEPS).await?;
        let Some(last) = whole_steps(&rows).last().map(|row| row.position) else {
            ImportState::Undone.word().clone_into(&mut run.state);
            details.is_undoing = false;
            details.finished_at = Some(work.now);
            details.write_to(&mut run)?;
            let now = work.now;
            work.delete_import_file(run.id).await?;
            work.update_import(&mut run, now).await?;
            return work.commit(()).await;
        };
        let kept = steps(&mut work, run.id, whole_steps(&rows)).await?;
        if let Some(progress) = &mut details.progress {
            progress.kept += kept;
        }
        work.delete_import_rows_from(run.id, last).await?;
        details.write_to(&mut run)?;
        let now = work.now;
        work.update_import(&mut run, now).await?;
        work.commit(()).await?;
    }
}

/// The rows that can be taken back in one go: a deal's visits go with the fields that were changed along with them.
fn whole_steps(rows: &[ImportRow]) -> &[ImportRow] {
    match rows {
        [rest @ .., last] if last.object_kind == VISITS && !rest.is_empty() => rest,
        rows => rows,
    }
}

/// Takes steps back in the order given, equal ones together. Returns how many records had to stay.
async fn steps(work: &mut Work<'_>, id: ImportId, rows: &[ImportRow]) -> Result<u64, Error> {
    let mut kept = 0;
    let mut visits = None;
    let alike = |a: &ImportRow, b: &ImportRow| {
        a.object_kind == b.object_kind && a.before.is_none() && b.before.is_none()
    };
    for group in rows.chunk_by(alike) {
        let Some(first) = group.first() else { continue };
        let kind = first.object_kind.as_str();
        match &first.before {
            None => {
                let ids: Vec<Uuid> = group.iter().map(|row| row.object_id).collect();
                kept += remove(work, id, kind, &ids).await?;
            }
            Some(before) if kind == VISITS => visits = Some(before),
            Some(before) => match visits.take() {
                Some(visits) => {
                    kept += restore_life(work, first.object_id, before, visits).await?;
                }
                None => restore(work, kind, first.object_id, before).await?,
            },
        }
    }
    Ok(kept)
}

/// Removes records an import made. Those that something else points to, and deals that people worked on, stay.
async fn remove(
    work: &mut Work<'_>,
    import: ImportId,
    kind: &str,
    ids: &[Uuid],
) -> Result<u64, Error> {
    let mut referenced = work.still_referenced(kind, ids).await?;
    if kind == Deal::KIND {
        referenced.extend(work.deals_lived_on(import, ids).await?);
    }
    let free: Vec<Uuid> = ids
        .iter()
        .copied()
        .filter(|id| !referenced.contains(id))
        .collect();
    match kind {
        Deal::KIND => {
            let mut deals = Vec::with_capacity(free.len());
            for id in &free {
                deals.extend(work.find_deal(DealId::from_uuid(*id)).await?);
            }
            for deal in &deals {
                record_removal(work, deal, deal.version, Some(deal.opened_at));
            }
            work.delete_deals(&deals).await?;
        }
        Account::KIND => {
            for id in &free {
                if let Some(account) = work.find_account(AccountId::from_uuid(*id)).await? {
                    record_removal(work, &account, account.version, None);
                }
            }
            work.delete_accounts(&typed::<AccountId>(&free)).await?;
        }
        Contact::KIND => {
            for id in &free {
                if let Some(contact) = work.find_contact(ContactId::from_uuid(*id)).await? {
                    record_removal(work, &contact, contact.version, None);
                }
            }
            work.delete_contacts(&typed::<ContactId>(&free)).await?;
        }
        Product::KIND => {
            for id in &free {
                if let Some(product) = work.find_product(ProductId::from_uuid(*id)).await? {
                    record_removal(work, &product, product.version, None);
                }
            }
            work.delete_products(&typed::<ProductId>(&free)).await?;
        }
        User::KIND => {
            for id in &free {
                if let Some(user) = work.find_user(UserId::from_uuid(*id)).await? {
                    record_removal(work, &user, user.version, None);
                }
            }
            work.delete_users(&typed::<UserId>(&free)).await?;
        }
        Team::KIND => {
            for id in &free {
                if let Some(team) = work.find_team(TeamId::from_uuid(*id)).await? {
                    record_removal(work, &team, team.version, None);
                }
            }
            work.delete_teams(&typed::<TeamId>(&free)).await?;
        }
        _ => {}
    }
    Ok(referenced.len() as u64)
}

fn typed<I: From<Uuid>>(ids: &[Uuid]) -> Vec<I> {
    ids.iter().copied().map(I::from).collect()
}

/// The journal keeps what a removed record was. A deal came in with its past, so it goes from the day it began: on no
/// day is it seen any more.
fn record_removal<T: Subject>(
    work: &mut Work<'_>,
    object: &T,
    version: i64,
    occurred_at: Option<Instant>,
) {
    let mut changes = Changes::new();
    changes.insert("archived_at".to_owned(), json!([null, work.now]));
    changes.insert("version".to_owned(), json!([version, version + 1]));
    changes.insert("id".to_owned(), json!([object.uuid(), null]));
    let action = format!("{}.import_undone", T::KIND);
    let why = Why {
        occurred_at,
        ..Why::default()
    };
    work.record_why(&action, object, changes, why);
}

/// Puts changed fields back to what they were.
async fn restore(work: &mut Work<'_>, kind: &str, id: Uuid, before: &Value) -> Result<(), Error> {
    let changes: Changes = serde_json::from_value(before.clone()).map_err(Error::internal)?;
    macro_rules! restore {
        ($id:ty, $find:ident, $update:ident) => {
            if let Some(current) = work.$find(<$id>::from_uuid(id)).await? {
                let restored = as_before(&current, current.version, &changes)?;
                if restored != current {
                    let changes = work.$update(&current, &restored).await?;
                    let action = format!("{kind}.import_undone");
                    work.record(&action, &restored, changes);
                }
            }
        };
    }
    match kind {
        Deal::KIND => restore!(DealId, find_deal, update_deal),
        Account::KIND => restore!(AccountId, find_account, update_account),
        Contact::KIND => restore!(ContactId, find_contact, update_contact),
        Product::KIND => restore!(ProductId, find_product, update_product),
        User::KIND => restore!(UserId, find_user, update_user),
        Team::KIND => restore!(TeamId, find_team, update_team),
        _ => {}
    }
    Ok(())
}

/// Puts a deal's fields and visits back together, unless it has moved since: then it stays as it is. Returns how many
/// deals had to stay.
async fn restore_life(
    work: &mut Work<'_>,
    id: Uuid,
    before: &Value,
    visits_before: &Value,
) -> Result<u64, Error> {
    let changes: Changes = serde_json::from_value(before.clone()).map_err(Error::internal)?;
    let visits: Vec<StageVisit> =
        serde_json::from_value(visits_before.clone()).map_err(Error::internal)?;
    let Some(current) = work.find_deal(DealId::from_uuid(id)).await? else {
        return Ok(0);
    };
    let present = work.visits_of(current.id).await?;
    let has_moved = present.iter().any(|visit| {
        visit.origin == VisitOrigin::Recorded && !visits.iter().any(|known| known.id == visit.id)
    });
    let restored = as_before(&current, current.version, &changes)?;
    if has_moved || broken_tiling(&restored, &visits).is_some() {
        return Ok(1);
    }
    let changes = work.update_deal(&current, &restored).await?;
    let action = format!("{}.import_undone", Deal::KIND);
    let occurred_at = (current.stage != restored.stage)
        .then_some(current.stage_entered_at.max(current.created_at));
    let why = Why {
        occurred_at,
        ..Why::default()
    };
    work.record_why(&action, &restored, changes, why);
    work.replace_visits(&[current.id], &visits).await?;
    let action = format!("{}.import_undone", StageVisit::KIND);
    record_visits(work, &action, &present, &visits);
    Ok(0)
}

/// The record with each changed field put back, unless it has another value by now.
fn as_before<T: Serialize + DeserializeOwned>(
    current: &T,
    version: i64,
    changes: &Changes,
) -> Result<T, Error> {
    let mut fields = serde_json::to_value(current).map_err(Error::internal)?;
    let Some(map) = fields.as_object_mut() else {
        return Err(Error::internal("a record is no object"));
    };
    for (field, change) in changes {
        if matches!(field.as_str(), "version" | "updated_at") {
            continue;
        }
        if map.get(field).unwrap_or(&Value::Null) == &change[1] {
            map.insert(field.clone(), change[0].clone());
        }
    }
    map.insert("version".to_owned(), json!(version + 1));
    serde_json::from_value(fields).map_err(Error::internal)
}
