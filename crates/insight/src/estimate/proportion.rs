//! Shares of won among tried: how sure one can be of them, and what to believe when there are few.
//!
//! [`wilson`] gives an interval from the counts alone. [`Beta`] is a belief about a share that evidence updates;
//! [`Prior::fit`] takes the belief to start from out of all groups together, so that small groups are drawn towards the
//! rest ("shrinkage").

use statrs::function::beta::{beta_reg, ln_beta};

use super::interval::{Interval, normal_quantile, two_sided_z};

mod prior;

pub use prior::{Basis, Prior};

/// Wins among decided trials. Not always whole numbers: see
/// [`Incidence::effective_sample`](super::survival::Incidence::effective_sample).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// The wins, from 0 to `n`.
    pub won: f64,
    /// The trials.
    pub n: f64,
}

impl Sample {
    /// A sample of counted deals.
    #[must_use]
    pub fn counted(won: u64, n: u64) -> Self {
        Self {
            won: won as f64,
            n: n as f64,
        }
    }

    /// The share won; None without trials.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.n > 0.0).then(|| self.won / self.n)
    }
}

/// The Wilson score interval of a share (Wilson 1927) at a level such as 0.90 or 0.95; None without trials:
/// `(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)`.
#[must_use]
pub fn wilson(sample: Sample, level: f64) -> Option<Interval> {
    let (share, n) = (sample.share()?, sample.n);
    let z2 = two_sided_z(level).powi(2);
    let centre = share + z2 / (2.0 * n);
    let spread = (z2 * (share * (1.0 - share) / n + z2 / (4.0 * n * n)))
        .max(0.0)
        .sqrt();
    let scale = 1.0 + z2 / n;
    Some(Interval {
        low: ((centre - spread) / scale).max(0.0),
        high: ((centre + spread) / scale).min(1.0),
    })
}

/// A belief about a share between 0 and 1: the Beta distribution, worth `a` wins and `b` losses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
}

impl Beta {
    /// Every share is equally likely: what to believe without any evidence.
    pub const UNIFORM: Self = Self { a: 1.0, b: 1.0 };

    /// A belief worth `a` wins and `b` losses; None unless both are positive and finite.
    #[must_use]
    pub fn new(a: f64, b: f64) -> Option<Self> {
        let proper = |value: f64| value > 0.0 && value.is_finite();
        (proper(a) && proper(b)).then_some(Self { a, b })
    }

    /// The wins it is worth.
    #[must_use]
    pub fn a(&self) -> f64 {
        self.a
    }

    /// The losses it is worth.
    #[must_use]
    pub fn b(&self) -> f64 {
        self.b
    }

    /// The trials it is worth, `a + b`.
    #[must_use]
    pub fn strength(&self) -> f64 {
        self.a + self.b
    }

    /// The belief after seeing a sample (Bayes): `Beta(a + won, b + n − won)`.
    #[must_use]
    pub fn given(&self, sample: Sample) -> Self {
        let n = sample.n.max(0.0);
        let won = sample.won.clamp(0.0, n);
        Self {
            a: self.a + won,
            b: self.b + n - won,
        }
    }

