//! From YAML text to a [`Playbook`], with the place of everything.

use crate::finding::{Finding, SourceMap};
use crate::model::Playbook;

impl Playbook {
    /// Reads a playbook. `file` is how findings name the source.
    ///
    /// # Errors
    /// Everything about the text that keeps it from being a playbook.
    pub fn parse(_source: &str, _file: &str) -> Result<(Self, SourceMap), Vec<Finding>> {
        Err(Vec::new())
    }
}
