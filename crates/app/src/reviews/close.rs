use domain::{ids::ReviewId, policy::Action};

use super::{ReviewRecord, minutes};
use crate::{Ctx, Error};

/// Closes a review: writes its minutes in both languages and keeps them with it and in the journal.
///
/// # Errors
/// `not-found`, `review-closed`, `version-conflict`, `forbidden`.
pub async fn close(ctx: &Ctx, id: ReviewId) -> Result<ReviewRecord, Error> {
    let definitions = ctx.definitions().await?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let (review, subjects) = super::found(ctx, &mut work, id, Action::ReviewHold).await?;
    work.expect_version(review.version)?;
    let record = super::record(ctx, &mut work, &definitions, review.clone(), &subjects).await?;
    let closed = review
        .clone()
        .close(minutes::text(&record, &definitions, work.now), work.now)?;
    let changes = work.update_review(&review, &closed).await?;
    work.record("review.closed", &closed, changes);
    let summary = subjects.summary(ctx, closed, record.summary.reviewed, record.summary.skipped);
    work.commit(ReviewRecord { summary, ..record }).await
}
