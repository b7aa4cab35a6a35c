//! Writes that may be repeated: the first answer is kept and given again.

use domain::Instant;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::sql::args;
use crate::tx::{ReadTx, WriteTx};

/// The answer once given to a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierAnswer {
    /// Hash of the request it answered.
    pub request_hash: [u8; 32],
    /// The answer, as it was kept.
    pub response: String,
}

impl ReadTx {
    /// The answer kept for a claimant's key, unless it is to be forgotten by now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_idempotency(
        &mut self,
        claimant: Uuid,
        key: &str,
        now: Instant,
    ) -> Result<Option<EarlierAnswer>> {
        let sql = "select request_hash, response from idempotency \
             where workspace_id = $1 and claimant = $2 and key = $3 and forget_at > $4";
        let values = args![self.workspace_id(), claimant, key, now];
        let Some(row) = self.conn.fetch_optional(sql, values).await? else {
            return Ok(None);
        };
        let request_hash = row
            .bytes(0)?
            .try_into()
            .map_err(|_| Error::Corrupt("a request hash is not 32 bytes".to_owned()))?;
        Ok(Some(EarlierAnswer {
            request_hash,
            response: row.text(1)?.to_owned(),
        }))
    }
}

impl WriteTx {
    /// Keeps the answer of this transaction for whoever repeats the request, and forgets what is old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remember_idempotency(
        &mut self,
        claimant: Uuid,
        key: &str,
        request_hash: [u8; 32],
        response: &str,
        now: Instant,
        forget_at: Instant,
    ) -> Result<()> {
        let workspace_id = self.workspace_id();
        let sql = "delete from idempotency where workspace_id = $1 and forget_at <= $2";
        self.conn.execute(sql, args![workspace_id, now]).await?;
        let sql = "insert into idempotency (workspace_id, claimant, key, request_hash, response, created_at, forget_at) \
             values ($1, $2, $3, $4, $5, $6, $7)";
        self.conn
            .execute(
                sql,
                args![
                    workspace_id,
                    claimant,
                    key,
                    request_hash,
                    response,
                    now,
                    forget_at
                ],
            )
            .await?;
        Ok(())
    }
}
