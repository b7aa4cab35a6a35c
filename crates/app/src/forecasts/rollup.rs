//! The forecast along the hierarchy: what people say, what the rule and the model say, and what was asked for.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Currency, Date, ForecastSubmission, Instant, Money, Period, PeriodGrain, Quota, Rates,
    forecast::{Branch, Buckets, CallKind, Node, Subject, quota_of},
    ids::UserId,
    policy::Action,
};

use super::{ModelFigures, SubmissionRecord, calls, model, organisation::Organisation, worth};
use crate::{Ctx, Error};

/// The forecast of a period as the caller sees it.
#[derive(Debug, Clone)]
pub struct Rollup {
    /// The fiscal quarter or month.
    pub period: Period,
    /// Its first day.
    pub first_day: Date,
    /// Its last day.
    pub last_day: Date,
    /// The present ISO week.
    pub week: Period,
    /// When this was true.
    pub as_of: Instant,
    /// The home currency, in which all but the calls are.
    pub currency: Currency,
    /// Teams, each before its people and the teams below.
    pub nodes: Vec<RollupNode>,
}

/// A team, a person, or the deals nobody owns.
#[derive(Debug, Clone)]
pub struct RollupSubject {
    /// Which.
    pub node: Node,
    /// What it is called; none for the deals nobody owns.
    pub name: Option<String>,
}

/// One line of the roll-up.
#[derive(Debug, Clone)]
pub struct RollupNode {
    /// Who.
    pub subject: RollupSubject,
    /// Where in the tree.
    pub branch: Branch,
    /// The deals, by category: separate buckets.
    pub buckets: Buckets,
    /// The person's own latest call.
    pub owner_call: Option<SubmissionRecord>,
    /// What the owners below a team call together.
    pub owner_sum: Option<CallSum>,
    /// The latest manager's call.
    pub manager_call: Option<SubmissionRecord>,
    /// What was asked for, in home minor units.
    pub quota_minor: Option<i64>,
    /// Whether that is the sum of the people's, for a team without a quota of its own.
    pub quota_is_sum: bool,
    /// What the model expects.
    pub model: Option<ModelFigures>,
}

/// Owners' calls added up, in home minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CallSum {
    /// The commits.
    pub commit_minor: i64,
    /// The bests.
    pub best_minor: i64,
    /// How many people with deals, a quota or a call there are.
    pub people: i64,
    /// How many of them called.
    pub called: i64,
}

/// The forecast of a period: the present fiscal quarter unless said otherwise.
///
/// # Errors
/// `forbidden`, and the store's refusals.
pub async fn rollup(ctx: &Ctx, period: Option<Period>) -> Result<Rollup, Error> {
    ctx.authorise(Action::ForecastRead)?;
    let definitions = ctx.definitions().await?;
    let now = ctx.now();
    let today = definitions.day_of(now);
    let start = definitions.workspace.fiscal_year_start_month;
    let period = period.unwrap_or_else(|| Period::containing(PeriodGrain::Quarter, today, start));
    let mut read = ctx.read().await?;
    let organisation = Organisation::load(ctx, &mut read).await?;
    let rates = worth::rates(&mut read, &definitions).await?;
    let buckets = worth::buckets(&mut read, &definitions, &rates, period, today).await?;
    let calls = read
        .latest_submissions(period, &organisation.own_teams())
        .await?;
    let quotas = read.quotas(&with_months(period, start)).await?;
    drop(read);

    let floor = Floor {
        organisation: &organisation,
        buckets,
        calls,
        quotas,
        rates,
        period,
        start,
        today,
    };
    let people = organisation.people();
    let people = people.into_iter().filter(|person| floor.counts(*person));
    let people = people.collect();
    let seen = organisation.teams_seen();
    let branches = organisation.hierarchy().branches(seen.as_ref(), &people);
    let mut nodes: Vec<RollupNode> = branches
        .into_iter()
        .filter_map(|branch| floor.node(branch))
        .collect();
    let groups: Vec<_> = nodes
        .iter()
        .map(|node| match subject_of(node.branch.node) {
            Some(Subject::Team(team)) => {
                let below = organisation.hierarchy().people_of(team);
                below.intersection(&people).copied().collect()
            }
            Some(Subject::Person(person)) => [person].into(),
            Some(Subject::Segment(_)) | None => BTreeSet::new(),
        })
        .collect();
    let figures = model::figures(ctx, period, &groups).await?;
    for ((node, group), figures) in nodes.iter_mut().zip(&groups).zip(figures) {
        node.model = Some(figures).filter(|_| !group.is_empty());
    }
    Ok(Rollup {
        period,
        first_day: period.first_day(start),
        last_day: period.last_day(start),
        week: Period::containing(PeriodGrain::Week, today, start),
        as_of: now,
        currency: definitions.workspace.home_currency,
        nodes,
    })
}

