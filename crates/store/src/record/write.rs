//! From an object to the values of its columns.

use domain::journal::Changes;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::table::Derived;
use super::{Column, Kind, Table};
use crate::calendar;
use crate::error::{Error, Result};
use crate::sql::Value;

/// An object's fields in their serde form.
pub(crate) type Fields = Map<String, Json>;

/// An object's fields.
pub(crate) fn fields_of<T: Serialize>(object: &T) -> Result<Fields> {
    match serde_json::to_value(object) {
        Ok(Json::Object(fields)) => Ok(fields),
        Ok(other) => Err(Error::Corrupt(format!("not an object: {other}"))),
        Err(error) => Err(Error::Corrupt(error.to_string())),
    }
}

/// A field's new value in an object's changes; null when it is not among them.
fn new<'c>(changes: &'c Changes, field: &str) -> &'c Json {
    changes
        .get(field)
        .and_then(|change| change.get(1))
        .unwrap_or(&Json::Null)
}

impl Table {
    /// The values of a new row, in the order of [`Table::insert_list`], from the changes of its creation.
    pub(crate) fn values(&self, created: &Changes) -> Result<Vec<Value>> {
        let mut values = Vec::with_capacity(self.columns.len() + 4);
        for column in self.columns {
            self.push(column, new(created, column.field), &mut values)?;
        }
        if self.has_facts {
            values.push(
                self.facts(
                    created
                        .iter()
                        .filter_map(|(field, change)| Some((field, change.get(1)?))),
                )?,
            );
        }
        values.extend(
            self.derived
                .iter()
                .map(|derived| derived.value(new(created, derived.field))),
        );
        if !self.searched.is_empty() {
            values.push(self.search(|field| new(created, field).as_str()));
        }
        Ok(values)
    }

    /// The columns that an object's changes touch, with their new values. Only a changed nested or searched field costs
    /// the whole object's form.
    pub(crate) fn changed<T: Serialize>(
        &self,
        changes: &Changes,
        after: &T,
    ) -> Result<(Vec<&'static str>, Vec<Value>)> {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        let is_changed = |field: &str| changes.contains_key(field);
        for column in self
            .columns
            .iter()
            .filter(|column| is_changed(column.field))
        {
            names.extend(column.names());
            self.push(column, new(changes, column.field), &mut values)?;
        }
        if self.has_facts && changes.keys().any(|field| self.column(field).is_none()) {
            names.push("facts");
            values.push(self.facts(fields_of(after)?.iter())?);
        }
        for derived in self
            .derived
            .iter()
            .filter(|derived| is_changed(derived.field))
        {
            names.push(derived.column);
            values.push(derived.value(new(changes, derived.field)));
        }
        if self.searched.iter().any(|field| is_changed(field)) {
            let fields = fields_of(after)?;
            names.push("search");
            values.push(self.search(|field| fields.get(field)?.as_str()));
        }
        Ok((names, values))
    }

    fn push(&self, column: &Column, json: &Json, values: &mut Vec<Value>) -> Result<()> {
        let wrong = || {
            Error::Corrupt(format!(
                "{}.{} cannot be stored: {json}",
                self.name, column.field
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
    fn facts<'f>(&self, fields: impl Iterator<Item = (&'f String, &'f Json)>) -> Result<Value> {
        let facts =
            fields.filter(|(field, value)| !value.is_null() && self.column(field).is_none());
        let mut text = Vec::with_capacity(128);
        let mut serializer = serde_json::Serializer::new(&mut text);
        serde::Serializer::collect_map(&mut serializer, facts)
            .map_err(|error| Error::Corrupt(error.to_string()))?;
        String::from_utf8(text)
            .map(Value::from)
            .map_err(|error| Error::Corrupt(error.to_string()))
    }

    fn search<'f>(&self, field: impl Fn(&'static str) -> Option<&'f str>) -> Value {
        let words: Vec<&str> = self
            .searched
            .iter()
            .filter_map(|name| field(name))
            .collect();
        Value::from(domain::name::search_text(&words))
    }
}

impl Derived {
    fn value(&self, field: &Json) -> Value {
        Value::from(field.pointer(self.pointer).and_then(Json::as_str))
    }
}

/// The changes of an object that this crate defines, by comparing its serde form.
pub(crate) fn changes_by_field<T: Serialize>(before: Option<&T>, after: &T) -> Changes {
    // This crate's own objects are plain structs, which always serialise.
    let fields = |object: &T| fields_of(object).unwrap_or_default();
    domain::journal::diff(&before.map(fields).unwrap_or_default(), &fields(after))
}
