//! The sample workspace: a Korean software company that sells into the United States, with eighteen months of history.
//!
//! Everything goes through the use cases that people use, with a clock that is turned to when it happened; so the sample passes the gate,
//! is judged by the policy, and its journal reads as if the company had worked here. The same seed and end make the same sample.
//! [`cast`] says who plays, [`script`] what happens, [`perform`] does it.

mod cast;
mod perform;
mod script;

pub use perform::{SAMPLE_ADMINISTRATOR, SAMPLE_PASSWORD, Sample, fill};
