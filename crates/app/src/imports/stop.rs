//! Imports that stop before their end: interrupted, or by a fault, said in the database or, when even that is full, kept
//! in this process until somebody moves the import on.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::ids::ImportId;
use domain::policy::Action;
use store::ImportRun;

use super::ImportRecord;
use super::progress::{Details, ImportState};
use crate::{App, Code, Ctx, Error};

/// Faults that stopped an import and could not be written down, each with the import's version at that time.
#[derive(Default)]
pub(crate) struct Unsaid(Mutex<BTreeMap<ImportId, (i64, Error)>>);

/// An import's state and details: as stored, unless it stopped here without being able to say so.
pub(super) fn as_it_is(app: &App, run: &ImportRun) -> Result<(ImportState, Details), Error> {
    let mut details = Details::of(run)?;
    let mut unsaid = app
        .unsaid()
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    match unsaid.get(&run.id) {
        Some((version, why)) if *version == run.version => {
            details.stopped_for(Some(why));
            return Ok((ImportState::Failed, details));
        }
        // Somebody has moved it on since.
        Some(_) => unsaid.remove(&run.id),
        None => None,
    };
    Ok((ImportState::of(run)?, details))
}

/// Stops the work on an import wherever it is done, also by a process that was killed: whoever does it finds that the
/// import has moved on. It can then go on or be undone. One that stands still is left alone.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn interrupt(ctx: &Ctx, id: ImportId) -> Result<ImportRecord, Error> {
    ctx.authorise(Action::ImportManage)?;
    loop {
        match fail(ctx, id, &Code::ImportInterrupted.into()).await {
            // It moved on in between, as it can on PostgreSQL.
            Err(error) if error.code == Code::VersionConflict => {}
            outcome => break outcome?,
        }
    }
    super::get(ctx, id).await
}

/// Notes that the work on an import stopped, unless another process has taken it over: each chunk moves the import's
/// version on, so that of two only one goes on.
pub(super) async fn stopped(ctx: &Ctx, id: ImportId, error: Error) {
    if error.code == Code::VersionConflict {
        tracing::info!(import = %id, "the work on this import goes on elsewhere, or was interrupted");
        return;
    }
    tracing::warn!(import = %id, %error, "an import stopped");
    let Err(problem) = fail(ctx, id, &error).await else {
        return;
    };
    tracing::error!(import = %id, error = %problem, "an import stopped and could not write that down");
    if let Ok(version) = version(ctx, id).await {
        let unsaid = ctx.app.unsaid();
        let mut unsaid = unsaid.0.lock().unwrap_or_else(PoisonError::into_inner);
        unsaid.insert(id, (version, error));
    }
}

async fn version(ctx: &Ctx, id: ImportId) -> Result<i64, Error> {
    Ok(ctx.read().await?.import(id).await?.version)
}

/// Notes why an import stopped, unless it stands still already. What it wrote stays, and running it again goes on from
/// there.
async fn fail(ctx: &Ctx, id: ImportId, why: &Error) -> Result<(), Error> {
    // Read where it is written: whoever works on the import would always be quicker otherwise.
    let mut work = ctx.open().await?;
    let mut run = work.import(id).await?;
    let (state, mut details) = as_it_is(&ctx.app, &run)?;
    if !state.is_busy() {
        return Ok(());
    }
    details.stopped_for(Some(why));
    ImportState::Failed.word().clone_into(&mut run.state);
    details.write_to(&mut run)?;
    let now = work.now;
    work.update_import(&mut run, now).await?;
    work.commit_unrepeatable().await
}
