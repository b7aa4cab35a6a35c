//! The proof of concept: what success means is agreed before it starts.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::evidence::standing;
use super::{Deal, DealEvent, EditDealError};
use crate::field::{self, MAX_TEXT_CHARS, Problem};
use crate::gate::Dossier;
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

impl Poc {
    fn terms(&self) -> (&str, &str, &str, &str, Date) {
        (
            &self.success_definition,
            &self.metric,
            &self.threshold,
            &self.decision_rule,
            self.starts_on,
        )
    }
}

impl Deal {
    /// Records the proof of concept. Its terms are agreed before it starts, and do not change once it has: only the
    /// end, the agreement's evidence and the result do. A result needs the agreement.
    ///
    /// # Errors
    /// When the deal is archived, a text is blank, the dates are out of order, or the agreement is not evidenced.
    pub fn set_poc(
        mut self,
        poc: Poc,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        let texts = [
            ("success_definition", &poc.success_definition),
            ("metric", &poc.metric),
            ("threshold", &poc.threshold),
            ("decision_rule", &poc.decision_rule),
        ];
        for (name, text) in texts {
            field::required(name, text, MAX_TEXT_CHARS)?;
        }
        if poc.ends_on < poc.starts_on {
            return Err(Problem::TooEarly.of("ends_on").into());
        }
        if let Some(before) = &self.poc {
            let has_started =
                before.agreed_evidence_id.is_some() && before.starts_on <= dossier.today;
            if has_started && before.terms() != poc.terms() {
                return Err(Problem::Fixed.of("decision_rule").into());
            }
        }
        if let Some(id) = poc.agreed_evidence_id {
            let agreement =
                standing(&self, id, dossier).filter(|item| item.is_customer_confirmation());
            let agreement =
                agreement.ok_or_else(|| Problem::NeedsCustomerEvidence.of("agreed_evidence_id"))?;
            // The end of the first day in whichever zone: an agreement later than that came after the start.
            if agreement.occurred_at.date_utc() > poc.starts_on {
                return Err(Problem::TooLate.of("agreed_evidence_id").into());
            }
        }
        if poc.result.is_some() && poc.agreed_evidence_id.is_none() {
            return Err(Problem::NeedsCustomerEvidence
                .of("agreed_evidence_id")
                .into());
        }
        self.poc = Some(poc);
        Ok((self.touched(dossier.now), DealEvent::PocSet))
    }
}
