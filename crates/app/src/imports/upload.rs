//! Taking a file in: to disk, looked at, then kept in pieces in the database.

use std::io::{Read, Seek, SeekFrom, Write};

use connect::mapping::{Mapping, Proposal, Target, propose};
use connect::profile::{Profile, profile};
use connect::tabular::{ReadOptions, Shape, Table};
use domain::ids::ImportId;
use domain::policy::Action;
use sha2::{Digest, Sha256};
use store::ImportRun;
use tempfile::NamedTempFile;

use super::progress::{Details, ImportState};
use super::{ImportRecord, spool};
use crate::ctx::Work;
use crate::{Ctx, Error, limits};

/// After this long an upload that is not complete is abandoned.
const ABANDONED_MICROS: i64 = 24 * 3_600 * 1_000_000;

/// A file coming in. Dropping it forgets what came so far.
pub struct Upload {
    ctx: Ctx,
    target: Target,
    file_name: String,
    options: ReadOptions,
    file: NamedTempFile,
    bytes: u64,
    content: Sha256,
}

impl Upload {
    /// Starts taking a file in. `options` say what need not be guessed about it.
    ///
    /// # Errors
    /// `forbidden`, `storage-full`.
    pub fn start(
        ctx: &Ctx,
        target: Target,
        file_name: &str,
        options: ReadOptions,
    ) -> Result<Self, Error> {
        ctx.authorise(Action::ImportManage)?;
        let base = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        let file_name: String = base
            .chars()
            .filter(|letter| !letter.is_control())
            .take(limits::NAME_CHARS)
            .collect();
        let file = spool::temporary(&ctx.app)?;
        Ok(Self {
            ctx: ctx.clone(),
            target,
            file_name,
            options,
            file,
            bytes: 0,
            content: Sha256::new(),
        })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// `too-large`, `storage-full`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.bytes += bytes.len() as u64;
        if self.bytes > limits::IMPORT_FILE_BYTES {
            return Err(spool::too_large());
        }
        self.content.update(bytes);
        self.file
            .write_all(bytes)
            .map_err(|error| spool::io(&error))
    }

    /// Looks at the whole file, proposes a mapping and keeps both.
    ///
    /// # Errors
    /// `file-invalid` when it is no table, and the store's refusals.
    pub async fn finish(mut self) -> Result<ImportRecord, Error> {
        let content = std::mem::take(&mut self.content).finalize();
        if let Some(idempotency) = &mut self.ctx.idempotency {
            // The body came as a stream: only now is it known what was asked for.
            let mut hash = Sha256::new_with_prefix(idempotency.request_hash);
            for part in [self.target.word().as_bytes(), self.file_name.as_bytes()] {
                hash.update(part);
                hash.update([0]);
            }
            idempotency.request_hash = hash.chain_update(content).finalize().into();
        }
        if let Some(answer) = self.ctx.open().await?.replayed().await? {
            return Ok(answer);
        }
        self.file.flush().map_err(|error| spool::io(&error))?;
        let (shape, profile, proposal) =
            look_at(self.file.path(), self.options.clone(), self.target).await?;
        let mapping = proposed(&proposal, &self.options);
        let details = Details {
            shape,
            profile,
            proposal: proposal.columns,
            preset: proposal.preset,
            mapping,
            pieces: i64::try_from(self.bytes.div_ceil(spool::PIECE_BYTES as u64))
                .unwrap_or(i64::MAX),
            content_sha256: Some(hexadecimal(&content)),
            progress: None,
            failure: None,
            failure_code: None,
            is_undoing: false,
            finished_at: None,
        };
        self.keep(details).await
    }

