//! What has changed, for columns that follow the journal.

use domain::ids::{AccountId, DealId};

use crate::error::Result;
use crate::query::Query;
use crate::sql::View;
use crate::tx::ReadTx;

/// Entries behind which reading everything anew is quicker than reading each changed deal.
const RELOAD_AFTER: i64 = 20_000;

/// What the journal tells to read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangesSince {
    /// The position of the last entry looked at: pass it the next time.
    pub position: i64,
    /// Deals that changed, or whose visits or evidence did, by id. Some may be gone: no fact is shown for them then.
    pub deals: Vec<DealId>,
    /// Accounts that changed, by id.
    pub accounts: Vec<AccountId>,
    /// Whether a member, team, product, exchange rate, playbook or the workspace changed.
    pub others_changed: bool,
    /// So much has changed that nobody looked which deals: read everything.
    pub is_reload_advised: bool,
}

impl ReadTx {
    /// What has changed after a position in the journal. Whoever reads: for `insight` only.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn changes_since(&mut self, seq: i64) -> Result<ChangesSince> {
        let position = self.journal_position().await?;
        let mut since = ChangesSince {
            position,
            is_reload_advised: !(0..=RELOAD_AFTER).contains(&(position - seq)),
            ..Default::default()
        };
        if position == seq || since.is_reload_advised {
            return Ok(since);
        }
        let mut query =
            Query::new("select object_kind, deal_id, object_id from journal where workspace_id = ");
        query
            .bind(self.workspace_id())
            .push(" and seq > ")
            .bind(seq)
            .push(" order by seq");
        let look = |row: View<'_>| {
            match row.text(0)? {
                "deal" | "stage_visit" | "evidence" => {
                    since.deals.extend(row.opt_uuid(1)?.map(DealId::from));
                }
                "account" => since.accounts.push(row.uuid(2)?.into()),
                "user" | "team" | "product" | "fx_rate" | "playbook" | "workspace" => {
                    since.others_changed = true;
                }
                _ => {}
            }
            Ok(())
        };
        let (sql, values) = query.into_parts();
        self.conn.for_each(sql, values, look).await?;
        since.deals.sort_unstable();
        since.deals.dedup();
        since.accounts.sort_unstable();
        since.accounts.dedup();
        Ok(since)
    }
}
