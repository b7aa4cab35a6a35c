//! Deals: single ones, lists, the board, and the totals per stage.

mod board;
mod list;
mod names;
mod parts;
mod past;
mod totals;

use domain::ids::{AccountId, DealId, UserId};
use domain::journal::Changes;
use domain::{Deal, Visibility};

use crate::error::{Error, Result};
use crate::query::Query;
use crate::record::{Derived, Record, Table, columns, from_row};
use crate::scope::Scope;
use crate::tx::{ReadTx, WriteTx};

pub use board::{BoardColumn, BoardQuery, BoardStage, StageTotal};
pub use list::DealQuery;

pub(crate) use totals::Totals;

impl Record for Deal {
    const TABLE: &'static Table = &Table {
        name: "deal",
        columns: columns![
            id: Uuid, number: Int, name: Text, kind: Text, pipeline: Text, stage: Text, status: Text, outcome: Text,
            account_id: Uuid, contact_id: Uuid, owner_id: Uuid, product_id: Uuid, amount: Money("amount_minor", "currency"),
            close_on: Date, close_basis: Text, pushes: Int, pushed_days: Int, next_step: Text, next_step_on: Date,
            competition: Text, source: Text, external_id: Text, opened_at: Instant, closed_at: Instant,
            stage_entered_at: Instant, last_customer_evidence_at: Instant, forecast_category: Text, on_waiver: Bool,
            playbook_version: Int, created_at: Instant, updated_at: Instant, archived_at: Instant, version: Int,
        ],
        has_facts: true,
        searched: &["name", "external_id"],
        derived: &[Derived {
            column: "loss_reason",
            field: "loss",
            pointer: "/reason",
        }],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Scope {
    /// Narrows a query on `deal` to what the reader may see.
    pub(crate) fn narrow_deals(&self, query: &mut Query) {
        match (self.visibility, self.viewer_id) {
            (Visibility::All, _) => {}
            (_, None) => {
                query.push(" and 1 = 0");
            }
            (Visibility::Own, Some(viewer)) => {
                query.push(" and deal.owner_id = ").bind(viewer);
            }
            (Visibility::Team, Some(viewer)) => {
                query.push(" and exists (select 1 from user_visibility v where v.workspace_id = deal.workspace_id");
                query
                    .push(" and v.viewer_id = ")
                    .bind(viewer)
                    .push(" and v.owner_id = deal.owner_id)");
            }
        }
    }
}

impl ReadTx {
    /// A deal the reader may see.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or the reader may not know of it.
    pub async fn deal(&mut self, id: DealId) -> Result<Deal> {
        self.find_deal(id).await?.ok_or_else(|| Error::NotFound {
            kind: "deal",
            id: id.to_string(),
        })
    }

    /// A deal the reader may see, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_deal(&mut self, id: DealId) -> Result<Option<Deal>> {
        let mut query = self.select::<Deal>();
        query.push(" and id = ").bind(id);
        self.find_visible(query).await
    }

    /// The deal shown as `D-<number>`, if the reader may see it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_deal_by_number(&mut self, number: i64) -> Result<Option<Deal>> {
        let mut query = self.select::<Deal>();
        query.push(" and number = ").bind(number);
        self.find_visible(query).await
    }

    /// The deal with a key of another system, if the reader may see it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_deal_by_external_id(&mut self, external_id: &str) -> Result<Option<Deal>> {
        let mut query = self.select::<Deal>();
        query.push(" and external_id = ").bind(external_id);
        self.find_visible(query).await
    }

    async fn find_visible(&mut self, mut query: Query) -> Result<Option<Deal>> {
        self.scope.narrow_deals(&mut query);
        self.optional(query)
            .await?
            .as_ref()
            .map(from_row)
            .transpose()
    }

    /// The deals of an account that the reader may see, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deals_of_account(&mut self, account_id: AccountId) -> Result<Vec<Deal>> {
        let mut query = self.select::<Deal>();
        query
            .push(" and account_id = ")
            .bind(account_id)
            .push(" and archived_at is null");
        self.scope.narrow_deals(&mut query);
        query.push(" order by opened_at desc, id desc");
        self.records(query).await
    }

    /// Whether the reader may see deals of this owner.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sees_owner(&mut self, owner_id: Option<UserId>) -> Result<bool> {
        let (Some(viewer), Some(owner)) = (self.scope.viewer_id, owner_id) else {
            return Ok(self.scope.visibility == Visibility::All);
        };
        match self.scope.visibility {
            Visibility::All => Ok(true),
            Visibility::Own => Ok(viewer == owner),
            Visibility::Team => {
                let mut query = Query::new("select 1 from user_visibility where workspace_id = ");
                query
                    .bind(self.workspace_id())
                    .push(" and viewer_id = ")
                    .bind(viewer)
                    .push(" and owner_id = ")
                    .bind(owner);
                Ok(self.optional(query).await?.is_some())
            }
        }
    }
}

impl WriteTx {
    /// Inserts a deal; its number comes from [`WriteTx::next_deal_number`]. Returns what to record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_deal(&mut self, deal: &Deal) -> Result<Changes> {
        self.totals.add(deal);
        self.insert_record(deal).await
    }

    /// Inserts many deals with few statements. Returns what to record, in the same order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_deals(&mut self, deals: &[Deal]) -> Result<Vec<Changes>> {
        deals.iter().for_each(|deal| self.totals.add(deal));
        self.insert_records(deals).await
    }

    /// Saves a changed deal. Returns what to record.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the stored version is not `before`'s any more, [`Error::NotFound`] when it is gone.
    pub async fn update_deal(&mut self, before: &Deal, after: &Deal) -> Result<Changes> {
        self.totals.remove(before);
        self.totals.add(after);
        self.update_record(before.id, before, after).await
    }

    /// Removes deals with their visits, evidence, waivers and activities, as undoing an import does.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_deals(&mut self, deals: &[Deal]) -> Result<()> {
        deals.iter().for_each(|deal| self.totals.remove(deal));
        let ids: Vec<_> = deals.iter().map(|deal| deal.id.into()).collect();
        self.delete_records::<domain::StageVisit>("deal_id", &ids)
            .await?;
        self.delete_records::<domain::Evidence>("deal_id", &ids)
            .await?;
        self.delete_records::<domain::Waiver>("deal_id", &ids)
            .await?;
        self.delete_records::<domain::Activity>("deal_id", &ids)
            .await?;
        self.delete_records::<Deal>("id", &ids).await
    }
}
