//! From a row to an object, without building JSON in between: the row itself is a serde map.

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;
use uuid::Uuid;

use super::{Column, Kind, Table};
use crate::calendar;
use crate::error::{Error, Result};
use crate::sql::Row;

pub(super) fn from_row<T: DeserializeOwned>(table: &'static Table, row: &Row) -> Result<T> {
    let facts = if table.has_facts {
        row.opt_text(table.width() - 1)?
    } else {
        None
    };
    let mut json = serde_json::Deserializer::from_str(facts.unwrap_or("{}"));
    T::deserialize(Record {
        table,
        row,
        json: &mut json,
    })
    .map_err(|error| {
        Error::Corrupt(format!(
            "a row of {} does not read back: {error}",
            table.name
        ))
    })
}

struct Record<'r, 'j, R> {
    table: &'static Table,
    row: &'r Row,
    json: &'j mut serde_json::Deserializer<R>,
}

impl<'r, 'j, R: serde_json::de::Read<'r>> Deserializer<'r> for Record<'r, 'j, R> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.json.deserialize_map(BesideFacts {
            table: self.table,
            row: self.row,
            visitor,
        })
    }

    forward_to_deserialize_any! {
        <V: Visitor<'r>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Visits the facts, but shows the object's visitor the columns first.
struct BesideFacts<'r, V> {
    table: &'static Table,
    row: &'r Row,
    visitor: V,
}

impl<'r, V: Visitor<'r>> Visitor<'r> for BesideFacts<'r, V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a JSON object of facts")
    }

    fn visit_map<A: MapAccess<'r>>(self, facts: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Entries {
            row: self.row,
            columns: self.table.columns.iter(),
            position: 0,
            value: None,
            facts,
        })
    }
}

struct Entries<'r, A> {
    row: &'r Row,
    columns: std::slice::Iter<'static, Column>,
    position: usize,
    value: Option<Cell<'r>>,
    facts: A,
}

impl<'r, A: MapAccess<'r>> MapAccess<'r> for Entries<'r, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'r>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some(column) = self.columns.next() else {
            return self.facts.next_key_seed(seed);
        };
        self.value = Some(Cell::read(self.row, column, self.position).map_err(A::Error::custom)?);
        self.position += column.names().count();
        seed.deserialize(BorrowedStrDeserializer::<A::Error>::new(column.field))
            .map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match self.value.take() {
            Some(cell) => seed.deserialize(CellDeserializer(cell, std::marker::PhantomData)),
            None => self.facts.next_value_seed(seed),
        }
    }
}

/// A column's value in the shape the object's serde form expects.
enum Cell<'r> {
    Null,
    Uuid(Uuid),
    Text(&'r str),
    /// Also an instant.
    Int(i64),
    Bool(bool),
    Date(i64),
    Money(i64, &'r str),
}

impl<'r> Cell<'r> {
    fn read(row: &'r Row, column: &Column, position: usize) -> Result<Self> {
        let cell = match column.kind {
            Kind::Uuid => row.opt_uuid(position)?.map(Self::Uuid),
            Kind::Text => row.opt_text(position)?.map(Self::Text),
            Kind::Int | Kind::Instant => row.opt_int(position)?.map(Self::Int),
            Kind::Bool => row.opt_bool(position)?.map(Self::Bool),
            Kind::Date => row.opt_int(position)?.map(Self::Date),
            Kind::Money(..) => match (row.opt_int(position)?, row.opt_text(position + 1)?) {
                (Some(minor), Some(currency)) => Some(Self::Money(minor, currency)),
                _ => None,
            },
        };
        Ok(cell.unwrap_or(Self::Null))
    }
}

struct CellDeserializer<'r, E>(Cell<'r>, std::marker::PhantomData<E>);

impl<'r, E: serde::de::Error> Deserializer<'r> for CellDeserializer<'r, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Cell::Null => visitor.visit_unit(),
            Cell::Uuid(uuid) => visitor.visit_bytes(uuid.as_bytes()),
            Cell::Text(text) => visitor.visit_borrowed_str(text),
            Cell::Int(number) => visitor.visit_i64(number),
            Cell::Bool(flag) => visitor.visit_bool(flag),
            Cell::Date(days) => {
                visitor.visit_string(calendar::date(days).map_err(E::custom)?.to_string())
            }
            Cell::Money(minor, currency) => {
                let fields = [
                    ("amount_minor", MoneyPart::Minor(minor)),
                    ("currency", MoneyPart::Currency(currency)),
                ];
                visitor.visit_map(MapDeserializer::new(fields.into_iter()))
            }
        }
    }

    /// Cells hold identifiers and instants as they are, not as people write them.
    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_option<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Cell::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'r>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'r>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.0 {
            Cell::Text(word) => {
                BorrowedStrDeserializer::new(word).deserialize_enum(name, variants, visitor)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        <V: Visitor<'r>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

enum MoneyPart<'r> {
    Minor(i64),
    Currency(&'r str),
}

impl<'r, E: serde::de::Error> IntoDeserializer<'r, E> for MoneyPart<'r> {
    type Deserializer = CellDeserializer<'r, E>;

    fn into_deserializer(self) -> Self::Deserializer {
        let cell = match self {
            Self::Minor(minor) => Cell::Int(minor),
            Self::Currency(currency) => Cell::Text(currency),
        };
        CellDeserializer(cell, std::marker::PhantomData)
    }
}
