//! Drawing 64 runs at once, one bit each.

use rand::Rng;

use crate::estimate::distribution::Chance;

/// The runs of a batch: the bits of a word.
pub(super) const RUNS: usize = 64;

/// Probabilities are rounded to so many binary digits: to within 3 in a hundred million.
const DIGITS: u32 = 24;

/// The deals, ready to be drawn.
pub(super) struct Batch {
    deals: Vec<Deal>,
}

struct Deal {
    amount: i64,
    /// The probability in units of 2⁻²⁴.
    threshold: u32,
    /// The odds, sharpened against the pull of the common shock.
    odds: f64,
}

impl Batch {
    /// Prepares deals whose log-odds are to be multiplied by `sharpening` before any shift.
    pub(super) fn new(deals: &[Chance], sharpening: f64) -> Self {
        // So many of them cannot add up beyond what an amount can be.
        let most = i64::MAX / (deals.len() as i64 + 1);
        let deals = deals.iter().map(|deal| Deal {
            amount: deal.amount_minor.clamp(-most, most),
            threshold: threshold(deal.probability),
            odds: (deal.probability / (1.0 - deal.probability)).powf(sharpening),
        });
        Self {
            deals: deals.collect(),
        }
    }

    /// Adds each deal's amount to the runs in which it is won; `shift` moves all log-odds.
    pub(super) fn draw(&self, random: &mut impl Rng, shift: f64, totals: &mut [i64]) {
        let factor = shift.exp();
        // Amounts won in more than half of the runs are added to all and taken from the others.
        let mut in_all = 0;
        for deal in &self.deals {
            let certain = deal.threshold == 0 || deal.threshold == 1 << DIGITS;
            let threshold = if shift == 0.0 || certain {
                deal.threshold
            } else {
                let odds = deal.odds * factor;
                threshold(odds / (1.0 + odds))
            };
            let won = bernoulli(random, threshold);
            if won.count_ones() <= RUNS as u32 / 2 {
                add_where(won, deal.amount, totals);
            } else {
                in_all += deal.amount;
                add_where(!won, -deal.amount, totals);
            }
        }
        for total in totals {
            *total += in_all;
        }
    }
}

/// A probability in units of 2⁻²⁴: 0 and 1 only for what is impossible or certain.
fn threshold(probability: f64) -> u32 {
    let certain = 1u32 << DIGITS;
    if probability.is_nan() || probability <= 0.0 {
        0
    } else if probability >= 1.0 {
        certain
    } else {
        ((probability * f64::from(certain)).round() as u32).clamp(1, certain - 1)
    }
}

/// 64 independent bits, each set with probability `threshold / 2²⁴`.
///
/// Each bit position holds a uniform number u, one random word per binary digit and least digit first, and `u < threshold`
/// is decided digit by digit: where the digits differ the later, higher digit overrules. It always takes the same number of words, so
/// that whatever the probability all other deals are drawn with the same numbers.
fn bernoulli(random: &mut impl Rng, threshold: u32) -> u64 {
    let mut below = 0;
    for digit in 0..DIGITS {
        let zeros = random.next_u64();
        let wanted = 0u64.wrapping_sub(u64::from(threshold >> digit & 1));
        // Of "u's digit is 0", "threshold's digit is 1" and "below so far", what most of them say.
        below = (zeros & below) | (wanted & (zeros | below));
    }
    if threshold >> DIGITS == 1 {
        u64::MAX
    } else {
        below
    }
}

fn add_where(mut bits: u64, amount: i64, totals: &mut [i64]) {
    while bits != 0 {
        totals[bits.trailing_zeros() as usize] += amount;
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::Xoshiro256PlusPlus;

    use super::*;

    #[test]
    fn bits_are_set_as_often_as_asked_and_a_higher_probability_only_adds_some() {
        let drawn = |probability: f64| -> Vec<u64> {
            let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
            (0..2_000)
                .map(|_| bernoulli(&mut random, threshold(probability)))
                .collect()
        };
        let mut fewer = drawn(0.0);
        assert!(fewer.iter().all(|&bits| bits == 0));
        for probability in [0.000_1, 0.03, 0.3, 0.5, 0.51, 0.97, 1.0] {
            let more = drawn(probability);
            assert!(
                fewer
                    .iter()
                    .zip(&more)
                    .all(|(fewer, more)| fewer & !more == 0)
            );
            let n = 2_000.0 * 64.0;
            let share = more
                .iter()
                .map(|bits| f64::from(bits.count_ones()))
                .sum::<f64>()
                / n;
            let error = (probability * (1.0 - probability) / n).sqrt();
            assert!(
                (share - probability).abs() <= 4.0 * error,
                "{share} for {probability}"
            );
            fewer = more;
        }
    }
}