    /// Keeps the file in several transactions; only the last, which completes it, remembers the request's key. What was
    /// kept of one that cannot be completed is forgotten.
    async fn keep(mut self, details: Details) -> Result<ImportRecord, Error> {
        let mut work = self.ctx.open().await?;
        forget_abandoned(&mut work).await?;
        let mut run = ImportRun {
            id: work.mint::<ImportId>(),
            state: ImportState::Uploading.word().to_owned(),
            record_type: self.target.word().to_owned(),
            file_name: std::mem::take(&mut self.file_name),
            created_by: work.member(),
            created_at: work.now,
            updated_at: work.now,
            version: 1,
            details: serde_json::Value::Null,
        };
        details.write_to(&mut run)?;
        work.insert_import(&run).await?;
        work.commit_unrepeatable().await?;
        let id = run.id;
        let kept = self.keep_pieces(run, details.pieces).await;
        if kept.is_err()
            && let Err(error) = forget(&self.ctx, id).await
        {
            tracing::warn!(import = %id, %error, "an upload that failed is forgotten later");
        }
        kept
    }

    async fn keep_pieces(
        &mut self,
        mut run: ImportRun,
        pieces: i64,
    ) -> Result<ImportRecord, Error> {
        let file = self.file.as_file_mut();
        file.seek(SeekFrom::Start(0))
            .map_err(|error| spool::io(&error))?;
        for position in 0..pieces {
            let mut piece = Vec::with_capacity(spool::PIECE_BYTES);
            let mut part = (&mut *file).take(spool::PIECE_BYTES as u64);
            part.read_to_end(&mut piece)
                .map_err(|error| spool::io(&error))?;
            let mut work = self.ctx.open().await?;
            work.insert_import_chunk(run.id, position, piece).await?;
            work.commit_unrepeatable().await?;
            tracing::debug!(import = %run.id, position, "a piece of an upload is kept");
        }
        let mut work = self.ctx.open().await?;
        ImportState::Uploaded.word().clone_into(&mut run.state);
        let now = work.now;
        work.update_import(&mut run, now).await?;
        let record = super::record(&self.ctx, &mut work, run).await?;
        work.commit(record).await
    }
}

/// Forgets uploads that nobody can still be sending: their process was killed.
async fn forget_abandoned(work: &mut Work<'_>) -> Result<(), Error> {
    let long_ago = work.now.plus_micros(-ABANDONED_MICROS);
    for run in work.imports_in(ImportState::Uploading.word()).await? {
        if run.created_at < long_ago {
            work.delete_import(run.id).await?;
        }
    }
    Ok(())
}

async fn forget(ctx: &Ctx, id: ImportId) -> Result<(), Error> {
    let mut work = ctx.open().await?;
    work.delete_import(id).await?;
    work.commit_unrepeatable().await
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads the whole file where it does not hold up others.
async fn look_at(
    path: &std::path::Path,
    options: ReadOptions,
    target: Target,
) -> Result<(Shape, Profile, Proposal), Error> {
    let path = path.to_owned();
    let looking = tokio::task::spawn_blocking(move || {
        let table = Table::open(&path, &options)?;
        let profile = profile(&table)?;
        let proposal = propose(target, &profile);
        Ok((table.shape().clone(), profile, proposal))
    });
    let looked = looking.await.map_err(Error::internal)?;
    looked.map_err(|error| spool::refused(&error))
}

/// The proposed mapping, as it is kept.
fn proposed(proposal: &Proposal, options: &ReadOptions) -> Mapping {
    Mapping {
        preset: proposal.preset,
        file: options.clone(),
        ..proposal.mapping.clone()
    }
}

/// Looks again at a kept file, told more about how to read it. Returns the mapping that is proposed now.
pub(super) async fn look_again(
    ctx: &Ctx,
    run: &ImportRun,
    details: &mut Details,
    target: Target,
    options: &ReadOptions,
) -> Result<Mapping, Error> {
    let file = spool::assemble(ctx, run.id, details.pieces).await?;
    let (shape, profile, proposal) = look_at(file.path(), options.clone(), target).await?;
    details.shape = shape;
    details.profile = profile;
    details.preset = proposal.preset;
    let mapping = proposed(&proposal, options);
    details.proposal = proposal.columns;
    Ok(mapping)
}
