//! The Kaplan–Meier product-limit estimator.

use super::{Leaving, LifeTable};
use crate::estimate::interval::Interval;

/// Products of fractions that should equal 1 − p may miss it by rounding.
const ROUNDING: f64 = 1e-12;

/// A day on which somebody left, and the curve from that day on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The age in days.
    pub day: u32,
    /// How many were still in and under observation just before.
    pub at_risk: u64,
    /// How many left on this day.
    pub events: u64,
    /// `S(t) = ∏ (1 − dᵢ/nᵢ)` over all days up to this one (Kaplan & Meier 1958).
    pub survival: f64,
    /// Greenwood's variance of it, `S² · Σ dᵢ / (nᵢ (nᵢ − dᵢ))` (Greenwood 1926); 0 where the curve reaches 0.
    pub variance: f64,
}

/// A Kaplan–Meier curve: the share still in after t days, those who have not left yet being censored.
///
/// Under left truncation the first days may be seen by very few. A day on which all of them leave would pin the curve
/// to 0 for everybody who enters later, so such a day is passed over (Lai & Ying 1991, with the smallest possible
/// bound).
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    steps: Vec<Step>,
    n: u64,
    last_observed_day: Option<u32>,
}

impl Curve {
    pub(super) fn estimate(table: &LifeTable, leaving: Leaving) -> Self {
        let mut survival = 1.0;
        let mut variance = 0.0;
        let mut steps = Vec::new();
        for day in table.leavers() {
            let events = match leaving {
                Leaving::Ended => u64::from(day.won) + u64::from(day.lost),
                Leaving::Won => u64::from(day.won),
            };
            if events == 0 || (events == day.at_risk && day.others_follow) {
                continue;
            }
            let n = day.at_risk as f64;
            let staying = 1.0 - events as f64 / n;
            // Greenwood's sum as a recursion, which stays finite when the last one leaves.
            variance = staying * staying * variance
                + survival * survival * events as f64 * (n - events as f64) / (n * n * n);
            survival *= staying;
            steps.push(Step {
                day: day.day,
                at_risk: day.at_risk,
                events,
                survival,
                variance,
            });
        }
        Self {
            steps,
            n: table.n(),
            last_observed_day: table.last_observed_day(),
        }
    }

    /// The days on which the curve falls, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many spans it rests on.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The greatest age at which anything was seen; the curve is flat, and unknown, beyond it.
    #[must_use]
    pub fn last_observed_day(&self) -> Option<u32> {
        self.last_observed_day
    }

    /// The share still in after `day` (those leaving on that very day have left): 1 before the first step.
    #[must_use]
    pub fn at(&self, day: u32) -> f64 {
        self.step_at(day).map_or(1.0, |step| step.survival)
    }

    /// Greenwood's variance of [`at`](Self::at).
    #[must_use]
    pub fn variance_at(&self, day: u32) -> f64 {
        self.step_at(day).map_or(0.0, |step| step.variance)
    }

    /// The log-log interval of [`at`](Self::at) at a level such as 0.90 or 0.95; None while nobody, or once everybody,
    /// has left, where it is undefined.
    #[must_use]
    pub fn interval(&self, day: u32, level: f64) -> Option<Interval> {
        Interval::log_log(self.at(day), self.variance_at(day), level)
    }

    /// The first day with `S ≤ 1 − p`: 0.5 is the median. None while fewer than p have left, or for p outside 0 < p ≤
    /// 1.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<u32> {
        self.first_below(p, |step| Some(step.survival))
    }

    /// The days between which the quantile lies at this level: the first days on which the lower, and the upper,
    /// bound of the curve's log-log interval is at most 1 − p (Brookmeyer & Crowley 1982). A missing bound is not
    /// reached yet.
    #[must_use]
    pub fn quantile_interval(&self, p: f64, level: f64) -> (Option<u32>, Option<u32>) {
        let bound = |step: &Step| Interval::log_log(step.survival, step.variance, level);
        // Where the curve has reached 0 there is no interval; both bounds are then 0.
        let or_zero =
            |step: &Step, bound: Option<f64>| bound.or((step.survival <= 0.0).then_some(0.0));
        (
            self.first_below(p, |step| or_zero(step, bound(step).map(|bound| bound.low))),
            self.first_below(p, |step| or_zero(step, bound(step).map(|bound| bound.high))),
        )
    }

    /// The mean of days spent in, of the first `tau` days: the area `∫₀^τ S(t) dt` (Irwin 1949). Beyond the last
    /// observed day it takes the curve as flat, so ask for a tau that was observed.
    #[must_use]
    pub fn restricted_mean(&self, tau: u32) -> f64 {
        let mut area = 0.0;
        let (mut since, mut height) = (0, 1.0);
        for step in self.steps.iter().take_while(|step| step.day < tau) {
            area += height * f64::from(step.day - since);
            (since, height) = (step.day, step.survival);
        }
        area + height * f64::from(tau - since)
    }

    fn step_at(&self, day: u32) -> Option<&Step> {
        let after = self.steps.partition_point(|step| step.day <= day);
        self.steps[..after].last()
    }

    fn first_below(&self, p: f64, value: impl Fn(&Step) -> Option<f64>) -> Option<u32> {
        if !(p > 0.0 && p <= 1.0) {
            return None;
        }
        self.steps
            .iter()
            .find(|step| value(step).is_some_and(|value| value <= 1.0 - p + ROUNDING))
            .map(|step| step.day)
    }
}
