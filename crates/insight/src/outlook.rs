//! What the model expects of a period: how likely each open deal is won within it, and deals nobody has created yet.
//!
//! A deal's chance is its [adjusted probability](crate::probability) times the share of wins that come in time, by the
//! clock of its stage: among deals that stood there as long, how many of those ever won were won within the days left.

use playbook::StageKind;

use crate::estimate::distribution::{Chance, Distribution};
use crate::estimate::simulation::{Arrivals, Simulation};
use crate::estimate::survival::{End, LifeTable};
use crate::estimate::timing::Clock;
use crate::facts::{Facts, Frame};
use crate::probability::Probabilities;
use crate::slice::Slice;

/// A stage's clock needs so many wins; below, that of all stages speaks.
const LEAST_WINS: u64 = 5;

/// Deals that will yet be created are expected as often as in the last year.
const ARRIVAL_DAYS: i32 = 365;

/// Fewer days of history say nothing about how many deals come.
const LEAST_ARRIVAL_DAYS: i32 = 28;

/// A range of local days, both inclusive.
pub type Days = (i32, i32);

/// What was measured of a pipeline, as known at one moment.
#[derive(Debug)]
pub struct Outlook {
    probabilities: Probabilities,
    /// By stage number; the pooled one where a stage has seen too few wins.
    clocks: Vec<Option<Clock>>,
    pooled: Option<Clock>,
}

/// How likely a deal is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prospect {
    /// That it is ever won: adjusted, or as configured where nothing was measured.
    pub ever: f64,
    /// That it is won within the days asked for.
    pub within: f64,
    /// Whether it was measured rather than configured.
    pub is_measured: bool,
}

/// How to draw a distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawing {
    /// How many runs, where it is not exact.
    pub runs: u32,
    /// What all deals have in common: the standard deviation of the shift of their log-odds, 0 to 1.
    pub shock: f64,
    /// Whether deals that do not exist yet are expected too.
    pub has_arrivals: bool,
}

impl Default for Drawing {
    fn default() -> Self {
        Self {
            runs: 10_000,
            shock: 0.0,
            has_arrivals: false,
        }
    }
}

impl Outlook {
    /// Measures the deals of a frame. Ask with a whole pipeline, as for [`Probabilities::of`].
    #[must_use]
    pub fn of(whole: &Frame<'_>) -> Self {
        let probabilities = Probabilities::of(whole);
        let stages = 0..u16::try_from(whole.stages().len()).unwrap_or(u16::MAX);
        let mut pooled = LifeTable::new();
        let clock =
            |table: &LifeTable| (table.ended(End::Won) >= LEAST_WINS).then(|| Clock::new(table));
        let clocks = stages
            .map(|stage| {
                let fates = probabilities.fates(stage)?;
                pooled.merge(fates);
                clock(fates)
            })
            .collect();
        Self {
            pooled: clock(&pooled),
            probabilities,
            clocks,
        }
    }

    /// The same of a pipeline (or of all) at a moment.
    #[must_use]
    pub fn at(facts: &Facts, pipeline: Option<&str>, as_of: i64) -> Self {
        let whole = Slice {
            pipeline: pipeline.map(str::to_owned),
            ..Slice::default()
        };
        Self::of(&facts.frame(as_of, &whole))
    }

    /// The measured probabilities it rests on.
    #[must_use]
    pub fn probabilities(&self) -> &Probabilities {
        &self.probabilities
    }

    /// How likely a deal is won on one of these days, none of them before the frame's. None for closed deals.
    ///
    /// Where a stage was never measured the configured probability stands in, and where no win was ever timed the expected
    /// close date.
    #[must_use]
    pub fn prospect(&self, frame: &Frame<'_>, deal: u32, (from, to): Days) -> Option<Prospect> {
        let stage = frame.stage(deal);
        let shape = frame.stage_shape(stage);
        if shape.kind != StageKind::Open {
            return None;
        }
        let adjusted = self.probabilities.adjusted(frame, deal);
        let configured = f64::from(shape.probability_percent.unwrap_or(0)) / 100.0;
        let ever = adjusted.unwrap_or(configured);
        let age = frame.days_in_stage(deal);
        let clock = self.clocks.get(usize::from(stage)).and_then(Option::as_ref);
        let by = |day: i32| -> Option<f64> {
            let Ok(within) = u32::try_from(day - frame.today()) else {
                return Some(0.0);
            };
            let clock = clock.or(self.pooled.as_ref())?;
            let all = clock.won_ever(age)?.probability;
            Some((clock.won_within(age, within)?.probability / all).min(1.0))
        };
        let is_expected = || {
            let day = frame.close_on(deal);
            f64::from(u8::from(day.is_some_and(|day| (from..=to).contains(&day))))
        };
        // Wins of the frame's own day are known already.
        let before = if from <= frame.today() {
            Some(0.0)
        } else {
            by(from - 1)
        };
        let timely = match (before, by(to)) {
            (Some(before), Some(until)) => (until - before).max(0.0),
            _ => is_expected(),
        };
        Some(Prospect {
            ever,
            within: ever * timely,
            is_measured: adjusted.is_some(),
        })
    }

    /// The distribution of what open deals will bring on these days, in home minor units; what is won already is not in
    /// it. The same moment always draws the same.
    #[must_use]
    pub fn distribution(
        &self,
        frame: &Frame<'_>,
        deals: impl Iterator<Item = u32>,
        days: Days,
        drawing: Drawing,
    ) -> Distribution {
        let chances: Vec<Chance> = deals
            .filter_map(|deal| {
                Some(Chance {
                    amount_minor: frame.home_minor(deal)?,
                    probability: self.prospect(frame, deal, days)?.within,
                })
            })
            .filter(|chance| chance.probability > 0.0)
            .collect();
        draw(frame, &chances, drawing, None)
    }
}

