//! Use cases, one per file, one transaction each: open, load, authorise, decide, save, record, commit.
//!
//! This crate orchestrates. It decides nothing that [`domain`] could decide, knows no SQL and no HTTP.
//! Start reading at [`App`] and [`Ctx`], then `deals/change.rs`, the one way a deal changes.

pub mod accounts;
pub mod activities;
mod app;
mod clock;
pub mod contacts;
mod ctx;
pub mod deals;
pub mod dictionary;
mod error;
pub mod forecasts;
pub mod identity;
pub mod imports;
pub mod journal;
mod kin;
pub mod limits;
mod named;
mod page;
mod patch;
pub mod playbooks;
pub mod products;
pub mod rates;
mod refusals;
pub mod reports;
pub mod reviews;
pub mod sample;
pub mod setup;
mod subject;
pub mod teams;
mod tidy;
pub mod users;
pub mod workspace;

pub use app::{App, Entropy, SystemEntropy};
pub use clock::{Clock, SystemClock};
pub use ctx::{Ctx, Idempotency};
pub use error::{Code, Error, FieldError, Kind, Refusal};
pub use named::Named;
pub use page::{ListQuery, Page};
pub use patch::Patch;
