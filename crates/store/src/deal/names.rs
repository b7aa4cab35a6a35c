use std::collections::BTreeMap;

use domain::Deal;
use uuid::Uuid;

use crate::error::Result;
use crate::query::Query;
use crate::sql::Value;
use crate::tx::ReadTx;

impl ReadTx {
    /// The names of everything a deal points to (account, contacts, owner, product), in one statement.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn names_around(&mut self, deal: &Deal) -> Result<BTreeMap<Uuid, String>> {
        let mut contacts: Vec<Uuid> = deal
            .roles
            .iter()
            .map(|role| role.contact_id.into())
            .collect();
        contacts.extend(deal.contact_id.map(Uuid::from));
        contacts.sort_unstable();
        contacts.dedup();
        let wanted: [(&str, Vec<Uuid>); 4] = [
            (
                "account",
                deal.account_id.map(Uuid::from).into_iter().collect(),
            ),
            (
                "user_account",
                deal.owner_id.map(Uuid::from).into_iter().collect(),
            ),
            (
                "product",
                deal.product_id.map(Uuid::from).into_iter().collect(),
            ),
            ("contact", contacts),
        ];
        let mut query = Query::default();
        let mut is_first = true;
        for (table, ids) in wanted.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            query.push(if is_first {
                "select id, name from "
            } else {
                " union all select id, name from "
            });
            query
                .push(table)
                .push(" where workspace_id = ")
                .bind(self.workspace_id());
            query
                .push(" and id in (")
                .bind_all(ids.into_iter().map(Value::from))
                .push(")");
            is_first = false;
        }
        if is_first {
            return Ok(BTreeMap::new());
        }
        self.all(query)
            .await?
            .iter()
            .map(|row| Ok((row.uuid(0)?, row.text(1)?.to_owned())))
            .collect()
    }
}
