//! What people said of deals' forecast categories, with the deals as they were then.

use std::collections::{BTreeMap, BTreeSet};

use domain::Deal;
use domain::journal::{Changes, JournalEntry};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::chain::COLUMNS;
use super::read::{damaged, entry, read_back};
use crate::error::Result;
use crate::query::Query;
use crate::record::IDS_PER_STATEMENT;
use crate::tx::ReadTx;

/// Word for word the condition of the index that leads to these entries.
const JUDGEMENTS: &str = "action in ('deal.forecast_overridden', 'deal.forecast_override_cleared', 'deal.forecast_capped')";

/// An override, an owner's cap, or that one of them was taken back.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// The entry.
    pub entry: JournalEntry,
    /// The deal as it was known right after it.
    pub deal: Deal,
}

impl ReadTx {
    /// The last `most` judgements of forecast categories, oldest first. It does not ask whose deals the reader sees.
    ///
    /// # Errors
    /// When the database fails, or an entry does not read back.
    pub async fn forecast_judgements(&mut self, most: usize) -> Result<Vec<Judgement>> {
        let mut query = Query::new(format!(
            "select {COLUMNS}, prev_hash, hash from journal where workspace_id = "
        ));
        query.bind(self.workspace_id());
        query.push(" and ").push(JUDGEMENTS);
        query
            .push(" order by seq desc limit ")
            .push(&most.to_string());
        let rows = self.few(query).await?;
        let mut entries = rows.iter().map(entry).collect::<Result<Vec<_>>>()?;
        entries.reverse();
        let wanted: BTreeSet<i64> = entries.iter().map(|entry| entry.seq).collect();
        let deals: BTreeSet<Uuid> = entries.iter().map(|entry| entry.object_id).collect();
        let deals: Vec<Uuid> = deals.into_iter().collect();
        let mut then = self.deals_after(&deals, &wanted).await?;
        let judged = entries.into_iter().filter_map(|entry| {
            let deal = then.remove(&entry.seq)?;
            Some(Judgement { entry, deal })
        });
        Ok(judged.collect())
    }

    /// Deals as they were right after some entries, by the entries' positions.
    async fn deals_after(
        &mut self,
        deals: &[Uuid],
        wanted: &BTreeSet<i64>,
    ) -> Result<BTreeMap<i64, Deal>> {
        let mut then = BTreeMap::new();
        let Some(last) = wanted.last() else {
            return Ok(then);
        };
        for ids in deals.chunks(IDS_PER_STATEMENT) {
            let mut query =
                Query::new("select object_id, seq, changes from journal where workspace_id = ");
            query.bind(self.workspace_id());
            query
                .push(" and object_id in (")
                .bind_ids(ids)
                .push(") and object_kind = 'deal' and seq <= ")
                .bind(*last)
                .push(" order by seq");
            let mut now: BTreeMap<Uuid, Map<String, Json>> = BTreeMap::new();
            for row in self.all(query).await? {
                let changes: Changes = serde_json::from_str(row.text(2)?).map_err(damaged)?;
                let deal = now.entry(row.uuid(0)?).or_default();
                for (field, mut change) in changes {
                    let after = change.get_mut(1).map(Json::take).unwrap_or_default();
                    deal.insert(field, after);
                }
                let seq = row.int(1)?;
                if wanted.contains(&seq) {
                    then.insert(seq, read_back(deal.clone())?);
                }
            }
        }
        Ok(then)
    }
}
