//! Saving one or many objects, and what changed by it.

use domain::journal::Changes;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Fields, Record, fields_of};
use crate::bulk;
use crate::error::{Error, Result};
use crate::query::Query;
use crate::sql::{Value, args};
use crate::tx::{ReadTx, WriteTx};

impl ReadTx {
    /// The object with this id in this workspace, whoever reads.
    pub(crate) async fn find_record<T: Record>(
        &mut self,
        id: impl Into<Uuid>,
    ) -> Result<Option<T>> {
        let mut query = self.select::<T>();
        query.push(" and id = ").bind(id.into());
        self.optional(query)
            .await?
            .as_ref()
            .map(super::from_row)
            .transpose()
    }

    /// `select … from … where workspace_id = $1`, to be continued with `and …`.
    pub(crate) fn select<T: Record>(&self) -> Query {
        let mut query = Query::new(format!(
            "select {} from {} where workspace_id = ",
            T::TABLE.select_list(),
            T::TABLE.name
        ));
        query.bind(self.workspace_id());
        query
    }

    /// All objects a query finds.
    pub(crate) async fn records<T: Record>(&mut self, query: Query) -> Result<Vec<T>> {
        super::from_rows(&self.all(query).await?)
    }
}

impl WriteTx {
    /// Inserts objects and returns for each the journal's changes.
    pub(crate) async fn insert_records<T: Record>(
        &mut self,
        objects: &[T],
    ) -> Result<Vec<Changes>> {
        let table = T::TABLE;
        let mut rows = Vec::with_capacity(objects.len());
        let mut changes = Vec::with_capacity(objects.len());
        for object in objects {
            let fields = fields_of(object)?;
            let mut values = args![self.workspace_id()];
            values.extend(table.values(&fields)?);
            rows.push(values);
            changes.push(created(fields));
        }
        bulk::insert(
            &mut self.conn,
            table.name,
            &format!("workspace_id, {}", table.insert_list()),
            rows,
        )
        .await?;
        Ok(changes)
    }

    /// Inserts one object.
    pub(crate) async fn insert_record<T: Record>(&mut self, object: &T) -> Result<Changes> {
        let changes = self.insert_records(std::slice::from_ref(object)).await?;
        changes
            .into_iter()
            .next()
            .ok_or_else(|| Error::Corrupt("nothing was inserted".to_owned()))
    }

    /// Writes what differs between two forms of an object, if its stored version is still `before`'s.
    pub(crate) async fn update_record<T: Record>(
        &mut self,
        id: impl Into<Uuid>,
        before: &T,
        after: &T,
    ) -> Result<Changes> {
        let (table, id) = (T::TABLE, id.into());
        let (before, after) = (fields_of(before)?, fields_of(after)?);
        let (columns, values) = table.changed(&before, &after)?;
        let changes = diff(&before, &after);
        if columns.is_empty() {
            return Ok(changes);
        }
        let mut query = Query::new(format!("update {} set ", table.name));
        for (index, (column, value)) in columns.iter().zip(values).enumerate() {
            query
                .push(if index == 0 { "" } else { ", " })
                .push(column)
                .push(" = ")
                .bind(value);
        }
        query
            .push(" where workspace_id = ")
            .bind(self.workspace_id())
            .push(" and id = ")
            .bind(id);
        if let Some(deal_id) = after
            .get("deal_id")
            .and_then(Json::as_str)
            .filter(|_| !table.has_version)
        {
            // Stage visits and evidence lie beside each other by deal.
            let deal_id =
                Uuid::parse_str(deal_id).map_err(|error| Error::Corrupt(error.to_string()))?;
            query.push(" and deal_id = ").bind(deal_id);
        }
        if table.has_version {
            query
                .push(" and version = ")
                .bind(before.get("version").and_then(Json::as_i64));
        }
        let (sql, values) = query.into_parts();
        if self.conn.execute(sql, values).await? == 0 {
            return Err(self.why_not_updated::<T>(id).await?);
        }
        Ok(changes)
    }

    async fn why_not_updated<T: Record>(&mut self, id: Uuid) -> Result<Error> {
        let table = T::TABLE;
        if table.has_version {
            let sql = format!(
                "select version from {} where workspace_id = $1 and id = $2",
                table.name
            );
            let values = args![self.workspace_id(), id];
            if let Some(row) = self.conn.fetch_optional(sql, values).await? {
                return Ok(Error::Conflict {
                    kind: table.noun,
                    current: row.int(0)?,
                });
            }
        }
        Ok(Error::NotFound {
            kind: table.noun,
            id: id.to_string(),
        })
    }

    /// Removes objects for good: only undoing an import does that.
    pub(crate) async fn delete_records<T: Record>(
        &mut self,
        column: &str,
        ids: &[Uuid],
    ) -> Result<()> {
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let mut query = Query::new(format!(
                "delete from {} where workspace_id = ",
                T::TABLE.name
            ));
            query
                .bind(self.workspace_id())
                .push(" and ")
                .push(column)
                .push(" in (");
            query
                .bind_all(ids.iter().copied().map(Value::from))
                .push(")");
            let (sql, values) = query.into_parts();
            self.conn.execute(sql, values).await?;
        }
        Ok(())
    }
}

/// Ids looked up or removed by one statement.
pub(crate) const IDS_PER_STATEMENT: usize = 200;

/// The changes of a creation: every field that has a value, from nothing.
pub(crate) fn created(fields: Fields) -> Changes {
    fields
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(field, value)| (field, json!([null, value])))
        .collect()
}

/// The fields that differ, each as `[before, after]`.
fn diff(before: &Fields, after: &Fields) -> Changes {
    let none = Json::Null;
    after
        .iter()
        .filter_map(|(field, value)| {
            let old = before.get(field).unwrap_or(&none);
            (old != value).then(|| (field.clone(), json!([old, value])))
        })
        .collect()
}
