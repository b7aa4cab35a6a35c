//! One week after the other, with a frame of its own.

use std::collections::{BTreeMap, HashMap};

use playbook::StageKind;

use super::{
    Judgement, LEAST_CLOSED, LEAST_SHARE, Method, PAST_QUARTERS, QUARTERS, RUNS, SHOCKS,
    TRIAL_RUNS, Week,
};
use crate::estimate::distribution::{Chance, Distribution};
use crate::facts::{Facts, Frame};
use crate::outlook::{Days, Drawing, Outlook, arrivals, draw};
use crate::reports::{Asked, quarter_name, quarter_of};
use crate::slice::Grouping;

/// What a replay needs to know of every week.
pub(super) struct Replay<'a, 'f> {
    asked: &'a Asked<'f>,
    keeps_deals: bool,
    /// Groups of the question's own moment, for deals that did not exist in a week.
    grouping: Grouping,
    /// Every won deal by the day it was won, with its place among the question's deals.
    won: Vec<(i32, usize)>,
}

/// Groups by what they are called, in the order they were first met.
#[derive(Debug, Default)]
pub(super) struct Groups {
    numbers: HashMap<Vec<Option<String>>, usize>,
    pub(super) labels: Vec<Vec<Option<String>>>,
}

impl Groups {
    pub(super) fn number(&mut self, labels: &[Option<String>]) -> usize {
        if let Some(number) = self.numbers.get(labels) {
            return *number;
        }
        let number = self.labels.len();
        self.labels.push(labels.to_vec());
        self.numbers.insert(labels.to_vec(), number);
        number
    }
}

/// What was said in one week, its groups numbered for itself.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) groups: Groups,
    pub(super) weeks: Vec<Week>,
    pub(super) judgements: Vec<Judgement>,
}

/// What a group's deals add up to in one week.
#[derive(Debug, Clone, Default)]
struct Sums {
    owner: Option<u32>,
    closed: i64,
    commit: i64,
    best: i64,
    last: Option<i64>,
    /// Of past quarters: closed by the same day, and in all.
    early: f64,
    whole: f64,
    chances: Vec<Chance>,
    is_measured: bool,
    /// Every deal won by then, from which is learnt what is still to be created.
    past: Vec<u32>,
    actual: i64,
    won: Vec<u32>,
}

impl<'a, 'f> Replay<'a, 'f> {
    pub(super) fn new(asked: &'a Asked<'f>, keeps_deals: bool) -> Self {
        let end = &asked.frame;
        let won_on = |(place, deal): (usize, &u32)| {
            let day = end.closed_on(*deal)?;
            (end.status(*deal) == StageKind::Won).then_some((day, place))
        };
        let mut won: Vec<_> = end.deals().iter().enumerate().filter_map(won_on).collect();
        won.sort_unstable();
        Self {
            asked,
            keeps_deals,
            grouping: asked.grouping(),
            won,
        }
    }

