use std::collections::BTreeMap;

use domain::Deal;
use uuid::Uuid;

use crate::error::Result;
use crate::query::Query;
use crate::tx::ReadTx;

impl ReadTx {
    /// The names of everything a deal points to: account, contacts, owner, product.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn names_around(&mut self, deal: &Deal) -> Result<BTreeMap<Uuid, String>> {
        let roles = deal.roles.iter().map(|role| role.contact_id.into());
        let contacts = roles.chain(deal.contact_id.map(Uuid::from)).collect();
        self.names([deal], contacts).await
    }

    /// The names that rows of deals show: accounts, owners and products.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn names_beside(
        &mut self,
        deals: impl IntoIterator<Item = &Deal> + Clone,
    ) -> Result<BTreeMap<Uuid, String>> {
        self.names(deals, Vec::new()).await
    }

    /// One statement for all of them.
    async fn names(
        &mut self,
        deals: impl IntoIterator<Item = &Deal> + Clone,
        contacts: Vec<Uuid>,
    ) -> Result<BTreeMap<Uuid, String>> {
        let ids =
            |of: fn(&Deal) -> Option<Uuid>| deals.clone().into_iter().filter_map(of).collect();
        let wanted: [(&str, Vec<Uuid>); 4] = [
            ("account", ids(|deal| deal.account_id.map(Into::into))),
            ("user_account", ids(|deal| deal.owner_id.map(Into::into))),
            ("product", ids(|deal| deal.product_id.map(Into::into))),
            ("contact", contacts),
        ];
        let mut query = Query::default();
        let mut is_first = true;
        for (table, mut ids) in wanted {
            ids.sort_unstable();
            ids.dedup();
            if ids.is_empty() {
                continue;
            }
            query.push(if is_first {
                "select id, name from "
            } else {
                " union all select id, name from "
            });
            query
                .push(table)
                .push(" where workspace_id = ")
                .bind(self.workspace_id());
            query.push(" and id in (").bind_ids(&ids).push(")");
            is_first = false;
        }
        if is_first {
            return Ok(BTreeMap::new());
        }
        self.few(query)
            .await?
            .iter()
            .map(|row| Ok((row.uuid(0)?, row.text(1)?.to_owned())))
            .collect()
    }
}
