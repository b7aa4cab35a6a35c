//! Quotas, calls, and the deals of a period added up where they lie.

use domain::forecast::{CallKind, Subject, Tally};
use domain::ids::{QuotaId, TeamId, UserId};
use domain::journal::Changes;
use domain::{Currency, Date, ForecastSubmission, Money, Period, Quota, Visibility};
use uuid::Uuid;

use crate::calendar;
use crate::error::{Error, Result};
use crate::list::{ListQuery, Page};
use crate::query::Query;
use crate::record::{Record, Table, columns, removal_of};
use crate::sql::Row;
use crate::tx::{ReadTx, WriteTx};

impl Record for Quota {
    const TABLE: &'static Table = &Table {
        name: "quota",
        columns: columns![
            id: Uuid, person_id: Uuid, team_id: Uuid, segment: Text, period: Text,
            amount: Money("amount_minor", "currency"), ramp_percent: Int, created_at: Instant, updated_at: Instant,
            version: Int,
        ],
        has_facts: false,
        searched: &[],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Record for ForecastSubmission {
    const TABLE: &'static Table = &Table {
        name: "forecast_submission",
        columns: columns![
            id: Uuid, week: Text, period: Text, person_id: Uuid, team_id: Uuid, kind: Text, commit_minor: Int,
            best_minor: Int, currency: Text, note: Text, submitted_by: Uuid, submitted_at: Instant,
            home_currency: Text, rule_commit_minor: Int, rule_best_minor: Int, model_p10_minor: Int,
            model_p50_minor: Int, model_p90_minor: Int,
        ],
        has_facts: false,
        searched: &[],
        derived: &[],
    };
}

/// Which calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubmissionQuery {
    /// The teams whose calls a reader of their team sees: their own and those below.
    pub teams: Vec<TeamId>,
    /// About this period.
    pub period: Option<Period>,
    /// Made in this week.
    pub week: Option<Period>,
    /// About this person's deals.
    pub person_id: Option<UserId>,
    /// About this team's deals.
    pub team_id: Option<TeamId>,
    /// Owners' calls, or managers'.
    pub kind: Option<CallKind>,
    /// How many, at most [`crate::PAGE_MAX`]; 0 means 50.
    pub limit: u32,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl ReadTx {
    /// Every quota, or those of some periods, by period; whoever reads.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn quotas(&mut self, periods: &[Period]) -> Result<Vec<Quota>> {
        let mut query = self.select::<Quota>();
        if !periods.is_empty() {
            query.push(" and period in (");
            query.bind_all(periods.iter().map(|period| period.to_string().into()));
            query.push(")");
        }
        query.push(" order by period, id");
        let rows = self.all(query).await?;
        crate::record::from_rows(&rows)
    }

    /// A quota by its id, whoever reads.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_quota(&mut self, id: QuotaId) -> Result<Option<Quota>> {
        self.find_record(id).await
    }

    /// The one quota of a subject in a period, whoever reads.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn quota_for(&mut self, subject: &Subject, period: Period) -> Result<Option<Quota>> {
        let mut query = self.select::<Quota>();
        query.push(" and period = ").bind(period.to_string());
        match subject {
            Subject::Person(person) => query.push(" and person_id = ").bind(*person),
            Subject::Team(team) => query.push(" and team_id = ").bind(*team),
            Subject::Segment(segment) => query.push(" and segment = ").bind(segment.as_str()),
        };
        Ok(self.records(query).await?.pop())
    }

    /// A page of the calls about people and teams whom the reader sees, newest first.
    ///
    /// # Errors
    /// [`Error::BadCursor`] when the cursor is not one.
    pub async fn submissions(
        &mut self,
        asked: &SubmissionQuery,
    ) -> Result<Page<ForecastSubmission>> {
        let mut query = self.select::<ForecastSubmission>();
        self.narrow_calls(&mut query, &asked.teams);
        if let Some(period) = asked.period {
            query.push(" and period = ").bind(period.to_string());
        }
        if let Some(week) = asked.week {
            query.push(" and week = ").bind(week.to_string());
        }
        if let Some(person) = asked.person_id {
            query.push(" and person_id = ").bind(person);
        }
        if let Some(team) = asked.team_id {
            query.push(" and team_id = ").bind(team);
        }
        if let Some(kind) = asked.kind {
            query.push(" and kind = ").bind(kind.as_str());
        }
        if let Some(cursor) = &asked.cursor {
            let id: Uuid = cursor.parse().map_err(|_| Error::BadCursor)?;
            query.push(" and id < ").bind(id);
        }
        let page = ListQuery {
            limit: asked.limit,
            ..ListQuery::default()
        };
        let limit = page.limit();
        query.push(" order by id desc limit ");
        query.push(&(limit + 1).to_string());
        let mut rows: Vec<ForecastSubmission> = self.records(query).await?;
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| has_more);
        Ok(Page {
            next_cursor: last.map(|call| call.id.to_string()),
            rows,
        })
    }

    /// The latest call of each kind about each subject for a period, as far as the reader sees them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest_submissions(
        &mut self,
        period: Period,
        teams: &[TeamId],
    ) -> Result<Vec<ForecastSubmission>> {
        let mut query = self.select::<ForecastSubmission>();
        query.push(" and period = ").bind(period.to_string());
        query.push(" and not exists (select 1 from forecast_submission l");
        query.push(" where l.workspace_id = forecast_submission.workspace_id and l.period = forecast_submission.period");
        query.push(" and l.kind = forecast_submission.kind and l.id > forecast_submission.id");
        query.push(" and (l.person_id = forecast_submission.person_id or l.team_id = forecast_submission.team_id))");
        self.narrow_calls(&mut query, teams);
        let rows = self.all(query).await?;
        crate::record::from_rows(&rows)
    }

    /// Every call about people and teams whom the reader sees, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_submissions(&mut self, teams: &[TeamId]) -> Result<Vec<ForecastSubmission>> {
        let mut query = self.select::<ForecastSubmission>();
        self.narrow_calls(&mut query, teams);
        query.push(" order by id");
        let rows = self.all(query).await?;
        crate::record::from_rows(&rows)
    }

    fn narrow_calls(&self, query: &mut Query, teams: &[TeamId]) {
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
                if !teams.is_empty() {
                    query.push(" or team_id in (").bind_ids(teams).push(")");
                }
                query.push(")");
            }
        }
    }

    /// The deals won, and the open ones expected to close, from one day to another, both included, as far as the reader
    /// sees them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forecast_tallies(&mut self, from: Date, to: Date) -> Result<Vec<Tally>> {
        let mut query = Query::new(
            "select owner_id, status, forecast_category, close_on, currency, \
             cast(coalesce(sum(amount_minor), 0) as bigint), count(*) from deal where workspace_id = ",
        );
        query
            .bind(self.workspace_id())
            .push(" and archived_at is null and status in ('open', 'won')")
            .push(" and coalesce(close_on, 4000000) >= ")
            .bind(calendar::days(from))
            .push(" and coalesce(close_on, 4000000) <= ")
            .bind(calendar::days(to));
        self.scope.narrow_deals(&mut query);
        query.push(" group by owner_id, status, forecast_category, close_on, currency");
        self.all(query).await?.iter().map(tally).collect()
    }
}

