//! `cargo xtask bench`: speed and size of the release binary.

use anyhow::{Result, bail};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {}

/// Measures and writes `docs/bench`.
///
/// # Errors
/// When the server cannot be started or measured.
pub(crate) fn run(_options: &Options) -> Result<()> {
    bail!("the benchmark is not there yet")
}
