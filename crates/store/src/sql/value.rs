use uuid::Uuid;

/// A parameter of a statement. Nulls keep their type, which PostgreSQL wants to know.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// 64-bit integer: counts, money, instants (µs), dates (days), versions.
    Int(Option<i64>),
    /// Text, also JSON.
    Text(Option<String>),
    /// UUID: native on PostgreSQL, 16 bytes on SQLite.
    Uuid(Option<Uuid>),
    /// Boolean: native on PostgreSQL, 0/1 on SQLite.
    Bool(Option<bool>),
    /// Bytes: hashes.
    Bytes(Option<Vec<u8>>),
}

/// Passes the value inside, with its type, to `$bind`.
macro_rules! with_inner {
    ($value:expr, $inner:ident => $bind:expr) => {
        match $value {
            Value::Int($inner) => $bind,
            Value::Text($inner) => $bind,
            Value::Uuid($inner) => $bind,
            Value::Bool($inner) => $bind,
            Value::Bytes($inner) => $bind,
        }
    };
}
pub(super) use with_inner;

macro_rules! value_from {
    ($($from:ty => $variant:ident, $value:ident => $into:expr;)*) => {
        $(
            impl From<$from> for Value {
                fn from($value: $from) -> Self { Self::$variant(Some($into)) }
            }
            impl From<Option<$from>> for Value {
                fn from(value: Option<$from>) -> Self { Self::$variant(value.map(|$value| $into)) }
            }
        )*
    };
}

value_from! {
    i64 => Int, value => value;
    u32 => Int, value => i64::from(value);
    bool => Bool, value => value;
    String => Text, value => value;
    &str => Text, value => value.to_owned();
    Uuid => Uuid, value => value;
    Vec<u8> => Bytes, value => value;
    [u8; 32] => Bytes, value => value.to_vec();
}

macro_rules! value_from_ids {
    ($($id:ident),*) => {
        $(
            impl From<domain::ids::$id> for Value {
                fn from(id: domain::ids::$id) -> Self { Self::Uuid(Some(id.into())) }
            }
            impl From<Option<domain::ids::$id>> for Value {
                fn from(id: Option<domain::ids::$id>) -> Self { Self::Uuid(id.map(Into::into)) }
            }
        )*
    };
}

value_from_ids!(
    WorkspaceId,
    UserId,
    TeamId,
    AccountId,
    ContactId,
    ProductId,
    DealId,
    StageVisitId,
    EvidenceId,
    ActivityId,
    WaiverId,
    ImportId,
    TokenId,
    SessionId,
    PlaybookVersionId,
    FxRateId,
    QuotaId,
    ReviewId,
    ReviewNoteId,
    JournalEntryId
);

impl From<domain::Instant> for Value {
    fn from(instant: domain::Instant) -> Self {
        Self::Int(Some(instant.as_micros()))
    }
}

impl From<Option<domain::Instant>> for Value {
    fn from(instant: Option<domain::Instant>) -> Self {
        Self::Int(instant.map(domain::Instant::as_micros))
    }
}
