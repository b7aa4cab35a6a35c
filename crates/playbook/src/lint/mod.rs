//! The playbook linter: everything that is wrong with a playbook, each with its place and a way out.

pub mod codes;
mod playbook;
mod problem;

use crate::finding::Finding;

pub(crate) use playbook::{check, exit_path, forecast_path};
pub(crate) use problem::{Problem, closest, did_you_mean, one_of};

/// Everything wrong with a playbook, errors and warnings, in the order of the file.
pub fn lint(source: &str, file: &str) -> Vec<Finding> {
    check(source).into_findings(file)
}
