//! Chance, from a seed: what proptest shrinks are the seeds, so a failing history loses deals until it cannot.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

pub(super) struct Dice(Xoshiro256PlusPlus);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A number from 0 to below `end`.
    pub(super) fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.0.next_u64() % end.unsigned_abs()).unwrap()
    }

    pub(super) fn place(&mut self, end: usize) -> usize {
        usize::try_from(self.below(i64::try_from(end).unwrap())).unwrap()
    }

    pub(super) fn day(&mut self, end: i64) -> i32 {
        i32::try_from(self.below(end)).unwrap()
    }

    /// True so many times in a hundred.
    pub(super) fn is(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.place(of.len())].clone()
    }

    pub(super) fn maybe<T>(&mut self, percent: i64, of: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.is(percent).then(|| of(self))
    }

    pub(super) fn shuffle<T>(&mut self, of: &mut [T]) {
        for place in (1..of.len()).rev() {
            of.swap(place, self.place(place + 1));
        }
    }
}
