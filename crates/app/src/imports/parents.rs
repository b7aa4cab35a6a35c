//! The second pass over an account file: parents that come later in it than their subsidiaries.

use std::path::Path;

use connect::tabular::Row;
use domain::Account;
use domain::ids::AccountId;
use domain::journal::Journaled;
use store::ReadTx;

use super::engine::Engine;
use super::progress::Pass;
use super::reject::Reject;
use super::spool;
use super::write::Ledger;
use crate::{Error, limits};

/// Links every account of the file to its parent. What cannot be found is refused by row; the account itself stays.
pub(super) async fn link(engine: &mut Engine<'_>, path: &Path) -> Result<(), Error> {
    if engine.progress().pass == Pass::Records {
        engine.progress().pass = Pass::Parents;
        engine.progress().last_row = 0;
    }
    let last_row = engine.progress().last_row;
    let mut chunks = spool::stream(path, engine.details.shape.clone(), last_row);
    while let Some(chunk) = chunks.recv().await {
        let chunk = chunk.map_err(|error| spool::refused(&error))?;
        link_chunk(engine, &chunk).await?;
    }
    Ok(())
}

/// Whether an account stands below another, however deep.
async fn is_below(read: &mut ReadTx, id: AccountId, ancestor: AccountId) -> Result<bool, Error> {
    let mut above = Some(id);
    for _ in 0..=limits::HIERARCHY_DEPTH {
        match above {
            None => return Ok(false),
            Some(id) if id == ancestor => return Ok(true),
            Some(id) => {
                above = read
                    .find_account(id)
                    .await?
                    .and_then(|account| account.parent_id)
            }
        }
    }
    // Deeper than allowed counts as a circle, too.
    Ok(true)
}

fn circle(value: &str) -> Reject {
    Reject::new(
        "parent",
        "circle",
        format!("‘{value}’ 아래에 두면 계층이 순환하거나 너무 깊어집니다."),
        format!("Below ‘{value}’ the hierarchy would contain itself or become too deep."),
    )
}

async fn link_chunk(engine: &mut Engine<'_>, chunk: &[Row]) -> Result<(), Error> {
    let is_dry_run = engine.progress().is_dry_run;
    let mut work = engine.ctx.open().await?;
    let mut progress = engine.progress().clone();
    let mut ledger = Ledger::new(engine.run.id, &mut progress);
    for row in chunk.iter().filter(|row| row.problem.is_none()) {
        let cells = engine.layout.cells(row);
        let Some(value) = cells.text("parent") else {
            continue;
        };
        let parent_id = match engine.links.find_account(value) {
            Ok(Some(parent_id)) => parent_id,
            Ok(None) => {
                ledger.refuse(
                    row,
                    engine.links.missed_account(&cells, "parent", value),
                    &engine.layout,
                );
                continue;
            }
            Err(()) => {
                ledger.refuse(row, Reject::ambiguous("parent", value), &engine.layout);
                continue;
            }
        };
        if is_dry_run {
            continue;
        }
        let named = ["external_id", "domain", "name"]
            .into_iter()
            .filter_map(|field| cells.text(field));
        let found: Option<AccountId> = named
            .filter_map(|key| engine.links.find_account(key).ok().flatten())
            .next();
        let Some(before) = (match found {
            Some(id) => work.find_account(id).await?,
            None => None,
        }) else {
            continue;
        };
        if before.parent_id == Some(parent_id) || before.id == parent_id {
            continue;
        }
        if is_below(&mut work, parent_id, before.id).await? {
            ledger.refuse(row, circle(value), &engine.layout);
            continue;
        }
        let after = Account {
            parent_id: Some(parent_id),
            version: before.version + 1,
            updated_at: work.now,
            ..before.clone()
        };
        let changes = work.update_account(&before, &after).await?;
        ledger.changed(row.number, Account::KIND, after.id.into(), &changes);
        work.record("account.edited", &after, changes);
    }
    ledger.close(&mut work).await?;
    progress.last_row = chunk.last().map_or(progress.last_row, |row| row.number);
    *engine.progress() = progress;
    engine.details.write_to(&mut engine.run)?;
    let now = work.now;
    work.update_import(&mut engine.run, now).await?;
    work.commit(()).await
}
