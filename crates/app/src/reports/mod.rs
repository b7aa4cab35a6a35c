//! Numbers over the deals the caller may see.

mod pipeline_summary;

pub use pipeline_summary::{PipelineSummaryRow, pipeline_summary};
