//! Quotas: what is asked of people, teams and segments.

use domain::{
    Currency, Date, Money, Period, Quota,
    forecast::{Subject, SubjectKind},
    ids::{QuotaId, TeamId, UserId},
    policy::Action,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::organisation::Organisation;
use crate::{Code, Ctx, Error, FieldError, tidy};

/// Set the one quota of a subject in a period.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetQuota {
    /// A person, a team or a segment.
    pub subject_kind: SubjectKind,
    /// The person or the team.
    pub subject_id: Option<Uuid>,
    /// The segment.
    pub segment: Option<String>,
    /// The fiscal quarter or month.
    pub period: Period,
    /// How much, fully ramped, in minor units.
    pub amount_minor: i64,
    /// In which currency; the workspace's unless said otherwise.
    pub currency: Option<Currency>,
    /// The share that counts, 1 to 100; 100 unless said otherwise.
    pub ramp_percent: Option<u8>,
}

/// A quota with the name of its subject and the days of its period.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QuotaRecord {
    /// The quota.
    pub quota: Quota,
    /// What kind of subject it has.
    pub subject_kind: SubjectKind,
    /// What the subject is called.
    pub subject_name: String,
    /// The period's first day.
    pub first_day: Date,
    /// The period's last day.
    pub last_day: Date,
}

/// The quotas of the people and teams that the caller sees, and of segments, by period and name.
///
/// # Errors
/// `forbidden`, and the store's refusals.
pub async fn quotas(ctx: &Ctx, period: Option<Period>) -> Result<Vec<QuotaRecord>, Error> {
    ctx.authorise(Action::ForecastRead)?;
    let definitions = ctx.definitions().await?;
    let start = definitions.workspace.fiscal_year_start_month;
    let mut read = ctx.read().await?;
    let organisation = Organisation::load(ctx, &mut read).await?;
    let periods: Vec<Period> = period.into_iter().collect();
    let quotas = read.quotas(&periods).await?.into_iter();
    let seen = quotas.filter_map(|quota| {
        let subject = quota.subject()?;
        organisation
            .sees(&subject)
            .then(|| record(quota, &subject, &organisation, start))
    });
    let mut records: Vec<QuotaRecord> = seen.collect();
    records.sort_by(|a, b| {
        let key = |record: &QuotaRecord| (record.first_day, record.last_day, record.subject_kind);
        (key(a), &a.subject_name).cmp(&(key(b), &b.subject_name))
    });
    Ok(records)
}

/// Sets the quota of a subject in a period, whether it has one already or not.
///
/// # Errors
/// `invalid`, `forbidden` when the caller does not lead the subject, `version-conflict`.
pub async fn set_quota(ctx: &Ctx, mut input: SetQuota) -> Result<QuotaRecord, Error> {
    tidy::optional(&mut input.segment);
    let definitions = ctx.definitions().await?;
    let start = definitions.workspace.fiscal_year_start_month;
    let subject = subject(&input)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let organisation = Organisation::load(ctx, &mut work).await?;
    organisation.must_know(&subject, "/subject_id")?;
    ctx.authorise_on(Action::QuotaManage, organisation.resource(&subject))?;

    let before = work.quota_for(&subject, input.period).await?;
    work.expect_version(before.as_ref().map_or(0, |before| before.version))?;
    let currency = input
        .currency
        .or(before.as_ref().map(|before| before.amount.currency));
    let currency = currency.unwrap_or(definitions.workspace.home_currency);
    let quota = Quota {
        id: before
            .as_ref()
            .map_or_else(|| work.mint(), |before| before.id),
        person_id: match subject {
            Subject::Person(person) => Some(person),
            _ => None,
        },
        team_id: match subject {
            Subject::Team(team) => Some(team),
            _ => None,
        },
        segment: input.segment,
        period: input.period,
        amount: Money::new(input.amount_minor, currency),
        ramp_percent: input.ramp_percent.unwrap_or(100),
        created_at: before.as_ref().map_or(work.now, |before| before.created_at),
        updated_at: work.now,
        version: before.as_ref().map_or(1, |before| before.version + 1),
    }
    .checked()?;
    match &before {
        None => {
            let changes = work.insert_quota(&quota).await?;
            work.record("quota.set", &quota, changes);
        }
        Some(before) => {
            let changes = work.update_quota(before, &quota).await?;
            work.record("quota.changed", &quota, changes);
        }
    }
    let record = record(quota, &subject, &organisation, start);
    work.commit(record).await
}

/// Removes a quota: nothing is asked any more.
///
/// # Errors
/// `not-found`, `forbidden`, `version-conflict`.
pub async fn remove_quota(ctx: &Ctx, id: QuotaId) -> Result<(), Error> {
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let organisation = Organisation::load(ctx, &mut work).await?;
    let not_found = || Error::from(Code::NotFound);
    let quota = work.find_quota(id).await?.ok_or_else(not_found)?;
    let subject = quota.subject().ok_or_else(not_found)?;
    if !organisation.sees(&subject) {
        return Err(not_found());
    }
    ctx.authorise_on(Action::QuotaManage, organisation.resource(&subject))?;
    work.expect_version(quota.version)?;
    let changes = work.delete_quota(&quota).await?;
    work.record("quota.removed", &quota, changes);
    work.commit(()).await
}

fn subject(input: &SetQuota) -> Result<Subject, Error> {
    let id = || {
        input
            .subject_id
            .ok_or_else(|| Error::from(FieldError::required("/subject_id")))
    };
    let stray = match input.subject_kind {
        SubjectKind::Person | SubjectKind::Team => input.segment.as_ref().map(|_| "/segment"),
        SubjectKind::Segment => input.subject_id.map(|_| "/subject_id"),
    };
    if let Some(pointer) = stray {
        return Err(FieldError::malformed(
            pointer,
            "이 종류의 대상에는 쓸 수 없습니다.",
            "This kind of subject has none.",
        )
        .into());
    }
    Ok(match input.subject_kind {
        SubjectKind::Person => Subject::Person(UserId::from(id()?)),
        SubjectKind::Team => Subject::Team(TeamId::from(id()?)),
        SubjectKind::Segment => match &input.segment {
            Some(segment) => Subject::Segment(segment.clone()),
            None => return Err(FieldError::required("/segment").into()),
        },
    })
}

fn record(
    quota: Quota,
    subject: &Subject,
    organisation: &Organisation,
    fiscal_start_month: u8,
) -> QuotaRecord {
    QuotaRecord {
        subject_kind: subject.kind(),
        subject_name: organisation.name(subject).unwrap_or_default(),
        first_day: quota.period.first_day(fiscal_start_month),
        last_day: quota.period.last_day(fiscal_start_month),
        quota,
    }
}
