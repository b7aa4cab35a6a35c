//! The store on both databases.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod deals;
mod facts;
mod forecasts;
mod journal;
mod lists;
mod writing;
