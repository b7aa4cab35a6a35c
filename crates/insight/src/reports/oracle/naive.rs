//! The same questions answered plainly: every state of every deal kept in a list with the day from when it was known, and
//! everything counted anew from those lists. Slow, and sharing no code with what it checks.

/// Places of the test pipeline: three open stages, won, lost.
pub(super) const WON: usize = 3;
pub(super) const LOST: usize = 4;
const PERCENT: [f64; 3] = [20.0, 40.0, 60.0];
const ROT_DAYS: i32 = 14;

/// A deal as lists of (day, state from then on), each oldest first.
#[derive(Debug, Clone)]
pub(super) struct Deal {
    pub(super) stages: Vec<(i32, usize)>,
    pub(super) amounts: Vec<(i32, Option<i64>)>,
    pub(super) owners: Vec<(i32, usize)>,
    pub(super) closes: Vec<(i32, Option<i32>)>,
    pub(super) archived_on: Option<i32>,
    pub(super) loss_reason: usize,
}

/// A deal as known on a day.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) stages: Vec<(i32, usize)>,
    amounts: Vec<Option<i64>>,
    pub(super) owner: usize,
    pub(super) close_on: Option<i32>,
    pub(super) loss_reason: usize,
    today: i32,
}

/// Days until an end: won (or whatever counts as such), lost, or not yet.
pub(super) type Span = (i32, Option<bool>);

fn until<T: Clone>(list: &[(i32, T)], day: i32) -> Vec<(i32, T)> {
    list.iter()
        .filter(|(from, _)| *from <= day)
        .cloned()
        .collect()
}

/// The deals that were known, and not put away, on a day.
pub(super) fn known(deals: &[Deal], today: i32) -> Vec<Known> {
    deals
        .iter()
        .filter(|deal| deal.stages[0].0 <= today && deal.archived_on.is_none_or(|day| day > today))
        .map(|deal| Known {
            stages: until(&deal.stages, today),
            amounts: until(&deal.amounts, today)
                .into_iter()
                .map(|(_, amount)| amount)
                .collect(),
            owner: until(&deal.owners, today).last().unwrap().1,
            close_on: until(&deal.closes, today).last().unwrap().1,
            loss_reason: deal.loss_reason,
            today,
        })
        .collect()
}

impl Known {
    pub(super) fn opened_on(&self) -> i32 {
        self.stages[0].0
    }

    pub(super) fn stage(&self) -> usize {
        self.stages.last().unwrap().1
    }

    pub(super) fn since(&self) -> i32 {
        self.stages.last().unwrap().0
    }

    /// The day it ended and whether it was won.
    pub(super) fn end(&self) -> Option<(i32, bool)> {
        (self.stage() >= WON).then(|| (self.since(), self.stage() == WON))
    }

    pub(super) fn amount(&self) -> i64 {
        self.amounts.last().unwrap().unwrap_or(0)
    }

    pub(super) fn last_amount_that_was_something(&self) -> i64 {
        let mut amounts = self.amounts.iter().rev().flatten();
        amounts.find(|amount| **amount != 0).copied().unwrap_or(0)
    }

    pub(super) fn configured(&self) -> i64 {
        (self.amount() as f64 * PERCENT[self.stage()] / 100.0).round_ties_even() as i64
    }

    pub(super) fn is_stalled(&self) -> bool {
        self.today - self.since() > ROT_DAYS
    }

    /// From its opening to its end.
    pub(super) fn life(&self) -> Span {
        match self.end() {
            Some((day, is_won)) => (day - self.opened_on(), Some(is_won)),
            None => (self.today - self.opened_on(), None),
        }
    }

    /// The first day on which it stood in this stage, a later one, or was won.
    pub(super) fn reached_on(&self, stage: usize) -> Option<i32> {
        let high = |(_, at): &&(i32, usize)| (stage..=WON).contains(at);
        self.stages.iter().filter(high).map(|(day, _)| *day).min()
    }

    /// From the day it reached a stage to the day it reached a higher one.
    pub(super) fn climb(&self, from: usize, to: usize) -> Span {
        let since = self.reached_on(from).unwrap();
        match (self.reached_on(to), self.end()) {
            (Some(day), _) => (day - since, Some(true)),
            (None, Some((day, false))) => (day - since, Some(false)),
            _ => (self.today - since, None),
        }
    }

    /// Each stay: stage, the day it began, its days and whether it is over.
    pub(super) fn stays(&self) -> Vec<(usize, i32, i32, bool)> {
        (0..self.stages.len())
            .map(|place| {
                let (since, stage) = self.stages[place];
                match self.stages.get(place + 1) {
                    Some((left, _)) => (stage, since, left - since, true),
                    None => (stage, since, self.today - since, false),
                }
            })
            .collect()
    }
}

/// The shares still open, and won, of spans by a day, straight from the definition.
fn shares(spans: &[Span], by: i32) -> (f64, f64) {
    let (mut open, mut won) = (1.0, 0.0);
    for day in 0..=by {
        let n = spans.iter().filter(|(days, _)| *days >= day).count() as f64;
        let ended = |as_won: bool| {
            spans
                .iter()
                .filter(|span| **span == (day, Some(as_won)))
                .count() as f64
        };
        if n > 0.0 {
            won += open * ended(true) / n;
            open *= 1.0 - (ended(true) + ended(false)) / n;
        }
    }
    (open, won)
}

/// The last day on which a span ended.
pub(super) fn horizon(spans: &[Span]) -> Option<i32> {
    spans
        .iter()
        .filter(|(_, end)| end.is_some())
        .map(|(days, _)| *days)
        .max()
}

/// The share won by a day.
pub(super) fn won_by(spans: &[Span], day: i32) -> f64 {
    shares(spans, day).1
}

/// The first day by which so many have ended.
pub(super) fn ended_quantile(spans: &[Span], p: f64) -> Option<i32> {
    (0..=horizon(spans)?).find(|day| shares(spans, *day).0 <= 1.0 - p + 1e-9)
}

/// The value at a share of the way through the sorted ones, between neighbours where it falls between.
pub(super) fn quantile(values: &[i32], p: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let place = sorted.len().checked_sub(1)? as f64 * p;
    let (low, high) = (
        sorted[place.floor() as usize],
        sorted[place.ceil() as usize],
    );
    Some(f64::from(low) + f64::from(high - low) * place.fract())
}

pub(super) fn mean(values: &[i32]) -> Option<f64> {
    let sum: i32 = values.iter().sum();
    (!values.is_empty()).then(|| f64::from(sum) / values.len() as f64)
}
