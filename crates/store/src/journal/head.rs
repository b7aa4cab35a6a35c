use std::collections::HashMap;

use domain::ids::WorkspaceId;

use crate::error::Result;
use crate::sql::dialect::Dialect;
use crate::sql::{Conn, args};

/// The heads a transaction has read already.
pub(crate) type Heads = HashMap<WorkspaceId, Head>;

/// The end of a workspace's journal, and its counters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Position of the next entry.
    pub(crate) next_seq: i64,
    /// Hash of the last entry; none before the first.
    pub(crate) last_hash: Option<[u8; 32]>,
    /// When the last entry was recorded, µs: recorded times never go back.
    pub(crate) last_recorded_at: i64,
    /// Number of the next deal.
    pub(crate) next_deal_number: i64,
}

impl Head {
    /// Reads the head and, on PostgreSQL, locks it: one writer per workspace at a time, as on SQLite.
    pub(crate) async fn lock(conn: &mut Conn, workspace_id: WorkspaceId) -> Result<Self> {
        let sql = match conn.dialect() {
            Dialect::Sqlite => SELECT,
            Dialect::Postgres => SELECT_FOR_UPDATE,
        };
        let Some(row) = conn.fetch_optional(sql, args![workspace_id]).await? else {
            return Ok(Self {
                next_seq: 1,
                last_hash: None,
                last_recorded_at: i64::MIN,
                next_deal_number: 1,
            });
        };
        Ok(Self {
            next_seq: row.int(0)?,
            last_hash: row.opt_bytes(1)?.and_then(|bytes| bytes.try_into().ok()),
            last_recorded_at: row.int(2)?,
            next_deal_number: row.int(3)?,
        })
    }

    /// Writes the head back.
    pub(crate) async fn save(&self, conn: &mut Conn, workspace_id: WorkspaceId) -> Result<()> {
        let last_hash = self.last_hash.map(Vec::from);
        let values = args![
            workspace_id,
            self.next_seq,
            last_hash,
            self.last_recorded_at,
            self.next_deal_number
        ];
        conn.execute(SAVE, values).await?;
        Ok(())
    }
}

const SELECT: &str = "select next_seq, last_hash, last_recorded_at, next_deal_number from journal_head where workspace_id = $1";

const SELECT_FOR_UPDATE: &str = "select next_seq, last_hash, last_recorded_at, next_deal_number from journal_head where workspace_id = $1 for update";

const SAVE: &str = "insert into journal_head (workspace_id, next_seq, last_hash, last_recorded_at, next_deal_number) \
     values ($1, $2, $3, $4, $5) on conflict (workspace_id) do update set next_seq = excluded.next_seq, \
     last_hash = excluded.last_hash, last_recorded_at = excluded.last_recorded_at, \
     next_deal_number = excluded.next_deal_number";
