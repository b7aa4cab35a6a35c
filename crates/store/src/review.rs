//! Reviews, what was said in them, and the deals and tasks they are about.

use std::collections::BTreeMap;

use domain::ids::{DealId, ReviewId, TeamId, UserId};
use domain::journal::Changes;
use domain::{Activity, Deal, Instant, Review, ReviewNote, ReviewState, Visibility};

use crate::error::Result;
use crate::list::Page;
use crate::query::Query;
use crate::record::{IDS_PER_STATEMENT, Record, Table, columns};
use crate::tx::{ReadTx, WriteTx};

impl Record for Review {
    const TABLE: &'static Table = &Table {
        name: "review",
        columns: columns![
            id: Uuid, scope: Text, person_id: Uuid, team_id: Uuid, week: Text, chair_id: Uuid, opened_at: Instant,
            closed_at: Instant, version: Int,
        ],
        has_facts: true,
        searched: &[],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Record for ReviewNote {
    const TABLE: &'static Table = &Table {
        name: "review_note",
        columns: columns![
            id: Uuid, review_id: Uuid, deal_id: Uuid, state: Text, evidence_answer: Text, next_confirmation: Text,
            next_confirmation_on: Date, risk: Text, risk_plan: Text, risk_id: Uuid, decisions: Text,
            reviewed_at: Instant, reviewed_by: Uuid, created_at: Instant, version: Int,
        ],
        has_facts: false,
        searched: &[],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// Which reviews.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewQuery {
    /// The teams whose reviews a reader of their team sees: their own and those below.
    pub teams: Vec<TeamId>,
    /// Only reviews of this person's deals.
    pub person_id: Option<UserId>,
    /// Only reviews of this team's deals.
    pub team_id: Option<TeamId>,
    /// Only reviews that are still open, or only closed ones.
    pub is_open: Option<bool>,
    /// How many, at most [`crate::PAGE_MAX`]; 0 means 50.
    pub limit: u32,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl ReadTx {
    /// A page of the reviews whose subject the reader sees, newest first.
    ///
    /// # Errors
    /// [`crate::Error::BadCursor`] when the cursor is not one.
    pub async fn reviews(&mut self, reviews: &ReviewQuery) -> Result<Page<Review>> {
        let mut query = self.select::<Review>();
        match (self.scope.visibility, self.scope.viewer_id) {
            (Visibility::All, _) => {}
            (_, None) => {
                query.push(" and 1 = 0");
            }
            (Visibility::Own, Some(viewer)) => {
                query.push(" and person_id = ").bind(viewer);
            }
            (Visibility::Team, Some(viewer)) => {
                query.push(" and (person_id in (select v.owner_id from user_visibility v where v.workspace_id = ");
                query.bind(self.workspace_id()).push(" and v.viewer_id = ");
                query.bind(viewer).push(")");
                if !reviews.teams.is_empty() {
                    query.push(" or team_id in (").bind_ids(&reviews.teams);
                    query.push(")");
                }
                query.push(")");
            }
        }
        if let Some(person_id) = reviews.person_id {
            query.push(" and person_id = ").bind(person_id);
        }
        if let Some(team_id) = reviews.team_id {
            query.push(" and team_id = ").bind(team_id);
        }
        if let Some(is_open) = reviews.is_open {
            query.push(if is_open {
                " and closed_at is null"
            } else {
                " and closed_at is not null"
            });
        }
        if let Some(cursor) = &reviews.cursor {
            let id: ReviewId = cursor.parse().map_err(|_| crate::Error::BadCursor)?;
            query.push(" and id < ").bind(id);
        }
        let limit = crate::list::ListQuery {
            limit: reviews.limit,
            ..Default::default()
        }
        .limit();
        query.push(" order by id desc limit ");
        query.push(&(limit + 1).to_string());
        let mut rows: Vec<Review> = self.records(query).await?;
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| has_more);
        Ok(Page {
            next_cursor: last.map(|review| review.id.to_string()),
            rows,
        })
    }

    /// A review by its id, whoever reads.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_review(&mut self, id: ReviewId) -> Result<Option<Review>> {
        self.find_record(id).await
    }

