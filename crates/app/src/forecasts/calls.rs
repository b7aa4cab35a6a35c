//! The calls that were made.

use domain::{
    ForecastSubmission, Period,
    forecast::CallKind,
    ids::{TeamId, UserId},
    policy::Action,
};
use serde::{Deserialize, Serialize};
use store::SubmissionQuery;

use super::organisation::Organisation;
use crate::{
    Ctx, Error, Named,
    page::{self, Page},
};

/// Which calls.
#[derive(Debug, Clone, Default)]
pub struct SubmissionList {
    /// About this fiscal quarter or month.
    pub period: Option<Period>,
    /// Made in this ISO week.
    pub week: Option<Period>,
    /// About this person's deals.
    pub person: Option<UserId>,
    /// About this team's deals.
    pub team: Option<TeamId>,
    /// Owners' or managers'.
    pub kind: Option<CallKind>,
    /// How many rows at most.
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A call with the names of whom it is about and who made it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SubmissionRecord {
    /// The call.
    pub submission: ForecastSubmission,
    /// The person or team it is about.
    pub subject: Named,
    /// Who made it.
    pub by: Named,
}

/// A page of the calls about people and teams that the caller sees, newest first.
///
/// # Errors
/// `cursor-invalid`, `invalid`, `forbidden`.
pub async fn list(ctx: &Ctx, asked: SubmissionList) -> Result<Page<SubmissionRecord>, Error> {
    ctx.authorise(Action::ForecastRead)?;
    let limit = page::size(asked.limit)?;
    let mut read = ctx.read().await?;
    let organisation = Organisation::load(ctx, &mut read).await?;
    let query = SubmissionQuery {
        teams: organisation.own_teams(),
        period: asked.period,
        week: asked.week,
        person_id: asked.person,
        team_id: asked.team,
        kind: asked.kind,
        limit,
        cursor: asked.cursor,
    };
    let page = read.submissions(&query).await?;
    Ok(Page {
        rows: page
            .rows
            .into_iter()
            .map(|submission| record(submission, &organisation))
            .collect(),
        next_cursor: page.next_cursor,
    })
}

/// A call beside its names.
pub(super) fn record(
    submission: ForecastSubmission,
    organisation: &Organisation,
) -> SubmissionRecord {
    let subject = submission
        .subject()
        .and_then(|subject| organisation.name(&subject));
    let id = submission
        .person_id
        .map(Into::into)
        .or(submission.team_id.map(Into::into));
    SubmissionRecord {
        subject: Named {
            id: id.unwrap_or_default(),
            name: subject.unwrap_or_default(),
        },
        by: Named {
            id: submission.submitted_by.into(),
            name: organisation
                .person(submission.submitted_by)
                .unwrap_or_default(),
        },
        submission,
    }
}
