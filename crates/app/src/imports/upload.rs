//! Taking a file in: to disk, looked at, then kept in pieces in the database.

use std::io::{Read, Seek, SeekFrom, Write};

use connect::mapping::{Proposal, Target, propose};
use connect::profile::{Profile, profile};
use connect::tabular::{ReadOptions, Shape, Table};
use domain::ids::ImportId;
use domain::policy::Action;
use store::ImportRun;
use tempfile::NamedTempFile;

use super::progress::{Details, ImportState};
use super::{ImportRecord, spool};
use crate::{Code, Ctx, Error, limits};

/// A file coming in. Dropping it forgets what came so far.
pub struct Upload {
    ctx: Ctx,
    target: Target,
    file_name: String,
    options: ReadOptions,
    file: NamedTempFile,
    bytes: u64,
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
        })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// `too-large`, `storage-full`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.bytes += bytes.len() as u64;
        if self.bytes > limits::IMPORT_FILE_BYTES {
            return Err(Code::TooLarge.into());
        }
        self.file
            .write_all(bytes)
            .map_err(|error| spool::io(&error))
    }

    /// Looks at the whole file, proposes a mapping and keeps both.
    ///
    /// # Errors
    /// `file-invalid` when it is no table, and the store's refusals.
    pub async fn finish(mut self) -> Result<ImportRecord, Error> {
        if let Some(answer) = self.ctx.open().await?.replayed().await? {
            return Ok(answer);
        }
        self.file.flush().map_err(|error| spool::io(&error))?;
        let (shape, profile, proposal) =
            look_at(self.file.path(), self.options.clone(), self.target).await?;
        let mut mapping = proposal.mapping;
        mapping.preset = proposal.preset;
        mapping.file = self.options.clone();
        let details = Details {
            shape,
            profile,
            proposal: proposal.columns,
            preset: proposal.preset,
            mapping,
            pieces: i64::try_from(self.bytes.div_ceil(spool::PIECE_BYTES as u64))
                .unwrap_or(i64::MAX),
            progress: None,
            failure: None,
            finished_at: None,
        };
        self.keep(details).await
    }

    /// Keeps the file in several transactions; only the last, which completes it, remembers the request's key.
    async fn keep(mut self, details: Details) -> Result<ImportRecord, Error> {
        let mut work = self.ctx.open().await?;
        let mut run = ImportRun {
            id: work.mint::<ImportId>(),
            state: ImportState::Uploading.word().to_owned(),
            record_type: self.target.word().to_owned(),
            file_name: self.file_name,
            created_by: work.member(),
            created_at: work.now,
            updated_at: work.now,
            version: 1,
            details: serde_json::Value::Null,
        };
        details.write_to(&mut run)?;
        work.insert_import(&run).await?;
        work.commit_unrepeatable().await?;
        let file = self.file.as_file_mut();
        file.seek(SeekFrom::Start(0))
            .map_err(|error| spool::io(&error))?;
        for position in 0..details.pieces {
            let mut piece = Vec::with_capacity(spool::PIECE_BYTES);
            let mut part = (&mut *file).take(spool::PIECE_BYTES as u64);
            part.read_to_end(&mut piece)
                .map_err(|error| spool::io(&error))?;
            let mut work = self.ctx.open().await?;
            work.insert_import_chunk(run.id, position, piece).await?;
            work.commit_unrepeatable().await?;
        }
        let mut work = self.ctx.open().await?;
        ImportState::Uploaded.word().clone_into(&mut run.state);
        let now = work.now;
        work.update_import(&mut run, now).await?;
        let record = super::record(&mut work, run).await?;
        work.commit(record).await
    }
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

/// Looks again at a kept file, told more about how to read it.
pub(super) async fn look_again(
    ctx: &Ctx,
    run: &ImportRun,
    details: &mut Details,
    options: &ReadOptions,
) -> Result<(), Error> {
    let file = spool::assemble(ctx, run.id, details.pieces).await?;
    let (shape, profile, proposal) =
        look_at(file.path(), options.clone(), details.mapping.target).await?;
    details.shape = shape;
    details.profile = profile;
    details.proposal = proposal.columns;
    details.preset = proposal.preset;
    Ok(())
}
