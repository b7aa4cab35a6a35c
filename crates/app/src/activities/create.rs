use domain::{
    Activity, ActivityKind, Date, Instant,
    ids::{ContactId, DealId, ReviewId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::ActivityRecord;
use crate::{Code, Ctx, Error, FieldError, ctx::Work, kin::Kin, tidy};

/// Record an activity on a deal, or plan a task.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of the activity")]
pub struct CreateActivity {
    pub kind: ActivityKind,
    pub subject: String,
    pub body: Option<String>,
    pub contact_id: Option<ContactId>,
    /// Now unless said otherwise.
    pub occurred_at: Option<Instant>,
    pub due_on: Option<Date>,
    /// The caller unless said otherwise.
    pub owner_id: Option<UserId>,
}

/// Records an activity on a deal.
///
/// # Errors
/// `not-found` for the deal, `invalid`, `forbidden`.
pub async fn create(
    ctx: &Ctx,
    deal_id: DealId,
    input: CreateActivity,
) -> Result<ActivityRecord, Error> {
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let activity = create_in(ctx, &mut work, deal_id, None, input).await?;
    let record = super::record(ctx, &mut work, activity).await?;
    work.commit(record).await
}

/// The same inside a transaction that changes more; `review_id` names the review that agreed on it.
///
/// # Errors
/// As [`create`].
pub(crate) async fn create_in(
    ctx: &Ctx,
    work: &mut Work<'_>,
    deal_id: DealId,
    review_id: Option<ReviewId>,
    mut input: CreateActivity,
) -> Result<Activity, Error> {
    tidy::text(&mut input.subject);
    tidy::optional(&mut input.body);
    let deal = work
        .find_deal(deal_id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let kin = Kin::of(&ctx.actor, work).await?;
    ctx.authorise_on(Action::ActivityWrite, kin.deal_of(deal.owner_id))?;
    if let Some(contact) = input.contact_id
        && work.find_contact(contact).await?.is_none()
    {
        return Err(FieldError::unknown("/contact_id", &contact.to_string()).into());
    }
    crate::users::check_owner(work, input.owner_id).await?;
    let activity = Activity {
        id: work.mint(),
        deal_id: Some(deal_id),
        account_id: deal.account_id,
        contact_id: input.contact_id,
        kind: input.kind,
        subject: input.subject,
        body: input.body,
        occurred_at: input.occurred_at.unwrap_or(work.now),
        due_on: input.due_on,
        completed_at: None,
        review_id,
        owner_id: input.owner_id.or(work.member()),
        created_by: work.member(),
        created_at: work.now,
        version: 1,
    }
    .checked()?;
    let changes = work.insert_activity(&activity).await?;
    work.record("activity.created", &activity, changes);
    Ok(activity)
}