    fn facts(&self) -> &'f Facts {
        self.asked.facts
    }

    /// The Mondays to replay, ascending.
    pub(super) fn mondays(&self) -> Vec<i32> {
        let frame = &self.asked.frame;
        let opened = frame.deals().iter().map(|deal| frame.opened_on(*deal));
        let Some(first) = opened.min() else {
            return Vec::new();
        };
        let default = || {
            let mut from = quarter_of(self.facts(), frame.today()).0;
            for _ in 0..QUARTERS {
                from = quarter_of(self.facts(), from - 1).0;
            }
            from
        };
        let from = self.asked.from.unwrap_or_else(default).max(first);
        let to = self.asked.to.unwrap_or(i32::MAX).min(frame.today());
        // Day 0, 1970-01-01, was a Thursday.
        let monday = from + (4 - from).rem_euclid(7);
        (monday..=to)
            .step_by(7)
            .filter(|day| self.facts().days().start_of(*day) <= frame.as_of())
            .collect()
    }

    fn has_ended(&self, (_, last): Days) -> bool {
        self.facts().days().start_of(last + 1) - 1 <= self.asked.frame.as_of()
    }

    /// How many ended quarters of these weeks have enough closed deals. Leaves out the weeks of those that have not.
    pub(super) fn full_quarters(&self, mondays: &mut Vec<i32>) -> usize {
        let frame = &self.asked.frame;
        let mut quarters: Vec<Days> = mondays
            .iter()
            .map(|monday| quarter_of(self.facts(), *monday))
            .collect();
        quarters.dedup();
        quarters.retain(|quarter| self.has_ended(*quarter));
        let mut closed = vec![0_usize; quarters.len()];
        for day in frame
            .deals()
            .iter()
            .filter_map(|deal| frame.closed_on(*deal))
        {
            let after = quarters.partition_point(|(first, _)| *first <= day);
            if let Some(place) = after
                .checked_sub(1)
                .filter(|place| day <= quarters[*place].1)
            {
                closed[place] += 1;
            }
        }
        let full: Vec<Days> = quarters
            .iter()
            .zip(&closed)
            .filter(|(_, count)| **count >= LEAST_CLOSED)
            .map(|(quarter, _)| *quarter)
            .collect();
        mondays.retain(|monday| {
            let quarter = quarter_of(self.facts(), *monday);
            !self.has_ended(quarter) || full.contains(&quarter)
        });
        full.len()
    }

    /// Forecasts the quarter of a Monday with what was known when it began.
    pub(super) fn week(&self, monday: i32) -> Said {
        let asked = self.asked;
        let as_of = self.facts().days().start_of(monday) - 1;
        let frame = asked.frame_at(as_of);
        let is_narrowed = asked.slice.owners.is_some() || asked.slice.filter.is_some();
        let outlook = if is_narrowed {
            Outlook::at(asked.facts, asked.slice.pipeline.as_deref(), as_of)
        } else {
            Outlook::of(&frame)
        };
        let days = quarter_of(self.facts(), monday);
        let grouping = Grouping::new(&frame, &asked.by);
        let mut said = Said::default();
        let numbers: Vec<usize> = grouping
            .labels()
            .iter()
            .map(|labels| said.groups.number(labels))
            .collect();
        let mut sums: BTreeMap<usize, Sums> = BTreeMap::new();
        let quarters = past_quarters(self.facts(), days);
        for (deal, group) in grouping.deals(&frame) {
            let number = numbers[group];
            let sum = sums.entry(number).or_default();
            sum.owner = sum.owner.or(Some(frame.owner(deal)));
            match frame.status(deal) {
                StageKind::Lost => {}
                StageKind::Won => sum.see_won(&frame, deal, days, monday, &quarters),
                StageKind::Open => {
                    let stated = sum.see_open(&frame, deal, days, &outlook);
                    if self.keeps_deals
                        && let Some(stated) = stated
                    {
                        let judgement = self.judge(deal, number, stated, days);
                        said.judgements.push(judgement);
                    }
                }
            }
        }
        self.actuals(
            &frame,
            &grouping,
            &numbers,
            days,
            &mut said.groups,
            &mut sums,
        );
        let finished = sums
            .into_iter()
            .map(|(group, sum)| self.finish(&frame, monday, days, group, sum));
        said.weeks = finished.collect();
        said
    }

    /// What was won in the quarter in the end, each deal in the group it was in that week, or else is in now.
    fn actuals(
        &self,
        frame: &Frame<'_>,
        grouping: &Grouping,
        numbers: &[usize],
        days: Days,
        groups: &mut Groups,
        sums: &mut BTreeMap<usize, Sums>,
    ) {
        let end = &self.asked.frame;
        let from = self.won.partition_point(|(day, _)| *day < days.0);
        let to = self.won.partition_point(|(day, _)| *day <= days.1);
        let mut places: Vec<usize> = self.won[from..to].iter().map(|(_, place)| *place).collect();
        places.sort_unstable();
        for place in places {
            let deal = end.deals()[place];
            let number = match frame.deals().binary_search(&deal) {
                Ok(then) => numbers[grouping.of(then)],
                Err(_) => groups.number(&self.grouping.labels()[self.grouping.of(place)]),
            };
            let sum = sums.entry(number).or_default();
            sum.actual = sum.actual.saturating_add(end.home_minor(deal).unwrap_or(0));
            sum.won.push(deal);
        }
    }

    fn judge(&self, deal: u32, group: usize, said: Stated, days: Days) -> Judgement {
        let end = &self.asked.frame;
        let status = end.status(deal);
        let is_won = status == StageKind::Won;
        Judgement {
            deal,
            group,
            configured: said.configured,
            observed: said.observed,
            adjusted: said.adjusted,
            within: said.within,
            is_won: (status != StageKind::Open).then_some(is_won),
            is_won_within: self
                .has_ended(days)
                .then(|| is_won && closed_in(end, deal, days)),
        }
    }

    fn finish(&self, frame: &Frame<'_>, monday: i32, days: Days, group: usize, sum: Sums) -> Week {
        let drawing = Drawing {
            runs: RUNS,
            shock: self.asked.shock(),
            has_arrivals: true,
        };
        let arrivals = arrivals(frame, sum.past.iter().copied(), days);
        let held = |drawing| {
            let distribution = draw(frame, &sum.chances, drawing, arrivals.clone());
            distribution.plus(sum.closed)
        };
        let range = |of: &Distribution| (of.quantile(0.1), of.quantile(0.9));
        let distribution = held(drawing);
        let is_tried = self.asked.shock() <= 0.0 && self.has_ended(days);
        let shocks = SHOCKS.iter().filter(|_| is_tried);
        let trials = shocks.map(|shock| {
            range(&held(Drawing {
                runs: TRIAL_RUNS,
                shock: *shock,
                has_arrivals: true,
            }))
        });
        let trials = trials.collect();
        let is_measured = sum.is_measured || sum.chances.is_empty();
        let model = |minor: i64| is_measured.then_some(minor);
        let share = sum.early / sum.whole;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "amounts far below 2^53"
        )]
        let run_rate = (share >= LEAST_SHARE).then(|| (sum.closed as f64 / share).round() as i64);
        #[expect(clippy::cast_possible_truncation, reason = "amounts far below 2^53")]
        let mean = distribution.mean().round() as i64;
        let person = match self.asked.by.as_slice() {
            [] => None,
            [dimension] if dimension.name() == "owner" => {
                Some(sum.owner.and_then(|owner| frame.person_id(owner)))
            }
            _ => Some(None),
        };
        let commit = sum.closed.saturating_add(sum.commit);
        let forecasts = Method::ALL.iter().map(|method| match method {
            Method::RuleCommit => Some(commit),
            Method::RuleBest => Some(commit.saturating_add(sum.best)),
            Method::ModelMedian => model(distribution.quantile(0.5)),
            Method::ModelMean => model(mean),
            Method::Owners => self.called(frame, days, person, false),
            Method::Managers => self.called(frame, days, person, true),
            Method::LastQuarter => sum.last,
            Method::RunRate => run_rate,
        });
        let mut by_method = [None; Method::ALL.len()];
        for (place, forecast) in forecasts.enumerate() {
            by_method[place] = forecast;
        }
        Week {
            as_of: frame.as_of(),
            monday,
            period: quarter_name(self.facts(), monday),
            days,
            lead_weeks: u32::try_from((days.1 - monday) / 7 + 1).unwrap_or(0),
            group,
            forecasts: by_method,
            range_minor: is_measured.then(|| range(&distribution)),
            trials: if is_measured { trials } else { Vec::new() },
            actual_minor: self.has_ended(days).then_some(sum.actual),
            won: sum.won,
        }
    }

    /// The latest call about the quarter by a moment: of one person (`Some(Some)`), or of everybody: the one made about
    /// everybody, else the sum of those about each. None for groups nobody calls.
    fn called(
        &self,
        frame: &Frame<'_>,
        days: Days,
        person: Option<Option<uuid::Uuid>>,
        is_managers: bool,
    ) -> Option<i64> {
        let mut latest: HashMap<Option<uuid::Uuid>, (i64, i64)> = HashMap::new();
        for call in &self.asked.calls {
            if call.is_managers == is_managers
                && (call.from, call.to) == days
                && call.submitted_at <= frame.as_of()
            {
                let known = latest.entry(call.person).or_insert((i64::MIN, 0));
                if call.submitted_at >= known.0 {
                    *known = (call.submitted_at, call.commit_minor);
                }
            }
        }
        let of = |who: Option<uuid::Uuid>| latest.get(&who).map(|(_, minor)| *minor);
        match person {
            Some(person) => of(Some(person?)),
            None => of(None).or_else(|| {
                let each = latest.values().map(|(_, minor)| *minor);
                (!latest.is_empty()).then(|| each.sum())
            }),
        }
    }
}

