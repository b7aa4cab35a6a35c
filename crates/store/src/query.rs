//! Statements that are put together from parts: text and parameters grow side by side.

use uuid::Uuid;

use crate::sql::Value;

/// A statement being written.
#[derive(Clone, Default)]
pub(crate) struct Query {
    sql: String,
    values: Vec<Value>,
}

impl Query {
    pub(crate) fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            values: Vec::new(),
        }
    }

    /// Adds text. Never text that a user wrote.
    pub(crate) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a parameter in this place.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.sql.push('$');
        self.sql.push_str(&self.values.len().to_string());
        self
    }

    /// Adds parameters separated by commas.
    pub(crate) fn bind_all(&mut self, values: impl IntoIterator<Item = Value>) -> &mut Self {
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                self.sql.push_str(", ");
            }
            self.bind(value);
        }
        self
    }

    /// Adds ids separated by commas for an `in` list. The last one is repeated up to a power of two, so that only a handful
    /// of different statements exist and all of them stay prepared.
    pub(crate) fn bind_ids<I: Copy + Into<Uuid>>(&mut self, ids: &[I]) -> &mut Self {
        let padding = ids.len().next_power_of_two() - ids.len();
        let last = ids.last().into_iter().cycle().take(padding);
        let ids = ids.iter().chain(last);
        self.bind_all(ids.map(|id| Value::from((*id).into())))
    }

    /// Adds an expression to what a `select` that is not finished selects.
    pub(crate) fn also_select(&mut self, expression: &str) -> &mut Self {
        if let Some(from) = self.sql.find(" from ") {
            self.sql.insert_str(from, expression);
            self.sql.insert_str(from, ", ");
        }
        self
    }

    pub(crate) fn into_parts(self) -> (String, Vec<Value>) {
        (self.sql, self.values)
    }
}
