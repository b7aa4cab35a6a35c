//! Answers to qualification questions, and the gaps between them.

use serde::{Deserialize, Serialize};

use super::{Answer, Deal, DealEvent, EditDealError};
use crate::field::{self, MAX_TEXT_CHARS, Problem};
use crate::gate::Dossier;
use crate::ids::EvidenceId;
use crate::words::words;

words! {
    /// What is wrong with a question.
    pub enum GapKind {
        /// Nobody has answered it.
        Unanswered = "unanswered",
        /// The answer has no evidence that stands.
        Unbacked = "unbacked",
    }
}

/// A question that is not answered with evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Key of the question set.
    pub set: String,
    /// Key of the question.
    pub question: String,
    /// What is wrong.
    pub kind: GapKind,
}

impl Deal {
    /// Answers a question of one of its pipeline's sets; a blank answer takes it back.
    ///
    /// # Errors
    /// When the deal is archived, or the question or evidence is unknown.
    pub fn answer_question(
        mut self,
        answer: Answer,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        let set = dossier.playbook.playbook().question_set(&answer.set);
        let set = set.ok_or_else(|| Problem::Unknown.of("set"))?;
        if !set
            .questions
            .iter()
            .any(|question| question.key == answer.question)
        {
            return Err(Problem::Unknown.of("question").into());
        }
        field::bounded("answer", &answer.answer, MAX_TEXT_CHARS)?;
        field::entries("evidence_ids", answer.evidence_ids.len())?;
        let is_of_deal = |id: &EvidenceId| {
            dossier
                .evidence
                .iter()
                .any(|item| item.id == *id && item.deal_id == self.id && item.stands())
        };
        if !answer.evidence_ids.iter().all(is_of_deal) {
            return Err(Problem::Unknown.of("evidence_ids").into());
        }
        let known = self
            .answers
            .iter()
            .position(|known| known.set == answer.set && known.question == answer.question);
        match (known, answer.answer.trim().is_empty()) {
            (Some(index), true) => {
                self.answers.remove(index);
            }
            (Some(index), false) => self.answers[index] = answer,
            (None, false) => self.answers.push(answer),
            (None, true) => {}
        }
        Ok((self.touched(dossier.now), DealEvent::QuestionAnswered))
    }

    /// The questions of its pipeline's sets that are not answered, or not with evidence.
    #[must_use]
    pub fn question_gaps(&self, dossier: &Dossier<'_>) -> Vec<Gap> {
        let Some(pipeline) = dossier.playbook.pipeline(&self.pipeline) else {
            return Vec::new();
        };
        let sets = pipeline.definition().question_sets.iter();
        let sets = sets.filter_map(|key| dossier.playbook.playbook().question_set(key));
        let mut gaps = Vec::new();
        for set in sets {
            for question in &set.questions {
                let answer = self
                    .answers
                    .iter()
                    .find(|answer| answer.set == set.key && answer.question == question.key);
                let kind = match answer {
                    None => GapKind::Unanswered,
                    Some(answer)
                        if answer
                            .evidence_ids
                            .iter()
                            .any(|id| super::evidence::standing(self, *id, dossier).is_some()) =>
                    {
                        continue;
                    }
                    Some(_) => GapKind::Unbacked,
                };
                gaps.push(Gap {
                    set: set.key.clone(),
                    question: question.key.clone(),
                    kind,
                });
            }
        }
        gaps
    }
}
