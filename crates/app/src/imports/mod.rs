//! Imports: a stranger's file becomes records, as one unit that can be tried, run, resumed and undone.
//!
//! [`Upload`] takes the file in and looks at it; [`set_mapping`] confirms how columns become fields; [`dry_run`] counts
//! what would happen; [`run`] does it in the background, chunk by chunk; [`undo`] takes all of it back. Historic stages
//! and dates come in as `imported` visits without passing the gate, which judges only what happens here.
//!
//! Inside, `layout` reads cells by field, `links` resolves what rows point to, `records` says what rows become, `plan`
//! decides about a chunk and `write` writes it.

mod engine;
mod errors;
mod layout;
mod links;
mod mapping;
mod parents;
mod plan;
mod progress;
mod records;
mod reject;
mod run;
mod spool;
mod stop;
mod undo;
mod upload;
mod write;

use std::borrow::Cow;

use domain::Instant;
use domain::ids::ImportId;
use domain::policy::Action;
use serde::{Deserialize, Serialize};
use store::{ImportRun, ReadTx};

pub use connect::mapping::{ColumnProposal, Mapping, Target};
pub use connect::profile::{ColumnProfile, DateReport};
pub use connect::tabular::ReadOptions;
pub use errors::{ErrorFile, error_file};
pub use mapping::set_mapping;
pub use progress::{Details, ImportState, NearMiss, Pass, Progress, RowRejection};
pub use run::{dry_run, resume, run};
pub(crate) use stop::Unsaid;
pub use stop::interrupt;
pub use undo::undo;
pub use upload::Upload;

use crate::{Ctx, Error, Named};

/// An import as callers see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// Identity.
    pub id: ImportId,
    /// How far it is.
    pub state: ImportState,
    /// What the rows become.
    pub target: Target,
    /// Name of the uploaded file.
    pub file_name: String,
    /// What was detected, the mapping and the progress.
    pub details: Details,
    /// Who uploaded it.
    pub created_by: Option<Named>,
    /// When.
    pub created_at: Instant,
    /// When it last moved on.
    pub updated_at: Instant,
    /// Grows by one with each change.
    pub version: i64,
    /// What may be done with it now.
    pub allowed_actions: Vec<Cow<'static, str>>,
}

/// The latest imports, newest first.
///
/// # Errors
/// `forbidden`.
pub async fn list(ctx: &Ctx) -> Result<Vec<ImportRecord>, Error> {
    ctx.authorise(Action::ImportManage)?;
    let mut read = ctx.read().await?;
    let mut records = Vec::new();
    for run in read.imports().await? {
        if ImportState::of(&run)? != ImportState::Uploading {
            records.push(record(ctx, &mut read, run).await?);
        }
    }
    Ok(records)
}

/// One import.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn get(ctx: &Ctx, id: ImportId) -> Result<ImportRecord, Error> {
    ctx.authorise(Action::ImportManage)?;
    let mut read = ctx.read().await?;
    let run = read.import(id).await?;
    record(ctx, &mut read, run).await
}

async fn record(ctx: &Ctx, read: &mut ReadTx, run: ImportRun) -> Result<ImportRecord, Error> {
    let created_by = match run.created_by {
        Some(id) => read.find_user(id).await?.map(|user| Named {
            id: id.into(),
            name: user.name,
        }),
        None => None,
    };
    let (state, details) = stop::as_it_is(&ctx.app, &run)?;
    Ok(ImportRecord {
        id: run.id,
        state,
        target: details.mapping.target,
        file_name: run.file_name,
        created_by,
        created_at: run.created_at,
        updated_at: run.updated_at,
        version: run.version,
        allowed_actions: allowed_actions(state, &details)
            .into_iter()
            .map(Cow::Borrowed)
            .collect(),
        details,
    })
}

fn allowed_actions(state: ImportState, details: &Details) -> Vec<&'static str> {
    match state {
        ImportState::Uploaded | ImportState::Ready => vec!["set_mapping", "dry_run", "run"],
        ImportState::Failed if details.is_undoing => vec!["undo"],
        ImportState::Failed if details.has_written() => vec!["run", "undo"],
        ImportState::Failed => vec!["set_mapping", "dry_run", "run"],
        ImportState::Finished => vec!["undo"],
        ImportState::Uploading
        | ImportState::Trying
        | ImportState::Running
        | ImportState::Undoing
        | ImportState::Undone => Vec::new(),
    }
}
