//! The append-only record of every change, gapless and chained by hash in each workspace.

pub(crate) mod chain;
mod head;
mod judgements;
mod lives;
mod read;
mod write;

pub use judgements::Judgement;
pub use read::JournalQuery;

pub(crate) use head::{Head, Heads};
pub(crate) use write::Pending;
