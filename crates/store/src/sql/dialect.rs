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
}
