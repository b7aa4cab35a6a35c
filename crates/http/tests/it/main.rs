//! The HTTP edge, tested through its router on both databases.

mod agreement;
mod authorization;
mod contract;
mod conventions;
mod deals;
mod events;
mod scene;
mod session;
mod writes;
