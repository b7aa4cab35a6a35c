//! The Aalen–Johansen estimator of competing risks.

use super::LifeTable;
use crate::estimate::interval::Interval;
use crate::estimate::proportion::Sample;

/// A day on which somebody was won or lost, and the shares from that day on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IncidenceStep {
    /// The age in days.
    pub day: u32,
    /// How many were still open and under observation just before.
    pub at_risk: u64,
    /// How many were won on this day.
    pub events_won: u64,
    /// How many were lost on this day.
    pub events_lost: u64,
    /// The share won by now: `Σ S(tᵢ₋₁) · dᵢ(won) / nᵢ` (Aalen & Johansen 1978).
    pub won: f64,
    /// The share lost by now.
    pub lost: f64,
    /// The share still open, `S(t) = ∏ (1 − dᵢ/nᵢ)`; the three add up to 1.
    pub open: f64,
    /// The variance of the share won.
    pub won_variance: f64,
    /// The variance of the share lost.
    pub lost_variance: f64,
}

/// The shares won, lost and still open after t days, with lost as the competing risk and open spans censored.
///
/// This, not one minus a Kaplan–Meier curve, is the probability of winning. Variances are of the Greenwood type
/// (Andersen, Borgan, Gill & Keiding 1993, IV.4.1.3): the multinomial covariance of each day's moves carried through
/// the product. Without censoring it is exactly `p (1 − p) / n`. Days that all who are at risk leave while others
/// only enter later are passed over, as in [`Curve`](super::Curve).
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    steps: Vec<IncidenceStep>,
    n: u64,
    last_observed_day: Option<u32>,
}

/// The covariance of the share still open with itself and with the share that ended by one cause.
#[derive(Default)]
struct Covariance {
    open_cause: f64,
    cause: f64,
}

impl Covariance {
    /// One day on: `events` of `n` end by this cause, `all` by any; `open` and `open_variance` are from before the day.
    fn step(&mut self, n: f64, events: f64, all: f64, open: f64, open_variance: f64) {
        let (rate, cubed) = (events / n, open * open / (n * n * n));
        self.cause += 2.0 * rate * self.open_cause
            + rate * rate * open_variance
            + cubed * events * (n - events);
        self.open_cause =
            (1.0 - all / n) * (self.open_cause + rate * open_variance) - cubed * events * (n - all);
    }
}

impl Incidence {
    pub(super) fn estimate(table: &LifeTable) -> Self {
        let (mut won, mut lost, mut open) = (0.0, 0.0, 1.0);
        let mut open_variance = 0.0;
        let (mut of_won, mut of_lost) = (Covariance::default(), Covariance::default());
        let mut steps = Vec::new();
        for day in table.leavers() {
            let events = u64::from(day.won) + u64::from(day.lost);
            if events == day.at_risk && day.others_follow {
                continue;
            }
            let (n, all) = (day.at_risk as f64, events as f64);
            of_won.step(n, f64::from(day.won), all, open, open_variance);
            of_lost.step(n, f64::from(day.lost), all, open, open_variance);
            let staying = 1.0 - all / n;
            open_variance =
                staying * staying * open_variance + open * open * all * (n - all) / (n * n * n);
            won += open * f64::from(day.won) / n;
            lost += open * f64::from(day.lost) / n;
            open *= staying;
            steps.push(IncidenceStep {
                day: day.day,
                at_risk: day.at_risk,
                events_won: u64::from(day.won),
                events_lost: u64::from(day.lost),
                won,
                lost,
                open,
                // Rounding may leave a hair below nothing.
                won_variance: of_won.cause.max(0.0),
                lost_variance: of_lost.cause.max(0.0),
            });
        }
        Self {
            steps,
            n: table.n(),
            last_observed_day: table.last_observed_day(),
        }
    }

    /// The days on which the shares change, in order.
    #[must_use]
    pub fn steps(&self) -> &[IncidenceStep] {
        &self.steps
    }

    /// How many spans it rests on.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The share won within `day` days, that day included.
    #[must_use]
    pub fn won_at(&self, day: u32) -> f64 {
        self.step_at(day).map_or(0.0, |step| step.won)
    }

    /// The share lost within `day` days, that day included.
    #[must_use]
    pub fn lost_at(&self, day: u32) -> f64 {
        self.step_at(day).map_or(0.0, |step| step.lost)
    }

    /// The share still open after `day` days.
    #[must_use]
    pub fn open_at(&self, day: u32) -> f64 {
        self.step_at(day).map_or(1.0, |step| step.open)
    }

    /// The variance of [`won_at`](Self::won_at).
    #[must_use]
    pub fn won_variance_at(&self, day: u32) -> f64 {
        self.step_at(day).map_or(0.0, |step| step.won_variance)
    }

    /// The log-log interval of [`won_at`](Self::won_at) at a level such as 0.90 or 0.95; None where the share is 0 or
    /// 1, where it is undefined (use [`effective_sample`](Self::effective_sample) with a prior there).
    #[must_use]
    pub fn won_interval(&self, day: u32, level: f64) -> Option<Interval> {
        Interval::log_log(self.won_at(day), self.won_variance_at(day), level)
    }

    /// What [`won_at`](Self::won_at) is worth as wins among trials, so that it can be shrunk towards a prior: the
    /// sample of a binomial with the same share and variance, `n = p (1 − p) / Var(p)`. Where nobody or everybody was
    /// won there is no variance to go by; then it counts those whose fate within `day` days is known. None when that
    /// is nobody.
    #[must_use]
    pub fn effective_sample(&self, day: u32) -> Option<Sample> {
        let share = self.won_at(day);
        let variance = self.won_variance_at(day);
        let n = if variance > 0.0 {
            share * (1.0 - share) / variance
        } else {
            let last = self.step_at(day)?;
            let known: u64 = self
                .steps
                .iter()
                .take_while(|step| step.day <= day)
                .map(|step| step.events_won + step.events_lost)
                .sum();
            // Those still open after the last step were all seen at least that long.
            (known + last.at_risk - last.events_won - last.events_lost) as f64
        };
        (n > 0.0).then_some(Sample { won: share * n, n })
    }

    /// The last day on which anything was won or lost; beyond it the shares stay as they are for want of evidence.
    #[must_use]
    pub fn last_event_day(&self) -> Option<u32> {
        self.steps.last().map(|step| step.day)
    }

    /// The greatest age at which anything was seen at all.
    #[must_use]
    pub fn last_observed_day(&self) -> Option<u32> {
        self.last_observed_day
    }

    fn step_at(&self, day: u32) -> Option<&IncidenceStep> {
        let after = self.steps.partition_point(|step| step.day <= day);
        self.steps[..after].last()
    }
}
