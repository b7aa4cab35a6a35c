use domain::policy::Action;
use playbook::Finding;
use serde::Serialize;

use crate::{Code, Ctx, Error, limits};

/// What the linter says about a playbook file.
#[derive(Debug, Clone, Serialize)]
pub struct LintReport {
    /// True when nothing keeps it from being published.
    pub is_publishable: bool,
    /// Errors and warnings, in the order of the file.
    pub findings: Vec<Finding>,
}

/// Lints a playbook file. Changes nothing.
///
/// # Errors
/// `too-large`, `forbidden`.
pub fn lint(ctx: &Ctx, source: &str) -> Result<LintReport, Error> {
    ctx.authorise(Action::PlaybookRead)?;
    if source.len() > limits::PLAYBOOK_BYTES {
        return Err(Code::TooLarge.into());
    }
    let findings = playbook::lint::lint(source, "playbook.yaml");
    Ok(LintReport {
        is_publishable: !findings.iter().any(Finding::is_error),
        findings,
    })
}
