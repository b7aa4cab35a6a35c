//! How fast a group moves on, compared with the whole stage.

use statrs::distribution::{ContinuousCDF, Gamma};

use crate::estimate::survival::{End, Leaving, LifeTable};

/// How many expected moves the belief that a group is as fast as its stage is worth.
const PRIOR: f64 = 8.0;

/// The pace of a stage: its cumulative hazard of moving on, by day.
#[derive(Debug)]
pub(super) struct Pace {
    /// `Λ(t) = Σ d/n` (Nelson 1972, Aalen 1978), by day; the last holds for longer.
    hazard: Vec<f64>,
}

/// A group against its stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Compared {
    /// How many would have moved on at the stage's pace.
    pub(super) expected: f64,
    /// The group's pace, the stage's being 1: the mean of the belief after the evidence.
    pub(super) pace: f64,
    /// The probability that it is slower than the stage.
    pub(super) slower: f64,
}

impl Pace {
    /// The pace of all spans of a stage.
    pub(super) fn of(all: &LifeTable) -> Self {
        let mut hazard = Vec::new();
        let mut sum = 0.0;
        for step in all.survival(Leaving::Won).steps() {
            hazard.resize(step.day as usize, sum);
            #[expect(clippy::cast_precision_loss, reason = "counts of deals")]
            let rate = step.events as f64 / step.at_risk as f64;
            sum += rate;
            hazard.push(sum);
        }
        Self { hazard }
    }

    /// Compares a group's spans: the one-sample log-rank's observed and expected (Breslow 1975), with a Gamma belief about
    /// their ratio. None where the group has no spans or nobody in the stage ever moved on.
    pub(super) fn compare(&self, group: &LifeTable) -> Option<Compared> {
        if group.n() == 0 || self.hazard.is_empty() {
            return None;
        }
        let expected = group.sum_over_risk(|day| self.at(day));
        #[expect(clippy::cast_precision_loss, reason = "a count of deals")]
        let observed = group.ended(End::Won) as f64;
        let belief = Gamma::new(PRIOR + observed, PRIOR + expected).ok()?;
        Some(Compared {
            expected,
            pace: (PRIOR + observed) / (PRIOR + expected),
            slower: belief.cdf(1.0),
        })
    }

    fn at(&self, day: u32) -> f64 {
        let known = self.hazard.get(day as usize).or(self.hazard.last());
        known.copied().unwrap_or(0.0)
    }
}
