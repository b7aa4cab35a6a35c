//! What is asked of the sample's people, and what they call every Friday of the last two quarters.
//!
//! **Daniel Osei sandbags**: he calls what is won and a third of what he knows is coming, so that his quarter always ends
//! above his call. 최민아 calls what she then pushes into the next quarter; Priya Raman and Tom Lindqvist call proposals
//! that nobody has budgeted. The others are near the truth.

use domain::{
    Currency, Instant, Money, Period, PeriodGrain,
    forecast::{Node, SubjectKind},
    ids::UserId,
};
use uuid::Uuid;

use super::cast::{self, Habit};
use super::hands::Hands;
use super::perform::Performance;
use super::script::{Script, Step};
use crate::forecasts::{self, RollupNode, SetQuota, SubmitForecast};
use crate::{Ctx, Error};

/// What a seller is asked for in a quarter, in whole units of their currency.
const QUOTA_USD: i64 = 170_000;
const QUOTA_KRW: i64 = 210_000_000;
/// What everybody together is asked for, in whole dollars.
const COMPANY_QUOTA_USD: i64 = 1_100_000;
/// By segment, in whole dollars.
const SEGMENT_QUOTAS_USD: [(&str, i64); 2] = [("enterprise", 650_000), ("mid-market", 450_000)];

/// Sets everybody's quotas from the sample's first quarter to its last.
pub(super) async fn set_quotas(
    system: &Ctx,
    performance: &Performance,
    end: Instant,
) -> Result<(), Error> {
    let calendar = Calendar::of(performance);
    let (mut period, last) = (
        calendar.quarter(end.plus_days(-super::script::DAYS)),
        calendar.quarter(end),
    );
    let revenue = performance.company.teams.get("Revenue").copied();
    let mut number = 0;
    while period <= last {
        for (person, part) in cast::PEOPLE.iter().enumerate() {
            if part.habit == Habit::None {
                continue;
            }
            let (amount, currency) = if part.team == "Korea" {
                (QUOTA_KRW, Currency::KRW)
            } else {
                (QUOTA_USD * 100, Currency::USD)
            };
            // Tom came with the first quarter and was given half a year to learn.
            let ramp_percent = match (part.name, number) {
                ("Tom Lindqvist", 0) => 50,
                ("Tom Lindqvist", 1) => 75,
                _ => 100,
            };
            let quota = SetQuota {
                ramp_percent: Some(ramp_percent),
                currency: Some(currency),
                ..quota(
                    SubjectKind::Person,
                    performance.user(person).map(Into::into),
                    period,
                    amount,
                )
            };
            forecasts::set_quota(system, quota).await?;
        }
        let team = quota(
            SubjectKind::Team,
            revenue.map(Into::into),
            period,
            COMPANY_QUOTA_USD * 100,
        );
        forecasts::set_quota(system, team).await?;
        if period == last || period.next() == last {
            for (segment, amount) in SEGMENT_QUOTAS_USD {
                let quota = SetQuota {
                    segment: Some(segment.into()),
                    ..quota(SubjectKind::Segment, None, period, amount * 100)
                };
                forecasts::set_quota(system, quota).await?;
            }
        }
        (period, number) = (period.next(), number + 1);
    }
    Ok(())
}

fn quota(
    subject_kind: SubjectKind,
    subject_id: Option<Uuid>,
    period: Period,
    amount_minor: i64,
) -> SetQuota {
    SetQuota {
        subject_kind,
        subject_id,
        segment: None,
        period,
        amount_minor,
        currency: Some(Currency::USD),
        ramp_percent: None,
    }
}

/// Quarters as the sample's company counts them.
struct Calendar<'p>(&'p Performance);

impl<'p> Calendar<'p> {
    const fn of(performance: &'p Performance) -> Self {
        Self(performance)
    }

    fn quarter(&self, at: Instant) -> Period {
        let definitions = &self.0.definitions;
        let start = definitions.workspace.fiscal_year_start_month;
        Period::containing(PeriodGrain::Quarter, definitions.day_of(at), start)
    }
}

/// The Fridays on which everybody calls.
pub(super) struct Fridays {
    next: Instant,
    end: Instant,
    /// What each person will have won, when, in cents: people know more than they say.
    wins: Vec<(usize, Instant, i64)>,
}

