//! Scores of forecast probabilities.

use crate::estimate::interval::Interval;
use crate::estimate::proportion::{Sample, wilson};

/// A forecast probability and what happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// The probability that was forecast, from 0 to 1.
    pub probability: f64,
    /// Whether it came true.
    pub happened: bool,
}

impl Judged {
    fn outcome(&self) -> f64 {
        f64::from(u8::from(self.happened))
    }
}

/// Which forecasts are laid together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Those of exactly the same probability: right for configured stage probabilities, of which there are few.
    Distinct,
    /// Those in the same of so many equally wide bands from 0 to 1: right for modelled probabilities. At least one.
    Bands(u16),
}

/// The forecasts of one group beside what came of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReliabilityBin {
    /// The lowest probability that belongs here.
    pub from: f64,
    /// The highest probability that belongs here.
    pub to: f64,
    /// How many forecasts fell here.
    pub n: u64,
    /// How many of them came true.
    pub happened: u64,
    /// The mean of the probabilities forecast.
    pub forecast: f64,
    /// The share that came true.
    pub observed: f64,
    /// The 90 % Wilson interval of that share.
    pub interval: Interval,
}

/// The reliability diagram: per group, what was forecast and what came true. Groups without forecasts are left out.
#[must_use]
pub fn reliability(judged: &[Judged], grouping: Grouping) -> Vec<ReliabilityBin> {
    let mut sorted: Vec<Judged> = judged.to_vec();
    sorted.sort_by(|a, b| a.probability.total_cmp(&b.probability));
    let bands = match grouping {
        Grouping::Distinct => None,
        Grouping::Bands(bands) => Some(f64::from(bands.max(1))),
    };
    let band =
        |judged: &Judged, bands: f64| (judged.probability * bands).floor().clamp(0.0, bands - 1.0);
    let together = |a: &Judged, b: &Judged| match bands {
        None => a.probability.total_cmp(&b.probability).is_eq(),
        Some(bands) => band(a, bands).total_cmp(&band(b, bands)).is_eq(),
    };
    sorted
        .chunk_by(together)
        .filter_map(|group| {
            let first = group.first()?;
            let n = group.len() as u64;
            let happened = group.iter().filter(|judged| judged.happened).count() as u64;
            let (from, to) = bands.map_or((first.probability, first.probability), |bands| {
                let band = band(first, bands);
                (band / bands, (band + 1.0) / bands)
            });
            let sample = Sample::counted(happened, n);
            Some(ReliabilityBin {
                from,
                to,
                n,
                happened,
                forecast: group.iter().map(|judged| judged.probability).sum::<f64>() / n as f64,
                observed: sample.share()?,
                interval: wilson(sample, 0.9)?,
            })
        })
        .collect()
}

/// The Brier score (Brier 1950) and what it is made of (Murphy 1973):
/// `score = reliability − resolution + uncertainty + within_bands`. Smaller is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brier {
    /// How many forecasts were judged.
    pub n: u64,
    /// The mean squared error, `Σ (p − y)² / N`: 0 is perfect, always saying 50 % gives 0.25.
    pub score: f64,
    /// How far forecasts are from what came of them, `Σ nₖ (pₖ − ōₖ)² / N`: 0 is perfectly calibrated.
    pub reliability: f64,
    /// How well forecasts tell cases apart, `Σ nₖ (ōₖ − ō)² / N`: more is better.
    pub resolution: f64,
    /// How hard the cases were, `ō (1 − ō)`: nobody's doing.
    pub uncertainty: f64,
    /// What is left because forecasts within one band differ (Stephenson et al. 2008); 0 for [`Grouping::Distinct`].
    pub within_bands: f64,
}

impl Brier {
    /// Scores the forecasts; None without any.
    #[must_use]
    pub fn of(judged: &[Judged], grouping: Grouping) -> Option<Self> {
        let total = Some(judged.len() as f64).filter(|total| *total > 0.0)?;
        let score = judged
            .iter()
            .map(|one| (one.probability - one.outcome()).powi(2))
            .sum::<f64>()
            / total;
        let mean = judged.iter().map(Judged::outcome).sum::<f64>() / total;
        let bins = reliability(judged, grouping);
        let over_bins = |term: &dyn Fn(&ReliabilityBin) -> f64| {
            bins.iter().map(|bin| bin.n as f64 * term(bin)).sum::<f64>() / total
        };
        let reliability = over_bins(&|bin| (bin.forecast - bin.observed).powi(2));
        let resolution = over_bins(&|bin| (bin.observed - mean).powi(2));
        let uncertainty = mean * (1.0 - mean);
        Some(Self {
            n: judged.len() as u64,
            score,
            reliability,
            resolution,
            uncertainty,
            within_bands: score - (reliability - resolution + uncertainty),
        })
    }

    /// How much better than always forecasting the overall share, `1 − score / uncertainty`; None where there was
    /// nothing uncertain. Below 0 is worse than knowing nothing.
    #[must_use]
    pub fn skill(&self) -> Option<f64> {
        (self.uncertainty > 0.0).then(|| 1.0 - self.score / self.uncertainty)
    }
}

/// The expected calibration error, `Σ nₖ |pₖ − ōₖ| / N` (Naeini, Cooper & Hauskrecht 2015); None without forecasts.
#[must_use]
pub fn calibration_error(judged: &[Judged], grouping: Grouping) -> Option<f64> {
    let total = Some(judged.len() as f64).filter(|total| *total > 0.0)?;
    let gap = |bin: &ReliabilityBin| bin.n as f64 * (bin.forecast - bin.observed).abs();
    Some(reliability(judged, grouping).iter().map(gap).sum::<f64>() / total)
}

