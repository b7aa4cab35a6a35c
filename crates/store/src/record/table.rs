use domain::ids::DealId;
use domain::journal::Journaled;

/// An object that has a table.
pub(crate) trait Record: Journaled + Send + Sync {
    /// Where it lies.
    const TABLE: &'static Table;

    /// The version that guards updates, where the object has one.
    fn version(&self) -> Option<i64> {
        None
    }

    /// The deal whose rows lie together, in tables that are clustered by deal.
    fn cluster(&self) -> Option<DealId> {
        None
    }
}

/// A table that keeps one kind of object.
#[derive(Debug)]
pub(crate) struct Table {
    /// Name in SQL.
    pub(crate) name: &'static str,
    /// Fields with a column of their own.
    pub(crate) columns: &'static [Column],
    /// Whether the other fields are kept in a `facts` column.
    pub(crate) has_facts: bool,
    /// Fields whose words the `search` column holds; empty when there is no such column.
    pub(crate) searched: &'static [&'static str],
    /// Columns that repeat a part of a nested field, for filters.
    pub(crate) derived: &'static [Derived],
}

/// A field and its column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Name of the field; also of the column, except for money.
    pub(crate) field: &'static str,
    /// How the value is kept.
    pub(crate) kind: Kind,
}

/// A text column that repeats a part of a nested field. It is written, never read back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Derived {
    /// The column.
    pub(crate) column: &'static str,
    /// The nested field.
    pub(crate) field: &'static str,
    /// Where in it, as a JSON pointer.
    pub(crate) pointer: &'static str,
}

/// How a field's value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier.
    Uuid,
    /// Text or a word of a vocabulary.
    Text,
    /// A whole number.
    Int,
    /// Yes or no.
    Bool,
    /// A moment: µs since 1970 UTC.
    Instant,
    /// A day: days since 1970-01-01.
    Date,
    /// Money, in two columns named here: minor units and currency.
    Money(&'static str, &'static str),
}

impl Column {
    /// The names of its columns in SQL.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let (first, second) = match self.kind {
            Kind::Money(minor, currency) => (minor, Some(currency)),
            _ => (self.field, None),
        };
        std::iter::once(first).chain(second)
    }
}

impl Table {
    /// Every column's name, in the order rows are read and written.
    pub(crate) fn column_names(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        let facts = self.has_facts.then_some("facts");
        self.columns.iter().flat_map(Column::names).chain(facts)
    }

    /// `id, name, …` for a `select`.
    pub(crate) fn select_list(&self) -> String {
        self.column_names().collect::<Vec<_>>().join(", ")
    }

    /// Every column that is written: those that are read, then the derived ones and `search`.
    pub(crate) fn insert_list(&self) -> String {
        let derived = self.derived.iter().map(|derived| derived.column);
        let search = (!self.searched.is_empty()).then_some("search");
        self.column_names()
            .chain(derived)
            .chain(search)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The column that names the workspace.
    pub(crate) fn workspace_column(&self) -> &'static str {
        if self.name == "workspace" {
            "id"
        } else {
            "workspace_id"
        }
    }

    /// How many columns [`Table::select_list`] has: the position of whatever is selected after it.
    pub(crate) fn width(&self) -> usize {
        self.column_names().count()
    }

    /// The column of a field.
    pub(crate) fn column(&self, field: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.field == field)
    }
}

/// Declares a table's columns: `columns![id: Uuid, name: Text]`.
macro_rules! columns {
    ($($field:ident : $kind:ident $(($minor:literal, $currency:literal))?),* $(,)?) => {
        &[$($crate::record::Column {
            field: stringify!($field),
            kind: $crate::record::Kind::$kind $(($minor, $currency))?,
        }),*]
    };
}
pub(crate) use columns;
