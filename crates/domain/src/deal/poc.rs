//! The proof of concept: what success means is agreed before it starts.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::EvidenceId;
use crate::words::words;

words! {
    /// How a proof of concept ended.
    pub enum PocResult {
        /// The threshold was met.
        Passed = "passed",
        /// It was not.
        Failed = "failed",
        /// It ended without an answer.
        Inconclusive = "inconclusive",
    }
}

/// A proof of concept and the rule that decides it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poc {
    /// What success means, in the buyer's words.
    pub success_definition: String,
    /// What is measured.
    pub metric: String,
    /// What it must reach.
    pub threshold: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// What the buyer does when the threshold is met.
    pub decision_rule: String,
    /// The evidence that the buyer agreed to all this.
    pub agreed_evidence_id: Option<EvidenceId>,
    /// How it ended.
    pub result: Option<PocResult>,
}
