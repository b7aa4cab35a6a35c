//! One thin layer over both databases: the same SQL text, `$1`-style parameters, values in, rows out.

mod conn;
pub(crate) mod dialect;
mod row;
mod value;

pub(crate) use conn::{Conn, Handle};
pub(crate) use row::{Row, View};
pub(crate) use value::Value;

/// SQL text: static when fixed, owned when assembled. Only this crate writes SQL, and user input only ever becomes a [`Value`].
pub(crate) type Sql = std::borrow::Cow<'static, str>;

/// Builds an argument list: `args![workspace_id, name, amount]`.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::sql::Value::from($value)),*] };
}
pub(crate) use args;
