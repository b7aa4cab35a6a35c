//! The HTTP edge: axum routes, problem details, sessions, OpenAPI, live updates, embedded UI.

mod openapi;
mod problem;
mod query;
mod routes;
mod state;

pub use openapi::{PUBLIC_OPERATIONS, openapi};
