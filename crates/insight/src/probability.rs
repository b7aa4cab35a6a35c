//! How likely open deals are to be won: measured, with its uncertainty, never typed.
//!
//! *Observed* is a stage's: of the deals that ever stood in it, the share won in the end (Aalen–Johansen from the first
//! entry, lost as the competing risk, open deals censored), drawn towards the pipeline's prior because few deals prove
//! little. *Adjusted* is a deal's: the observed probability of its stage, times how much likelier or unlikelier it has
//! become to move on at all, given how long the deal already stands there.

use crate::estimate::proportion::{Prior, Sample};
use crate::estimate::survival::LifeTable;
use crate::estimate::timing::Clock;
use crate::facts::Frame;
use crate::ladder::Ladder;
use crate::lives::Lives;

/// An interval wider than this says too little to act on.
const TOO_WIDE: f64 = 0.30;

/// How many deals' worth of evidence the stage as a whole counts against those that stood as long as one deal.
const AGE_PRIOR: f64 = 8.0;

/// No open deal is certain, either way.
const LEAST: f64 = 0.005;

/// What was measured of a stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// The probability of being won in the end: the mean of the belief after the evidence.
    pub mean: f64,
    /// Lower bound at 90 %.
    pub low: f64,
    /// Upper bound at 90 %.
    pub high: f64,
    /// How many deals ever stood in the stage.
    pub n: u64,
    /// Days from entering within which it was seen to happen; none when nothing has ended yet.
    pub horizon_days: Option<u32>,
    /// Whether the interval is narrow enough to act on.
    pub is_enough: bool,
}

/// The probabilities of a pipeline's stages, as known at a frame's moment.
#[derive(Debug, Clone, Default)]
pub struct Probabilities {
    stages: Vec<Option<Stage>>,
}

#[derive(Debug, Clone)]
struct Stage {
    observed: Observed,
    /// By days in the stage; the last holds for longer.
    adjusted: Vec<f64>,
    /// From first entry to the end of the deal.
    fates: LifeTable,
}

/// What became of the deals that ever stood in the stages of a ladder, row by row.
struct Tables {
    /// From first entry to the end of the deal, by row and segment.
    fates: Vec<Vec<LifeTable>>,
    /// From entry to leaving onwards (won) or out (lost), by row.
    moves: Vec<LifeTable>,
}

impl Probabilities {
    /// Measures the stages on a frame's deals. Ask with a whole pipeline: deals chosen by how they stand ("only open ones")
    /// would say that nothing is ever won.
    #[must_use]
    pub fn of(frame: &Frame<'_>) -> Self {
        let ladder = Ladder::of(frame, None);
        let tables = Tables::of(&frame.lives(), &ladder, frame.today());
        let mut stages = vec![None; frame.stages().len()];
        for number in 0..ladder.pipelines() {
            tables.measure(&ladder, number, &mut stages);
        }
        Self { stages }
    }

    /// What was measured of a stage, by its number; none when its pipeline has not seen a deal end yet, or it is not open.
    #[must_use]
    pub fn observed(&self, stage: u16) -> Option<Observed> {
        Some(self.stages.get(usize::from(stage))?.as_ref()?.observed)
    }

    /// The probability of an open deal, given how long it stands in its stage; never 0 or 1. None for closed deals and
    /// where nothing was measured.
    #[must_use]
    pub fn adjusted(&self, frame: &Frame<'_>, deal: u32) -> Option<f64> {
        self.adjusted_at(frame.stage(deal), frame.days_in_stage(deal))
    }

    /// What became of the deals that ever stood in a stage, by days from entering it.
    pub(crate) fn fates(&self, stage: u16) -> Option<&LifeTable> {
        Some(&self.stages.get(usize::from(stage))?.as_ref()?.fates)
    }

    /// The probability of a deal that has stood in a stage for so many days.
    #[must_use]
    pub fn adjusted_at(&self, stage: u16, days: u32) -> Option<f64> {
        let ages = &self.stages.get(usize::from(stage))?.as_ref()?.adjusted;
        ages.get(days as usize).or(ages.last()).copied()
    }
}

/// Amount × probability in minor units, rounded half to even.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a measured probability has fewer digits than a double"
)]
pub fn expected_minor(amount_minor: i64, probability: f64) -> i64 {
    (amount_minor as f64 * probability.clamp(0.0, 1.0)).round_ties_even() as i64
}

impl Tables {
    fn of(lives: &Lives, ladder: &Ladder, today: i32) -> Self {
        let stages = || (0..ladder.len()).map(|row| ladder.stage(row));
        let mut fates: Vec<Vec<LifeTable>> = vec![Vec::new(); ladder.len()];
        for segment in lives.segments() {
            let of_segment: Vec<LifeTable> = stages()
                .map(|stage| lives.fates(segment, stage, today))
                .collect();
            if of_segment.iter().all(|fates| fates.n() == 0) {
                continue;
            }
            for (row, mut more) in fates.iter_mut().zip(of_segment) {
                if row.len() == MOST_SEGMENTS
                    && let Some(last) = row.pop()
                {
                    more.merge(&last);
                }
                row.push(more);
            }
        }
        Self {
            fates,
            moves: stages().map(|stage| lives.moves(stage, today)).collect(),
        }
    }

