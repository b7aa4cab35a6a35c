//! One run or trial: chunk by chunk, each chunk and how far it brings the import in one transaction, so that a run cut
//! off at any moment goes on exactly where it stopped.

use std::collections::BTreeSet;
use std::time::Duration;

use connect::mapping::Target;
use connect::tabular::Row;
use domain::ids::DealId;
use domain::{Account, Contact, Deal, Product, User};
use store::ImportRun;

use super::layout::Layout;
use super::links::Links;
use super::plan::{Imagined, Plan, independent, plan};
use super::progress::{Details, ImportState, Pass, Progress};
use super::records::{Rules, stage_history};
use super::write::Ledger;
use super::{parents, spool};
use crate::{Code, Ctx, Error};

/// Attempts at a chunk while the server is saturated, and the pause between them.
const ATTEMPTS: u32 = 60;
const PAUSE: Duration = Duration::from_millis(500);
/// Chunks of a trial between two notes of how far it is.
const NOTE_EVERY: u32 = 20;

/// One run or trial under way.
pub(super) struct Engine<'c> {
    pub(super) ctx: &'c Ctx,
    pub(super) run: ImportRun,
    pub(super) details: Details,
    pub(super) layout: Layout,
    pub(super) links: Links,
    pub(super) rules: Rules,
    imagined: Option<Imagined>,
    touched: BTreeSet<DealId>,
}

impl<'c> Engine<'c> {
    pub(super) async fn go(ctx: &'c Ctx, run: ImportRun) -> Result<(), Error> {
        let details = Details::of(&run)?;
        let file = spool::assemble(ctx, run.id, details.pieces).await?;
        let is_dry_run = details
            .progress
            .as_ref()
            .is_some_and(|progress| progress.is_dry_run);
        let definitions = ctx.definitions().await?;
        let layout = Layout::new(
            details.mapping.clone().with_preset(&details.shape.columns),
            details.shape.columns.clone(),
            details.shape.first_row,
            &details.profile,
            definitions.workspace.home_currency,
            definitions.zone.clone(),
        );
        let mut read = ctx.read().await?;
        let links =
            Links::load(&ctx.app, &mut read, &layout, definitions.workspace.clone()).await?;
        drop(read);
        let rules = Rules {
            definitions,
            now: ctx.now(),
        };
        let imagined = is_dry_run.then(Imagined::default);
        let mut engine = Self {
            ctx,
            run,
            details,
            layout,
            links,
            rules,
            imagined,
            touched: BTreeSet::new(),
        };
        engine.remember_touched().await?;
        if engine.progress().pass == Pass::Records {
            engine.records(file.path()).await?;
        }
        if engine.layout.target() == Target::Accounts && engine.layout.fills("parent") {
            parents::link(&mut engine, file.path()).await?;
        }
        engine.finish().await
    }

    pub(super) fn progress(&mut self) -> &mut Progress {
        self.details.progress.get_or_insert_default()
    }

    /// The deals whose history this import has begun to rewrite before it was cut off.
    async fn remember_touched(&mut self) -> Result<(), Error> {
        if self.layout.target() != Target::StageHistory || self.progress().next_position == 0 {
            return Ok(());
        }
        let mut before = i64::MAX;
        loop {
            let rows = self
                .ctx
                .read()
                .await?
                .import_rows_before(self.run.id, before, 1_000)
                .await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            before = last.position;
            self.touched
                .extend(rows.iter().map(|row| DealId::from_uuid(row.object_id)));
        }
    }

