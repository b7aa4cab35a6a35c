//! One person at a glance, for the talk between them and their manager.

use std::collections::BTreeMap;

use domain::{
    Activity, Currency, ReviewScope,
    ids::{DealId, UserId},
    policy::{Action, Decision, allows},
    vocabulary::ForecastCategory,
};
use serde::{Deserialize, Serialize};
use store::{ReadTx, ReviewQuery};

use super::{ReviewSummary, subjects::Subjects};
use crate::{
    Code, Ctx, Error, Named, activities,
    activities::ActivityRecord,
    deals::{DealRow, Rows},
};

/// One person's numbers, their last review and what is left of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OneOnOne {
    /// Who.
    pub person: Named,
    /// Open deals, by currency.
    pub open: Vec<OpenTotal>,
    /// The open deals among them that are in commit.
    pub commit: Vec<OpenTotal>,
    /// Open deals.
    pub deals: i64,
    /// Open deals in commit.
    pub commit_deals: i64,
    /// How often the close dates of the open deals were moved later, in all.
    pub pushes: i64,
    /// Open deals whose close date was moved later at least once.
    pub pushed_deals: i64,
    /// Open deals that stand in their stage for too long.
    pub rotting_deals: i64,
    /// Open deals without any evidence that the customer originated.
    pub deals_without_customer_evidence: i64,
    /// Tasks of this person that are past their day.
    pub overdue_tasks: i64,
    /// Their review that is open, if one is.
    pub open_review: Option<ReviewSummary>,
    /// Their last closed review.
    pub last_review: Option<ReviewSummary>,
    /// What that review agreed on, done and not done.
    pub last_actions: Vec<ReviewAction>,
    /// Tasks of this person from earlier reviews that are not done.
    pub open_actions: Vec<ReviewAction>,
    /// The open deals that need a word most, at most five, in the order of a review.
    pub focus: Vec<DealRow>,
    /// What the caller may do.
    pub allowed_actions: Vec<Action>,
}

/// What open deals in one currency are worth together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTotal {
    /// The currency.
    pub currency: Currency,
    /// How many deals have an amount in it.
    pub count: i64,
    /// Their sum in minor units.
    pub amount_minor: i64,
}

/// A task of a review with the deal it is about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReviewAction {
    /// The task.
    pub action: ActivityRecord,
    /// The deal.
    pub deal: Named,
}

/// Deals shown in focus.
const FOCUS: usize = 5;

/// One person's numbers over their open deals that the caller sees.
///
/// # Errors
/// `not-found` when there is nobody with this id or the caller may not see their deals.
pub async fn one_on_one(ctx: &Ctx, person: UserId) -> Result<OneOnOne, Error> {
    let definitions = ctx.definitions().await?;
    let mut read = ctx.read().await?;
    let subjects = Subjects::load(ctx, &mut read).await?;
    let named = subjects
        .person(person)
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let resource = subjects.of_person(person);
    ctx.authorise_on(Action::ReviewRead, resource)?;

    let deals = read.open_deals_of(&[person]).await?;
    let rows = Rows::beside(ctx, &mut read, &definitions, ctx.now(), &deals).await?;
    let mut rows: Vec<DealRow> = deals.into_iter().map(|deal| rows.row(deal)).collect();
    rows.sort_by_cached_key(|row| domain::review::queue_place(&row.deal, &row.rot));
    let is_commit = |row: &&DealRow| row.deal.forecast_category == Some(ForecastCategory::Commit);

    let tasks = read.tasks_of(person).await?;
    let today = definitions.day_of(ctx.now());
    let is_overdue = |task: &&Activity| task.due_on.is_some_and(|due| due < today);
    let overdue_tasks = count(tasks.iter().filter(is_overdue));
    let open_review = reviews(ctx, &mut read, &subjects, person, true).await?;
    let last_review = reviews(ctx, &mut read, &subjects, person, false).await?;
    let last_actions = match &last_review {
        Some(last) => read.actions_of(last.review.id).await?,
        None => Vec::new(),
    };
    let left = tasks
        .into_iter()
        .filter(|task| task.review_id.is_some())
        .collect();
    Ok(OneOnOne {
        person: named,
        open: totals(rows.iter()),
        commit: totals(rows.iter().filter(is_commit)),
        deals: count(rows.iter()),
        commit_deals: count(rows.iter().filter(is_commit)),
        pushes: rows.iter().map(|row| i64::from(row.deal.pushes)).sum(),
        pushed_deals: count(rows.iter().filter(|row| row.deal.pushes > 0)),
        rotting_deals: count(rows.iter().filter(|row| row.rot.is_rotting)),
        deals_without_customer_evidence: count(
            rows.iter()
                .filter(|row| row.deal.last_customer_evidence_at.is_none()),
        ),
        overdue_tasks,
        last_actions: on_deals(ctx, &mut read, last_actions).await?,
        open_actions: on_deals(ctx, &mut read, left).await?,
        open_review,
        last_review,
        focus: {
            rows.truncate(FOCUS);
            rows
        },
        allowed_actions: [Action::ReviewHold]
            .into_iter()
            .filter(|action| allows(&ctx.actor, *action, resource) == Decision::Allowed)
            .collect(),
    })
}

