//! Published playbooks. A published version never changes.

use domain::Instant;
use domain::ids::{PlaybookVersionId, UserId};
use domain::journal::{Changes, Journaled};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::record::{Record, Table, changes_by_field, columns};
use crate::sql::args;
use crate::tx::{ReadTx, WriteTx};

/// Whether a version is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaybookStatus {
    /// Being written.
    Draft,
    /// In force: deals are judged by the newest published version.
    Published,
    /// Was in force before.
    Superseded,
}

/// A stored version of a playbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaybookVersion {
    /// Identity.
    pub id: PlaybookVersionId,
    /// The playbook's key.
    pub key: String,
    /// 1 and up, by key.
    pub version: i64,
    /// Whether it is in force.
    pub status: PlaybookStatus,
    /// The file, as it was published.
    pub source: String,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// Who published it; none for Proofline itself.
    pub published_by: Option<UserId>,
    /// When it was stored.
    pub created_at: Instant,
}

impl Journaled for PlaybookVersion {
    const KIND: &'static str = "playbook";

    fn changes(before: Option<&Self>, after: &Self) -> Changes {
        changes_by_field(before, after)
    }
}

impl Record for PlaybookVersion {
    const TABLE: &'static Table = &Table {
        name: "playbook_version",
        columns: columns![
            id: Uuid, key: Text, version: Int, status: Text, source: Text, published_at: Instant, published_by: Uuid,
            created_at: Instant,
        ],
        has_facts: false,
        searched: &[],
        derived: &[],
    };
}

impl ReadTx {
    /// The version in force of every playbook, by key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn published_playbooks(&mut self) -> Result<Vec<PlaybookVersion>> {
        let mut query = self.select::<PlaybookVersion>();
        query.push(" and status = 'published' order by key");
        self.records(query).await
    }

    /// Every version of a playbook, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn playbook_versions(&mut self, key: &str) -> Result<Vec<PlaybookVersion>> {
        let mut query = self.select::<PlaybookVersion>();
        query
            .push(" and key = ")
            .bind(key)
            .push(" order by version desc");
        self.records(query).await
    }
}

impl WriteTx {
    /// Stores a version; a published one takes the place of the one in force. Returns what to record.
    ///
    /// # Errors
    /// [`crate::Error::Duplicate`] when the version exists.
    pub async fn insert_playbook_version(&mut self, playbook: &PlaybookVersion) -> Result<Changes> {
        if playbook.status == PlaybookStatus::Published {
            let sql = "update playbook_version set status = 'superseded' \
                 where workspace_id = $1 and key = $2 and status = 'published'";
            let values = args![self.workspace_id(), playbook.key.as_str()];
            self.conn.execute(sql, values).await?;
        }
        self.insert_record(playbook).await
    }
}
