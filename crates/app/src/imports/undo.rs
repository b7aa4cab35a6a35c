//! Taking an import back, the last thing first: what it made goes, what it changed is as it was before, except where
//! somebody has changed the same field since.

use domain::ids::{AccountId, ContactId, DealId, ImportId, ProductId, TeamId, UserId};
use domain::journal::{Changes, Journaled};
use domain::policy::Action;
use domain::{Account, Contact, Deal, Product, StageVisit, Team, User};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use store::{ImportRow, ImportRun};
use uuid::Uuid;

use super::ImportRecord;
use super::progress::{Details, ImportState};
use super::run::{acting_as_import, stopped};
use super::write::VISITS;
use crate::ctx::Work;
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
    let mut run = work.import(id).await?;
    let mut details = Details::of(&run)?;
    let may_undo = super::allowed_actions(ImportState::of(&run)?, &details).contains(&"undo");
    if !may_undo {
        return Err(Code::ImportState.into());
    }
    details.failure = None;
    ImportState::Undoing.word().clone_into(&mut run.state);
    details.write_to(&mut run)?;
    let now = work.now;
    work.update_import(&mut run, now).await?;
    let record = super::record(&mut work, run.clone()).await?;
    let record = work.commit(record).await?;
    tokio::spawn(carry_out(acting_as_import(ctx), run));
    Ok(record)
}

/// Takes back until nothing is left.
pub(super) async fn carry_out(ctx: Ctx, run: ImportRun) {
    let id = run.id;
    if let Err(error) = take_back(&ctx, run).await {
        stopped(&ctx, id, &error).await;
    }
}

async fn take_back(ctx: &Ctx, mut run: ImportRun) -> Result<(), Error> {
    let mut details = Details::of(&run)?;
    loop {
        let mut work = ctx.open().await?;
        let rows = work.import_rows_before(run.id, i64::MAX, STEPS).await?;
        let Some(last) = rows.last().map(|row| row.position) else {
            ImportState::Undone.word().clone_into(&mut run.state);
            details.finished_at = Some(work.now);
            details.write_to(&mut run)?;
            let now = work.now;
            work.delete_import_file(run.id).await?;
            work.update_import(&mut run, now).await?;
            return work.commit(()).await;
        };
        let kept = steps(&mut work, &rows).await?;
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

/// Takes steps back in the order given, equal ones together. Returns how many records had to stay.
async fn steps(work: &mut Work<'_>, rows: &[ImportRow]) -> Result<u64, Error> {
    let mut kept = 0;
    let alike = |a: &ImportRow, b: &ImportRow| {
        a.object_kind == b.object_kind && a.before.is_none() && b.before.is_none()
    };
    for group in rows.chunk_by(alike) {
        let Some(first) = group.first() else { continue };
        let kind = first.object_kind.as_str();
        match &first.before {
            None => {
                let ids: Vec<Uuid> = group.iter().map(|row| row.object_id).collect();
                kept += remove(work, kind, &ids).await?;
            }
            Some(before) => restore(work, kind, first.object_id, before).await?,
        }
    }
    Ok(kept)
}

/// Removes records an import made. Those that something else points to stay.
async fn remove(work: &mut Work<'_>, kind: &str, ids: &[Uuid]) -> Result<u64, Error> {
    let referenced = work.still_referenced(kind, ids).await?;
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
            deals
                .iter()
                .for_each(|deal| record_removal(work, deal, deal.version));
            work.delete_deals(&deals).await?;
        }
        Account::KIND => {
            for id in &free {
                if let Some(account) = work.find_account(AccountId::from_uuid(*id)).await? {
                    record_removal(work, &account, account.version);
                }
            }
            work.delete_accounts(&typed::<AccountId>(&free)).await?;
        }
        Contact::KIND => {
            for id in &free {
                if let Some(contact) = work.find_contact(ContactId::from_uuid(*id)).await? {
                    record_removal(work, &contact, contact.version);
                }
            }
            work.delete_contacts(&typed::<ContactId>(&free)).await?;
        }
        Product::KIND => {
            for id in &free {
                if let Some(product) = work.find_product(ProductId::from_uuid(*id)).await? {
                    record_removal(work, &product, product.version);
                }
            }
            work.delete_products(&typed::<ProductId>(&free)).await?;
        }
        User::KIND => {
            for id in &free {
                if let Some(user) = work.find_user(UserId::from_uuid(*id)).await? {
                    record_removal(work, &user, user.version);
                }
            }
            work.delete_users(&typed::<UserId>(&free)).await?;
        }
        Team::KIND => {
            for id in &free {
                if let Some(team) = work.find_team(TeamId::from_uuid(*id)).await? {
                    record_removal(work, &team, team.version);
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

/// The journal keeps what a removed record was; as of now it is put away.
fn record_removal<T: Subject>(work: &mut Work<'_>, object: &T, version: i64) {
    let mut changes = Changes::new();
    changes.insert("archived_at".to_owned(), json!([null, work.now]));
    changes.insert("version".to_owned(), json!([version, version + 1]));
    let action = format!("{}.import_undone", T::KIND);
    work.record(&action, object, changes);
}

/// Puts changed fields back to what they were.
async fn restore(work: &mut Work<'_>, kind: &str, id: Uuid, before: &Value) -> Result<(), Error> {
    if kind == VISITS {
        let visits: Vec<StageVisit> =
            serde_json::from_value(before.clone()).map_err(Error::internal)?;
        let deal_id = DealId::from_uuid(id);
        if work.find_deal(deal_id).await?.is_some() {
            work.replace_visits(&[deal_id], &visits).await?;
        }
        return Ok(());
    }
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
