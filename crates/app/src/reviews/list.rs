use domain::{ReviewState, ids::UserId, policy::Action};
use serde::Deserialize;
use store::ReviewQuery;

use super::{ReviewSummary, subjects::Subjects};
use crate::{
    Ctx, Error,
    page::{self, Page},
};

/// Which reviews.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewList {
    /// Only reviews of this person's deals.
    pub person: Option<UserId>,
    /// How many rows.
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// The reviews whose subject the caller sees, newest first, without their minutes.
///
/// # Errors
/// `cursor-invalid`, `invalid`, `forbidden`.
pub async fn list(ctx: &Ctx, input: ReviewList) -> Result<Page<ReviewSummary>, Error> {
    ctx.authorise(Action::ReviewRead)?;
    let mut read = ctx.read().await?;
    let subjects = Subjects::load(ctx, &mut read).await?;
    let query = ReviewQuery {
        teams: subjects.own_teams.iter().copied().collect(),
        person_id: input.person,
        limit: page::size(input.limit)?,
        cursor: input.cursor,
        ..ReviewQuery::default()
    };
    let page = read.reviews(&query).await?;
    let ids: Vec<_> = page.rows.iter().map(|review| review.id).collect();
    let progress = read.review_progress(&ids).await?;
    let count = |id, state| progress.get(&(id, state)).copied().unwrap_or(0);
    let rows = page.rows.into_iter().map(|mut review| {
        review.minutes = None;
        let reviewed = count(review.id, ReviewState::Reviewed);
        let skipped = count(review.id, ReviewState::Skipped);
        subjects.summary(ctx, review, reviewed, skipped)
    });
    Ok(Page {
        rows: rows.collect(),
        next_cursor: page.next_cursor,
    })
}
