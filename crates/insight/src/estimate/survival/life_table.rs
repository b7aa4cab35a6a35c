//! The histogram that every survival estimate is made from.

use playbook::StageKind;

use super::{Curve, Incidence};
use crate::estimate::LONGEST_SPAN_DAYS;
use crate::parallel::Merge;

/// How an observed span of days came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// By being won (or, for a stage visit, by whatever counts as success there).
    Won,
    /// By being lost, the competing risk.
    Lost,
    /// Not at all so far: still open when last seen ("censored").
    Open,
}

impl End {
    /// The end of a deal in a stage of a kind.
    #[must_use]
    pub const fn of(kind: StageKind) -> Self {
        match kind {
            StageKind::Won => Self::Won,
            StageKind::Lost => Self::Lost,
            StageKind::Open => Self::Open,
        }
    }
}

/// Which ends a survival curve counts as leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Leaving {
    /// Any end: won or lost. The curve is the share still undecided.
    Ended,
    /// Only being won; lost spans count as if they had merely gone out of sight. One minus this curve is **not** the
    /// probability of winning (it pretends that lost deals may still be won): use [`LifeTable::incidence`] for that.
    Won,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Day {
    won: u32,
    lost: u32,
    open: u32,
    entered: u32,
}

impl Day {
    #[inline]
    fn ended(&mut self, end: End) -> &mut u32 {
        match end {
            End::Won => &mut self.won,
            End::Lost => &mut self.lost,
            End::Open => &mut self.open,
        }
    }
}

/// What happened to those at risk on one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leavers {
    pub(super) day: u32,
    pub(super) at_risk: u64,
    pub(super) won: u32,
    pub(super) lost: u32,
    /// Whether some enter only on this day or later.
    pub(super) others_follow: bool,
}

/// A histogram of spans in whole days: how many ended on each day and how, and how many came under observation late.
///
/// A span with a late `entry` (left truncation) is at risk only on days after its entry; one without is at risk from
/// day 0. On equal days ends come before censorings: who is open on day 30 was still at risk on day 30.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LifeTable {
    days: Vec<Day>,
    from_start: u64,
    late: u64,
    never_at_risk: u64,
}

impl LifeTable {
    /// An empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one span that was last seen at age `exit` (days) and ended there by `end`.
    ///
    /// `entry` is the age at which it came under observation, None when that was its first day: a deal imported without
    /// its history at the age of 40 days would not be here had it been lost at 20, so it says nothing about the days up
    /// to 40. A span that left no later than it entered was never at risk and only counts in
    /// [`never_at_risk`](Self::never_at_risk).
    #[inline]
    pub fn add(&mut self, entry: Option<u32>, exit: u32, end: End) {
        self.add_many(entry, exit, end, 1);
    }

    /// Adds so many spans that were last seen at the same age, as [`add`](Self::add) does.
    #[inline]
    pub fn add_many(&mut self, entry: Option<u32>, exit: u32, end: End, count: u32) {
        let exit = exit.min(LONGEST_SPAN_DAYS);
        if entry.is_some_and(|entry| entry >= exit) {
            self.never_at_risk += u64::from(count);
            return;
        }
        *self.day_mut(exit).ended(end) += count;
        match entry {
            None => self.from_start += u64::from(count),
            Some(entry) => {
                self.days[entry as usize].entered += count;
                self.late += u64::from(count);
            }
        }
    }

    /// Takes out a span that was [added](Self::add).
    pub fn remove(&mut self, entry: Option<u32>, exit: u32, end: End) {
        let exit = exit.min(LONGEST_SPAN_DAYS);
        if entry.is_some_and(|entry| entry >= exit) {
            self.never_at_risk = self.never_at_risk.saturating_sub(1);
            return;
        }
        let count = self.day_mut(exit).ended(end);
        *count = count.saturating_sub(1);
        match entry {
            None => self.from_start = self.from_start.saturating_sub(1),
            Some(entry) => {
                let day = &mut self.days[entry as usize];
                day.entered = day.entered.saturating_sub(1);
                self.late = self.late.saturating_sub(1);
            }
        }
    }