/// A period and, for a quarter, its months.
fn with_months(period: Period, start: u8) -> Vec<Period> {
    let mut periods = vec![period];
    if period.grain() == PeriodGrain::Quarter {
        let first = Period::containing(PeriodGrain::Month, period.first_day(start), start);
        periods.extend([first, first.next(), first.next().next()]);
    }
    periods
}

fn subject_of(node: Node) -> Option<Subject> {
    match node {
        Node::Person(person) => Some(Subject::Person(person)),
        Node::Team(team) => Some(Subject::Team(team)),
        Node::Unassigned => None,
    }
}

/// Everything that the lines of a roll-up are made of.
struct Floor<'o> {
    organisation: &'o Organisation,
    buckets: BTreeMap<Option<UserId>, Buckets>,
    calls: Vec<ForecastSubmission>,
    quotas: Vec<Quota>,
    rates: Rates,
    period: Period,
    start: u8,
    today: Date,
}

impl Floor<'_> {
    /// Whether a person has deals, a quota or a call in the period.
    fn counts(&self, person: UserId) -> bool {
        let has_deals = self.buckets.contains_key(&Some(person));
        let is_called = || {
            let mut calls = self.calls.iter();
            calls.any(|call| call.person_id == Some(person))
        };
        has_deals || is_called() || self.quota(&Subject::Person(person)).is_some()
    }

    /// A line; none for a team without people, quota and call, and for nobody's deals where there are none.
    fn node(&self, branch: Branch) -> Option<RollupNode> {
        let mut buckets = Buckets::default();
        let subject = subject_of(branch.node);
        match &subject {
            Some(_) => {
                let owners = branch.people.iter().map(|person| Some(*person));
                let theirs = owners.filter_map(|owner| self.buckets.get(&owner));
                theirs.for_each(|theirs| buckets.add(theirs));
            }
            None => buckets = self.buckets.get(&None).copied()?,
        }
        let own_quota = subject.as_ref().and_then(|subject| self.quota(subject));
        let is_team = matches!(branch.node, Node::Team(_));
        let manager_call = self.call(subject.as_ref(), CallKind::Manager);
        if is_team && branch.people.is_empty() && own_quota.is_none() && manager_call.is_none() {
            return None;
        }
        let quota_is_sum = is_team && own_quota.is_none();
        let quota_minor = if quota_is_sum {
            let people = branch.people.iter();
            let quotas = people.filter_map(|person| self.quota(&Subject::Person(*person)));
            quotas.reduce(i64::saturating_add)
        } else {
            own_quota
        };
        Some(RollupNode {
            subject: RollupSubject {
                node: branch.node,
                name: subject
                    .as_ref()
                    .and_then(|subject| self.organisation.name(subject)),
            },
            buckets,
            owner_call: self
                .call(subject.as_ref(), CallKind::Owner)
                .map(|call| calls::record(call.clone(), self.organisation)),
            owner_sum: is_team.then(|| self.owner_sum(&branch)),
            manager_call: manager_call.map(|call| calls::record(call.clone(), self.organisation)),
            quota_minor,
            quota_is_sum: quota_is_sum && quota_minor.is_some(),
            model: None,
            branch,
        })
    }

    fn owner_sum(&self, branch: &Branch) -> CallSum {
        let mut sum = CallSum {
            people: i64::try_from(branch.people.len()).unwrap_or(i64::MAX),
            ..CallSum::default()
        };
        for person in &branch.people {
            let Some(call) = self.call(Some(&Subject::Person(*person)), CallKind::Owner) else {
                continue;
            };
            let home = |minor| {
                self.rates
                    .convert(Money::new(minor, call.currency), self.today)
            };
            if let (Some(commit), Some(best)) = (home(call.commit_minor), home(call.best_minor)) {
                sum.commit_minor = sum.commit_minor.saturating_add(commit);
                sum.best_minor = sum.best_minor.saturating_add(best);
                sum.called += 1;
            }
        }
        sum
    }

    fn call(&self, subject: Option<&Subject>, kind: CallKind) -> Option<&ForecastSubmission> {
        let subject = subject?;
        let mut calls = self.calls.iter();
        calls.find(|call| call.kind == kind && call.subject().as_ref() == Some(subject))
    }

    fn quota(&self, subject: &Subject) -> Option<i64> {
        quota_of(&self.quotas, subject, self.period, self.start, |quota| {
            self.rates.convert(quota.effective(), self.today)
        })
    }
}
