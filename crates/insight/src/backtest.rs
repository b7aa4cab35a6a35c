//! Replaying the past: every week of a window is forecast with only what was then known, and held against what came.

use crate::outlook::Days;
use crate::reports::Asked;

mod replay;

use replay::Replay;

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
    /// The model's 10 % quantile, home minor units.
    pub p10_minor: i64,
    /// The model's 90 % quantile.
    pub p90_minor: i64,
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

    fn replay(
        asked: &Asked<'_>,
        keeps_deals: bool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let mut replay = Replay::new(asked, keeps_deals);
        let mondays = replay.mondays();
        replay.backtest.quarters = replay.full_quarters(&mondays);
        if replay.backtest.is_enough() {
            for (done, monday) in mondays.iter().enumerate() {
                replay.week(*monday);
                progress(done + 1, mondays.len());
            }
        }
        replay.backtest
    }
}

#[cfg(test)]
mod tests;
