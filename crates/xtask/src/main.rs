//! All automation: `cargo xtask <task>`.
fn main() {}