    /// What a review says so far, by deal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notes_of(&mut self, id: ReviewId) -> Result<BTreeMap<DealId, ReviewNote>> {
        let mut query = self.select::<ReviewNote>();
        query.push(" and review_id = ").bind(id);
        let notes: Vec<ReviewNote> = self.records(query).await?;
        Ok(notes.into_iter().map(|note| (note.deal_id, note)).collect())
    }

    /// What a review says about one deal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_note(&mut self, id: ReviewId, deal: DealId) -> Result<Option<ReviewNote>> {
        let mut query = self.select::<ReviewNote>();
        query.push(" and review_id = ").bind(id);
        query.push(" and deal_id = ").bind(deal);
        Ok(self.records(query).await?.pop())
    }

    /// What another review last said about a deal, up to a moment. Load the deal first: this does not ask who reads.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_before(
        &mut self,
        deal: DealId,
        but: ReviewId,
        until: Instant,
    ) -> Result<Option<ReviewNote>> {
        let mut query = self.select::<ReviewNote>();
        query.push(" and deal_id = ").bind(deal);
        query.push(" and reviewed_at <= ").bind(until);
        query
            .push(" and state = ")
            .bind(ReviewState::Reviewed.as_str());
        query.push(" and review_id <> ").bind(but);
        query.push(" order by reviewed_at desc limit 1");
        Ok(self.records(query).await?.pop())
    }

    /// How many deals of each review were reviewed and skipped.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn review_progress(
        &mut self,
        reviews: &[ReviewId],
    ) -> Result<BTreeMap<(ReviewId, ReviewState), i64>> {
        let mut counts = BTreeMap::new();
        for ids in reviews.chunks(IDS_PER_STATEMENT) {
            let mut query = Query::new(
                "select review_id, state, count(*) from review_note where workspace_id = ",
            );
            query.bind(self.workspace_id());
            query.push(" and review_id in (").bind_ids(ids);
            query.push(") group by review_id, state");
            for row in self.few(query).await? {
                let state = row.text(1)?.parse().map_err(|error| {
                    crate::Error::Corrupt(format!("a review note's state: {error}"))
                })?;
                counts.insert((row.uuid(0)?.into(), state), row.int(2)?);
            }
        }
        Ok(counts)
    }

    /// The tasks a review agreed on, in the order they were made. Whoever reads sees those of deals they see.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn actions_of(&mut self, id: ReviewId) -> Result<Vec<Activity>> {
        let mut query = self.select::<Activity>();
        query.push(" and review_id = ").bind(id);
        query.push(
            " and exists (select 1 from deal where deal.workspace_id = activity.workspace_id",
        );
        query.push(" and deal.id = activity.deal_id");
        self.scope.narrow_deals(&mut query);
        query.push(") order by id");
        self.records(query).await
    }

    /// The tasks that reviews left on a deal and that are not done, in the order they were made. Load the deal first: this
    /// does not ask who reads.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_actions_on(&mut self, deal: DealId) -> Result<Vec<Activity>> {
        let mut query = self.select::<Activity>();
        query.push(" and deal_id = ").bind(deal);
        query.push(" and review_id is not null and completed_at is null order by id");
        self.records(query).await
    }

    /// The open deals that the reader sees among those of some people.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_deals_of(&mut self, owners: &[UserId]) -> Result<Vec<Deal>> {
        let mut deals = Vec::new();
        for ids in owners.chunks(IDS_PER_STATEMENT) {
            let mut query = self.select::<Deal>();
            query.push(" and owner_id in (").bind_ids(ids);
            query.push(") and status = 'open' and archived_at is null");
            self.scope.narrow_deals(&mut query);
            let rows = self.all(query).await?;
            deals.extend(crate::record::from_rows::<Deal>(&rows)?);
        }
        Ok(deals)
    }
}

impl WriteTx {
    /// Inserts a review. Returns what to record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_review(&mut self, review: &Review) -> Result<Changes> {
        self.insert_record(review).await
    }

    /// Saves a changed review. Returns what to record.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] or [`crate::Error::NotFound`] when the stored one is not `before`.
    pub async fn update_review(&mut self, before: &Review, after: &Review) -> Result<Changes> {
        self.update_record(before.id, before, after).await
    }

    /// Inserts a note. Returns what to record.
    ///
    /// # Errors
    /// [`crate::Error::Duplicate`] when the review has one on this deal.
    pub async fn insert_note(&mut self, note: &ReviewNote) -> Result<Changes> {
        self.insert_record(note).await
    }

    /// Saves a changed note. Returns what to record.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] or [`crate::Error::NotFound`] when the stored one is not `before`.
    pub async fn update_note(
        &mut self,
        before: &ReviewNote,
        after: &ReviewNote,
    ) -> Result<Changes> {
        self.update_record(before.id, before, after).await
    }
}
