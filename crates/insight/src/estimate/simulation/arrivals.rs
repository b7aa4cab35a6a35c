//! Deals that nobody has created yet.

use rand::Rng;

use crate::estimate::interval::normal_quantile;

/// Deals that will be created and won within the period: how many to expect, and what such deals were worth.
///
/// Their number is Poisson, and each is worth what a random one of `won_amounts_minor` was. Beyond an expectation of
/// 1,000 the sum is taken as normal with the mean and variance of that compound Poisson sum.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrivals {
    /// How many to expect.
    pub expected: f64,
    /// Amounts of deals created and won within earlier periods, in minor units; without any nothing arrives.
    pub won_amounts_minor: Vec<i64>,
}

const MOST_COUNTED: f64 = 1_000.0;

impl Arrivals {
    /// Adds to each run what arrives in it, expecting `factor` times as many.
    pub(super) fn draw(&self, random: &mut impl Rng, factor: f64, totals: &mut [i64]) {
        let expected = self.expected * factor;
        let amounts = &self.won_amounts_minor;
        if amounts.is_empty() || !expected.is_finite() || expected <= 0.0 {
            return;
        }
        let moment = |power: i32| {
            amounts
                .iter()
                .map(|&amount| (amount as f64).powi(power))
                .sum::<f64>()
                / amounts.len() as f64
        };
        let (mean, sd) = (expected * moment(1), (expected * moment(2)).sqrt());
        for total in totals {
            if expected > MOST_COUNTED {
                let sum = mean + sd * normal_quantile(uniform(random));
                *total = total.saturating_add(sum.round() as i64);
                continue;
            }
            for _ in 0..poisson(random, expected) {
                let index = (u128::from(random.next_u64()) * amounts.len() as u128) >> 64;
                *total = total.saturating_add(amounts[index as usize]);
            }
        }
    }
}

/// A uniform number strictly between 0 and 1.
fn uniform(random: &mut impl Rng) -> f64 {
    ((random.next_u64() >> 12) as f64 + 0.5) / (1u64 << 52) as f64
}

/// A Poisson number by multiplying uniform ones (Knuth 1969), in portions that do not underflow.
fn poisson(random: &mut impl Rng, expected: f64) -> u32 {
    const PORTION: f64 = 32.0;
    let (mut count, mut left) = (0, expected);
    while left > 0.0 {
        let enough = (-left.min(PORTION)).exp();
        left -= PORTION;
        let mut product = uniform(random);
        while product > enough {
            count += 1;
            product *= uniform(random);
        }
    }
    count
}