/// The distribution of deals' chances, seeded by the frame's moment; with arrivals when there are any.
pub(crate) fn draw(
    frame: &Frame<'_>,
    chances: &[Chance],
    drawing: Drawing,
    arrivals: Option<Arrivals>,
) -> Distribution {
    let simulation = Simulation {
        runs: drawing.runs,
        seed: frame.as_of().unsigned_abs(),
        shock: drawing.shock,
        arrivals: arrivals.filter(|_| drawing.has_arrivals),
    };
    simulation.distribution(chances)
}

/// Deals to be created after the frame's day and won on one of these days: as many as deals of the year before would have
/// brought, had the days left come at any time in it. None when history is too short or brought none.
pub(crate) fn arrivals(
    frame: &Frame<'_>,
    deals: impl Iterator<Item = u32>,
    (from, to): Days,
) -> Option<Arrivals> {
    let left = to - frame.today();
    let last = frame.today() - left.max(0);
    let first = frame
        .deals()
        .iter()
        .map(|deal| frame.opened_on(*deal))
        .min()?;
    let since = first.max(last - ARRIVAL_DAYS + 1);
    let observed = last - since + 1;
    if left <= 0 || observed < LEAST_ARRIVAL_DAYS {
        return None;
    }
    let soonest = (from - frame.today()).max(1);
    let mut starts = 0_i64;
    let mut won_amounts_minor = Vec::new();
    for deal in deals {
        let opened = frame.opened_on(deal);
        if frame.status(deal) != StageKind::Won || !(since..=last).contains(&opened) {
            continue;
        }
        let (Some(closed), Some(minor)) = (frame.closed_on(deal), frame.home_minor(deal)) else {
            continue;
        };
        let cycle = closed - opened;
        // Created on day u from now, such a deal is won on day u + cycle.
        let fitting = (left - cycle) - (soonest - cycle).max(1) + 1;
        if fitting > 0 {
            starts += i64::from(fitting);
            won_amounts_minor.push(minor);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "deals times days")]
    let expected = starts as f64 / f64::from(observed);
    (expected > 0.0).then_some(Arrivals {
        expected,
        won_amounts_minor,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::History;

    /// Half of the deals are won after 10 days, half of the rest after 40, the others lost after 20.
    fn told() -> History {
        let mut history = History::new();
        for day in 0..40 {
            history.deal().opened(day).closed(day + 10, "won");
            history.deal().opened(day).closed(day + 10, "won");
            history.deal().opened(day).closed(day + 40, "won");
            history.deal().opened(day).closed(day + 20, "lost");
        }
        history
    }

    #[test]
    fn a_chance_is_that_of_winning_times_that_of_winning_in_time() {
        let mut history = told();
        let fresh = 160;
        history.deal().opened(100).worth(100);
        history.deal().opened(85).worth(100);
        let facts = history.facts();
        let frame = history.asked(&facts, 100).frame;
        let outlook = Outlook::of(&frame);
        let of = |deal, days| outlook.prospect(&frame, deal, days).unwrap();
        let all = of(fresh, (101, 140));
        assert!((all.ever - 0.75).abs() < 0.02, "{all:?}");
        assert!((all.within - all.ever).abs() < 0.01);
        // Two thirds of all wins come after ten days.
        let soon = of(fresh, (90, 115));
        assert!(
            (soon.within / soon.ever - 2.0 / 3.0).abs() < 0.02,
            "{soon:?}"
        );
        let later = of(fresh, (116, 140));
        assert!((soon.within + later.within - all.within).abs() < 0.01);
        // Fifteen days old, it can only be won on the fortieth.
        assert!(of(fresh + 1, (90, 115)).within < 0.05);
        assert!(of(fresh + 1, (116, 140)).within > 0.3);
        assert_eq!(outlook.prospect(&frame, 0, (101, 140)), None);
        assert!(of(fresh, (50, 99)).within.abs() < 1e-12);
    }

    #[test]
    fn without_history_the_configured_probability_and_the_close_date_stand_in() {
        let mut history = History::new();
        history.deal().opened(1).worth(100).with("close_on", 30);
        let facts = history.facts();
        let frame = history.asked(&facts, 10).frame;
        let outlook = Outlook::of(&frame);
        let of = |days| outlook.prospect(&frame, 0, days).unwrap();
        assert_eq!(
            of((10, 40)),
            Prospect {
                ever: 0.2,
                within: 0.2,
                is_measured: false
            }
        );
        assert_eq!(of((40, 60)).within, 0.0);
    }

    #[test]
    fn arrivals_are_as_many_as_a_like_stretch_of_the_past_brought() {
        let mut history = History::new();
        for day in 0..100 {
            history.deal().opened(day).closed(day + 10, "won").worth(7);
        }
        let facts = history.facts();
        let frame = history.asked(&facts, 110).frame;
        let deals = || frame.deals().iter().copied();
        // One a day; those of the next ten days are won within twenty.
        let arrivals = super::arrivals(&frame, deals(), (111, 130)).unwrap();
        assert!(
            (arrivals.expected - 10.0).abs() < 1.2,
            "{}",
            arrivals.expected
        );
        assert_eq!(super::arrivals(&frame, deals(), (100, 109)), None);
        let drawing = Drawing {
            has_arrivals: true,
            ..Drawing::default()
        };
        let first = draw(&frame, &[], drawing, Some(arrivals.clone()));
        assert!((first.mean() - 7.0 * arrivals.expected).abs() < 2.0);
        assert_eq!(
            first,
            draw(&frame, &[], drawing, Some(arrivals)),
            "the same moment draws the same"
        );
    }
}
