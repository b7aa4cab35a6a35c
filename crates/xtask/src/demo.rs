//! `cargo xtask demo`: from a fresh clone to a running sample workspace.

use std::process::Command;

use anyhow::Result;

use crate::{npm, project};

/// How to show Proofline.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Passed on to `proofline demo`, such as `--port 9000`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds the UI and the binary, then becomes `proofline demo`.
///
/// # Errors
/// When a build fails or the demo ends with an error.
pub(crate) fn run(options: &Options) -> Result<()> {
    npm::install("web")?;
    npm::script("web", "build")?;
    project::run(&mut project::cargo(&[
        "build",
        "--profile",
        "demo",
        "--package",
        "cli",
    ]))?;
    project::run(
        Command::new(project::binary("demo"))
            .arg("demo")
            .args(&options.arguments),
    )
}
