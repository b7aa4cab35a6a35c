use domain::{
    Period, PeriodGrain, Review, ReviewScope,
    ids::{TeamId, UserId},
    policy::Action,
    review::queue_place,
};
use serde::Deserialize;
use store::ReviewQuery;

use super::{ReviewRecord, subjects::Subjects};
use crate::{Code, Ctx, Error, FieldError, deals::Rows, limits};

/// Open a review.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenReview {
    /// Whose deals.
    pub scope: ReviewScope,
    /// The person, for a one-on-one.
    pub person_id: Option<UserId>,
    /// The team, for a team's review.
    pub team_id: Option<TeamId>,
    /// The ISO week, such as `2026-W47`; the present one unless said otherwise.
    pub week: Option<Period>,
}

/// Opens a review and picks its deals: the open ones of its people that the caller sees, what rots or has no word from the
/// customer first. When the caller has one of the same subject and week open
/// already, that one is given.
///
/// # Errors
/// `invalid` for a subject that does not fit or exist, `not-found` for one the caller may not know of, `forbidden`.
pub async fn open(ctx: &Ctx, input: OpenReview) -> Result<ReviewRecord, Error> {
    let chair_id = ctx
        .actor
        .user_id
        .ok_or_else(|| Error::from(Code::Forbidden))?;
    let definitions = ctx.definitions().await?;
    let mut work = ctx.open().await?;
    if let Some(id) = work.replayed().await? {
        drop(work);
        return super::get(ctx, id).await;
    }
    let subjects = Subjects::load(ctx, &mut work).await?;
    let mut review = Review {
        id: work.mint(),
        scope: input.scope,
        person_id: match input.scope {
            ReviewScope::Own => input.person_id.or(Some(chair_id)),
            ReviewScope::Person | ReviewScope::Team => input.person_id,
        },
        team_id: input.team_id,
        week: input.week.unwrap_or_else(|| {
            Period::containing(PeriodGrain::Week, definitions.day_of(work.now), 1)
        }),
        chair_id,
        opened_at: work.now,
        closed_at: None,
        deals: Vec::new(),
        left_out: 0,
        minutes: None,
        version: 1,
    }
    .checked()?;
    must_exist(&review, &subjects)?;
    let resource = subjects.resource(&review);
    ctx.authorise_on(Action::ReviewRead, resource)?;
    ctx.authorise_on(Action::ReviewHold, resource)?;

    let open = ReviewQuery {
        teams: subjects.own_teams.iter().copied().collect(),
        person_id: review.person_id,
        team_id: review.team_id,
        is_open: Some(true),
        ..ReviewQuery::default()
    };
    let same = |known: &Review| {
        known.week == review.week && known.scope == review.scope && known.chair_id == chair_id
    };
    let known = work.reviews(&open).await?.rows.into_iter().find(same);
    if let Some(known) = known {
        work.commit(known.id).await?;
        return super::get(ctx, known.id).await;
    }

    let owners = subjects.owners(review.person_id, review.team_id);
    let deals = work.open_deals_of(&owners).await?;
    let now = work.now;
    let rows = Rows::beside(ctx, &mut work, &definitions, now, &[]).await?;
    let mut rows: Vec<_> = deals.into_iter().map(|deal| rows.row(deal)).collect();
    rows.sort_by_cached_key(|row| queue_place(&row.deal, &row.rot));
    let left_out = rows.len().saturating_sub(limits::REVIEW_DEALS);
    review.left_out = u32::try_from(left_out).unwrap_or(u32::MAX);
    rows.truncate(limits::REVIEW_DEALS);
    review.deals = rows.into_iter().map(|row| row.deal.id).collect();

    let changes = work.insert_review(&review).await?;
    work.record("review.opened", &review, changes);
    // Reading all there is to say about each deal would keep other writers waiting.
    let id = work.commit(review.id).await?;
    super::get(ctx, id).await
}

fn must_exist(review: &Review, subjects: &Subjects) -> Result<(), Error> {
    if let Some(person) = review.person_id
        && !subjects.users.contains_key(&person)
    {
        return Err(FieldError::unknown("/person_id", &person.to_string()).into());
    }
    if let Some(team) = review.team_id
        && !subjects.teams.contains_key(&team)
    {
        return Err(FieldError::unknown("/team_id", &team.to_string()).into());
    }
    Ok(())
}
