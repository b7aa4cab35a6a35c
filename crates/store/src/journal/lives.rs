//! Whole lives of deals, for judging history anew.

use std::collections::BTreeMap;

use domain::ids::{AccountId, DealId};
use domain::journal::{Changes, Journaled};
use domain::replay::{Entry, Life};
use domain::{Account, Instant};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::read::{damaged, read_back};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::record::IDS_PER_STATEMENT;
use crate::sql::View;
use crate::tx::ReadTx;

impl ReadTx {
    /// The deals of some pipelines that the reader may see and that are not archived, in the order of their ids, at most
    /// `most` of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deals_in(&mut self, pipelines: &[&str], most: u32) -> Result<Vec<DealId>> {
        if pipelines.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Query::new("select id from deal where workspace_id = ");
        query.bind(self.workspace_id());
        query.push(" and archived_at is null and pipeline in (");
        query.bind_all(pipelines.iter().map(|key| (*key).into()));
        query.push(")");
        self.scope.narrow_deals(&mut query);
        query.push(" order by id limit ").push(&most.to_string());
        let rows = self.all(query).await?;
        rows.iter().map(|row| Ok(row.uuid(0)?.into())).collect()
    }

    /// What happened to some deals up to a moment: to themselves, their evidence, waivers and stage visits. It does not
    /// ask who reads: find the deals first, which does.
    ///
    /// # Errors
    /// When the database fails, or an entry does not read back.
    pub async fn lives_of(&mut self, deals: &[DealId], until: Instant) -> Result<Vec<Life>> {
        let mut entries: BTreeMap<Uuid, Vec<Entry>> = BTreeMap::new();
        for ids in deals.chunks(IDS_PER_STATEMENT) {
            let mut query = Query::new(
                "select deal_id, effective_at, seq, object_kind, object_id, changes from journal where workspace_id = ",
            );
            query.bind(self.workspace_id());
            query.push(" and deal_id in (").bind_ids(ids).push(")");
            query.push(" and effective_at <= ").bind(until);
            query.push(" and object_kind in ('deal', 'evidence', 'waiver', 'stage_visit')");
            let (sql, values) = query.into_parts();
            let see = |row: View<'_>| {
                let entry = Entry {
                    at: Instant::from_micros(row.int(1)?),
                    seq: row.int(2)?,
                    object_kind: row.text(3)?.to_owned(),
                    object_id: row.uuid(4)?,
                    changes: serde_json::from_str(row.text(5)?).map_err(damaged)?,
                };
                entries.entry(row.uuid(0)?).or_default().push(entry);
                Ok(())
            };
            self.conn.for_each(sql, values, see).await?;
        }
        let lives = entries.into_values().map(Life::of);
        let read = lives.filter_map(|life| {
            life.map_err(|error| Error::Corrupt(error.to_string()))
                .transpose()
        });
        read.collect()
    }

    /// What some accounts were like from when on, each in order of time.
    ///
    /// # Errors
    /// When the database fails, or an entry does not read back.
    pub async fn accounts_over_time(
        &mut self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<(Instant, Account)>>> {
        let mut changes: Vec<(Instant, i64, Uuid, Changes)> = Vec::new();
        for ids in accounts.chunks(IDS_PER_STATEMENT) {
            let mut query = Query::new(
                "select effective_at, seq, object_id, changes from journal where workspace_id = ",
            );
            query.bind(self.workspace_id());
            query.push(" and object_id in (").bind_ids(ids).push(")");
            query.push(" and object_kind = ").bind(Account::KIND);
            let (sql, values) = query.into_parts();
            let see = |row: View<'_>| {
                let read = serde_json::from_str(row.text(3)?).map_err(damaged)?;
                let at = Instant::from_micros(row.int(0)?);
                changes.push((at, row.int(1)?, row.uuid(2)?, read));
                Ok(())
            };
            self.conn.for_each(sql, values, see).await?;
        }
        changes.sort_by_key(|(at, seq, ..)| (*at, *seq));
        let mut fields: BTreeMap<Uuid, Map<String, Json>> = BTreeMap::new();
        let mut known: BTreeMap<AccountId, Vec<(Instant, Account)>> = BTreeMap::new();
        for (at, _, id, changes) in changes {
            let fields = fields.entry(id).or_default();
            for (field, mut change) in changes {
                let after = change.get_mut(1).map(Json::take).unwrap_or_default();
                fields.insert(field, after);
            }
            if fields.get("id").is_some_and(|id| !id.is_null()) {
                let account = read_back(fields.clone())?;
                known.entry(id.into()).or_default().push((at, account));
            }
        }
        Ok(known)
    }

    /// From when on each type of evidence was on record in the workspace, whoever's deal it was on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evidence_types_since(&mut self) -> Result<Vec<(String, Instant)>> {
        let mut query = Query::new(
            "select evidence_type, min(recorded_at) from evidence where workspace_id = ",
        );
        query
            .bind(self.workspace_id())
            .push(" group by evidence_type");
        let rows = self.all(query).await?;
        let read = rows.iter().map(|row| {
            let since = Instant::from_micros(row.int(1)?);
            Ok((row.text(0)?.to_owned(), since))
        });
        read.collect()
    }
}
