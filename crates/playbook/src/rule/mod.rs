//! Rules: CEL over [`Facts`], checked and lowered once, evaluated in bounded steps.
//!
//! `cel` parses the text; [`check`] resolves every name against the documented schema, checks
//! every type and lowers the tree; [`eval`] walks the lowered tree over the facts themselves, so
//! nothing is converted per evaluation and nothing is left that could fail.

mod bounds;
mod check;
mod eval;
pub mod functions;
pub(crate) mod ir;
mod keys;
mod references;
mod remedies;

use crate::facts::Facts;
use crate::model::Remedy;

pub(crate) use bounds::parse;
pub(crate) use check::{Checker, LISTS, Scope};
pub(crate) use eval::arithmetic;
pub(crate) use keys::Keys;
pub use references::References;
pub use remedies::remedy_is_done;

use crate::text::Text;

/// A checked rule. Evaluating it cannot go wrong, only run out of steps on absurdly many facts.
#[derive(Debug, Clone)]
pub struct Rule {
    source: String,
    root: ir::Node,
    references: References,
}

/// Why a rule gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// More facts than the step limit allows.
    #[error("the rule needs more than {limit} steps on these facts")]
    TooManySteps {
        /// The limit.
        limit: u64,
    },
}

/// What is wrong with an expression, at a character of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuleError {
    pub(crate) code: &'static str,
    pub(crate) offset: usize,
    pub(crate) message: Text,
    pub(crate) suggestion: Option<Text>,
}

impl Rule {
    /// Checks a rule against the schema of facts and the keys of its playbook.
    pub(crate) fn compile(source: &str, keys: &Keys) -> Result<Self, Vec<RuleError>> {
        let scope = Scope::facts(keys);
        let parsed = parse(source)?;
        let mut checker = Checker::new(&scope, &parsed);
        let root = checker.condition(&parsed.expression);
        let (errors, references) = checker.finish();
        match root {
            Some(root) if errors.is_empty() => Ok(Self {
                source: source.to_owned(),
                root,
                references,
            }),
            _ => Err(errors),
        }
    }

    /// The rule as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What the rule reads: which rules a changed field touches.
    pub fn references(&self) -> &References {
        &self.references
    }

    /// What a person can do to make the rule hold, derived from what it asks.
    pub fn remedies(&self) -> Vec<Remedy> {
        remedies::of(&self.root)
    }

    /// What of these is still to do: parts of the rule that hold already ask for nothing.
    pub fn open_remedies(&self, facts: &Facts) -> Vec<Remedy> {
        remedies::open(&self.root, facts)
    }

    /// Whether the rule holds for these facts.
    ///
    /// # Errors
    /// When the facts are too many to judge within the step limit.
    pub fn holds(&self, facts: &Facts) -> Result<bool, EvalError> {
        eval::holds(&self.root, facts)
    }
}
