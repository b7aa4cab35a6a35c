use domain::{
    Currency, ForecastSubmission, Period, PeriodGrain,
    forecast::{Buckets, CallKind, Subject},
    ids::{TeamId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::{SubmissionRecord, calls, model, organisation::Organisation, worth};
use crate::{Code, Ctx, Error, FieldError, ctx::Why, tidy};

/// Call what a period will bring.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmitForecast {
    /// The fiscal quarter or month.
    pub period: Period,
    /// The person whose deals it is about; oneself unless a team is given.
    pub person_id: Option<UserId>,
    /// The team whose deals it is about.
    pub team_id: Option<TeamId>,
    /// The owner's call or the manager's; the owner's for oneself, else the manager's, unless said otherwise.
    pub kind: Option<CallKind>,
    /// What the caller answers for: the whole period, with what is won already.
    pub commit_minor: i64,
    /// What they see if things go well; not below the commit.
    pub best_minor: i64,
    /// In which currency; the workspace's unless said otherwise.
    pub currency: Option<Currency>,
    /// Free text.
    pub note: Option<String>,
}

/// Takes a call and freezes it with what the rule and the model say at this moment. Calling again in the same week adds
/// another; the latest counts.
///
/// # Errors
/// `invalid` for amounts, periods and subjects that do not fit, `forbidden`.
pub async fn submit(ctx: &Ctx, mut input: SubmitForecast) -> Result<SubmissionRecord, Error> {
    tidy::optional(&mut input.note);
    let by = ctx
        .actor
        .user_id
        .ok_or_else(|| Error::from(Code::Forbidden))?;
    let subject = match (input.person_id, input.team_id) {
        (Some(_), Some(_)) => {
            return Err(FieldError::malformed(
                "/team_id",
                "사람과 팀 가운데 하나만 쓰세요.",
                "Name a person or a team, not both.",
            )
            .into());
        }
        (Some(person), None) => Subject::Person(person),
        (None, Some(team)) => Subject::Team(team),
        (None, None) => Subject::Person(by),
    };
    let kind = input.kind.unwrap_or(if subject == Subject::Person(by) {
        CallKind::Owner
    } else {
        CallKind::Manager
    });
    let definitions = ctx.definitions().await?;
    let model = expected(ctx, input.period, &subject).await?;

    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let organisation = Organisation::load(ctx, &mut work).await?;
    organisation.must_know(
        &subject,
        if input.team_id.is_some() {
            "/team_id"
        } else {
            "/person_id"
        },
    )?;
    let action = match kind {
        CallKind::Owner => Action::ForecastSubmitOwn,
        CallKind::Manager => Action::ForecastSubmitTeam,
    };
    ctx.authorise_on(action, organisation.resource(&subject))?;

    let today = definitions.day_of(work.now);
    let rates = worth::rates(&mut work, &definitions).await?;
    let by_owner = worth::buckets(&mut work, &definitions, &rates, input.period, today).await?;
    let owners = match &subject {
        Subject::Team(team) => organisation.hierarchy().people_of(*team),
        Subject::Person(person) => [*person].into(),
        Subject::Segment(_) => return Err(Code::Invalid.into()),
    };
    let mut rule = Buckets::default();
    let theirs = owners
        .iter()
        .filter_map(|owner| by_owner.get(&Some(*owner)));
    theirs.for_each(|theirs| rule.add(theirs));
    let home_currency = definitions.workspace.home_currency;
    let submission = ForecastSubmission {
        id: work.mint(),
        week: Period::containing(PeriodGrain::Week, today, 1),
        period: input.period,
        person_id: match subject {
            Subject::Person(person) => Some(person),
            _ => None,
        },
        team_id: input.team_id,
        kind,
        commit_minor: input.commit_minor,
        best_minor: input.best_minor,
        currency: input.currency.unwrap_or(home_currency),
        note: input.note,
        submitted_by: by,
        submitted_at: work.now,
        home_currency,
        rule_commit_minor: rule.commit_total(),
        rule_best_minor: rule.best_total(),
        model_p10_minor: model.map(|model| model.p10_minor),
        model_p50_minor: model.map(|model| model.p50_minor),
        model_p90_minor: model.map(|model| model.p90_minor),
    }
    .checked(today, definitions.workspace.fiscal_year_start_month)?;
    let changes = work.insert_submission(&submission).await?;
    let why = Why {
        note: submission.note.clone(),
        ..Why::default()
    };
    work.record_why("forecast.submitted", &submission, changes, why);
    let record = calls::record(submission, &organisation);
    work.commit(record).await
}

/// What the model expects of a subject, read before the transaction: a projection may have to be loaded for it.
async fn expected(
    ctx: &Ctx,
    period: Period,
    subject: &Subject,
) -> Result<Option<model::ModelFigures>, Error> {
    let organisation = Organisation::load(ctx, &mut ctx.read().await?).await?;
    let people = match subject {
        Subject::Team(team) => organisation.hierarchy().people_of(*team),
        Subject::Person(person) => [*person].into(),
        Subject::Segment(_) => return Ok(None),
    };
    Ok(model::figures(ctx, period, &[people]).await?.pop())
}
