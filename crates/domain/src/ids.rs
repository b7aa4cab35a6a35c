//! Identifiers: one newtype per noun over a time-ordered UUID (version 7).

use uuid::Uuid;

use crate::Instant;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps an existing UUID.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }

            /// The UUID inside.
            #[must_use]
            pub const fn as_uuid(&self) -> &Uuid { &self.0 }

            /// A new version 7 id. The caller passes the moment and the randomness, so that tests can fix both.
            #[must_use]
            pub fn mint(now: Instant, random: &[u8; 10]) -> Self { Self(time_ordered(now, random)) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::parse_str(text).map(Self) }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self { id.0 }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self { Self(uuid) }
        }
    )+};
}

ids! {
    /// A company's data: every row belongs to exactly one.
    WorkspaceId,
    /// Somebody who signs in, or an imported owner who cannot.
    UserId,
    /// A team in the sales organisation.
    TeamId,
    /// An organisation we sell to.
    AccountId,
    /// A person at an account.
    ContactId,
    /// Something we sell.
    ProductId,
    /// A deal.
    DealId,
    /// One stay of a deal in a stage.
    StageVisitId,
    /// A record that something was confirmed.
    EvidenceId,
    /// An e-mail, meeting, call, note or task.
    ActivityId,
    /// A time-boxed exception to the gate.
    WaiverId,
    /// A risk on a deal.
    RiskId,
    /// One import run.
    ImportId,
    /// An API token.
    TokenId,
    /// A signed-in session.
    SessionId,
    /// A stored version of a playbook.
    PlaybookVersionId,
    /// One review of some people's deals.
    ReviewId,
    /// What a review says about one deal.
    ReviewNoteId,
    /// What is asked of a person, a team or a segment in a period.
    QuotaId,
    /// What somebody says a period will bring.
    ForecastSubmissionId,
    /// What a currency is worth from a day on.
    FxRateId,
    /// One entry of the journal.
    JournalEntryId,
}

fn time_ordered(now: Instant, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(now.as_micros().div_euclid(1_000)).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}
