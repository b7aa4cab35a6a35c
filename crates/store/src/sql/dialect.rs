//! The few places where the two databases truly differ.

/// Which database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// The most parameters one statement may have.
    pub(crate) const fn max_parameters(self) -> usize {
        match self {
            Self::Sqlite => 32_766,
            Self::Postgres => 65_535,
        }
    }

    /// The function that finds a text in another, distinguishing case (`like` does not on SQLite).
    pub(crate) const fn find_text(self) -> &'static str {
        match self {
            Self::Sqlite => "instr",
            Self::Postgres => "strpos",
        }
    }

    /// The nil UUID as a literal.
    pub(crate) const fn nil_uuid(self) -> &'static str {
        match self {
            Self::Sqlite => "x'00000000000000000000000000000000'",
            Self::Postgres => "'00000000-0000-0000-0000-000000000000'::uuid",
        }
    }

    /// A column `key`, a UUID or text, as text.
    pub(crate) const fn key_as_text(self) -> &'static str {
        match self {
            Self::Sqlite => "case typeof(key) when 'blob' then lower(hex(key)) else key end",
            Self::Postgres => "key::text",
        }
    }

    /// Lists a table's columns and types, in order.
    pub(crate) const fn columns_of_table(self) -> &'static str {
        match self {
            Self::Sqlite => "select name, lower(type) from pragma_table_info($1) order by cid",
            Self::Postgres => {
                "select column_name::text, udt_name::text from information_schema.columns \
                 where table_schema = current_schema() and table_name = $1 order by ordinal_position"
            }
        }
    }
}

/// What a column holds, as its declared type tells. SQLite keeps ids as bytes and booleans as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    Int,
    Text,
    Bool,
    Uuid,
    Bytes,
}

impl CellKind {
    /// The kind of a declared type.
    pub(crate) fn of_type(name: &str) -> Option<Self> {
        Some(match name {
            "integer" | "bigint" | "int8" => Self::Int,
            "text" => Self::Text,
            "bool" => Self::Bool,
            "uuid" => Self::Uuid,
            "blob" | "bytea" => Self::Bytes,
            _ => return None,
        })
    }
}
