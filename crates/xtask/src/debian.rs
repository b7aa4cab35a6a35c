//! Debian packages the checks need: installed when that is allowed, named clearly when it is not.

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::project;

/// Who said that packages may be installed.
#[derive(Clone, Copy)]
pub(crate) enum Consent {
    /// `--yes`, or nobody watches.
    Given,
    /// Ask at the terminal; without one the answer is no.
    Ask,
}

/// Installs `packages` with apt-get when this user may and has agreed. Returns whether it did.
///
/// # Errors
/// When apt-get itself fails.
pub(crate) fn install(packages: &[&str], consent: Consent) -> Result<bool> {
    let Some(apt) = apt_prefix() else {
        return Ok(false);
    };
    if !agreed(packages, consent) {
        return Ok(false);
    }
    project::run(apt_get(&apt).args(["update", "--quiet=2"]))?;
    project::run(
        apt_get(&apt)
            .args(["install", "--quiet=2", "--yes", "--no-install-recommends"])
            .args(packages),
    )?;
    Ok(true)
}

/// What to type to get `packages` by hand.
pub(crate) fn advice(packages: &[&str]) -> String {
    format!(
        "install {0} (`sudo apt-get install {0}`), or run again with --yes",
        packages.join(" ")
    )
}

/// The words before `apt-get` that make it work for this user; none when nothing does.
fn apt_prefix() -> Option<Vec<&'static str>> {
    project::find_program(&["apt-get"])?;
    if is_root() {
        return Some(vec![]);
    }
    let sudo = Command::new("sudo")
        .args(["-n", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    sudo.is_ok_and(|status| status.success())
        .then(|| vec!["sudo", "-n"])
}

/// Whether this process runs as root, whom PostgreSQL and Chromium's sandbox refuse.
pub(crate) fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt_get(prefix: &[&str]) -> Command {
    let mut command = match prefix {
        [] => Command::new("env"),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg("env");
            command
        }
    };
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .stdin(Stdio::null());
    command
}

fn agreed(packages: &[&str], consent: Consent) -> bool {
    match consent {
        Consent::Given => true,
        Consent::Ask if !io::stdin().is_terminal() => false,
        Consent::Ask => {
            print!(
                "{} not found. Install with apt-get? [y/N] ",
                packages.join(", ")
            );
            let mut answer = String::new();
            io::stdout().flush().is_ok()
                && io::stdin().lock().read_line(&mut answer).is_ok()
                && matches!(answer.trim(), "y" | "Y" | "yes")
        }
    }
}