/// What was said of a deal.
struct Stated {
    configured: Option<f64>,
    observed: Option<f64>,
    adjusted: Option<f64>,
    within: f64,
}

impl Sums {
    fn see_won(
        &mut self,
        frame: &Frame<'_>,
        deal: u32,
        days: Days,
        monday: i32,
        quarters: &[Days],
    ) {
        let Some(day) = frame.closed_on(deal) else {
            return;
        };
        self.past.push(deal);
        let minor = frame.home_minor(deal).unwrap_or(0);
        if (days.0..=days.1).contains(&day) {
            self.closed = self.closed.saturating_add(minor);
            return;
        }
        let Some(back) = quarters
            .iter()
            .position(|(from, to)| (*from..=*to).contains(&day))
        else {
            return;
        };
        if back == 0 {
            self.last = Some(self.last.unwrap_or(0).saturating_add(minor));
        }
        #[expect(clippy::cast_precision_loss, reason = "amounts far below 2^53")]
        let minor = minor as f64;
        self.whole += minor;
        if day - quarters[back].0 < monday - days.0 {
            self.early += minor;
        }
    }

    fn see_open(
        &mut self,
        frame: &Frame<'_>,
        deal: u32,
        days: Days,
        outlook: &Outlook,
    ) -> Option<Stated> {
        let minor = frame.home_minor(deal);
        if frame
            .close_on(deal)
            .is_some_and(|day| (days.0..=days.1).contains(&day))
        {
            let bucket = match frame.category(deal) {
                Some("commit") => Some(&mut self.commit),
                Some("best_case") => Some(&mut self.best),
                _ => None,
            };
            if let Some(bucket) = bucket {
                *bucket = bucket.saturating_add(minor.unwrap_or(0));
            }
        }
        let prospect = outlook.prospect(frame, deal, days)?;
        self.is_measured |= prospect.is_measured;
        if let Some(amount_minor) = minor
            && prospect.within > 0.0
        {
            self.chances.push(Chance {
                amount_minor,
                probability: prospect.within,
            });
        }
        let stage = frame.stage(deal);
        let percent = frame.stage_shape(stage).probability_percent;
        let measured = outlook.probabilities();
        Some(Stated {
            configured: percent.map(|percent| f64::from(percent) / 100.0),
            observed: measured.observed(stage).map(|observed| observed.mean),
            adjusted: prospect.is_measured.then_some(prospect.ever),
            within: prospect.within,
        })
    }
}

fn closed_in(frame: &Frame<'_>, deal: u32, (from, to): Days) -> bool {
    frame
        .closed_on(deal)
        .is_some_and(|day| (from..=to).contains(&day))
}

/// The quarters before one, the nearest first.
fn past_quarters(facts: &Facts, days: Days) -> Vec<Days> {
    let mut quarters = Vec::with_capacity(PAST_QUARTERS);
    let mut first = days.0;
    for _ in 0..PAST_QUARTERS {
        let quarter = quarter_of(facts, first - 1);
        quarters.push(quarter);
        first = quarter.0;
    }
    quarters
}