    async fn records(&mut self, path: &std::path::Path) -> Result<(), Error> {
        let last_row = if self.imagined.is_some() {
            0
        } else {
            self.progress().last_row
        };
        if self.imagined.is_some() {
            *self.progress() = Progress {
                is_dry_run: true,
                ..Progress::default()
            };
            // A trial that was cut off begins anew.
            let mut work = self.ctx.open().await?;
            work.delete_import_rejections(self.run.id).await?;
            work.commit_unrepeatable().await?;
        }
        let mut chunks = spool::stream(path, self.details.shape.clone(), last_row);
        let mut until_note = NOTE_EVERY;
        while let Some(chunk) = chunks.recv().await {
            let chunk = chunk.map_err(|error| spool::refused(&error))?;
            if self.imagined.is_some() {
                self.imagine(&chunk).await?;
                until_note -= 1;
                if until_note == 0 {
                    until_note = NOTE_EVERY;
                    self.note(Vec::new(), ImportState::Trying).await?;
                }
            } else {
                self.write_patiently(&chunk).await?;
            }
        }
        Ok(())
    }

    /// Tries again while the server is saturated or people change the same records; everything else is a reason to stop.
    async fn write_patiently(&mut self, chunk: &[Row]) -> Result<(), Error> {
        for attempt in 1.. {
            let (run, details) = (self.run.clone(), self.details.clone());
            match self.write(chunk).await {
                Err(error) if attempt < ATTEMPTS && self.is_passing(&error, &run).await? => {
                    (self.run, self.details) = (run, details);
                    self.reload_links().await?;
                    tokio::time::sleep(PAUSE).await;
                }
                outcome => {
                    outcome?;
                    let (processed, import) = (self.progress().processed, self.run.id);
                    tracing::debug!(%import, processed, "a chunk of an import is written");
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Whether a chunk may be written after all: the server was saturated, or a record changed while it was read. When
    /// the import itself has moved on, somebody else goes on with it.
    async fn is_passing(&self, error: &Error, run: &ImportRun) -> Result<bool, Error> {
        Ok(match error.code {
            Code::Busy => true,
            Code::VersionConflict => {
                self.ctx.read().await?.import(run.id).await?.version == run.version
            }
            _ => false,
        })
    }

    /// What the links learned from a transaction that was not kept must be forgotten.
    async fn reload_links(&mut self) -> Result<(), Error> {
        let mut read = self.ctx.read().await?;
        let workspace = self.links.workspace().clone();
        self.links = Links::load(&self.ctx.app, &mut read, &self.layout, workspace).await?;
        Ok(())
    }

    async fn write(&mut self, chunk: &[Row]) -> Result<(), Error> {
        let mut work = self.ctx.open().await?;
        self.rules.now = work.now;
        self.links.now = work.now;
        let mut rest = chunk;
        while !rest.is_empty() {
            let (rows, later) = rest.split_at(independent(rest, &self.layout));
            rest = later;
            let mut progress = std::mem::take(self.progress());
            let mut ledger = Ledger::new(self.run.id, &mut progress);
            macro_rules! write {
                ($record:ty) => {{
                    let mut planned: Plan<$record> = plan(
                        &mut work,
                        rows,
                        &self.layout,
                        &mut self.links,
                        &self.rules,
                        None,
                    )
                    .await?;
                    ledger.write_made(&mut work, &mut self.links).await?;
                    ledger.count(&mut planned, rows, &self.layout);
                    ledger.write(&mut work, planned).await?;
                }};
            }
            match self.layout.target() {
                Target::Accounts => write!(Account),
                Target::Contacts => write!(Contact),
                Target::Products => write!(Product),
                Target::Users => write!(User),
                Target::Deals => write!(Deal),
                Target::StageHistory => {
                    let histories = histories(
                        &mut work,
                        rows,
                        &self.layout,
                        &mut self.links,
                        &self.rules,
                        &mut self.touched,
                        &mut ledger,
                    )
                    .await?;
                    ledger.write_histories(&mut work, histories).await?;
                }
            }
            ledger.close(&mut work).await?;
            progress.processed += rows.len() as u64;
            progress.last_row = rows.last().map_or(progress.last_row, |row| row.number);
            progress.near_misses = self.links.near_misses.values().cloned().collect();
            *self.progress() = progress;
        }
        self.details.write_to(&mut self.run)?;
        let now = work.now;
        work.update_import(&mut self.run, now).await?;
        work.commit(()).await
    }

    /// Decides as a run would, and keeps only the counts and the refused rows.
    async fn imagine(&mut self, chunk: &[Row]) -> Result<(), Error> {
        let mut read = self.ctx.read().await?;
        let mut rest = chunk;
        let mut rejections = Vec::new();
        while !rest.is_empty() {
            let (rows, later) = rest.split_at(independent(rest, &self.layout));
            rest = later;
            let mut progress = std::mem::take(self.progress());
            let mut ledger = Ledger::new(self.run.id, &mut progress);
            macro_rules! imagine {
                ($record:ty) => {{
                    let imagined = self.imagined.as_mut();
                    let mut planned: Plan<$record> = plan(
                        &mut read,
                        rows,
                        &self.layout,
                        &mut self.links,
                        &self.rules,
                        imagined,
                    )
                    .await?;
                    ledger.count_made(&std::mem::take(&mut self.links.made));
                    ledger.count(&mut planned, rows, &self.layout);
                }};
            }
            match self.layout.target() {
                Target::Accounts => imagine!(Account),
                Target::Contacts => imagine!(Contact),
                Target::Products => imagine!(Product),
                Target::Users => imagine!(User),
                Target::Deals => imagine!(Deal),
                Target::StageHistory => {
                    histories(
                        &mut read,
                        rows,
                        &self.layout,
                        &mut self.links,
                        &self.rules,
                        &mut self.touched,
                        &mut ledger,
                    )
                    .await?;
                }
            }
            rejections.extend(ledger.into_rejections());
            progress.processed += rows.len() as u64;
            progress.last_row = rows.last().map_or(progress.last_row, |row| row.number);
            progress.near_misses = self.links.near_misses.values().cloned().collect();
            *self.progress() = progress;
        }
        drop(read);
        if rejections.is_empty() {
            Ok(())
        } else {
            self.note(rejections, ImportState::Trying).await
        }
    }

    /// Notes how far a trial is.
    pub(super) async fn note(
        &mut self,
        rejections: Vec<store::ImportRejection>,
        state: ImportState,
    ) -> Result<(), Error> {
        let mut work = self.ctx.open().await?;
        work.insert_import_rejections(self.run.id, rejections)
            .await?;
        state.word().clone_into(&mut self.run.state);
        self.details.write_to(&mut self.run)?;
        let now = work.now;
        work.update_import(&mut self.run, now).await?;
        work.commit(()).await
    }

    async fn finish(&mut self) -> Result<(), Error> {
        if self.imagined.is_some() {
            return self.note(Vec::new(), ImportState::Ready).await;
        }
        let mut work = self.ctx.open().await?;
        self.details.finished_at = Some(work.now);
        ImportState::Finished.word().clone_into(&mut self.run.state);
        self.details.write_to(&mut self.run)?;
        let now = work.now;
        work.update_import(&mut self.run, now).await?;
        work.delete_import_file(self.run.id).await?;
        work.commit(()).await
    }
}

/// Plans rewritten histories and counts them.
async fn histories(
    read: &mut store::ReadTx,
    rows: &[Row],
    layout: &Layout,
    links: &mut Links,
    rules: &Rules,
    touched: &mut BTreeSet<DealId>,
    ledger: &mut Ledger<'_>,
) -> Result<stage_history::Histories, Error> {
    let (sound, broken): (Vec<usize>, Vec<usize>) =
        (0..rows.len()).partition(|index| rows[*index].problem.is_none());
    for index in broken {
        if let Some(problem) = &rows[index].problem {
            ledger.refuse(
                &rows[index],
                super::reject::Reject::of_row(problem, &layout.columns),
                layout,
            );
        }
    }
    let cells: Vec<_> = sound
        .iter()
        .map(|index| layout.cells(&rows[*index]))
        .collect();
    links.prefetch(read, &cells).await?;
    let mut histories = stage_history::rewrite(read, &cells, links, rules, touched).await?;
    for (index, reject) in std::mem::take(&mut histories.rejected) {
        ledger.refuse(&rows[sound[index]], reject, layout);
    }
    ledger.progress.created += histories.taken;
    Ok(histories)
}
