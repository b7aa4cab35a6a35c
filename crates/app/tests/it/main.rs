//! The use cases as stories, each on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod accounts;
mod deals;
mod dictionary;
mod forecasts;
mod idempotency;
mod people;
mod playbooks;
mod replay;
mod reports;
mod reviews;
mod sample;
mod setup;
mod sign_in;
mod visibility;
mod waivers;
mod world;