    /// Forgets ages beyond the last at which anything was seen, which removing leaves behind.
    pub fn trim(&mut self) {
        let is_seen = |day: &Day| *day != Day::default();
        let length = self
            .days
            .iter()
            .rposition(is_seen)
            .map_or(0, |last| last + 1);
        self.days.truncate(length);
    }

    /// Adds all spans of another table: the same as having added each of them here.
    pub fn merge(&mut self, other: &Self) {
        if self.days.len() < other.days.len() {
            self.days.resize(other.days.len(), Day::default());
        }
        for (mine, theirs) in self.days.iter_mut().zip(&other.days) {
            mine.won += theirs.won;
            mine.lost += theirs.lost;
            mine.open += theirs.open;
            mine.entered += theirs.entered;
        }
        self.from_start += other.from_start;
        self.late += other.late;
        self.never_at_risk += other.never_at_risk;
    }

    /// How many spans were ever at risk.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.from_start + self.late
    }

    /// How many of them ended so.
    #[must_use]
    pub fn ended(&self, end: End) -> u64 {
        let count = |day: &Day| match end {
            End::Won => day.won,
            End::Lost => day.lost,
            End::Open => day.open,
        };
        self.days.iter().map(|day| u64::from(count(day))).sum()
    }

    /// How many spans left no later than they entered and therefore say nothing.
    #[must_use]
    pub fn never_at_risk(&self) -> u64 {
        self.never_at_risk
    }

    /// The greatest age at which anything was seen; None in an empty table. Nothing is known beyond it.
    #[must_use]
    pub fn last_observed_day(&self) -> Option<u32> {
        u32::try_from(self.days.len()).ok()?.checked_sub(1)
    }

    /// How many are still in after t days (Kaplan & Meier 1958).
    #[must_use]
    pub fn survival(&self, leaving: Leaving) -> Curve {
        Curve::estimate(self, leaving)
    }

    /// How many have been won and how many lost after t days (Aalen & Johansen 1978).
    #[must_use]
    pub fn incidence(&self) -> Incidence {
        Incidence::estimate(self)
    }

    /// What a cumulative quantity, such as a hazard by age, grew by while spans were at risk, summed over all of them: its value
    /// at each exit less its value at each late entry.
    #[must_use]
    pub fn sum_over_risk(&self, cumulative: impl Fn(u32) -> f64) -> f64 {
        (0u32..)
            .zip(&self.days)
            .map(|(number, day)| {
                let left = f64::from(day.won) + f64::from(day.lost) + f64::from(day.open);
                (left, f64::from(day.entered), number)
            })
            .filter(|(left, entered, _)| *left > 0.0 || *entered > 0.0)
            .map(|(left, entered, number)| cumulative(number) * (left - entered))
            .sum()
    }

    /// For each age from 0, how many grew older than that under observation.
    pub(in crate::estimate) fn at_risk_after(&self) -> impl Iterator<Item = u64> + '_ {
        let mut at_risk = self.from_start;
        self.days.iter().map(move |day| {
            let gone = u64::from(day.won) + u64::from(day.lost) + u64::from(day.open);
            at_risk = at_risk + u64::from(day.entered) - gone;
            at_risk
        })
    }

    /// The days on which anything ended, with those at risk on them.
    pub(super) fn leavers(&self) -> impl Iterator<Item = Leavers> + '_ {
        let mut at_risk = self.from_start;
        let mut to_enter = self.late;
        (0u32..)
            .zip(&self.days)
            .map(move |(number, day)| {
                let leavers = Leavers {
                    day: number,
                    at_risk,
                    won: day.won,
                    lost: day.lost,
                    others_follow: to_enter > 0,
                };
                let gone = u64::from(day.won) + u64::from(day.lost) + u64::from(day.open);
                at_risk = at_risk + u64::from(day.entered) - gone;
                to_enter -= u64::from(day.entered);
                leavers
            })
            .filter(|day| day.won + day.lost > 0)
    }

    #[inline]
    fn day_mut(&mut self, day: u32) -> &mut Day {
        let index = day as usize;
        if self.days.len() <= index {
            self.days.resize(index + 1, Day::default());
        }
        &mut self.days[index]
    }
}

impl Merge for LifeTable {
    fn merge(&mut self, other: Self) {
        LifeTable::merge(self, &other);
    }
}
