//! Intervals: how far off a number may be.

use serde::Serialize;
use statrs::function::erf::erfc_inv;

/// A lower and an upper bound around an estimate, in the estimate's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound, never below the lower.
    pub high: f64,
}

impl Interval {
    /// How wide it is.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.high - self.low
    }

    /// Whether `value` lies within, the bounds included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// A two-sided interval for a probability `estimate` with the given `variance`, built on the scale `ln(−ln p)` so
    /// that it stays within 0 and 1: `p^exp(±z·σ / (p·ln p))` (Kalbfleisch & Prentice 1980).
    ///
    /// None at 0, at 1 or without variance: there the method knows no bound, which is not the same as being certain.
    #[must_use]
    pub(crate) fn log_log(estimate: f64, variance: f64, level: f64) -> Option<Self> {
        if !(estimate > 0.0 && estimate < 1.0 && variance > 0.0) {
            return None;
        }
        let shift = (two_sided_z(level) * variance.sqrt() / (estimate * estimate.ln())).abs();
        Some(Self {
            low: estimate.powf(shift.exp()),
            high: estimate.powf((-shift).exp()),
        })
    }
}

/// The standard normal quantile of a two-sided interval at `level`: 1.6449 for 0.90, 1.9600 for 0.95. Levels are held
/// within 0 and 0.999999.
#[must_use]
pub(crate) fn two_sided_z(level: f64) -> f64 {
    normal_quantile(0.5 + level.clamp(0.0, 0.999_999) / 2.0)
}

/// The standard normal quantile `Φ⁻¹(p)`.
#[must_use]
pub(crate) fn normal_quantile(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_are_those_of_the_tables() {
        assert!((two_sided_z(0.90) - 1.644_853_627).abs() < 1e-8);
        assert!((two_sided_z(0.95) - 1.959_963_985).abs() < 1e-8);
        assert!(normal_quantile(0.5).abs() < 1e-12);
    }
}
