//! Saving one or many objects, and what changed by it.

use domain::journal::Changes;
use uuid::Uuid;

use super::Record;
use crate::bulk;
use crate::error::{Error, Result};
use crate::query::Query;
use crate::sql::args;
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

    /// All objects of a query that an index leads straight to.
    pub(crate) async fn records<T: Record>(&mut self, query: Query) -> Result<Vec<T>> {
        super::from_rows(&self.few(query).await?)
    }
}

impl WriteTx {
    /// Inserts objects and returns for each the journal's changes.
    pub(crate) async fn insert_records<T: Record>(
        &mut self,
        objects: &[T],
    ) -> Result<Vec<Changes>> {
        let mut rows = Vec::with_capacity(objects.len());
        let mut changes = Vec::with_capacity(objects.len());
        for object in objects {
            let created = T::changes(None, object);
            let mut values = args![self.workspace_id()];
            values.extend(T::TABLE.values(&created)?);
            rows.push(values);
            changes.push(created);
        }
        let columns = format!("workspace_id, {}", T::TABLE.insert_list());
        bulk::insert(&mut self.conn, T::TABLE.name, &columns, rows).await?;
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
        let mut query = Query::new(format!("update {} set ", T::TABLE.name));
        let changes = T::changes(Some(before), after);
        let (columns, values) = T::TABLE.changed(&changes, after)?;
        if columns.is_empty() {
            return Ok(changes);
        }
        for (index, (column, value)) in columns.iter().zip(values).enumerate() {
            query
                .push(if index == 0 { "" } else { ", " })
                .push(column)
                .push(" = ")
                .bind(value);
        }
        let id = id.into();
        query
            .push(" where ")
            .push(T::TABLE.workspace_column())
            .push(" = ")
            .bind(self.workspace_id());
        query.push(" and id = ").bind(id);
        if let Some(deal_id) = before.cluster() {
            query.push(" and deal_id = ").bind(deal_id);
        }
        if let Some(version) = before.version() {
            query.push(" and version = ").bind(version);
        }
        let (sql, values) = query.into_parts();
        if self.conn.execute(sql, values).await? == 0 {
            return Err(self.why_not_updated::<T>(id).await?);
        }
        Ok(changes)
    }

    async fn why_not_updated<T: Record>(&mut self, id: Uuid) -> Result<Error> {
        let table = T::TABLE;
        if table.column("version").is_some() {
            let sql = format!(
                "select version from {} where {} = $1 and id = $2",
                table.name,
                table.workspace_column()
            );
            let values = args![self.workspace_id(), id];
            if let Some(row) = self.conn.fetch_optional(sql, values).await? {
                return Ok(Error::Conflict {
                    kind: T::KIND,
                    current: row.int(0)?,
                });
            }
        }
        Ok(Error::NotFound {
            kind: T::KIND,
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
            query.bind_ids(ids).push(")");
            let (sql, values) = query.into_parts();
            self.conn.execute(sql, values).await?;
        }
        Ok(())
    }
}

/// Ids looked up or removed by one statement.
pub(crate) const IDS_PER_STATEMENT: usize = 200;
