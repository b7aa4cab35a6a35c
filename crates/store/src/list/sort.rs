use crate::error::{Error, Result};
use crate::query::Query;

/// A field a list can be sorted by.
#[derive(Debug)]
pub(crate) struct SortKey {
    /// Its name.
    pub(crate) field: &'static str,
    /// Its expression in SQL. It is never null.
    pub(crate) expression: &'static str,
    /// Whether an index has the expression literally, so that it knows the first page without looking at the rest.
    pub(crate) is_indexed: bool,
    /// Whether it is text; else a whole number.
    pub(crate) is_text: bool,
}

impl SortKey {
    pub(crate) const fn number(field: &'static str, expression: &'static str) -> Self {
        Self {
            field,
            expression,
            is_indexed: false,
            is_text: false,
        }
    }

    pub(crate) const fn text(field: &'static str, expression: &'static str) -> Self {
        Self {
            field,
            expression,
            is_indexed: false,
            is_text: true,
        }
    }

    /// The same key, with an index by workspace, expression and id.
    pub(crate) const fn indexed(self) -> Self {
        Self {
            is_indexed: true,
            ..self
        }
    }
}

/// A list's order: a field, then the id.
pub(crate) struct Sort {
    pub(crate) key: &'static SortKey,
    pub(crate) is_descending: bool,
}

impl Sort {
    /// Reads `field` or `-field`; the first key of the list without one.
    pub(crate) fn parse(keys: &'static [SortKey], sort: Option<&str>) -> Result<Self> {
        let Some(sort) = sort else {
            let default = keys.first().ok_or_else(|| Error::BadSort(String::new()))?;
            return Ok(Self {
                key: default,
                is_descending: default.field == "updated_at",
            });
        };
        let (field, is_descending) = sort
            .strip_prefix('-')
            .map_or((sort, false), |field| (field, true));
        let key = keys
            .iter()
            .find(|key| key.field == field)
            .ok_or_else(|| Error::BadSort(field.to_owned()))?;
        Ok(Self { key, is_descending })
    }

    pub(crate) fn order(&self, query: &mut Query) {
        let direction = if self.is_descending { " desc" } else { "" };
        query
            .push(" order by ")
            .push(self.key.expression)
            .push(direction)
            .push(", id")
            .push(direction);
    }
}