fn tally(row: &Row) -> Result<Tally> {
    let corrupt =
        |what: &dyn std::fmt::Display| Error::Corrupt(format!("a deal's forecast: {what}"));
    let currency = row
        .opt_text(4)?
        .map(|code| code.parse::<Currency>().map_err(|error| corrupt(&error)))
        .transpose()?;
    let amount_minor = row.int(5)?;
    Ok(Tally {
        owner_id: row.opt_uuid(0)?.map(Into::into),
        status: row.text(1)?.parse().map_err(|error| corrupt(&error))?,
        category: row
            .opt_text(2)?
            .map(|word| word.parse().map_err(|error| corrupt(&error)))
            .transpose()?,
        close_on: calendar::date(row.int(3)?)?,
        amount: currency.map(|currency| Money::new(amount_minor, currency)),
        deals: row.int(6)?,
    })
}

impl WriteTx {
    /// Inserts a quota. Returns what to record.
    ///
    /// # Errors
    /// [`Error::Duplicate`] when the subject has one for the period.
    pub async fn insert_quota(&mut self, quota: &Quota) -> Result<Changes> {
        self.insert_record(quota).await
    }

    /// Saves a changed quota. Returns what to record.
    ///
    /// # Errors
    /// [`Error::Conflict`] or [`Error::NotFound`] when the stored one is not `before`.
    pub async fn update_quota(&mut self, before: &Quota, after: &Quota) -> Result<Changes> {
        self.update_record(before.id, before, after).await
    }

    /// Removes a quota for good. Returns what to record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_quota(&mut self, quota: &Quota) -> Result<Changes> {
        self.delete_records::<Quota>("id", &[quota.id.into()])
            .await?;
        Ok(removal_of(quota))
    }

    /// Keeps a call. Returns what to record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_submission(&mut self, call: &ForecastSubmission) -> Result<Changes> {
        self.insert_record(call).await
    }
}
