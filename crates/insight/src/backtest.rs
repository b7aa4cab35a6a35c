//! Replaying the past: every week of a window is forecast with only what was then known, and held against what came.

use rayon::prelude::*;

use crate::estimate::Interval;
use crate::estimate::scores::coverage;
use crate::outlook::Days;
use crate::reports::Asked;

mod replay;
mod sums;

use replay::{Groups, Replay, Said};

/// Weeks that are replayed at the same time, before progress is told.
const WEEKS_TOGETHER: usize = 8;

/// Runs of the model's distribution in each week.
const RUNS: u32 = 2_048;

/// Common shocks that ranges are tried with, to find one that would have held what it promised.
const SHOCKS: [f64; 4] = [0.25, 0.5, 0.75, 1.0];

/// Runs of each of those.
const TRIAL_RUNS: u32 = 512;

/// What a range of P10 to P90 promises to hold.
const PROMISE: f64 = 0.8;

/// Weeks needed to say that it does not.
const LEAST_WEEKS: usize = 13;

/// Without a window the last ended quarters are replayed, so many of them.
const QUARTERS: usize = 4;

/// Quarters that a seasonal share is learnt from.
const PAST_QUARTERS: usize = 8;

/// What was typically closed by now must be at least this share before it is extrapolated.
const LEAST_SHARE: f64 = 0.05;

/// Ended quarters needed …
const LEAST_QUARTERS: usize = 2;

/// … each with so many closed deals.
const LEAST_CLOSED: usize = 8;

macro_rules! methods {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)+) => {
        /// A way to forecast what a quarter brings, in total: what is closed already included.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Method { $($(#[$doc])* $variant),+ }

        impl Method {
            /// All of them, in the order they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

methods! {
    /// Closed and commit.
    RuleCommit = "rule_commit";
    /// Closed, commit and best case.
    RuleBest = "rule_best";
    /// The median of the model's distribution.
    ModelMedian = "model_p50";
    /// Its mean.
    ModelMean = "model_mean";
    /// The latest calls of owners, added up.
    Owners = "owner_calls";
    /// The latest call of management.
    Managers = "manager_calls";
    /// As much as the quarter before: naive.
    LastQuarter = "last_quarter";
    /// Closed so far, divided by the share that past quarters had closed by this day: naive.
    RunRate = "run_rate";
}

/// What was forecast in one week for the quarter it lies in, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// The moment, the end of the Sunday before; UTC microseconds.
    pub as_of: i64,
    /// Its Monday.
    pub monday: i32,
    /// The fiscal quarter, `2026-Q4`.
    pub period: String,
    /// First and last day of the quarter.
    pub days: Days,
    /// Weeks to the end of the quarter, the one begun included.
    pub lead_weeks: u32,
    /// Place in [`Backtest::groups`].
    pub group: usize,
    /// By method.
    forecasts: [Option<i64>; Method::ALL.len()],
    /// The model's 10 % and 90 % quantiles, home minor units; none when nothing was measured by then.
    pub range_minor: Option<(i64, i64)>,
    /// The same under each of [`SHOCKS`], where no shock was asked for.
    trials: Vec<(i64, i64)>,
    /// What was won in the quarter in the end; none while it has not ended.
    pub actual_minor: Option<i64>,
    /// The deals it was won with.
    pub won: Vec<u32>,
}

/// What was said of an open deal in one week, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// The deal.
    pub deal: u32,
    /// The group it was in that week.
    pub group: usize,
    /// The probability the playbook gave its stage.
    pub configured: Option<f64>,
    /// The measured probability of its stage.
    pub observed: Option<f64>,
    /// The same, adjusted for its days there.
    pub adjusted: Option<f64>,
    /// The model's probability that it is won within the quarter.
    pub within: f64,
    /// Whether it was won in the end; none while it is open.
    pub is_won: Option<bool>,
    /// Whether it was won within the quarter; none while that has not ended.
    pub is_won_within: Option<bool>,
}

