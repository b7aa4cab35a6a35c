use std::ops::{Deref, DerefMut};

use domain::Instant;
use domain::ids::WorkspaceId;
use domain::journal::JournalDraft;

use crate::deal::Totals;
use crate::error::{Error, Result};
use crate::journal::{Head, Heads, Pending};
use crate::query::Query;
use crate::scope::Scope;
use crate::sql::{Conn, Handle, Row};

/// Reads of one workspace, as one reader may see it.
pub struct ReadTx {
    pub(crate) conn: Conn,
    pub(crate) scope: Scope,
}

impl ReadTx {
    pub(crate) fn new(conn: Conn, scope: Scope) -> Self {
        Self { conn, scope }
    }

    /// Whose data this reads, and with whose eyes.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    pub(crate) fn workspace_id(&self) -> WorkspaceId {
        self.scope.workspace_id
    }

    /// All rows of a query that may have to look at many.
    pub(crate) async fn all(&mut self, query: Query) -> Result<Vec<Row>> {
        let (sql, values) = query.into_parts();
        self.conn.fetch_all(sql, values).await
    }

    /// All rows of a query that an index leads straight to no more than a page of them.
    pub(crate) async fn few(&mut self, query: Query) -> Result<Vec<Row>> {
        let (sql, values) = query.into_parts();
        self.conn.fetch_few(sql, values).await
    }

    pub(crate) async fn optional(&mut self, query: Query) -> Result<Option<Row>> {
        let (sql, values) = query.into_parts();
        self.conn.fetch_optional(sql, values).await
    }
}

/// A transaction that may write to one workspace. Dropping it undoes everything; [`WriteTx::commit`] keeps it.
///
/// It reads like a [`ReadTx`]. No other writer of the workspace runs at the same time, so what was read stays true until
/// the end. After a failed statement it refuses all others.
pub struct WriteTx {
    read: ReadTx,
    heads: Heads,
    head: Head,
    stored_head: Head,
    pending: Pending,
    pub(crate) totals: Totals,
    pub(crate) visibility_is_stale: bool,
}

impl WriteTx {
    pub(crate) async fn open(mut read: ReadTx, heads: Heads) -> Result<Self> {
        let workspace_id = read.workspace_id();
        let head = match heads.get(&workspace_id) {
            Some(head) => head.clone(),
            None => Head::lock(&mut read.conn, workspace_id).await?,
        };
        Ok(Self {
            read,
            heads,
            stored_head: head.clone(),
            head,
            pending: Pending::default(),
            totals: Totals::default(),
            visibility_is_stale: false,
        })
    }

    /// Records a change in the journal and returns its position. No write without it.
    ///
    /// `recorded_at` is now; positions and recorded times never go back, so a clock that did is corrected.
    pub fn record(&mut self, draft: JournalDraft, recorded_at: Instant) -> i64 {
        let workspace_id = self.workspace_id();
        self.pending
            .append(&mut self.head, workspace_id, draft, recorded_at)
    }

    /// Takes the next deal number.
    pub fn next_deal_number(&mut self) -> i64 {
        let number = self.head.next_deal_number;
        self.head.next_deal_number += 1;
        number
    }

    /// Keeps everything that was written, or nothing. When this returns, it is durable.
    ///
    /// # Errors
    /// When the database could not keep it; nothing of it was kept then, unless the connection was lost in the act.
    pub async fn commit(mut self) -> Result<()> {
        if self.read.conn.has_failed() {
            return Err(Error::Failed);
        }
        let workspace_id = self.workspace_id();
        if self.visibility_is_stale {
            self.rebuild_visibility().await?;
        }
        let Self {
            mut read,
            mut heads,
            head,
            stored_head,
            pending,
            totals,
            ..
        } = self;
        totals.flush(&mut read.conn, workspace_id).await?;
        let changes = pending.flush(&mut read.conn, workspace_id).await?;
        if head != stored_head {
            head.save(&mut read.conn, workspace_id).await?;
            heads.insert(workspace_id, head);
        }
        match read.conn.into_handle() {
            Handle::SqliteTurn(mut turn) => {
                turn.heads = heads;
                turn.commit(changes).await
            }
            Handle::PostgresTransaction(transaction) => Ok(transaction.commit().await?),
            Handle::Sqlite(_) | Handle::SqliteReader(_) | Handle::Postgres(_) => Err(
                Error::Unavailable("this connection has no transaction".to_owned()),
            ),
        }
    }
}

impl Deref for WriteTx {
    type Target = ReadTx;

    fn deref(&self) -> &ReadTx {
        &self.read
    }
}

impl DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.read
    }
}
