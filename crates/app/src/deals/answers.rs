use domain::{
    deal::Answer,
    ids::{DealId, EvidenceId},
    policy::Action,
};
use serde::Deserialize;

use super::{DealRecord, change::change};
use crate::{Ctx, Error, ctx::Why};

/// The answer to a question of a question set, and what backs it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerQuestion {
    /// Key of the question set.
    pub set: String,
    /// Key of the question.
    pub question: String,
    /// The answer; an empty text removes it.
    pub answer: String,
    /// The evidence that backs it.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

/// Answers a qualification question.
///
/// # Errors
/// `invalid` for an unknown set, question or evidence, `not-found`, `deal-archived`, `forbidden`.
pub async fn answer_question(
    ctx: &Ctx,
    id: DealId,
    input: AnswerQuestion,
) -> Result<DealRecord, Error> {
    let AnswerQuestion {
        set,
        question,
        answer,
        evidence_ids,
    } = input;
    let answer = Answer {
        set,
        question,
        answer: answer.trim().to_owned(),
        evidence_ids,
    };
    change(
        ctx,
        id,
        Action::DealPlan,
        Why::default(),
        |deal, about, _work| Ok(deal.answer_question(answer, &about.dossier())?),
    )
    .await
}
