//! The binary as people and scripts use it.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop here"
)]

mod deals;
mod faults;
mod operating;
mod playbooks;
mod program;
mod remote;
mod reports;
