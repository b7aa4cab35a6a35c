//! What numbers are cut by: accounts, people, teams, products; and the rates that make amounts comparable.

use domain::fact::{AccountFact, PersonFact, ProductFact, RateFact, TeamFact};
use domain::ids::AccountId;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::query::Query;
use crate::sql::View;
use crate::tx::ReadTx;

/// Declares a reader of a whole table, in the order of its first column.
macro_rules! readers {
    ($($noun:literal: $reader:ident, $fact:ident, $table:literal, $columns:literal, $order:literal, $row:ident => { $($field:ident: $value:expr),+ $(,)? };)*) => {
        impl ReadTx {$(
            #[doc = concat!("Shows every ", $noun, ", by ", $order, ". Whoever reads: for `insight` only.\n\n# Errors\nWhen the database fails.")]
            pub async fn $reader(&mut self, mut see: impl FnMut($fact<'_>) + Send) -> Result<()> {
                let mut query = Query::new(concat!("select ", $columns, " from ", $table, " where workspace_id = "));
                query.bind(self.workspace_id());
                let show = |$row: View<'_>| {
                    see($fact { $($field: $value),+ });
                    Ok(())
                };
                self.stream(&query, None, $order, show).await
            }
        )*}
    };
}

readers! {
    "member and imported owner": for_each_person_fact, PersonFact, "user_account", "id, name, team_id, created_at", "id", row => {
        id: row.uuid(0)?, name: row.text(1)?, team_id: row.opt_uuid(2)?, created_at: row.int(3)?,
    };
    "team": for_each_team_fact, TeamFact, "team", "id, name, parent_id", "id", row => {
        id: row.uuid(0)?, name: row.text(1)?, parent_id: row.opt_uuid(2)?,
    };
    "product": for_each_product_fact, ProductFact, "product", "id, name, family", "id", row => {
        id: row.uuid(0)?, name: row.text(1)?, family: row.opt_text(2)?,
    };
    "exchange rate": for_each_rate_fact, RateFact, "fx_rate", "currency, effective_on, rate_nano", "currency, effective_on",
        row => {
            currency: row.text(0)?,
            effective_on: super::opt_day(&row, 1)?.ok_or_else(|| Error::Corrupt("a rate has no day".to_owned()))?,
            rate_nano: row.int(2)?,
        };
}

impl ReadTx {
    /// Shows every account, by id; only some when they are given. Whoever reads: for `insight` only.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn for_each_account_fact(
        &mut self,
        accounts: Option<&[AccountId]>,
        mut see: impl FnMut(AccountFact<'_>) + Send,
    ) -> Result<()> {
        let mut query = Query::new(
            "select id, name, parent_id, industry, segment, country, region, employees, created_at from account where workspace_id = ",
        );
        query.bind(self.workspace_id());
        let show = |row: View<'_>| {
            see(AccountFact {
                id: row.uuid(0)?,
                name: row.text(1)?,
                parent_id: row.opt_uuid(2)?,
                industry: row.opt_text(3)?,
                segment: row.opt_text(4)?,
                country: row.opt_text(5)?,
                region: row.opt_text(6)?,
                employees: row.opt_int(7)?,
                created_at: row.int(8)?,
            });
            Ok(())
        };
        let only = accounts.map(|ids| ("id", ids.iter().copied().map(Uuid::from).collect()));
        self.stream(&query, only, "id", show).await
    }
}
