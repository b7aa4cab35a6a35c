//! How the evaluator reads a fact struct without knowing it.

use jiff::civil::Date;

use crate::schema::{ObjectSchema, Type, Words};

/// A value read from facts or computed by an expression.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    /// Missing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number; also an instant in microseconds.
    Int(i64),
    /// Text, a word of a closed set, or a key.
    Text(&'a str),
    /// A calendar date.
    Date(Date),
    /// A list of texts.
    Texts(&'a [String]),
}

/// A struct of facts, read by the index of a field in its schema.
pub(crate) trait Record {
    /// The value of the field with this index; null for an index the schema does not have.
    fn value(&self, index: usize) -> Value<'_>;
}

/// A list of records.
pub(crate) trait Records {
    /// How many there are.
    fn count(&self) -> usize;
    /// The one at this position.
    fn record(&self, position: usize) -> Option<&dyn Record>;
}

impl<T: Record> Records for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn record(&self, position: usize) -> Option<&dyn Record> {
        self.get(position).map(|record| record as &dyn Record)
    }
}

/// A struct that declares its schema.
pub(crate) trait Described {
    /// Its fields as the checker sees them.
    const SCHEMA: &'static ObjectSchema;
}

/// A Rust type a fact can have.
pub(crate) trait FactValue {
    /// Its type in expressions.
    const TYPE: Type;
    /// Whether it can be missing.
    const IS_NULLABLE: bool = false;
    /// Its value in expressions.
    fn fact(&self) -> Value<'_>;
}

impl FactValue for bool {
    const TYPE: Type = Type::Bool;
    fn fact(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}

impl FactValue for i64 {
    const TYPE: Type = Type::Int;
    fn fact(&self) -> Value<'_> {
        Value::Int(*self)
    }
}

impl FactValue for String {
    const TYPE: Type = Type::Text;
    fn fact(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl FactValue for Date {
    const TYPE: Type = Type::Date;
    fn fact(&self) -> Value<'_> {
        Value::Date(*self)
    }
}

impl FactValue for Vec<String> {
    const TYPE: Type = Type::Texts;
    fn fact(&self) -> Value<'_> {
        Value::Texts(self)
    }
}

impl<W: Words> FactValue for W {
    const TYPE: Type = Type::Word(W::SET);
    fn fact(&self) -> Value<'_> {
        Value::Text(self.word())
    }
}

impl<T: FactValue> FactValue for Option<T> {
    const TYPE: Type = T::TYPE;
    const IS_NULLABLE: bool = true;
    fn fact(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, FactValue::fact)
    }
}

/// Declares fact structs together with their schema and their reader.
macro_rules! fact_records {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident = $shown:literal {
            $($field:ident: $ty:ty $(as $key:ident)?, $en:literal, $ko:literal;)+
        } $(computed {
            $($computed:ident: bool = $compute:expr, $computed_en:literal, $computed_ko:literal;)+
        })?
    )+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $(#[doc = $en] pub $field: $ty,)+
        }

        impl crate::facts::record::Described for $name {
            const SCHEMA: &'static crate::schema::ObjectSchema = &crate::schema::ObjectSchema {
                name: $shown,
                fields: &[
                    $(crate::schema::FieldSchema {
                        name: stringify!($field),
                        ty: fact_records!(@type $ty $(, $key)?),
                        is_nullable: <$ty as crate::facts::record::FactValue>::IS_NULLABLE,
                        en: $en,
                        ko: $ko,
                    },)+
                    $($(crate::schema::FieldSchema {
                        name: stringify!($computed),
                        ty: crate::schema::Type::Bool,
                        is_nullable: false,
                        en: $computed_en,
                        ko: $computed_ko,
                    },)+)?
                ],
            };
        }

        impl crate::facts::record::Record for $name {
            fn value(&self, index: usize) -> crate::facts::record::Value<'_> {
                let mut next = 0;
                $(
                    if index == next {
                        return crate::facts::record::FactValue::fact(&self.$field);
                    }
                    next += 1;
                )+
                $($(
                    if index == next {
                        let compute: fn(&Self) -> bool = $compute;
                        return crate::facts::record::Value::Bool(compute(self));
                    }
                    next += 1;
                )+)?
                let _ = next;
                crate::facts::record::Value::Null
            }
        }
    )+};
    (@type $ty:ty, $key:ident) => { crate::schema::Type::Key(KeyKind::$key) };
    (@type $ty:ty) => { <$ty as crate::facts::record::FactValue>::TYPE };
}

pub(crate) use fact_records;
