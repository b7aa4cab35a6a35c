//! Where things are, and how commands are run in them.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use anyhow::{Context, Result, bail};

/// The root of the repository: of the clone that cargo runs this program for, which need not be the one it was first built
/// in when clones share a target folder.
pub(crate) fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        PathBuf::from(manifest).join("../..")
    });
    &ROOT
}

/// Whether nobody watches: every tool must then be there or be installed, and nothing may be skipped for want of one.
pub(crate) fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// Where cargo puts what it builds: `CARGO_TARGET_DIR`, or a place in the user's cache that outlives this clone, so
/// that the next fresh clone starts warm.
pub(crate) fn target_dir() -> PathBuf {
    if let Some(chosen) = env::var_os("CARGO_TARGET_DIR") {
        return PathBuf::from(chosen);
    }
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    cache.map_or_else(
        || root().join("target"),
        |cache| cache.join("proofline/target"),
    )
}

/// A `cargo` command that builds into [`target_dir`].
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(arguments)
        .env("CARGO_TARGET_DIR", target_dir())
        .current_dir(root());
    command
}

/// The binary that a build with `profile` leaves behind (`debug`, `demo`, `release`).
pub(crate) fn binary(profile: &str) -> PathBuf {
    target_dir().join(profile).join("proofline")
}

/// Says what is run, runs it, and turns a failing exit into an error.
///
/// # Errors
/// When the program cannot be started or does not succeed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    println!("$ {shown}");
    let status = command
        .status()
        .with_context(|| format!("cannot run {shown}"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs a command and returns what it printed.
///
/// # Errors
/// When the program cannot be started or does not succeed.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>> {
    let shown = shown(command);
    let output = command
        .output()
        .with_context(|| format!("cannot run {shown}"))?;
    if !output.status.success() {
        bail!(
            "`{shown}` failed ({}): {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(output.stdout)
}

/// The first of these programs that can be found on the `PATH`.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    })
}

fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    std::iter::once(name)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