/// The mean logarithmic loss, `−Σ ln(probability given to what happened) / N` (Good 1952), in nats; None without
/// forecasts. Probabilities are held within 10⁻⁶ of 0 and 1, so that one impossible event does not make it infinite.
#[must_use]
pub fn log_loss(judged: &[Judged]) -> Option<f64> {
    let total = Some(judged.len() as f64).filter(|total| *total > 0.0)?;
    let loss = |one: &Judged| {
        let given = if one.happened {
            one.probability
        } else {
            1.0 - one.probability
        };
        -given.clamp(1e-6, 1.0 - 1e-6).ln()
    };
    Some(judged.iter().map(loss).sum::<f64>() / total)
}

/// The area under the ROC curve: the chance that something that happened had been given a higher probability than
/// something that did not, ties counting half (Hanley & McNeil 1982). None unless there is some of both.
#[must_use]
pub fn auc(judged: &[Judged]) -> Option<f64> {
    let mut sorted: Vec<Judged> = judged.to_vec();
    sorted.sort_by(|a, b| a.probability.total_cmp(&b.probability));
    let (mut pairs, mut failed_below, mut succeeded) = (0.0, 0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.probability.total_cmp(&b.probability).is_eq()) {
        let happened: f64 = tied.iter().map(Judged::outcome).sum();
        let failed = tied.len() as f64 - happened;
        pairs += happened * (failed_below + failed / 2.0);
        failed_below += failed;
        succeeded += happened;
    }
    let all = succeeded * failed_below;
    (all > 0.0).then(|| pairs / all)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn judged(forecasts: &[(f64, &str)]) -> Vec<Judged> {
        forecasts
            .iter()
            .flat_map(|&(probability, outcomes)| {
                outcomes.chars().map(move |outcome| Judged {
                    probability,
                    happened: outcome == '1',
                })
            })
            .collect()
    }

    fn known() -> Vec<Judged> {
        judged(&[(0.1, "0010"), (0.4, "01001"), (0.8, "110111")])
    }

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() < 5e-7,
            "found {found}, expected {expected}"
        );
    }

    #[test]
    fn the_brier_score_and_its_parts_have_their_known_answer() {
        let brier = Brier::of(&known(), Grouping::Distinct).unwrap();
        close(brier.score, 0.192);
        close(brier.reliability, 0.006_444);
        close(brier.resolution, 0.063_333);
        close(brier.uncertainty, 0.248_889);
        close(brier.within_bands, 0.0);
        close(brier.skill().unwrap(), 1.0 - 0.192 / 0.248_889);
        // |.1 − .25|·4 + |.4 − .4|·5 + |.8 − 5/6|·6, over 15.
        close(
            calibration_error(&known(), Grouping::Distinct).unwrap(),
            0.8 / 15.0,
        );
    }

    #[test]
    fn a_reliability_diagram_lays_each_forecast_in_one_band() {
        let bins = reliability(
            &judged(&[(0.0, "0"), (0.1, "01"), (0.15, "1"), (1.0, "11")]),
            Grouping::Bands(10),
        );
        let shown: Vec<_> = bins
            .iter()
            .map(|bin| (bin.from, bin.to, bin.n, bin.happened))
            .collect();
        assert_eq!(
            shown,
            [(0.0, 0.1, 1, 0), (0.1, 0.2, 3, 2), (0.9, 1.0, 2, 2)]
        );
        assert!(bins.iter().all(|bin| bin.interval.contains(bin.observed)));
        assert!(reliability(&[], Grouping::Bands(10)).is_empty());
    }

    #[test]
    fn ranking_and_log_loss_count_ties_half_and_stay_finite() {
        // Pairs: .8 above .3 and .5, tied .5 counts half, .3 above none of them.
        let forecasts = judged(&[(0.8, "1"), (0.5, "10"), (0.3, "0")]);
        assert_eq!(auc(&forecasts), Some(3.5 / 4.0));
        assert_eq!(auc(&judged(&[(0.2, "11")])), None);
        close(
            log_loss(&judged(&[(0.5, "01")])).unwrap(),
            std::f64::consts::LN_2,
        );
        assert!(log_loss(&judged(&[(0.0, "1")])).unwrap().is_finite());
        assert_eq!(log_loss(&[]), None);
    }

    proptest! {
        #[test]
        fn the_parts_always_add_up_and_are_never_negative(
            forecasts in vec((0u8..=20, any::<bool>()), 1..60), bands in 1u16..12,
        ) {
            let judged: Vec<Judged> = forecasts
                .iter()
                .map(|&(twentieth, happened)| Judged { probability: f64::from(twentieth) / 20.0, happened })
                .collect();
            let exact = Brier::of(&judged, Grouping::Distinct).unwrap();
            prop_assert!(exact.within_bands.abs() < 1e-12);
            for brier in [exact, Brier::of(&judged, Grouping::Bands(bands)).unwrap()] {
                prop_assert!(brier.reliability >= 0.0 && brier.resolution >= 0.0 && brier.uncertainty >= 0.0);
                prop_assert!(brier.resolution <= brier.uncertainty + 1e-12);
            }
        }
    }
}
