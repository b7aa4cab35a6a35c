//! From an object to the values of its columns.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::table::Derived;
use super::{Column, Kind, Record, Table};
use crate::calendar;
use crate::error::{Error, Result};
use crate::sql::Value;

/// An object's fields in their serde form: what the journal diffs and the columns are filled from.
pub(crate) type Fields = Map<String, Json>;

/// An object's fields.
pub(crate) fn fields_of<T: Record>(object: &T) -> Result<Fields> {
    match serde_json::to_value(object) {
        Ok(Json::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::Corrupt(format!(
            "{} is not an object",
            T::TABLE.noun
        ))),
        Err(error) => Err(Error::Corrupt(error.to_string())),
    }
}

impl Table {
    /// The values of all columns, in the order of [`Table::insert_list`].
    pub(crate) fn values(&self, fields: &Fields) -> Result<Vec<Value>> {
        let mut values = Vec::with_capacity(self.columns.len() + 4);
        for column in self.columns {
            self.push(column, fields, &mut values)?;
        }
        if self.has_facts {
            values.push(self.facts(fields)?);
        }
        values.extend(self.derived.iter().map(|derived| derived.value(fields)));
        if !self.searched.is_empty() {
            values.push(self.search(fields));
        }
        Ok(values)
    }

    /// The columns that differ between two forms of an object, with their new values.
    pub(crate) fn changed(
        &self,
        before: &Fields,
        after: &Fields,
    ) -> Result<(Vec<&'static str>, Vec<Value>)> {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for column in self
            .columns
            .iter()
            .filter(|column| before.get(column.field) != after.get(column.field))
        {
            names.extend(column.names());
            self.push(column, after, &mut values)?;
        }
        let is_fact = |field: &str| self.column(field).is_none();
        if self.has_facts
            && after
                .iter()
                .any(|(field, value)| is_fact(field) && before.get(field) != Some(value))
        {
            names.push("facts");
            values.push(self.facts(after)?);
        }
        for derived in self
            .derived
            .iter()
            .filter(|derived| before.get(derived.field) != after.get(derived.field))
        {
            names.push(derived.column);
            values.push(derived.value(after));
        }
        if self
            .searched
            .iter()
            .any(|field| before.get(*field) != after.get(*field))
        {
            names.push("search");
            values.push(self.search(after));
        }
        Ok((names, values))
    }

    fn push(&self, column: &Column, fields: &Fields, values: &mut Vec<Value>) -> Result<()> {
        let json = fields.get(column.field).unwrap_or(&Json::Null);
        let wrong = || {
            Error::Corrupt(format!(
                "{}.{} cannot be stored: {json}",
                self.noun, column.field
            ))
        };
        let text = || match json {
            Json::Null => Ok(None),
            Json::String(text) => Ok(Some(text.as_str())),
            _ => Err(wrong()),
        };
        let int = |json: &Json| match json {
            Json::Null => Ok(None),
            Json::Number(number) => number.as_i64().map(Some).ok_or_else(wrong),
            _ => Err(wrong()),
        };
        let value = match column.kind {
            Kind::Uuid => Value::Uuid(
                text()?
                    .map(Uuid::parse_str)
                    .transpose()
                    .map_err(|_| wrong())?,
            ),
            Kind::Text => Value::from(text()?),
            Kind::Int => Value::Int(int(json)?),
            Kind::Bool => Value::Bool(match json {
                Json::Null => None,
                Json::Bool(flag) => Some(*flag),
                _ => return Err(wrong()),
            }),
            Kind::Instant => {
                let instant = text()?
                    .map(str::parse::<domain::Instant>)
                    .transpose()
                    .map_err(|_| wrong())?;
                Value::Int(instant.map(domain::Instant::as_micros))
            }
            Kind::Date => {
                let date = text()?
                    .map(str::parse::<jiff::civil::Date>)
                    .transpose()
                    .map_err(|_| wrong())?;
                Value::Int(date.map(calendar::days))
            }
            Kind::Money(..) => {
                values.push(Value::Int(int(json
                    .get("amount_minor")
                    .unwrap_or(&Json::Null))?));
                Value::from(json.get("currency").and_then(Json::as_str))
            }
        };
        values.push(value);
        Ok(())
    }

    /// The fields without a column. Nulls are left out: an absent field reads back as none.
    fn facts(&self, fields: &Fields) -> Result<Value> {
        let facts: Vec<_> = fields
            .iter()
            .filter(|(field, value)| !value.is_null() && self.column(field).is_none())
            .collect();
        let mut text = Vec::with_capacity(128);
        let mut serializer = serde_json::Serializer::new(&mut text);
        serde::Serializer::collect_map(&mut serializer, facts)
            .map_err(|error| Error::Corrupt(error.to_string()))?;
        String::from_utf8(text)
            .map(Value::from)
            .map_err(|error| Error::Corrupt(error.to_string()))
    }

    fn search(&self, fields: &Fields) -> Value {
        let words: Vec<&str> = self
            .searched
            .iter()
            .filter_map(|field| fields.get(*field)?.as_str())
            .collect();
        Value::from(domain::name::fold(&words.join(" ")))
    }
}

impl Derived {
    fn value(&self, fields: &Fields) -> Value {
        Value::from(
            fields
                .get(self.field)
                .and_then(|field| field.pointer(self.pointer))
                .and_then(Json::as_str),
        )
    }
}
