//! What is remembered of an import: what was detected, the mapping, and how far it is.

use std::collections::BTreeMap;

use connect::mapping::{ColumnProposal, Mapping, Preset};
use connect::profile::Profile;
use connect::tabular::Shape;
use playbook::Text;
use serde::{Deserialize, Serialize};
use store::ImportRun;

use crate::Error;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Its file is still coming in.
    Uploading,
    /// The file is there and was looked at; a mapping may be proposed but is not confirmed.
    Uploaded,
    /// Mapped: it can be tried or run.
    Ready,
    /// Being tried; nothing is written.
    Trying,
    /// Being run.
    Running,
    /// Being undone.
    Undoing,
    /// Done; it can be undone.
    Finished,
    /// Stopped by a fault; running it again goes on where it stopped.
    Failed,
    /// Undone.
    Undone,
}

impl ImportState {
    /// The word it is stored and shown as.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Uploading => "uploading",
            Self::Uploaded => "uploaded",
            Self::Ready => "ready",
            Self::Trying => "trying",
            Self::Running => "running",
            Self::Undoing => "undoing",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Undone => "undone",
        }
    }

    const ALL: [Self; 9] = [
        Self::Uploading,
        Self::Uploaded,
        Self::Ready,
        Self::Trying,
        Self::Running,
        Self::Undoing,
        Self::Finished,
        Self::Failed,
        Self::Undone,
    ];

    pub(super) fn of(run: &ImportRun) -> Result<Self, Error> {
        let known = Self::ALL
            .into_iter()
            .find(|state| state.word() == run.state);
        known.ok_or_else(|| Error::internal(format!("import {} is {:?}", run.id, run.state)))
    }

    /// Whether work is going on.
    #[must_use]
    pub const fn is_busy(self) -> bool {
        matches!(
            self,
            Self::Uploading | Self::Trying | Self::Running | Self::Undoing
        )
    }
}

/// Which pass over the file is under way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pass {
    /// Making and changing records.
    #[default]
    Records,
    /// Linking accounts to parents that come later in the file.
    Parents,
}

/// A value that matches nothing, but almost something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearMiss {
    /// The column.
    pub column: String,
    /// The value in the file.
    pub value: String,
    /// What it may mean.
    pub suggestion: String,
    /// How many rows say so.
    pub count: u64,
}

/// Why a row was not taken, as shown beside the counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRejection {
    /// Row of the file, as a spreadsheet counts.
    pub row: u64,
    /// The column at fault, when it is one.
    pub column: Option<String>,
    /// Stable code.
    pub code: String,
    /// Why.
    pub reason: Text,
}

/// Counts of a run or a trial.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Nothing was written.
    pub is_dry_run: bool,
    /// Rows looked at.
    pub processed: u64,
    /// Records made.
    pub created: u64,
    /// Records changed.
    pub updated: u64,
    /// Rows that said what was known already.
    pub unchanged: u64,
    /// Rows left out because of the mode: known ones when only creating, unknown ones when only updating.
    pub skipped: u64,
    /// Rows not taken.
    pub rejected: u64,
    /// Related records made on the way, by kind.
    pub created_related: BTreeMap<String, u64>,
    /// The first rejections; all are in the error file.
    pub rejections: Vec<RowRejection>,
    /// Values to confirm in the mapping.
    pub near_misses: Vec<NearMiss>,
    /// Which pass is under way.
    #[serde(default)]
    pub pass: Pass,
    /// The last row that is done in this pass.
    #[serde(default)]
    pub last_row: u64,
    /// Position of the next entry of what was made.
    #[serde(default)]
    pub next_position: i64,
    /// When undoing: records that stay because something else points to them.
    #[serde(default)]
    pub kept: u64,
}

/// What is remembered of an import beside its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Encoding, separator, columns.
    pub shape: Shape,
    /// What the columns hold.
    pub profile: Profile,
    /// What each column probably is.
    pub proposal: Vec<ColumnProposal>,
    /// The system the file seems to come from.
    pub preset: Option<Preset>,
    /// How columns become fields: proposed at first, then confirmed.
    pub mapping: Mapping,
    /// Pieces the file is kept in.
    pub pieces: i64,
    /// SHA-256 of the file, in hexadecimal: the same file can be recognised.
    #[serde(default)]
    pub content_sha256: Option<String>,
    /// How far the run or trial is.
    pub progress: Option<Progress>,
    /// Why it stopped.
    pub failure: Option<Text>,
    /// The same as a stable code.
    #[serde(default)]
    pub failure_code: Option<String>,
    /// It is being taken back, and cannot go forward any more.
    #[serde(default)]
    pub is_undoing: bool,
    /// When it came to an end.
    pub finished_at: Option<domain::Instant>,
}

impl Details {
    pub(super) fn of(run: &ImportRun) -> Result<Self, Error> {
        serde_json::from_value(run.details.clone()).map_err(Error::internal)
    }

    /// Whether a run has written anything.
    pub(super) fn has_written(&self) -> bool {
        self.progress
            .as_ref()
            .is_some_and(|progress| !progress.is_dry_run && progress.next_position > 0)
    }

    /// Whether a run has begun, and not a trial.
    pub(super) fn has_begun(&self) -> bool {
        self.progress
            .as_ref()
            .is_some_and(|progress| !progress.is_dry_run)
    }

    /// Says why it stopped; nothing, when it did not.
    pub(super) fn stopped_for(&mut self, why: Option<&Error>) {
        self.failure = why.map(Error::sentence);
        self.failure_code = why.map(|why| why.code.as_str().to_owned());
    }

    pub(super) fn write_to(&self, run: &mut ImportRun) -> Result<(), Error> {
        run.details = serde_json::to_value(self).map_err(Error::internal)?;
        Ok(())
    }
}
