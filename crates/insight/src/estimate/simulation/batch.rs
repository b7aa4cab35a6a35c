//! Drawing 64 runs at once, one bit each.

use rand::Rng;

use crate::estimate::distribution::Chance;
use crate::estimate::interval::normal_quantile;

/// The runs of a batch: the bits of a word.
pub(super) const RUNS: usize = 64;

/// Probabilities are drawn with so many binary digits; what is beyond them is dithered, not lost.
const DIGITS: u32 = 16;

/// The probability 1 in units of 2⁻¹⁶.
const CERTAIN: u32 = 1 << DIGITS;

/// So many deals are drawn one by one: those that make the total most uncertain. The sum of all others is drawn as one normal
/// number with its exact mean and variance (Lyapunov's central limit theorem: none of them is more than one part in so many).
pub(super) const MOST_DRAWN: usize = 4_096;

/// The deals, ready to be drawn in batches.
pub(super) struct Deals {
    deals: Vec<Deal>,
    /// Those beyond [`MOST_DRAWN`].
    others: Vec<Deal>,
    /// Whether log-odds have been multiplied and may be shifted; otherwise probabilities are taken as they are.
    is_shifting: bool,
}

struct Deal {
    amount: i64,
    probability: f64,
    /// The odds, sharpened against the pull of the common shock.
    odds: f64,
}

/// What the runs of one batch have in common.
pub(super) struct Common {
    /// What is added to everybody's log-odds.
    pub(super) shift: f64,
    /// From 0 to 1, evenly spread over the batches: how much of a digit is added before a probability is cut to its
    /// digits. So it is cut up as often as it takes to be right on average.
    pub(super) dither: f64,
    /// Mean and variance of [`Deals::others`].
    pub(super) others: (f64, f64),
}

impl Deals {
    /// Prepares deals whose log-odds are to be multiplied by `sharpening` before any shift.
    pub(super) fn new(deals: &[Chance], sharpening: f64) -> Self {
        // So many of them cannot add up beyond what an amount can be.
        let most = i64::MAX / (deals.len() as i64 + 1);
        let deals = deals.iter().map(|deal| Deal {
            amount: deal.amount_minor.clamp(-most, most),
            probability: deal.probability,
            odds: if sharpening > 1.0 {
                (deal.probability / (1.0 - deal.probability)).powf(sharpening)
            } else {
                1.0
            },
        });
        let mut deals: Vec<Deal> = deals.collect();
        let mut others = Vec::new();
        if deals.len() > MOST_DRAWN {
            deals.select_nth_unstable_by(MOST_DRAWN, |a, b| b.variance().total_cmp(&a.variance()));
            others = deals.split_off(MOST_DRAWN);
            // Where the first are does not depend on how they were found.
            deals.sort_by(|a, b| b.variance().total_cmp(&a.variance()));
        }
        Self {
            deals,
            others,
            is_shifting: sharpening > 1.0,
        }
    }

    /// The probability of a deal under a factor on everybody's odds.
    fn probability(&self, deal: &Deal, factor: f64) -> f64 {
        let odds = deal.odds * factor;
        if self.is_shifting && odds.is_finite() {
            odds / (1.0 + odds)
        } else {
            deal.probability
        }
    }

    /// Mean and variance of what those that are not drawn one by one add up to.
    pub(super) fn others(&self, shift: f64) -> (f64, f64) {
        let factor = shift.exp();
        self.others.iter().fold((0.0, 0.0), |sum, deal| {
            let probability = self.probability(deal, factor);
            let probability = if probability.is_nan() {
                0.0
            } else {
                probability.clamp(0.0, 1.0)
            };
            let amount = deal.amount as f64;
            let variance = probability * (1.0 - probability) * amount * amount;
            (sum.0 + probability * amount, sum.1 + variance)
        })
    }

    /// Whether one shift says of them what another says.
    pub(super) fn is_shifting(&self) -> bool {
        self.is_shifting
    }

