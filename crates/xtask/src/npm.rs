//! npm packages, installed exactly as locked and only when the lock has changed.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::project;

/// A copy of the lock file as it was when its packages were installed.
const STAMP: &str = "node_modules/.installed-lock.json";

/// Brings the packages of `folder` (relative to the root) to what its lock file says.
///
/// # Errors
/// When npm is missing or fails, or the folder has no lock file.
pub(crate) fn install(folder: &str) -> Result<()> {
    let folder = project::root().join(folder);
    let lock = fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("cannot read {}/package-lock.json", folder.display()))?;
    if fs::read(folder.join(STAMP)).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    ensure!(
        project::find_program(&["npm"]).is_some(),
        "npm is missing: install Node.js 20 or newer"
    );
    project::run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&folder),
    )?;
    fs::write(folder.join(STAMP), lock).context("cannot note which packages are installed")
}

/// Runs a script of the folder's package.json.
///
/// # Errors
/// When the script fails.
pub(crate) fn script(folder: &str, name: &str) -> Result<()> {
    project::run(
        Command::new("npm")
            .args(["run", "--silent", name])
            .current_dir(project::root().join(folder)),
    )
}