    /// The expected share, `a / (a + b)`: never 0 and never 1.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.a / self.strength()
    }

    /// The standard deviation, `√(m (1 − m) / (a + b + 1))`.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        (mean * (1.0 - mean) / (self.strength() + 1.0)).sqrt()
    }

    /// The equal-tailed credible interval at a level such as 0.90.
    #[must_use]
    pub fn interval(&self, level: f64) -> Interval {
        let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
        Interval {
            low: self.quantile(tail),
            high: self.quantile(1.0 - tail),
        }
    }

    /// The share below which the truth lies with probability `p`.
    ///
    /// Newton's method on the regularised incomplete beta function, held within a bracket that only ever shrinks: it
    /// ends after a bounded number of steps for any shape. Beliefs worth more than a hundred thousand trials are
    /// taken as normal.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        if p <= 0.0 || p.is_nan() {
            return 0.0;
        }
        if p >= 1.0 {
            return 1.0;
        }
        let mean = self.mean();
        let normal = mean + self.sd() * normal_quantile(p);
        if self.a.min(self.b) > 50_000.0 {
            return normal.clamp(0.0, 1.0);
        }
        let scale = ln_beta(self.a, self.b);
        let (mut low, mut high) = (0.0, 1.0);
        let mut share = if normal > 0.0 && normal < 1.0 {
            normal
        } else {
            mean
        };
        for _ in 0..200 {
            let excess = beta_reg(self.a, self.b, share) - p;
            if excess > 0.0 {
                high = share;
            } else {
                low = share;
            }
            let density =
                ((self.a - 1.0) * share.ln() + (self.b - 1.0) * (1.0 - share).ln() - scale).exp();
            let newton = share - excess / density;
            let next = if newton > low && newton < high {
                newton
            } else {
                f64::midpoint(low, high)
            };
            let moved = (next - share).abs();
            share = next;
            if moved <= 1e-10 * share || share <= f64::MIN_POSITIVE {
                break;
            }
        }
        share
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn close(found: f64, expected: f64, within: f64) {
        assert!(
            (found - expected).abs() <= within,
            "found {found}, expected {expected}"
        );
    }

    #[test]
    fn three_of_four_and_none_of_twelve_have_their_known_answers() {
        let prior = Beta::new(2.0, 6.0).unwrap();
        let few = prior.given(Sample::counted(3, 4));
        close(few.mean(), 0.416_667, 5e-7);
        close(few.interval(0.9).low, 0.1996, 5e-5);
        close(few.interval(0.9).high, 0.6502, 5e-5);
        let none = prior.given(Sample::counted(0, 12));
        close(none.mean(), 0.1, 1e-12);
        close(none.interval(0.9).low, 0.0190, 5e-5);
        close(none.interval(0.9).high, 0.2264, 5e-5);
    }

    #[test]
    fn wilson_intervals_are_those_of_the_tables_and_stay_within_nothing_and_everything() {
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29, at 95 %.
        for (won, n, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let interval = wilson(Sample::counted(won, n), 0.95).unwrap();
            close(interval.low, low, 5e-5);
            close(interval.high, high, 5e-5);
        }
        assert_eq!(wilson(Sample::counted(0, 0), 0.9), None);
        close(wilson(Sample::counted(7, 7), 0.9).unwrap().high, 1.0, 0.0);
    }

    #[test]
    fn quantiles_have_closed_forms_where_one_side_is_worth_one() {
        // F(x) = x^a for b = 1, and 1 − (1 − x)^b for a = 1.
        for shape in [0.01, 0.5, 1.0, 3.0, 400.0, 40_000.0] {
            for p in [0.001, 0.05, 0.5, 0.95, 0.999] {
                let power = Beta::new(shape, 1.0).unwrap().quantile(p);
                let exact = f64::powf(p, 1.0 / shape);
                assert!(
                    (power - exact).abs() <= 1e-6 * exact + 1e-15,
                    "{shape} {p}: {power} {exact}"
                );
                let tail = Beta::new(1.0, shape).unwrap().quantile(p);
                let exact = -f64::exp_m1(f64::ln_1p(-p) / shape);
                assert!(
                    (tail - exact).abs() <= 1e-6 * exact + 1e-15,
                    "{shape} {p}: {tail} {exact}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn a_belief_grows_surer_with_evidence_and_is_never_certain(
            a in 0.05f64..50.0, b in 0.05f64..50.0, won in 0u64..2_000, lost in 0u64..200_000,
        ) {
            let prior = Beta::new(a, b).unwrap();
            let belief = prior.given(Sample::counted(won, won + lost));
            let interval = belief.interval(0.9);
            prop_assert!(belief.mean() > 0.0 && belief.mean() < 1.0);
            prop_assert!(0.0 <= interval.low && interval.low < interval.high && interval.high <= 1.0);
            for (bound, p) in [(interval.low, 0.05), (interval.high, 0.95)] {
                // Where the share is packed against 0 or 1 floating point cannot tell neighbours apart.
                if bound > 1e-12 && bound < 1.0 - 1e-9 {
                    let found = beta_reg(belief.a(), belief.b(), bound);
                    prop_assert!((found - p).abs() < 1e-5, "{belief:?} {bound} {found} {p}");
                }
            }
        }
    }
}
