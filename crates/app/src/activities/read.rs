use domain::{ids::DealId, policy::Action};

use super::ActivityRecord;
use crate::{Code, Ctx, Error};

/// A deal's activities, newest first.
///
/// # Errors
/// `not-found` for the deal, `forbidden`.
pub async fn list(ctx: &Ctx, deal_id: DealId) -> Result<Vec<ActivityRecord>, Error> {
    ctx.authorise(Action::ActivityRead)?;
    let mut read = ctx.read().await?;
    read.find_deal(deal_id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let activities = read.activities_of(deal_id).await?;
    super::records(ctx, &mut read, activities).await
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
