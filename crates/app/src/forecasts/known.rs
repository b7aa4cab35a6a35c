//! Quotas and calls as reports need them: in home currency, with their days.

use domain::{Period, PeriodGrain, Rates, forecast::Subject};
use insight::{
    facts::day_of,
    reports::{Call, Target},
};

use super::{organisation::Organisation, worth};
use crate::{Ctx, Error};

/// What is asked of people and segments, and what was called about people, as far as the caller sees it. Teams' quotas and
/// calls are left out: they say again what their people's say.
///
/// # Errors
/// The store's refusals.
pub(crate) async fn targets_and_calls(ctx: &Ctx) -> Result<(Vec<Target>, Vec<Call>), Error> {
    let definitions = ctx.definitions().await?;
    let start = definitions.workspace.fiscal_year_start_month;
    let days = |period: Period| {
        (
            day_of(period.first_day(start)),
            day_of(period.last_day(start)),
        )
    };
    let mut read = ctx.read().await?;
    let organisation = Organisation::load(ctx, &mut read).await?;
    let rates: Rates = worth::rates(&mut read, &definitions).await?;
    let mut targets = Vec::new();
    for quota in read.quotas(&[]).await? {
        let Some(subject) = quota.subject().filter(|subject| organisation.sees(subject)) else {
            continue;
        };
        let (person, segment) = match subject {
            Subject::Person(person) => (Some(person.into()), None),
            Subject::Segment(segment) => (None, Some(segment)),
            Subject::Team(_) => continue,
        };
        let last = quota.period.last_day(start);
        if let Some(amount_minor) = rates.convert(quota.effective(), last) {
            let (from, to) = days(quota.period);
            targets.push(Target {
                person,
                segment,
                from,
                to,
                amount_minor,
            });
        }
    }
    let mut calls = Vec::new();
    for call in read.all_submissions(&organisation.own_teams()).await? {
        let Some(person) = call
            .person_id
            .filter(|_| call.period.grain() != PeriodGrain::Week)
        else {
            continue;
        };
        let on = definitions.day_of(call.submitted_at);
        let home = |minor| rates.convert(domain::Money::new(minor, call.currency), on);
        if let (Some(commit_minor), Some(best_minor)) =
            (home(call.commit_minor), home(call.best_minor))
        {
            let (from, to) = days(call.period);
            calls.push(Call {
                submitted_at: call.submitted_at.as_micros(),
                person: Some(person.into()),
                from,
                to,
                is_managers: call.kind == domain::forecast::CallKind::Manager,
                commit_minor,
                best_minor,
            });
        }
    }
    Ok((targets, calls))
}