/// A replayed past.
#[derive(Debug, Clone, Default)]
pub struct Backtest {
    /// The weeks in order, per group. Empty when there is [not enough history](Self::is_enough).
    pub weeks: Vec<Week>,
    /// The groups by the dimensions asked for; one without any.
    pub groups: Vec<Vec<Option<String>>>,
    /// What was said of each open deal in each week, when asked for.
    pub judgements: Vec<Judgement>,
    /// Ended quarters with enough closed deals.
    pub quarters: usize,
}

impl Week {
    /// What a method forecast; none when nobody called or the method had nothing to go by.
    #[must_use]
    pub fn forecast(&self, method: Method) -> Option<i64> {
        self.forecasts[method as usize]
    }
}

impl Backtest {
    /// Replays the Mondays of the window (by default the last four ended quarters and the current one) that lie before the
    /// question's moment. Says after each week how many of how many are done.
    #[must_use]
    pub fn run(asked: &Asked<'_>, progress: &mut dyn FnMut(usize, usize)) -> Self {
        Self::replay(asked, true, progress)
    }

    /// The same without what was said of single deals.
    #[must_use]
    pub fn weeks_of(asked: &Asked<'_>, progress: &mut dyn FnMut(usize, usize)) -> Self {
        Self::replay(asked, false, progress)
    }

    /// Whether there are enough ended quarters with enough closed deals to judge forecasts.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.quarters >= LEAST_QUARTERS
    }

    /// The share of actuals that the ranges held, with the shock asked for. None before anything was judged.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        self.held(|week| week.range_minor)
    }

    /// The least common shock with which the ranges would have held what they promise, with the share they then hold;
    /// the widest when none does. None when the ranges are wide enough as they are, or too few weeks are judged.
    #[must_use]
    pub fn fitting_shock(&self) -> Option<(f64, f64)> {
        let judged = self
            .weeks
            .iter()
            .filter(|week| week.actual_minor.is_some() && !week.trials.is_empty());
        if judged.count() < LEAST_WEEKS || self.coverage()? >= PROMISE - 0.1 {
            return None;
        }
        let mut tried = SHOCKS.iter().enumerate().filter_map(|(place, shock)| {
            let held = self.held(|week| week.trials.get(place).copied())?;
            Some((*shock, held))
        });
        let mut last = tried.next()?;
        for one in tried {
            if last.1 >= PROMISE - 0.05 {
                break;
            }
            last = one;
        }
        Some(last)
    }

    #[expect(clippy::cast_precision_loss, reason = "amounts far below 2^53")]
    fn held(&self, range: impl Fn(&Week) -> Option<(i64, i64)>) -> Option<f64> {
        let pairs: Vec<(Interval, f64)> = self
            .weeks
            .iter()
            .filter_map(|week| {
                let (low, high) = range(week)?;
                let range = Interval {
                    low: low as f64,
                    high: high as f64,
                };
                Some((range, week.actual_minor? as f64))
            })
            .collect();
        coverage(&pairs)
    }

    fn replay(
        asked: &Asked<'_>,
        keeps_deals: bool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let replay = Replay::new(asked, keeps_deals);
        let mut mondays = replay.mondays();
        let mut backtest = Self {
            quarters: replay.full_quarters(&mut mondays),
            ..Self::default()
        };
        if !backtest.is_enough() {
            return backtest;
        }
        let mut groups = Groups::default();
        let mut done = 0;
        for mondays_together in mondays.chunks(WEEKS_TOGETHER) {
            let week = |monday: &i32| replay.week(*monday);
            let said: Vec<Said> = mondays_together.par_iter().map(week).collect();
            for said in said {
                backtest.take(said, &mut groups);
                done += 1;
                progress(done, mondays.len());
            }
        }
        backtest.groups = groups.labels;
        backtest
    }

    /// Takes over a week, its groups by the numbers they have in all weeks.
    fn take(&mut self, said: Said, groups: &mut Groups) {
        let labels = said.groups.labels.iter();
        let numbers: Vec<usize> = labels.map(|labels| groups.number(labels)).collect();
        self.weeks.extend(said.weeks.into_iter().map(|week| Week {
            group: numbers[week.group],
            ..week
        }));
        let judgements = said.judgements.into_iter().map(|judgement| Judgement {
            group: numbers[judgement.group],
            ..judgement
        });
        self.judgements.extend(judgements);
    }
}