impl Fridays {
    /// Every Friday since the quarter before the last began.
    pub(super) fn before(end: Instant, script: &Script, performance: &Performance) -> Self {
        let calendar = Calendar::of(performance);
        let start = performance.definitions.workspace.fiscal_year_start_month;
        let first = calendar.quarter(end).previous().first_day(start);
        let mut next = end;
        while performance.definitions.day_of(next.plus_days(-1)) >= first {
            next = next.plus_days(-1);
        }
        while performance.definitions.day_of(next).weekday() != jiff::civil::Weekday::Friday {
            next = next.plus_days(1);
        }
        let wins = script
            .cues
            .iter()
            .filter(|cue| matches!(cue.step, Step::Win));
        let wins = wins.map(|cue| {
            let part = &script.deals[cue.deal];
            let Money {
                amount_minor,
                currency,
            } = Performance::amount(part);
            // Seven hundred cents for ten thousand won are near enough for people's guesses.
            let cents = if currency == Currency::KRW {
                amount_minor * 7 / 100
            } else {
                amount_minor
            };
            (part.owner, cue.at, cents)
        });
        Self {
            next,
            end,
            wins: wins.collect(),
        }
    }

    /// Lets everybody call on each Friday that has come.
    pub(super) async fn follow(
        &mut self,
        performance: &Performance,
        hands: &Hands,
        until: Instant,
    ) -> Result<(), Error> {
        while self.next <= until && self.next < self.end {
            hands.turn_to(self.next);
            self.call(performance).await?;
            self.next = self.next.plus_days(7);
        }
        Ok(())
    }

    async fn call(&self, performance: &Performance) -> Result<(), Error> {
        let period = Calendar::of(performance).quarter(self.next);
        for (person, part) in cast::PEOPLE.iter().enumerate() {
            if part.habit == Habit::None {
                continue;
            }
            let ctx = performance.ctx(person);
            let Some(line) = line(&ctx, period, performance.user(person).map(Node::Person)).await?
            else {
                continue;
            };
            let (commit_minor, best_minor) = self.owner(performance, person, period, &line);
            forecasts::submit(&ctx, call(period, commit_minor, best_minor)).await?;
        }
        for (team, manager) in &performance.company.managers {
            let Some(team_id) = performance.company.teams.get(team).copied() else {
                continue;
            };
            let ctx = performance.ctx(*manager);
            let Some(line) = line(&ctx, period, Some(Node::Team(team_id))).await? else {
                continue;
            };
            let sum = line.owner_sum.unwrap_or_default();
            // Grace knows Daniel; the others have heard too many proposals that became nothing.
            let percent = if *team == "US East" { 115 } else { 90 };
            let closed = line.buckets.closed_minor;
            let commit = closed + (sum.commit_minor - closed).max(0) * percent / 100;
            let best = commit.max(sum.best_minor);
            let input = SubmitForecast {
                team_id: Some(team_id),
                ..call(period, rounded(commit), rounded(best))
            };
            forecasts::submit(&ctx, input).await?;
        }
        Ok(())
    }

    /// What a seller says: what is won, and their habit's share of what is coming.
    fn owner(
        &self,
        performance: &Performance,
        person: usize,
        period: Period,
        line: &RollupNode,
    ) -> (i64, i64) {
        let calendar = Calendar::of(performance);
        let theirs = self
            .wins
            .iter()
            .filter(|(owner, at, _)| *owner == person && calendar.quarter(*at) == period);
        let known: i64 = theirs.map(|(.., cents)| cents).sum();
        let buckets = &line.buckets;
        let mut coming = (known - buckets.closed_minor).max(0);
        if calendar.quarter(self.end) == period {
            // The quarter goes on after the sample ends.
            coming +=
                (buckets.commit_minor + buckets.best_minor + buckets.pipeline_minor) * 35 / 100;
        }
        let week = Period::containing(
            PeriodGrain::Week,
            performance.definitions.day_of(self.next),
            1,
        );
        let mood = i64::from(week.number() % 3) * 5 - 5;
        let percent = match cast::PEOPLE[person].habit {
            Habit::Sandbags => 33,
            Habit::Pushes => 150 + mood,
            Habit::ProposesEarly => 130 + mood,
            Habit::Steady | Habit::None => 95 + mood,
        };
        let commit = rounded(buckets.closed_minor + coming * percent / 100);
        let best = rounded(buckets.closed_minor + coming * (percent + 35) / 100);
        (commit, best.max(commit))
    }
}

/// To whole thousands of dollars, downwards.
const fn rounded(cents: i64) -> i64 {
    cents.div_euclid(100_000) * 100_000
}

fn call(period: Period, commit_minor: i64, best_minor: i64) -> SubmitForecast {
    SubmitForecast {
        period,
        person_id: None,
        team_id: None,
        kind: None,
        commit_minor,
        best_minor,
        currency: None,
        note: None,
    }
}

/// One line of the roll-up as somebody sees it.
async fn line(ctx: &Ctx, period: Period, node: Option<Node>) -> Result<Option<RollupNode>, Error> {
    let lines = forecasts::rollup(ctx, Some(period)).await?.nodes;
    Ok(lines
        .into_iter()
        .find(|line| Some(line.subject.node) == node))
}

impl Performance {
    fn user(&self, person: usize) -> Option<UserId> {
        self.company.actors[person].user_id
    }
}
