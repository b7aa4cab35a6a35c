//! The HTTP edge, tested through its router on both databases.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod agreement;
mod authorization;
mod contract;
mod conventions;
mod deals;
mod events;
mod imports;
mod replay;
mod scene;
mod session;
mod writes;
