//! Which deals a question is about, and what they are cut by.

mod dimension;
mod filter;
mod grouping;

use uuid::Uuid;

pub use dimension::{Dimension, UnknownDimension};
pub use filter::Filter;
pub use grouping::Grouping;

/// The deals a question is about.
#[derive(Debug, Clone, Default)]
pub struct Slice {
    /// Only this pipeline.
    pub pipeline: Option<String>,
    /// Only deals of these people: those the asker may see. None for all.
    pub owners: Option<Vec<Uuid>>,
    /// Only deals that this holds of.
    pub filter: Option<Filter>,
}
