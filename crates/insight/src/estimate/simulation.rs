//! Drawing what a period may bring, when there are too many deals to add up exactly or something moves them all
//! together.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use rayon::prelude::*;

use super::distribution::{Chance, Distribution};
use super::interval::normal_quantile;

mod arrivals;
mod batch;

pub use arrivals::Arrivals;
use batch::{Common, Deals, RUNS};

/// How to draw. The default: 10,000 independent runs, seed 0, nothing in common, no arrivals.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// How many runs to draw, rounded up to whole batches of 64; at least one batch.
    pub runs: u32,
    /// Where the random numbers start. The same seed and deals give the same distribution on every machine, however
    /// many threads draw it; and with the same seed a deal made likelier never lowers any run, so that comparisons
    /// are not blurred by chance ("common random numbers"). Of very many deals this holds for those that matter most; the
    /// others are drawn as one sum.
    pub seed: u64,
    /// How much all deals have in common: the standard deviation σ of a shift of everybody's log-odds, 0 for none.
    ///
    /// The runs of a batch share one standard normal z, taken from the middle of each of as many equally likely
    /// strata as there are batches, and a deal of probability p is won with `logit⁻¹(√(1 + 0.346 σ²) · logit p + σ
    /// z)`. The factor makes up for the shift's pull towards one half, so that p stays right on average (Zeger, Liang
    /// & Albert 1988).
    pub shock: f64,
    /// Deals that do not exist yet but will be won within the period.
    pub arrivals: Option<Arrivals>,
}

impl Default for Simulation {
    fn default() -> Self {
        Self {
            runs: 10_000,
            seed: 0,
            shock: 0.0,
            arrivals: None,
        }
    }
}

/// Convolution is tried for up to so many deals …
const MOST_EXACT_DEALS: usize = 512;

/// … as long as it has no more than so many different totals.
const MOST_EXACT_POINTS: usize = 16_384;

/// Batches that a thread draws before it asks for more.
const PIECE: usize = 8;

/// Fewer draws than this are not worth a second thread.
const WORTH_A_THREAD: usize = 1 << 20;

/// One-factor log-odds shifts of variance σ² pull probabilities towards one half as if log-odds were divided by
/// `√(1 + c² σ²)`, `c = 16 √3 / (15 π)`.
const LOGIT_PULL: f64 = 0.345_842_2;

/// Multiples of it, without their whole part, fall evenly between 0 and 1 however many there are (Weyl 1916).
const GOLDEN: f64 = 0.618_033_988_749_895;

impl Simulation {
    /// The distribution of the deals' total: exact where the deals are few and independent, drawn otherwise.
    #[must_use]
    pub fn distribution(&self, deals: &[Chance]) -> Distribution {
        let independent = self.shock <= 0.0 && self.arrivals.is_none();
        let exact = (independent && deals.len() <= MOST_EXACT_DEALS)
            .then(|| Distribution::exact(deals, MOST_EXACT_POINTS))
            .flatten();
        exact.unwrap_or_else(|| self.draw(deals))
    }

    /// The distribution of the deals' total, drawn.
    #[must_use]
    pub fn draw(&self, deals: &[Chance]) -> Distribution {
        let batches = (self.runs as usize).div_ceil(RUNS).max(1);
        let shock = if self.shock.is_finite() {
            self.shock.max(0.0)
        } else {
            0.0
        };
        let prepared = Deals::new(deals, (1.0 + LOGIT_PULL * shock * shock).sqrt());
        // Each batch has its own generator, so that it does not matter which thread draws it.
        let mut seeds = Xoshiro256PlusPlus::seed_from_u64(self.seed);
        let seeds: Vec<u64> = (0..batches).map(|_| seeds.next_u64()).collect();
        let mut totals = vec![[0; RUNS]; batches];
        let others = prepared.others(0.0);
        let draw = |first: usize, totals: &mut [[i64; RUNS]]| {
            for (index, totals) in (first..).zip(totals) {
                let mut random = Xoshiro256PlusPlus::seed_from_u64(seeds[index]);
                let shift = shock * normal_quantile((index as f64 + 0.5) / batches as f64);
                let common = Common {
                    shift,
                    others: if prepared.is_shifting() {
                        prepared.others(shift)
                    } else {
                        others
                    },
                    dither: (index as f64 * GOLDEN).fract(),
                };
                prepared.draw(&mut random, &common, totals);
                if let Some(arrivals) = &self.arrivals {
                    // The log-normal factor has mean 1.
                    let factor = (common.shift - shock * shock / 2.0).exp();
                    arrivals.draw(&mut random, factor, totals);
                }
            }
        };
        if deals.len() * batches * RUNS < WORTH_A_THREAD {
            draw(0, &mut totals);
        } else {
            let pieces = totals.par_chunks_mut(PIECE).enumerate();
            pieces.for_each(|(piece, totals)| draw(piece * PIECE, totals));
        }
        Distribution::from_runs(totals.into_flattened(), self.seed)
    }
}

#[cfg(test)]
mod tests;
