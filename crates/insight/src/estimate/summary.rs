//! Mean, spread and quantiles of whole days.

use super::LONGEST_SPAN_DAYS;
use crate::parallel::Merge;

/// How often each number of days occurred. Millions cost a few kilobytes, and two merge by adding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayCounts {
    counts: Vec<u64>,
    n: u64,
}

impl DayCounts {
    /// Nothing counted yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts one span of so many days; more than a [hundred years](LONGEST_SPAN_DAYS) count as that.
    pub fn add(&mut self, days: u32) {
        let index = days.min(LONGEST_SPAN_DAYS) as usize;
        if self.counts.len() <= index {
            self.counts.resize(index + 1, 0);
        }
        self.counts[index] += 1;
        self.n += 1;
    }

    /// Counts all that the other counted.
    pub fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self.n += other.n;
    }

    /// How many spans were counted.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The arithmetic mean; None when nothing was counted.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum(|day| day) / self.n as f64)
    }

    /// The standard deviation of a sample, `√(Σ (x − x̄)² / (n − 1))`; None for fewer than two.
    #[must_use]
    pub fn sd(&self) -> Option<f64> {
        let mean = self.mean()?;
        (self.n > 1).then(|| (self.sum(|day| (day - mean).powi(2)) / (self.n - 1) as f64).sqrt())
    }

    /// The median: the middle one, or the mean of the two in the middle.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        self.quantile(0.5)
    }

    /// The quantile at `p` from 0 to 1 by linear interpolation between order statistics, `x[(n − 1) p]` (definition 7
    /// of Hyndman & Fan 1996, what spreadsheets' `PERCENTILE.INC` gives); None when nothing was counted.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let last = self.n.checked_sub(1)?;
        let position = p.clamp(0.0, 1.0) * last as f64;
        let below = (position.floor() as u64).min(last);
        let (low, high) = (self.ranked(below)?, self.ranked((below + 1).min(last))?);
        Some(low + (high - low) * (position - below as f64))
    }

    /// The smallest and the largest; None when nothing was counted.
    #[must_use]
    pub fn range(&self) -> Option<(u32, u32)> {
        let day = |index: usize| u32::try_from(index).ok();
        let seen = |count: &u64| *count > 0;
        Some((
            day(self.counts.iter().position(seen)?)?,
            day(self.counts.iter().rposition(seen)?)?,
        ))
    }

    /// The value at a rank counted from 0.
    fn ranked(&self, rank: u64) -> Option<f64> {
        let mut passed = 0;
        let index = self.counts.iter().position(|count| {
            passed += count;
            passed > rank
        })?;
        Some(index as f64)
    }

    fn sum(&self, value: impl Fn(f64) -> f64) -> f64 {
        let each = self.counts.iter().enumerate();
        each.map(|(day, &count)| count as f64 * value(day as f64))
            .sum()
    }
}

impl Merge for DayCounts {
    fn merge(&mut self, other: Self) {
        DayCounts::merge(self, &other);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::estimate::reference;
    use crate::estimate::survival::End;

    fn counts(days: &[u32]) -> DayCounts {
        let mut counts = DayCounts::new();
        for &day in days {
            counts.add(day);
        }
        counts
    }

    #[test]
    fn the_maven_deals_took_as_long_as_the_reference_says() {
        let Some(deals) = reference::maven() else {
            return;
        };
        let (mut won, mut lost) = (DayCounts::new(), DayCounts::new());
        for deal in &deals {
            match deal.end {
                End::Won => won.add(deal.days(date(2017, 12, 31))),
                End::Lost => lost.add(deal.days(date(2017, 12, 31))),
                End::Open => {}
            }
        }
        assert_eq!((won.n(), won.range()), (4238, Some((1, 138))));
        assert!((won.mean().unwrap() - 51.782).abs() < 5e-5);
        assert_eq!(won.median(), Some(57.0));
        assert_eq!(
            (won.quantile(0.1), won.quantile(0.9)),
            (Some(5.0), Some(106.0))
        );
        assert_eq!(
            (lost.n(), lost.median(), lost.quantile(0.9)),
            (2473, Some(14.0), Some(100.0))
        );
        assert!((lost.mean().unwrap() - 41.4792).abs() < 5e-5);
    }

    #[test]
    fn quantiles_interpolate_and_spread_is_that_of_a_sample() {
        let four = counts(&[7, 1, 3, 5]);
        assert_eq!(
            (four.median(), four.quantile(0.25), four.quantile(1.0)),
            (Some(4.0), Some(2.5), Some(7.0))
        );
        assert!((four.sd().unwrap() - (20.0f64 / 3.0).sqrt()).abs() < 1e-12);
        // The mean of those that left, which says nothing of those still in (see the survival curve for the same
        // visits).
        assert_eq!(counts(&[5, 8, 12, 20]).mean(), Some(11.25));
        let mut merged = counts(&[7, 1]);
        merged.merge(&counts(&[3, 5]));
        assert_eq!(merged, four);
    }

    #[test]
    fn nothing_counted_has_no_mean_and_one_has_no_spread() {
        let none = DayCounts::new();
        assert_eq!(
            (none.mean(), none.median(), none.sd(), none.range()),
            (None, None, None, None)
        );
        let absurd = counts(&[u32::MAX]);
        assert_eq!((absurd.median(), absurd.sd()), (Some(36_525.0), None));
    }
}
