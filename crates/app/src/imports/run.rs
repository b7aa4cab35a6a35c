//! Starting a trial or a run, and going on with what was cut off.

use domain::ids::ImportId;
use domain::journal::EntryOrigin;
use domain::policy::{Action, ActorKind};
use store::ImportRun;

use super::ImportRecord;
use super::engine::Engine;
use super::progress::{Details, ImportState, Progress};
use super::stop::{as_it_is, stopped};
use crate::{App, Code, Ctx, Error, FieldError};

/// Tries an import without writing: counts and reasons per row.
///
/// # Errors
/// `mapping-invalid` with what does not fit, `import-state` while it is busy or done, `forbidden`.
pub async fn dry_run(ctx: &Ctx, id: ImportId) -> Result<ImportRecord, Error> {
    start(ctx, id, ImportState::Trying).await
}

/// Runs an import, or goes on with one that stopped. The work is done in the background: ask [`get`](super::get).
///
/// # Errors
/// `mapping-invalid` with what does not fit, `import-state` while it is busy or done, `forbidden`.
pub async fn run(ctx: &Ctx, id: ImportId) -> Result<ImportRecord, Error> {
    start(ctx, id, ImportState::Running).await
}

async fn start(ctx: &Ctx, id: ImportId, wanted: ImportState) -> Result<ImportRecord, Error> {
    ctx.authorise(Action::ImportManage)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let mut run = work.import(id).await?;
    let (state, mut details) = as_it_is(&ctx.app, &run)?;
    let goes_on =
        state == ImportState::Failed && wanted == ImportState::Running && details.has_begun();
    let may_start = matches!(
        state,
        ImportState::Uploaded | ImportState::Ready | ImportState::Failed
    );
    // A run that stopped half-way can go on or be undone, but not be tried as if nothing had happened.
    let would_forget = state == ImportState::Failed && !goes_on && details.has_written();
    if !may_start || would_forget || details.is_undoing {
        return Err(Code::ImportState.into());
    }
    check_mapping(&details)?;
    if !goes_on {
        let is_dry_run = wanted == ImportState::Trying;
        details.progress = Some(Progress {
            is_dry_run,
            ..Progress::default()
        });
        work.delete_import_rejections(id).await?;
    }
    details.stopped_for(None);
    wanted.word().clone_into(&mut run.state);
    details.write_to(&mut run)?;
    let now = work.now;
    work.update_import(&mut run, now).await?;
    let record = super::record(ctx, &mut work, run.clone()).await?;
    let record = work.commit(record).await?;
    tokio::spawn(carry_out(acting_as_import(ctx), run));
    Ok(record)
}

/// Goes on with every import of every workspace that was cut off: call once when a process starts.
///
/// # Errors
/// The store's refusals.
pub async fn resume(app: &App) -> Result<(), Error> {
    for workspace in app.store().workspaces().await? {
        let ctx = Ctx::system(app.clone(), workspace.id, EntryOrigin::Import);
        for state in [
            ImportState::Trying,
            ImportState::Running,
            ImportState::Undoing,
        ] {
            for run in ctx.read().await?.imports_in(state.word()).await? {
                tracing::info!(import = %run.id, state = state.word(), "an import goes on where it was cut off");
                let ctx = acting_as_import(&ctx);
                match state {
                    ImportState::Undoing => tokio::spawn(super::undo::carry_out(ctx, run)),
                    _ => tokio::spawn(carry_out(ctx, run)),
                };
            }
        }
    }
    Ok(())
}

/// The same caller, as the journal names them for what an import does.
pub(super) fn acting_as_import(ctx: &Ctx) -> Ctx {
    let mut ctx = ctx.clone();
    ctx.origin = EntryOrigin::Import;
    ctx.idempotency = None;
    ctx.if_match = None;
    if ctx.actor.kind != ActorKind::System {
        ctx.actor.kind = ActorKind::Import;
    }
    ctx
}

/// Everything between a mapping and its file that forbids a run.
pub(super) fn check_mapping(details: &Details) -> Result<(), Error> {
    let mapping = &details.mapping;
    let mut fields: Vec<FieldError> = mapping
        .problems(&details.shape.columns)
        .iter()
        .map(super::mapping::finding)
        .collect();
    for column in &details.profile.columns {
        let is_date = mapping
            .field_of(&column.name)
            .and_then(|field| mapping.target.field(field))
            .is_some_and(|field| field.shape == connect::mapping::Shape::Date);
        let is_told = mapping
            .formats
            .get(&column.name)
            .is_some_and(|format| format.date.is_some());
        if let Some(dates) = column
            .dates
            .as_ref()
            .filter(|dates| is_date && !is_told && !dates.ambiguous_with.is_empty())
        {
            fields.push(super::mapping::ambiguous_date(&column.name, dates));
        }
    }
    if fields.is_empty() {
        return Ok(());
    }
    let mut error = Error::from(Code::MappingInvalid);
    for field in fields {
        error = error.with_field(field);
    }
    Err(error)
}

async fn carry_out(ctx: Ctx, run: ImportRun) {
    let id = run.id;
    if let Err(error) = Engine::go(&ctx, run).await {
        stopped(&ctx, id, error).await;
    }
}
