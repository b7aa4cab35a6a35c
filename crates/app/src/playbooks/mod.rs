//! Playbooks: the definitions a workspace works by. A published version never changes.

mod adopt;
mod compare;
mod get;
mod lint;
mod publish;
mod published;
mod replay;

pub use adopt::{AdoptProbability, ObservedProbability, adopt_probability};
pub use compare::compare;
pub use get::{get, list, versions};
pub use lint::{LintReport, lint};
pub(crate) use publish::insert_shipped;
pub use publish::{PublishPlaybook, publish};
pub(crate) use published::Published;
pub use published::{Definitions, PublishedPlaybook};
pub(crate) use replay::Replays;
pub use replay::{ReplayDeals, ReplayPlaybook, Replayed, replay, replay_deals};
