use domain::{
    ActivityKind, Date, ReviewNote, ReviewState,
    ids::{DealId, ReviewId, UserId},
    policy::Action,
};
use playbook::RiskSeverity;
use serde::Deserialize;

use super::{ReviewEntry, entries};
use crate::{
    Code, Ctx, Error,
    activities::{CreateActivity, create_in},
    ctx::Work,
    deals::{SetRisk, set_risk_in},
    tidy,
};

/// Say what a review says about a deal. The answers replace those before; actions are added.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeNote {
    /// What evidence puts the deal where it is.
    pub evidence_answer: Option<String>,
    /// Which customer confirmation moves it on.
    pub next_confirmation: Option<String>,
    /// By when.
    pub next_confirmation_on: Option<Date>,
    /// The biggest risk, in one line; it is set on the deal.
    pub risk: Option<String>,
    /// What we do about it.
    pub risk_plan: Option<String>,
    /// What else was agreed.
    pub decisions: Option<String>,
    /// How far the deal has come; as it was unless said otherwise.
    pub state: Option<ReviewState>,
    /// What is to be done: each becomes a task on the deal.
    #[serde(default)]
    pub actions: Vec<NewAction>,
}

/// Something to be done.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAction {
    /// One line.
    pub subject: String,
    /// Whose it is; the deal's owner unless said otherwise.
    pub owner_id: Option<UserId>,
    /// The day it is due.
    pub due_on: Option<Date>,
}

/// Takes a note on a deal of a review's queue. A changed risk answer opens or changes the deal's risk, each action becomes
/// a task; a note that says the same as before writes nothing.
///
/// # Errors
/// `not-found` for the review, the deal, or one that is not in the queue; `review-closed`, `invalid`,
/// `version-conflict`, `forbidden`.
pub async fn take_note(
    ctx: &Ctx,
    id: ReviewId,
    deal_id: DealId,
    mut input: TakeNote,
) -> Result<ReviewEntry, Error> {
    tidy_up(&mut input);
    let definitions = ctx.definitions().await?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let (review, _) = super::found(ctx, &mut work, id, Action::ReviewHold).await?;
    review.must_take_notes_on(deal_id)?;
    let deal = work
        .find_deal(deal_id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let before = work.find_note(id, deal_id).await?;
    work.expect_version(before.as_ref().map_or(0, |note| note.version))?;

    let (actions, mut note) = answered(before.clone(), input, &review.id, deal_id, &work)?;
    if let Some(risk) = changed_risk(before.as_ref(), &note, deal.owner_id) {
        let definitions = std::sync::Arc::clone(&definitions);
        let risk_id = set_risk_in(ctx, &mut work, definitions, deal_id, note.risk_id, risk).await?;
        note.risk_id = Some(risk_id);
    }
    save(&mut work, before.as_ref(), note).await?;
    for (index, action) in actions.into_iter().enumerate() {
        let owner_id = action.owner_id.or(deal.owner_id);
        create_in(ctx, &mut work, deal_id, Some(id), task(action, owner_id))
            .await
            .map_err(|error| error.inside(&format!("/actions/{index}")))?;
    }
    let mut entries = entries::of(ctx, &mut work, &definitions, &review, &[deal_id]).await?;
    let entry = entries.pop().ok_or_else(|| Error::from(Code::NotFound))?;
    work.commit(entry).await
}

fn tidy_up(input: &mut TakeNote) {
    for text in [
        &mut input.evidence_answer,
        &mut input.next_confirmation,
        &mut input.risk,
        &mut input.risk_plan,
        &mut input.decisions,
    ] {
        tidy::optional(text);
    }
}

/// The note with the new answers, and the actions beside it.
fn answered(
    before: Option<ReviewNote>,
    input: TakeNote,
    review_id: &ReviewId,
    deal_id: DealId,
    work: &Work<'_>,
) -> Result<(Vec<NewAction>, ReviewNote), Error> {
    let note = before.unwrap_or_else(|| {
        let id = work.mint();
        ReviewNote::new(id, *review_id, deal_id, work.now)
    });
    let state = input.state.unwrap_or(note.state);
    let note = ReviewNote {
        evidence_answer: input.evidence_answer,
        next_confirmation: input.next_confirmation,
        next_confirmation_on: input.next_confirmation_on,
        risk: input.risk,
        risk_plan: input.risk_plan,
        decisions: input.decisions,
        ..note
    };
    let note = note.marked(state, work.member(), work.now).checked()?;
    Ok((input.actions, note))
}

/// What to set on the deal when the risk answer is another than before. An answer taken back leaves the deal's risk.
fn changed_risk(
    before: Option<&ReviewNote>,
    note: &ReviewNote,
    owner_id: Option<UserId>,
) -> Option<SetRisk> {
    let said = |note: &ReviewNote| (note.risk.clone(), note.risk_plan.clone());
    if before.map(said) == Some(said(note)) {
        return None;
    }
    Some(SetRisk {
        title: note.risk.clone()?,
        plan: note.risk_plan.clone(),
        severity: RiskSeverity::Medium,
        owner_id,
        is_closed: false,
    })
}

async fn save(
    work: &mut Work<'_>,
    before: Option<&ReviewNote>,
    mut note: ReviewNote,
) -> Result<(), Error> {
    match before {
        Some(before) if *before == note => {}
        Some(before) => {
            note.version += 1;
            let changes = work.update_note(before, &note).await?;
            work.record("review.noted", &note, changes);
        }
        None => {
            note.version = 1;
            let changes = work.insert_note(&note).await?;
            work.record("review.noted", &note, changes);
        }
    }
    Ok(())
}

fn task(action: NewAction, owner_id: Option<UserId>) -> CreateActivity {
    CreateActivity {
        kind: ActivityKind::Task,
        subject: action.subject,
        body: None,
        contact_id: None,
        occurred_at: None,
        due_on: action.due_on,
        owner_id,
    }
}