    fn measure(&self, ladder: &Ladder, pipeline: usize, stages: &mut [Option<Stage>]) {
        let rows = ladder.rows_of(pipeline);
        let samples: Vec<Sample> = self.fates[rows.clone()]
            .iter()
            .flatten()
            .filter_map(|fates| sample(fates).map(|(sample, _)| sample))
            .collect();
        if samples.is_empty() {
            return;
        }
        let prior = Prior::fit(&samples).beta;
        for row in rows {
            let mut fates = LifeTable::new();
            for part in &self.fates[row] {
                fates.merge(part);
            }
            let measured = sample(&fates);
            let belief = measured.map_or(prior, |(sample, _)| prior.given(sample));
            let interval = belief.interval(0.90);
            let observed = Observed {
                mean: belief.mean().clamp(LEAST, 1.0 - LEAST),
                low: interval.low,
                high: interval.high,
                n: fates.n(),
                horizon_days: measured.map(|(_, horizon)| horizon),
                is_enough: measured.is_some() && interval.width() <= TOO_WIDE,
            };
            let adjusted = by_age(&self.moves[row], observed.mean);
            stages[usize::from(ladder.stage(row))] = Some(Stage {
                observed,
                adjusted,
                fates,
            });
        }
    }
}

/// Segments beyond so many are one.
const MOST_SEGMENTS: usize = 12;

/// What the deals of a table prove, and within how many days.
fn sample(fates: &LifeTable) -> Option<(Sample, u32)> {
    let incidence = fates.incidence();
    let horizon = incidence.last_event_day()?;
    let worth = incidence.effective_sample(horizon)?;
    let (won, n) = (worth.won, worth.n);
    Some((Sample { won, n }, horizon))
}

/// The probability by days in the stage: `observed · onward(a) / onward`, where `onward(a)` is the share that still moves on of
/// those that stood there for a days, counting for as many deals as they are, and `onward` that of all, counting for
/// [`AGE_PRIOR`] deals. After the last day on which anything moved on it stays as it is.
fn by_age(moves: &LifeTable, observed: f64) -> Vec<f64> {
    let last = moves.incidence().steps().last().copied();
    let Some(last) = last.filter(|last| last.won > 0.0) else {
        return vec![observed];
    };
    let clock = Clock::new(moves);
    let at = |days: u32| {
        let ratio = clock.won_ever(days).map_or(1.0, |onward| {
            #[expect(clippy::cast_precision_loss, reason = "a count of deals")]
            let n = onward.at_risk as f64;
            (AGE_PRIOR * last.won + n * onward.probability) / ((AGE_PRIOR + n) * last.won)
        });
        (observed * ratio).clamp(LEAST, 1.0 - LEAST)
    };
    (0..=last.day).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::History;

    fn measured(history: &History, day: i32) -> Probabilities {
        let facts = history.facts();
        Probabilities::of(&history.asked(&facts, day).frame)
    }

    #[test]
    fn an_open_deal_is_never_certain_even_when_every_deal_was_won() {
        let mut history = History::new();
        for day in 0..40 {
            history.deal().opened(day).closed(day + 5, "won");
        }
        let probabilities = measured(&history, 100);
        let first = probabilities.observed(0).unwrap();
        assert!(first.mean < 1.0 && first.mean > 0.9, "{first:?}");
        assert!(first.high < 1.0 && first.is_enough);
        // Nobody was ever seen in the second stage: it is as the pipeline is, and says that it is not enough.
        let second = probabilities.observed(1).unwrap();
        assert_eq!((second.n, second.is_enough), (0, false));
        assert_eq!(probabilities.observed(3), None);
    }

    #[test]
    fn without_any_closed_deal_nothing_was_measured() {
        let mut history = History::new();
        history.deal().opened(1);
        assert_eq!(measured(&history, 10).observed(0), None);
        assert_eq!(measured(&History::new(), 10).observed(0), None);
    }

    #[test]
    fn later_stages_are_likelier_and_standing_still_makes_a_deal_unlikelier() {
        let mut history = History::new();
        for day in 0..60 {
            history
                .deal()
                .opened(day)
                .enters(day + 10, "second")
                .closed(day + 20, "won");
            history.deal().opened(day).closed(day + 40, "lost");
        }
        history.deal().opened(140);
        let stale = 60 * 2 + 1;
        history.deal().opened(105);
        let facts = history.facts();
        let frame = history.asked(&facts, 145).frame;
        let probabilities = Probabilities::of(&frame);
        let mean = |stage| probabilities.observed(stage).unwrap().mean;
        assert!((mean(0) - 0.5).abs() < 0.05, "{}", mean(0));
        assert!(mean(1) > 0.9);
        let adjusted = |deal| probabilities.adjusted(&frame, deal).unwrap();
        assert!((adjusted(stale - 1) - mean(0)).abs() < 0.05);
        assert!(adjusted(stale) < 0.1, "{}", adjusted(stale));
        assert_eq!(probabilities.adjusted(&frame, 0), None);
    }

    #[test]
    fn expected_amounts_round_half_to_even() {
        assert_eq!(expected_minor(7_590_000, 0.5), 3_795_000);
        assert_eq!(expected_minor(1, 0.5), 0);
        assert_eq!(expected_minor(3, 0.5), 2);
    }
}
