//! How likely open deals are to be won: measured, with its uncertainty, never typed.
//!
//! *Observed* is a stage's: of the deals that ever stood in it, the share won in the end (Aalen–Johansen from the first
//! entry, lost as the competing risk, open deals censored), drawn towards the pipeline's prior because few deals prove
//! little. *Adjusted* is a deal's: the observed probability of its stage, times how much likelier or unlikelier it has
//! become to move on at all, given how long the deal already stands there.

use crate::estimate::proportion::{Prior, Sample};
use crate::estimate::survival::{End, LifeTable};
use crate::estimate::timing::Clock;
use crate::facts::{Frame, NONE, SEGMENT};
use crate::ladder::{Ladder, Step};
use crate::parallel::{merge_fields, merged};

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

/// What became of the frame's deals and of their stays.
struct Tables {
    lives: Lives,
    segments: usize,
}

/// Every stay, by stage.
struct Lives {
    /// From first entry to the end of the deal, by stage and segment.
    fates: Vec<LifeTable>,
    /// From entry to leaving onwards (won) or out (lost), by stage.
    moves: Vec<LifeTable>,
}

merge_fields!(Lives { fates, moves });

impl Probabilities {
    /// Measures the stages on a frame's deals. Ask with a whole pipeline: deals chosen by how they stand ("only open ones")
    /// would say that nothing is ever won.
    #[must_use]
    pub fn of(frame: &Frame<'_>) -> Self {
        let ladder = Ladder::of(frame, None);
        let tables = Tables::of(frame, &ladder);
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
    fn of(frame: &Frame<'_>, ladder: &Ladder) -> Self {
        let mut segment_of = vec![0_usize; frame.facts().names.len() + 1];
        let mut segments = 1;
        for attributes in frame.accounts.iter() {
            if let Some(place) = segment_of.get_mut(attributes[SEGMENT] as usize)
                && *place == 0
                && segments < MOST_SEGMENTS
            {
                *place = segments;
                segments += 1;
            }
        }
        let lives = merged(frame.deals().len(), |places| {
            let mut lives = Lives {
                fates: vec![LifeTable::new(); ladder.len() * segments],
                moves: vec![LifeTable::new(); ladder.len()],
            };
            let mut seen = vec![u32::MAX; ladder.len()];
            for deal in &frame.deals()[places] {
                let number = frame.account_attribute(*deal as usize, SEGMENT);
                let segment = if number == NONE {
                    0
                } else {
                    segment_of[number as usize]
                };
                lives.add(frame, ladder, *deal, (segment, segments), &mut seen);
            }
            lives
        });
        Self { lives, segments }
    }
}

impl Lives {
    /// Adds a deal of a segment.
    fn add(
        &mut self,
        frame: &Frame<'_>,
        ladder: &Ladder,
        deal: u32,
        (segment, segments): (usize, usize),
        seen: &mut [u32],
    ) {
        let closed_on = frame.closed_on(deal);
        let until = closed_on.unwrap_or(frame.today());
        let fate = End::of(frame.status(deal));
        let mut before: Option<(usize, u16, i32, Option<u32>)> = None;
        for stay in frame.stays(deal) {
            if let Some((row, stage, since, entry)) = before.take() {
                let end = if ladder.is_onward(stage, stay.stage) {
                    End::Won
                } else if ladder.step(stay.stage) == Step::Lost {
                    End::Lost
                } else {
                    // Stepped back, or into another pipeline: what becomes of it is seen there.
                    End::Open
                };
                self.moves[row].add(entry, days(since, stay.entered_on), end);
            }
            let Some(row) = ladder.row(stay.stage) else {
                continue;
            };
            // An inferred stay is a deal's first: when the deal was opened is known, only not how long it stood there.
            let entry = stay
                .is_inferred
                .then(|| days(stay.entered_on, frame.created_on(deal)));
            before = Some((row, stay.stage, stay.entered_on, entry));
            if seen[row] != deal {
                seen[row] = deal;
                self.fates[row * segments + segment].add(None, days(stay.entered_on, until), fate);
            }
        }
        if let Some((row, _, since, entry)) = before {
            self.moves[row].add(entry, days(since, frame.today()), End::Open);
        }
    }
}

impl Tables {
    fn measure(&self, ladder: &Ladder, pipeline: usize, stages: &mut [Option<Stage>]) {
        let rows = ladder.rows_of(pipeline);
        let samples: Vec<Sample> = rows
            .clone()
            .flat_map(|row| &self.lives.fates[row * self.segments..(row + 1) * self.segments])
            .filter_map(|fates| sample(fates).map(|(sample, _)| sample))
            .collect();
        if samples.is_empty() {
            return;
        }
        let prior = Prior::fit(&samples).beta;
        for row in rows {
            let mut fates = LifeTable::new();
            for part in &self.lives.fates[row * self.segments..(row + 1) * self.segments] {
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
            let adjusted = by_age(&self.lives.moves[row], observed.mean);
            stages[usize::from(ladder.stage(row))] = Some(Stage {
                observed,
                adjusted,
                fates,
            });
        }
    }
}

/// Segments beyond so many share a place with deals that have none.
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

fn days(from: i32, to: i32) -> u32 {
    u32::try_from(to.saturating_sub(from)).unwrap_or(0)
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
