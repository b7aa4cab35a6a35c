//! A filter's meaning as a condition in SQL. Its names come from the list's own columns, its values are only ever parameters.

use playbook::filter::{CompareOp, FilterValue, Predicate};
use uuid::Uuid;

use crate::calendar;
use crate::error::{Error, Result};
use crate::query::Query;
use crate::record::{Kind, Table};
use crate::sql::Value;
use crate::sql::dialect::Dialect;

/// A filterable field that is not simply a column of that name.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) expression: &'static str,
    pub(crate) kind: Kind,
}

/// What a list can be filtered by.
pub(crate) struct Fields {
    pub(crate) table: &'static Table,
    pub(crate) extra: &'static [Field],
}

impl Fields {
    fn find(&self, name: &str) -> Result<(&'static str, Kind)> {
        let extra = self
            .extra
            .iter()
            .find(|field| field.name == name)
            .map(|field| (field.expression, field.kind));
        let column = || match self.table.column(name) {
            Some(column) if !matches!(column.kind, Kind::Money(..)) => {
                Some((column.field, column.kind))
            }
            _ => None,
        };
        let derived = || {
            self.table
                .derived
                .iter()
                .find(|derived| derived.column == name)
                .map(|it| (it.column, Kind::Text))
        };
        extra
            .or_else(column)
            .or_else(derived)
            .ok_or_else(|| Error::BadFilter(format!("unknown field `{name}`")))
    }
}

/// Adds a filter's condition, in brackets.
pub(crate) fn add_filter(
    query: &mut Query,
    filter: &Predicate,
    fields: &Fields,
    dialect: Dialect,
) -> Result<()> {
    match filter {
        Predicate::Always(true) => {
            query.push("1 = 1");
        }
        Predicate::Always(false) => {
            query.push("1 = 0");
        }
        Predicate::And(parts) => join(query, parts, " and ", "1 = 1", fields, dialect)?,
        Predicate::Or(parts) => join(query, parts, " or ", "1 = 0", fields, dialect)?,
        Predicate::Not(part) => {
            query.push("not (");
            add_filter(query, part, fields, dialect)?;
            query.push(")");
        }
        Predicate::Compare { field, op, value } => {
            let (expression, kind) = fields.find(field)?;
            match parameter(kind, value)? {
                Some(value) => {
                    query.push(expression).push(operator(*op)).bind(value);
                }
                // A text that is no id differs from every id.
                None if *op == CompareOp::Ne => {
                    query.push(expression).push(" is not null");
                }
                None => {
                    query.push("1 = 0");
                }
            }
        }
        Predicate::In { field, values } => {
            let (expression, kind) = fields.find(field)?;
            let values = values
                .iter()
                .filter_map(|value| parameter(kind, value).transpose())
                .collect::<Result<Vec<_>>>()?;
            if values.is_empty() {
                query.push("1 = 0");
            } else {
                query
                    .push(expression)
                    .push(" in (")
                    .bind_all(values)
                    .push(")");
            }
        }
        Predicate::Contains { field, text } => {
            let expression = fields.find_text(field)?;
            query
                .push(dialect.find_text())
                .push("(")
                .push(expression)
                .push(", ")
                .bind(text.as_str())
                .push(") > 0");
        }
        Predicate::StartsWith { field, text } => {
            let expression = fields.find_text(field)?;
            query
                .push("substr(")
                .push(expression)
                .push(", 1, cast(")
                .bind(characters(text));
            query.push(" as integer)) = ").bind(text.as_str());
        }
        Predicate::EndsWith { field, text } => {
            let expression = fields.find_text(field)?;
            query
                .push("(length(")
                .push(expression)
                .push(") >= ")
                .bind(characters(text));
            query
                .push(" and substr(")
                .push(expression)
                .push(", length(")
                .push(expression)
                .push(") + 1 - cast(");
            query
                .bind(characters(text))
                .push(" as integer)) = ")
                .bind(text.as_str())
                .push(")");
        }
        Predicate::IsNull { field } => {
            query.push(fields.find(field)?.0).push(" is null");
        }
        Predicate::IsNotNull { field } => {
            query.push(fields.find(field)?.0).push(" is not null");
        }
    }
    Ok(())
}

impl Fields {
    fn find_text(&self, name: &str) -> Result<&'static str> {
        match self.find(name)? {
            (expression, Kind::Text) => Ok(expression),
            _ => Err(Error::BadFilter(format!("`{name}` is not text"))),
        }
    }
}

fn join(
    query: &mut Query,
    parts: &[Predicate],
    word: &str,
    empty: &str,
    fields: &Fields,
    dialect: Dialect,
) -> Result<()> {
    query.push("(");
    if parts.is_empty() {
        query.push(empty);
    }
    for (index, part) in parts.iter().enumerate() {
        query.push(if index == 0 { "" } else { word });
        add_filter(query, part, fields, dialect)?;
    }
    query.push(")");
    Ok(())
}

const fn operator(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => " = ",
        CompareOp::Ne => " <> ",
        CompareOp::Lt => " < ",
        CompareOp::Le => " <= ",
        CompareOp::Gt => " > ",
        CompareOp::Ge => " >= ",
    }
}

/// SQL's `substr` and `length` count characters.
fn characters(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

/// A filter's value as a parameter; none when it is a text that is no id where ids are compared.
fn parameter(kind: Kind, value: &FilterValue) -> Result<Option<Value>> {
    Ok(Some(match (kind, value) {
        (Kind::Text, FilterValue::Text(text)) => Value::from(text.as_str()),
        (Kind::Uuid, FilterValue::Text(text)) => {
            return Ok(Uuid::parse_str(text).ok().map(Value::from));
        }
        (Kind::Int, FilterValue::Int(number)) | (Kind::Instant, FilterValue::Instant(number)) => {
            Value::from(*number)
        }
        (Kind::Bool, FilterValue::Bool(flag)) => Value::from(*flag),
        (Kind::Date, FilterValue::Date(date)) => Value::from(calendar::days(*date)),
        _ => {
            return Err(Error::BadFilter(format!(
                "{value:?} cannot be compared with this field"
            )));
        }
    }))
}
