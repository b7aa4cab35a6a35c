//! The domain as its users call it, judged by a shipped playbook.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene has failed"
)]

mod gate;
mod history;
mod journal;
mod random_lives;
mod refusals;
mod replay;
mod waivers;
mod world;
