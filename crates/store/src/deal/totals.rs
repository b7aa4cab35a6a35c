use std::collections::BTreeMap;

use domain::Deal;
use domain::ids::WorkspaceId;
use uuid::Uuid;

use super::board::NO_OWNER;
use crate::bulk;
use crate::error::Result;
use crate::sql::{Conn, args};

/// How a transaction changes the totals per stage; written once, at its end.
#[derive(Default)]
pub(crate) struct Totals(BTreeMap<Key, Total>);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    pipeline: String,
    stage: String,
    owner_id: Uuid,
    currency: &'static str,
}

#[derive(Default)]
struct Total {
    deal_count: i64,
    amount_minor: i64,
}

const COLUMNS: &str = "workspace_id, pipeline, stage, owner_id, currency, deal_count, amount_minor";

const ADD: &str = " on conflict (workspace_id, pipeline, stage, owner_id, currency) do update set \
     deal_count = stage_total.deal_count + excluded.deal_count, amount_minor = stage_total.amount_minor + excluded.amount_minor";

impl Totals {
    /// Counts a deal in.
    pub(crate) fn add(&mut self, deal: &Deal) {
        self.change(deal, 1);
    }

    /// Counts a deal out.
    pub(crate) fn remove(&mut self, deal: &Deal) {
        self.change(deal, -1);
    }

    fn change(&mut self, deal: &Deal, sign: i64) {
        if deal.archived_at.is_some() {
            return;
        }
        let key = Key {
            pipeline: deal.pipeline.clone(),
            stage: deal.stage.clone(),
            owner_id: deal.owner_id.map_or(NO_OWNER, Into::into),
            currency: deal.amount.map_or("", |amount| amount.currency.code()),
        };
        let total = self.0.entry(key).or_default();
        total.deal_count += sign;
        total.amount_minor += sign * deal.amount.map_or(0, |amount| amount.amount_minor);
    }

    /// Adds the changes to the stored totals.
    pub(crate) async fn flush(self, conn: &mut Conn, workspace_id: WorkspaceId) -> Result<()> {
        let rows = self
            .0
            .into_iter()
            .filter(|(_, total)| total.deal_count != 0 || total.amount_minor != 0);
        let rows = rows.map(|(key, total)| {
            args![
                workspace_id,
                key.pipeline,
                key.stage,
                key.owner_id,
                key.currency,
                total.deal_count,
                total.amount_minor,
            ]
        });
        bulk::insert_or(conn, "stage_total", COLUMNS, rows.collect(), ADD).await
    }
}
