//! Browser tests: the real binary, Debian's Chromium, one spec per user goal in `e2e/`.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::Outcome;
use crate::debian::{self, Consent};
use crate::{npm, project};

const PACKAGES: &[&str] = &["chromium", "fonts-noto-cjk"];

/// Runs the specs of `e2e/` whose file name contains `filter`. Expects the debug binary to be built.
///
/// # Errors
/// When npm or a spec fails.
pub(super) fn check(consent: Consent, filter: Option<&str>) -> Result<Outcome> {
    if chromium().is_none() || !has_korean_font() {
        debian::install(PACKAGES, consent)?;
    }
    let Some(chromium) = chromium() else {
        return Ok(Outcome::missing(
            "no Chromium, so no browser test ran",
            PACKAGES,
        ));
    };
    if !has_korean_font() {
        return Ok(Outcome::missing(
            "no Korean font, so screenshots would show boxes",
            PACKAGES,
        ));
    }
    npm::install("e2e")?;
    npm::install("web")?;
    npm::script("web", "build")?;
    let mut command = Command::new("npm");
    command
        .args(["test", "--silent", "--"])
        .args(filter)
        .current_dir(project::root().join("e2e"));
    project::run(
        command
            .env("PROOFLINE_BIN", project::binary("debug"))
            .env("PROOFLINE_CHROMIUM", chromium),
    )?;
    Ok(Outcome::Passed)
}

fn chromium() -> Option<PathBuf> {
    let chosen = env::var_os("PROOFLINE_CHROMIUM").map(PathBuf::from);
    chosen.or_else(|| project::find_program(&["chromium", "chromium-browser", "google-chrome"]))
}

fn has_korean_font() -> bool {
    project::output(Command::new("fc-list").arg(":lang=ko")).is_ok_and(|fonts| !fonts.is_empty())
}
