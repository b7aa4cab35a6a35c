//! What the open deals of a period may add up to, as a distribution and never as one number.

use super::scores;

mod convolution;

/// A deal that may come in: how much, and how likely within the period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// The amount in minor units of the common currency.
    pub amount_minor: i64,
    /// The probability that it is won within the period, from 0 to 1.
    pub probability: f64,
}

/// How a distribution was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// By convolution: every outcome with its exact probability.
    Exact,
    /// By drawing so many seeded runs; the same seed gives the same runs.
    Simulated {
        /// How many runs were drawn.
        runs: u32,
        /// The seed they were drawn from.
        seed: u64,
    },
}

/// A bar of a chart of the distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// The least amount that belongs here, in minor units.
    pub from_minor: i64,
    /// The least amount that no longer does.
    pub to_minor: i64,
    /// The probability of an amount in here.
    pub share: f64,
}

/// A distribution over total amounts in minor units.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// Every possible total, ascending, with the probability of at most that much; the last is 1.
    points: Vec<(i64, f64)>,
    mean: f64,
    sd: f64,
    method: Method,
}

/// Sums of probabilities that should reach p may miss it by rounding.
const ROUNDING: f64 = 1e-12;

impl Distribution {
    /// The exact distribution of the total of independent deals, by convolution one deal at a time; None as soon as it
    /// would have more than `most_points` different totals (simulate it then).
    #[must_use]
    pub fn exact(deals: &[Chance], most_points: usize) -> Option<Self> {
        let outcomes = convolution::convolve(deals, most_points)?;
        Some(Self::from_outcomes(&outcomes, Method::Exact))
    }

    /// The empirical distribution of drawn totals.
    #[must_use]
    pub(super) fn from_runs(mut totals: Vec<i64>, seed: u64) -> Self {
        totals.sort_unstable();
        let runs = totals.len().max(1) as f64;
        let outcomes: Vec<(i64, f64)> = totals
            .chunk_by(|a, b| a == b)
            .map(|same| (same[0], same.len() as f64 / runs))
            .collect();
        let method = Method::Simulated {
            runs: u32::try_from(totals.len()).unwrap_or(u32::MAX),
            seed,
        };
        Self::from_outcomes(&outcomes, method)
    }

    /// From different totals in ascending order with their probabilities.
    fn from_outcomes(outcomes: &[(i64, f64)], method: Method) -> Self {
        let mean: f64 = outcomes
            .iter()
            .map(|&(amount, share)| amount as f64 * share)
            .sum();
        let variance: f64 = outcomes
            .iter()
            .map(|&(amount, share)| (amount as f64 - mean).powi(2) * share)
            .sum();
        let mut cumulative = 0.0;
        let mut points: Vec<(i64, f64)> = outcomes
            .iter()
            .map(|&(amount, share)| {
                cumulative += share;
                (amount, f64::min(cumulative, 1.0))
            })
            .collect();
        match points.last_mut() {
            Some(last) => last.1 = 1.0,
            None => points.push((0, 1.0)),
        }
        Self {
            points,
            mean,
            sd: variance.sqrt(),
            method,
        }
    }

    /// How it was found.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// Every possible total in ascending order with the probability of at most that much; never empty, the last is 1.
    #[must_use]
    pub fn points(&self) -> &[(i64, f64)] {
        &self.points
    }

    /// The expected total, in minor units.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The standard deviation of the total, in minor units.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.sd
    }

    /// The least total that is not exceeded with probability `p` or more, `min {x : F(x) ≥ p}`: 0.1, 0.5 and 0.9 are
    /// P10, P50 and P90.
    #[must_use]
    pub fn quantile(&self, p: f64) -> i64 {
        let reached = self
            .points
            .partition_point(|&(_, share)| share < p - ROUNDING);
        self.points[reached.min(self.points.len() - 1)].0
    }

    /// The probability of reaching at least `target_minor`.
    #[must_use]
    pub fn at_least(&self, target_minor: i64) -> f64 {
        1.0 - self.below(target_minor)
    }

    /// The same distribution with an amount that is certain added to every total, such as what is won already.
    #[must_use]
    pub fn plus(mut self, certain_minor: i64) -> Self {
        for (amount, _) in &mut self.points {
            *amount = amount.saturating_add(certain_minor);
        }
        self.mean += certain_minor as f64;
        self
    }

    /// How far it was from what came, see [`crps`](scores::crps), in minor units.
    #[must_use]
    pub fn crps(&self, actual_minor: i64) -> f64 {
        let points = self
            .points
            .iter()
            .map(|&(amount, share)| (amount as f64, share));
        scores::crps(points, actual_minor as f64).unwrap_or_default()
    }

    /// At most `count` + 1 equally wide bars for a chart, their width a round number (1, 2 or 5 times a power of
    /// ten). They reach from the 0.1 % to the 99.9 % quantile; the few beyond count in the first and the last.
    #[must_use]
    pub fn buckets(&self, count: u16) -> Vec<Bucket> {
        let (low, high) = (
            i128::from(self.quantile(0.001)),
            i128::from(self.quantile(0.999)),
        );
        let width = round_width((high - low) / i128::from(count.max(1)) + 1);
        let minor = |amount: i128| amount.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64;
        let first = low.div_euclid(width);
        let last = high.div_euclid(width);
        let mut counted = 0.0;
        (first..=last)
            .map(|bar| {
                let to = minor((bar + 1) * width);
                let below = if bar == last { 1.0 } else { self.below(to) };
                let share = below - counted;
                counted = below;
                Bucket {
                    from_minor: minor(bar * width),
                    to_minor: to,
                    share,
                }
            })
            .collect()
    }

    fn below(&self, amount_minor: i64) -> f64 {
        let reached = self
            .points
            .partition_point(|&(amount, _)| amount < amount_minor);
        reached
            .checked_sub(1)
            .map_or(0.0, |last| self.points[last].1)
    }
}

/// The least of 1, 2, 5, 10, 20, 50 … that is at least `width`.
fn round_width(width: i128) -> i128 {
    let mut power = 1;
    loop {
        for step in [1, 2, 5] {
            if step * power >= width {
                return step * power;
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests;