    /// Adds each deal's amount to the runs in which it is won.
    pub(super) fn draw(&self, random: &mut impl Rng, common: &Common, totals: &mut [i64; RUNS]) {
        let factor = common.shift.exp();
        // Amounts won in more than half of the runs are added to all and taken from the others.
        let mut in_all = 0;
        for deal in &self.deals {
            let threshold = threshold(self.probability(deal, factor), common.dither);
            let won = bernoulli(random, threshold);
            if threshold <= CERTAIN / 2 {
                add_where(won, deal.amount, totals);
            } else {
                in_all += deal.amount;
                add_where(!won, -deal.amount, totals);
            }
        }
        for total in totals.iter_mut() {
            *total += in_all;
        }
        let (mean, variance) = common.others;
        if mean != 0.0 || variance > 0.0 {
            for total in totals {
                // The middle of one of 2⁵³ equal parts, never 0 or 1.
                let uniform = ((random.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
                let sum = mean + variance.sqrt() * normal_quantile(uniform);
                *total = total.saturating_add(sum.round() as i64);
            }
        }
    }
}

impl Deal {
    fn variance(&self) -> f64 {
        let amount = self.amount as f64;
        let variance = self.probability * (1.0 - self.probability) * amount * amount;
        if variance.is_nan() { 0.0 } else { variance }
    }
}

/// A probability in units of 2⁻¹⁶, cut after adding the dither. What is no number is impossible.
fn threshold(probability: f64, dither: f64) -> u32 {
    ((probability * f64::from(CERTAIN) + dither) as u32).min(CERTAIN)
}

/// 64 independent bits, each set with probability `threshold / 2¹⁶`.
///
/// Each bit position holds a uniform number u, one random word per binary digit and least digit first, and `u <
/// threshold` is decided digit by digit: where the digits differ the later, higher digit overrules. It always takes
/// the same number of words, so that whatever the probability all other deals are drawn with the same numbers.
fn bernoulli(random: &mut impl Rng, threshold: u32) -> u64 {
    let mut below = 0;
    for digit in 0..DIGITS {
        let zeros = random.next_u64();
        let wanted = 0u64.wrapping_sub(u64::from((threshold >> digit) & 1));
        // Of "u's digit is 0", "threshold's digit is 1" and "below so far", what most of them say.
        below = (zeros & below) | (wanted & (zeros | below));
    }
    if threshold == CERTAIN {
        u64::MAX
    } else {
        below
    }
}

fn add_where(mut bits: u64, amount: i64, totals: &mut [i64; RUNS]) {
    while bits != 0 {
        totals[bits.trailing_zeros() as usize % RUNS] += amount;
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
        const WORDS: u32 = 2_000;
        let drawn = |probability: f64| -> Vec<u64> {
            let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
            let dither = |word: u32| (f64::from(word) + 0.5) / f64::from(WORDS);
            (0..WORDS)
                .map(|word| bernoulli(&mut random, threshold(probability, dither(word))))
                .collect()
        };
        let mut fewer = drawn(0.0);
        assert!(fewer.iter().all(|&bits| bits == 0));
        for probability in [0.000_02, 0.000_4, 0.03, 0.3, 0.5, 0.51, 0.97, 0.999_99, 1.0] {
            let more = drawn(probability);
            assert!(
                fewer
                    .iter()
                    .zip(&more)
                    .all(|(fewer, more)| fewer & !more == 0)
            );
            let n = f64::from(WORDS) * 64.0;
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

    #[test]
    fn what_is_beyond_the_digits_is_right_on_average() {
        let mean = (0..1_000)
            .map(|batch| f64::from(threshold(0.1, (f64::from(batch) + 0.5) / 1_000.0)))
            .sum::<f64>()
            / 1_000.0;
        assert!((mean / f64::from(CERTAIN) - 0.1).abs() < 1e-8);
        assert_eq!(
            [f64::NAN, -1.0, 2.0].map(|p| threshold(p, 0.5)),
            [0, 0, CERTAIN]
        );
    }
}
