//! Numbers over the deals the caller may see: every report of `insight::reports`, and the deals behind each number.

mod answer;
mod projection;
mod question;

pub use answer::{Answer, behind, definitions, run};
pub use insight::reports::{Column, Definition, Kind, REGISTRY, Table, Words};
pub use insight::slice::Dimension;
pub use question::Question;

pub(crate) use projection::Projections;
pub use projection::keep;
