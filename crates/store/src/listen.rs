//! How nodes on PostgreSQL learn of each other's commits (and of their own).

use std::collections::HashMap;
use std::time::Duration;

use domain::Instant;
use domain::ids::WorkspaceId;
use sqlx::postgres::{PgListener, PgPool};
use uuid::Uuid;

use crate::changes::{Change, Changes, owner_before, version_in};
use crate::error::Result;
use crate::sql::{Conn, Handle, args};

const CHANNEL: &str = "proofline_journal";
/// Pause before listening again after the connection was lost.
const RETRY: Duration = Duration::from_secs(1);

/// The next journal position that was not announced yet, by workspace.
type Positions = HashMap<WorkspaceId, i64>;

/// Announces from now on every committed entry, until the pool is closed.
pub(crate) async fn start(pool: &PgPool, changes: &Changes) -> Result<()> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.ignore_pool_close_event(false);
    listener.listen(CHANNEL).await?;
    let mut follower = Follower {
        pool: pool.clone(),
        changes: changes.clone(),
        positions: Positions::new(),
    };
    follower.skip_to_end().await?;
    tokio::spawn(async move {
        while !follower.pool.is_closed() {
            match listener.try_recv().await {
                // A lost connection may have lost messages: catch up on every workspace.
                Ok(None) => follower.try_catch_up(None).await,
                Ok(Some(message)) => follower.try_catch_up(parse(message.payload())).await,
                Err(_) if follower.pool.is_closed() => return,
                Err(error) => {
                    tracing::warn!(%error, "listening for commits failed");
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    });
    Ok(())
}

fn parse(payload: &str) -> Option<WorkspaceId> {
    payload
        .split(' ')
        .next()?
        .parse::<Uuid>()
        .ok()
        .map(WorkspaceId::from_uuid)
}

struct Follower {
    pool: PgPool,
    changes: Changes,
    positions: Positions,
}

impl Follower {
    async fn conn(&self) -> Result<Conn> {
        Ok(Conn::new(Handle::Postgres(self.pool.acquire().await?)))
    }

    async fn skip_to_end(&mut self) -> Result<()> {
        for row in self
            .conn()
            .await?
            .fetch_all("select workspace_id, next_seq from journal_head", vec![])
            .await?
        {
            self.positions
                .insert(WorkspaceId::from_uuid(row.uuid(0)?), row.int(1)?);
        }
        Ok(())
    }

    async fn try_catch_up(&mut self, workspace_id: Option<WorkspaceId>) {
        let result = match workspace_id {
            Some(workspace_id) => self.catch_up(workspace_id).await,
            None => self.catch_up_all().await,
        };
        if let Err(error) = result {
            tracing::warn!(%error, "reading committed changes failed");
        }
    }

    async fn catch_up_all(&mut self) -> Result<()> {
        for row in self
            .conn()
            .await?
            .fetch_all("select workspace_id from journal_head", vec![])
            .await?
        {
            self.catch_up(WorkspaceId::from_uuid(row.uuid(0)?)).await?;
        }
        Ok(())
    }

    async fn catch_up(&mut self, workspace_id: WorkspaceId) -> Result<()> {
        let from = self.positions.get(&workspace_id).copied().unwrap_or(1);
        let rows = self
            .conn()
            .await?
            .fetch_all(SELECT, args![workspace_id, from])
            .await?;
        let mut changes = Vec::with_capacity(rows.len());
        for row in rows {
            let object_kind = row.text(2)?.to_owned();
            let fields: domain::journal::Changes =
                serde_json::from_str(row.text(5)?).unwrap_or_default();
            changes.push(Change {
                workspace_id,
                seq: row.int(0)?,
                action: row.text(1)?.to_owned(),
                owner_before: owner_before(&object_kind, &fields),
                object_kind,
                object_id: row.uuid(3)?,
                deal_id: row.opt_uuid(4)?.map(Into::into),
                version: version_in(&fields),
                actor_id: row.opt_uuid(6)?,
                recorded_at: Instant::from_micros(row.int(7)?),
            });
        }
        if let Some(last) = changes.last() {
            self.positions.insert(workspace_id, last.seq + 1);
        }
        self.changes.publish(changes);
        Ok(())
    }
}

const SELECT: &str = "select seq, action, object_kind, object_id, deal_id, changes, actor_id, recorded_at from journal \
     where workspace_id = $1 and seq >= $2 order by seq";
