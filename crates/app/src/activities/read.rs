use domain::{Instant, ids::DealId, policy::Action};

use super::ActivityRecord;
use crate::{Code, Ctx, Error};

/// A deal's activities, newest first; now, or as they were then known.
///
/// # Errors
/// `not-found` for the deal, `forbidden`.
pub async fn list(
    ctx: &Ctx,
    deal_id: DealId,
    as_of: Option<Instant>,
) -> Result<Vec<ActivityRecord>, Error> {
    ctx.authorise(Action::ActivityRead)?;
    let mut read = ctx.read().await?;
    read.find_deal(deal_id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let Some(instant) = as_of else {
        let activities = read.activities_of(deal_id).await?;
        return super::records(ctx, &mut read, activities).await;
    };
    let mut activities = read.activities_as_of(deal_id, instant).await?;
    activities.sort_by_key(|activity| std::cmp::Reverse((activity.occurred_at, activity.id)));
    let mut records = super::records(ctx, &mut read, activities).await?;
    for record in &mut records {
        record.allowed_actions.clear();
    }
    Ok(records)
}

/// The caller's tasks that are not done, the most urgent first.
///
/// # Errors
/// `forbidden`, and the store's refusals.
pub async fn my_tasks(ctx: &Ctx) -> Result<Vec<ActivityRecord>, Error> {
    ctx.authorise(Action::ActivityRead)?;
    let Some(member) = ctx.actor.user_id else {
        return Ok(Vec::new());
    };
    let mut read = ctx.read().await?;
    let tasks = read.tasks_of(member).await?;
    super::records(ctx, &mut read, tasks).await
}
