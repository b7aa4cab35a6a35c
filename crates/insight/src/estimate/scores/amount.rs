//! Scores of forecast amounts, ranges and distributions.

use crate::estimate::interval::Interval;

/// The bias of forecasts, `Σ (F − A) / Σ A` over pairs of forecast and actual: above 0 is too much. None when the
/// actuals add up to 0.
#[must_use]
pub fn bias(pairs: &[(f64, f64)]) -> Option<f64> {
    let actual: f64 = pairs.iter().map(|(_, actual)| actual).sum();
    let excess: f64 = pairs
        .iter()
        .map(|(forecast, actual)| forecast - actual)
        .sum();
    (actual != 0.0).then(|| excess / actual)
}

/// The weighted absolute percentage error, `Σ |F − A| / Σ |A|` over pairs of forecast and actual (Kolassa & Schütz
/// 2007); None when all actuals are 0.
#[must_use]
pub fn wape(pairs: &[(f64, f64)]) -> Option<f64> {
    let actual: f64 = pairs.iter().map(|(_, actual)| actual.abs()).sum();
    let error: f64 = pairs
        .iter()
        .map(|(forecast, actual)| (forecast - actual).abs())
        .sum();
    (actual > 0.0).then(|| error / actual)
}

/// The accuracy of one forecast, `max(0, 1 − |F − A| / |A|)`; None when the actual is 0.
#[must_use]
pub fn accuracy(forecast: f64, actual: f64) -> Option<f64> {
    (actual != 0.0).then(|| (1.0 - (forecast - actual).abs() / actual.abs()).max(0.0))
}

/// The pinball loss of a forecast quantile at level `p` (Koenker & Bassett 1978), in the amount's unit: `p (A − Q)`
/// when the actual lies above, `(1 − p)(Q − A)` when below. Its mean is smallest for the true quantile.
#[must_use]
pub fn pinball(p: f64, quantile: f64, actual: f64) -> f64 {
    let above = actual - quantile;
    if above >= 0.0 {
        p * above
    } else {
        (p - 1.0) * above
    }
}

/// The share of ranges that held what happened, over pairs of range and actual: an honest 80 % range holds 80 % of
/// them. None without any.
#[must_use]
pub fn coverage(pairs: &[(Interval, f64)]) -> Option<f64> {
    let held = pairs
        .iter()
        .filter(|(range, actual)| range.contains(*actual))
        .count();
    (!pairs.is_empty()).then(|| held as f64 / pairs.len() as f64)
}

/// The continuous ranked probability score of a forecast distribution, `∫ (F(x) − 1{x ≥ A})² dx` (Gneiting & Raftery
/// 2007), in the amount's unit: 0 is perfect, and for a forecast that is a single number it is the absolute error.
///
/// `points` are the distribution's values in ascending order, each with the probability of being at most that much; the
/// last is 1. Exact for such a step function. None without points.
#[must_use]
pub fn crps(points: impl IntoIterator<Item = (f64, f64)>, actual: f64) -> Option<f64> {
    let mut points = points.into_iter();
    let (mut value, mut cumulative) = points.next()?;
    // Below the first value F is 0: an actual down there misses by the whole way.
    let mut area = (value - actual).max(0.0);
    for (next, next_cumulative) in points {
        let below = actual.clamp(value, next) - value;
        area += below * cumulative * cumulative;
        area += (next - value - below) * (1.0 - cumulative) * (1.0 - cumulative);
        (value, cumulative) = (next, next_cumulative);
    }
    Some(area + (actual - value).max(0.0))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forecasting_four_where_four_and_a_half_came_has_its_known_answer() {
        assert!((bias(&[(4.0, 4.5)]).unwrap() + 0.111).abs() < 5e-4);
        assert!((accuracy(4.0, 4.5).unwrap() - 0.889).abs() < 5e-4);
        assert!((wape(&[(4.0, 4.5)]).unwrap() - 0.111).abs() < 5e-4);
    }

    #[test]
    fn too_much_and_too_little_cancel_in_the_bias_but_not_in_the_error() {
        let pairs = [(8.0, 10.0), (12.0, 10.0)];
        assert_eq!((bias(&pairs), wape(&pairs)), (Some(0.0), Some(0.2)));
        assert_eq!(accuracy(30.0, 10.0), Some(0.0));
        assert_eq!(
            (bias(&[(3.0, 0.0)]), wape(&[]), accuracy(3.0, 0.0)),
            (None, None, None)
        );
    }

    #[test]
    fn ranges_and_quantiles_are_scored_by_where_the_actual_fell() {
        let range = Interval {
            low: 1.0,
            high: 3.0,
        };
        assert_eq!(
            coverage(&[(range, 1.0), (range, 3.0), (range, 3.1), (range, 2.0)]),
            Some(0.75)
        );
        assert_eq!(coverage(&[]), None);
        assert!((pinball(0.9, 10.0, 20.0) - 9.0).abs() < 1e-12);
        assert!((pinball(0.9, 10.0, 0.0) - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn crps_agrees_with_its_expectation_form(
            mut samples in vec(-50i32..50, 1..30), actual in -80i32..80,
        ) {
            samples.sort_unstable();
            let n = samples.len() as f64;
            let points = samples.iter().zip(1u32..).map(|(&value, rank)| (f64::from(value), f64::from(rank) / n));
            let found = crps(points, f64::from(actual)).unwrap();
            // E|X − A| − E|X − X'| / 2.
            let off: f64 = samples.iter().map(|value| f64::from((value - actual).abs())).sum::<f64>() / n;
            let apart: f64 = samples
                .iter()
                .flat_map(|a| samples.iter().map(move |b| f64::from((a - b).abs())))
                .sum::<f64>()
                / (n * n);
            prop_assert!((found - (off - apart / 2.0)).abs() < 1e-9);
        }
    }
}
