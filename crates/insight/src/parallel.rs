//! Adding up millions of deals on all cores.
//!
//! The deals are cut into parts whose number depends on nothing but theirs, and the parts are put together in order: a sum
//! of fractions is the same on every machine, however many cores it has.

use std::ops::Range;

use rayon::prelude::*;

/// So few are not worth a second thread. Tests ask about few deals, and must see parts put together.
const SMALL: usize = if cfg!(test) { 6 } else { 8_192 };

/// Into how many parts more are cut.
const PARTS: usize = 4;

/// Does each part of `0..count`, at the same time where there are cores; the results in order.
pub(crate) fn in_parts<T: Send>(count: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    if count <= SMALL {
        return vec![work(0..count)];
    }
    let start = |part: usize| count * part / PARTS;
    (0..PARTS)
        .into_par_iter()
        .map(|part| work(start(part)..start(part + 1)))
        .collect()
}

/// What parts of a sum are put together with.
pub(crate) trait Merge {
    /// Adds what another part found, which comes after this one.
    fn merge(&mut self, other: Self);
}

impl Merge for i64 {
    fn merge(&mut self, other: Self) {
        *self = self.saturating_add(other);
    }
}

/// Implements [`Merge`] for numbers that add up.
macro_rules! merge_numbers {
    ($($number:ty),+) => {
        $(impl Merge for $number {
            fn merge(&mut self, other: Self) {
                *self += other;
            }
        })+
    };
}
merge_numbers!(u32, u64, usize, f64);

impl Merge for bool {
    /// Either.
    fn merge(&mut self, other: Self) {
        *self |= other;
    }
}

impl<T: Merge> Merge for Vec<T> {
    /// Element by element; the longer one's rest as it is.
    fn merge(&mut self, mut other: Self) {
        if self.len() < other.len() {
            self.extend(other.drain(self.len()..));
        }
        for (mine, theirs) in self.iter_mut().zip(other) {
            mine.merge(theirs);
        }
    }
}

impl<T: Merge, const N: usize> Merge for [T; N] {
    fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.iter_mut().zip(other) {
            mine.merge(theirs);
        }
    }
}

impl<A: Merge, B: Merge> Merge for (A, B) {
    fn merge(&mut self, other: Self) {
        self.0.merge(other.0);
        self.1.merge(other.1);
    }
}

/// Implements [`Merge`] field by field.
macro_rules! merge_fields {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::parallel::Merge for $name {
            fn merge(&mut self, other: Self) {
                $($crate::parallel::Merge::merge(&mut self.$field, other.$field);)+
            }
        }
    };
}
pub(crate) use merge_fields;

/// What the parts of `0..count` add up to, each on its own, at the same time where there are cores.
pub(crate) fn merged<T: Merge + Send>(count: usize, part: impl Fn(Range<usize>) -> T + Sync) -> T {
    let mut parts = in_parts(count, &part).into_iter();
    let first = parts.next().unwrap_or_else(|| part(0..0));
    parts.fold(first, |mut sum, part| {
        sum.merge(part);
        sum
    })
}

/// A list that parts write one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Listed<T>(pub(crate) Vec<T>);

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Merge for Listed<T> {
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_everything_once_and_in_order() {
        for count in [0, 1, SMALL, SMALL + 1, 100_003] {
            let all: Vec<usize> = merged(count, |part| Listed(part.collect())).0;
            assert_eq!(all, (0..count).collect::<Vec<_>>(), "{count}");
        }
    }

    #[test]
    fn a_longer_part_keeps_its_rest() {
        let mut short = vec![1_i64];
        short.merge(vec![2, 3]);
        assert_eq!(short, [3, 3]);
    }
}