fn count<T>(rows: impl Iterator<Item = T>) -> i64 {
    i64::try_from(rows.count()).unwrap_or(i64::MAX)
}

fn totals<'r>(rows: impl Iterator<Item = &'r DealRow>) -> Vec<OpenTotal> {
    let mut sums: BTreeMap<Currency, (i64, i64)> = BTreeMap::new();
    for amount in rows.filter_map(|row| row.deal.amount) {
        let (count, sum) = sums.entry(amount.currency).or_default();
        *count += 1;
        *sum = sum.saturating_add(amount.amount_minor);
    }
    let total = |(currency, (count, amount_minor))| OpenTotal {
        currency,
        count,
        amount_minor,
    };
    sums.into_iter().map(total).collect()
}

/// The newest review of a person's own deals, open or closed.
async fn reviews(
    ctx: &Ctx,
    read: &mut ReadTx,
    subjects: &Subjects,
    person: UserId,
    is_open: bool,
) -> Result<Option<ReviewSummary>, Error> {
    let query = ReviewQuery {
        teams: subjects.own_teams.iter().copied().collect(),
        person_id: Some(person),
        is_open: Some(is_open),
        limit: 20,
        ..ReviewQuery::default()
    };
    // A manager goes on with a one-on-one, not with what somebody opened for themselves.
    let fits = |review: &domain::Review| {
        !is_open || review.scope == ReviewScope::Person || Some(person) == ctx.actor.user_id
    };
    let found = read.reviews(&query).await?.rows.into_iter().find(fits);
    let Some(mut review) = found else {
        return Ok(None);
    };
    review.minutes = None;
    let progress = read.review_progress(&[review.id]).await?;
    let count = |state| progress.get(&(review.id, state)).copied().unwrap_or(0);
    let reviewed = count(domain::ReviewState::Reviewed);
    let skipped = count(domain::ReviewState::Skipped);
    Ok(Some(subjects.summary(ctx, review, reviewed, skipped)))
}

/// Tasks with their deals; those of deals the caller does not see are left out.
async fn on_deals(
    ctx: &Ctx,
    read: &mut ReadTx,
    tasks: Vec<Activity>,
) -> Result<Vec<ReviewAction>, Error> {
    let mut names: BTreeMap<DealId, String> = BTreeMap::new();
    for id in tasks.iter().filter_map(|task| task.deal_id) {
        if !names.contains_key(&id)
            && let Some(deal) = read.find_deal(id).await?
        {
            names.insert(id, deal.name);
        }
    }
    let seen = |task: &Activity| task.deal_id.is_some_and(|id| names.contains_key(&id));
    let tasks: Vec<Activity> = tasks.into_iter().filter(seen).collect();
    let records = activities::records(ctx, read, tasks).await?;
    let with_deal = |action: ActivityRecord| {
        let deal = Named::find(&names, action.activity.deal_id)?;
        Some(ReviewAction { action, deal })
    };
    Ok(records.into_iter().filter_map(with_deal).collect())
}
