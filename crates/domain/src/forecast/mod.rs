//! Forecasting in use: quotas, the calls that owners and managers make each week, and how deals add up beside them.
//!
//! Three kinds of numbers stand side by side and are never mixed: what the published rules make of the deals
//! ([`Buckets`]), what people say ([`ForecastSubmission`]), and what was asked of them ([`Quota`]). Start at [`Buckets`]
//! for the conventions.

mod buckets;
mod hierarchy;
mod quota;
mod submission;

pub use buckets::{Buckets, Tally};
pub use hierarchy::{Branch, Hierarchy, Node};
pub use quota::{Quota, quota_of};
pub use submission::{CallKind, ForecastSubmission};

use crate::ids::{TeamId, UserId};
use crate::words::words;

words! {
    /// What a quota or a call is about.
    pub enum SubjectKind {
        /// One person's deals.
        Person = "person",
        /// The deals of a team and of the teams below.
        Team = "team",
        /// The deals of a market segment.
        Segment = "segment",
    }
}

/// Whose deals a quota or a call is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// One person's.
    Person(UserId),
    /// A team's, with the teams below.
    Team(TeamId),
    /// A market segment's.
    Segment(String),
}

impl Subject {
    /// Which kind of subject it is.
    #[must_use]
    pub const fn kind(&self) -> SubjectKind {
        match self {
            Self::Person(_) => SubjectKind::Person,
            Self::Team(_) => SubjectKind::Team,
            Self::Segment(_) => SubjectKind::Segment,
        }
    }

    /// The subject of a record that names exactly one.
    fn of(person: Option<UserId>, team: Option<TeamId>, segment: Option<&String>) -> Option<Self> {
        match (person, team, segment) {
            (Some(person), None, None) => Some(Self::Person(person)),
            (None, Some(team), None) => Some(Self::Team(team)),
            (None, None, Some(segment)) => Some(Self::Segment(segment.clone())),
            _ => None,
        }
    }
}
