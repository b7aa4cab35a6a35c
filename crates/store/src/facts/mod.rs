//! What numbers are made of: narrow rows in bulk, for the columns that `insight` keeps in memory.
//!
//! These readers stream whole tables without a copy of a row, and **do not ask who reads**: `insight` narrows every number
//! to what its reader may see, and nothing else may use them. Read them within one [`Store::snapshot`](crate::Store::snapshot),
//! where all of them and [`ReadTx::journal_position`] are of the same moment on both databases.

mod check;
mod deals;
mod organisation;
mod rebuild;
mod since;
mod tracked;
mod visits;

use domain::fact::{EvidenceFact, FieldChange};
use domain::ids::DealId;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::query::Query;
use crate::record::IDS_PER_STATEMENT;
use crate::sql::View;
use crate::tx::ReadTx;

pub use since::ChangesSince;

pub(crate) use check::FieldChangeSums;
pub(crate) use rebuild::rebuild;
pub(crate) use tracked::{Entry, FieldChanges};

impl ReadTx {
    /// Shows every piece of evidence, those of a deal together, deals in the order of their ids; only of some deals when
    /// they are given. Whoever reads: for `insight` only.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn for_each_evidence_fact(
        &mut self,
        deals: Option<&[DealId]>,
        mut see: impl FnMut(DealId, EvidenceFact<'_>) + Send,
    ) -> Result<()> {
        let mut query = Query::new(
            "select deal_id, evidence_type, origin, occurred_at, recorded_at, retracted_at from evidence where workspace_id = ",
        );
        query.bind(self.workspace_id());
        let show = |row: View<'_>| {
            let fact = EvidenceFact {
                evidence_type: row.text(1)?,
                origin: row.text(2)?,
                occurred_at: row.int(3)?,
                recorded_at: row.int(4)?,
                retracted_at: row.opt_int(5)?,
            };
            see(row.uuid(0)?.into(), fact);
            Ok(())
        };
        self.stream(&query, of_deals("deal_id", deals), "deal_id, id", show)
            .await
    }

    /// Shows what changed after its creation in the tracked fields of every `deal`, `account`, `user`, `team` or `product`,
    /// by object and then in the order it was recorded; only of some objects when they are given. Whoever reads: for
    /// `insight` only.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn for_each_field_change(
        &mut self,
        object_kind: &str,
        objects: Option<&[Uuid]>,
        mut see: impl FnMut(Uuid, FieldChange<'_>) + Send,
    ) -> Result<()> {
        let mut query = Query::new(
            "select object_id, field, effective_at, before, after from field_change where workspace_id = ",
        );
        query
            .bind(self.workspace_id())
            .push(" and object_kind = ")
            .bind(object_kind);
        let show = |row: View<'_>| {
            let change = FieldChange {
                field: row.text(1)?,
                effective_at: row.int(2)?,
                before: row.opt_text(3)?,
                after: row.opt_text(4)?,
            };
            see(row.uuid(0)?, change);
            Ok(())
        };
        let objects = objects.map(|ids| ("object_id", ids.to_vec()));
        self.stream(&query, objects, "object_id, seq, field", show)
            .await
    }

    /// Shows a query's rows in an order, or only those with some ids in a column that leads that order.
    async fn stream(
        &mut self,
        query: &Query,
        only: Option<(&str, Vec<Uuid>)>,
        order: &str,
        mut see: impl FnMut(View<'_>) -> Result<()> + Send,
    ) -> Result<()> {
        let Some((column, mut ids)) = only else {
            let mut query = query.clone();
            query.push(" order by ").push(order);
            let (sql, values) = query.into_parts();
            return self.conn.for_each(sql, values, see).await;
        };
        ids.sort_unstable();
        ids.dedup();
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let mut query = query.clone();
            query.push(" and ").push(column).push(" in (");
            query.bind_ids(ids).push(") order by ").push(order);
            let (sql, values) = query.into_parts();
            self.conn.for_each(sql, values, &mut see).await?;
        }
        Ok(())
    }
}

fn of_deals<'c>(column: &'c str, deals: Option<&[DealId]>) -> Option<(&'c str, Vec<Uuid>)> {
    deals.map(|ids| (column, ids.iter().copied().map(Uuid::from).collect()))
}

/// A column of days.
fn opt_day(row: &View<'_>, column: usize) -> Result<Option<i32>> {
    let day = row.opt_int(column)?.map(i32::try_from).transpose();
    day.map_err(|_| Error::Corrupt(format!("column {column} is no day")))
}
