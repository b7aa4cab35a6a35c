//! The facts as they were known at one moment, narrowed to the deals a question is about.

mod records;
mod stays;
mod values;

use std::borrow::Cow;
use std::ops::Range;

pub use stays::Stay;

use super::standing::{NOWHERE, Standing};
use super::{Attributes, Columns, Facts, Field, NO_DAY, NO_WHOLE, NONE, SEGMENT};
use crate::lives::{Lives, Turn};
use crate::parallel::{in_parts, merged};
use crate::slice::Slice;

/// The facts as they were known at one moment.
#[derive(Debug)]
pub struct Frame<'f> {
    facts: &'f Facts,
    as_of: i64,
    today: i32,
    /// Whether nothing is known that came later.
    is_present: bool,
    standing: Cow<'f, Standing>,
    past: Columns,
    is_past: u64,
    pub(crate) accounts: Cow<'f, [Attributes]>,
    pub(crate) people: Cow<'f, [Attributes]>,
    pub(crate) teams: Cow<'f, [Attributes]>,
    pub(crate) products: Cow<'f, [Attributes]>,
    chosen: Cow<'f, [u32]>,
    /// Whether they are all deals, or all of a pipeline.
    is_whole: bool,
}

/// A value that a later change replaced.
type Undone = (Field, u32, i64);

impl Facts {
    /// The facts as they were known at a moment (UTC microseconds), narrowed to a slice.
    #[must_use]
    pub fn frame(&self, as_of: i64, slice: &Slice) -> Frame<'_> {
        let mut frame = Frame {
            facts: self,
            as_of,
            today: self.days.day(as_of),
            is_present: as_of >= self.latest_at,
            standing: Cow::Borrowed(&self.standing),
            past: Columns::default(),
            is_past: 0,
            accounts: self.accounts.as_of(as_of),
            people: self.people.as_of(as_of),
            teams: self.teams.as_of(as_of),
            products: self.products.as_of(as_of),
            chosen: Cow::Borrowed(&[]),
            is_whole: slice.owners.is_none() && slice.filter.is_none(),
        };
        if !frame.is_present {
            frame.stand_back();
            frame.undo_later_changes();
        }
        let everything = self
            .whole()
            .filter(|_| frame.is_present && frame.is_whole && slice.pipeline.is_none());
        frame.chosen = match everything {
            Some(deals) => Cow::Borrowed(deals),
            None => Cow::Owned(frame.choose(slice)),
        };
        frame
    }
}

impl<'f> Frame<'f> {
    /// Finds where every deal stood.
    fn stand_back(&mut self) {
        let visits = &self.facts.visits;
        let parts = in_parts(self.facts.len(), |part| {
            let mut standing = Standing::default();
            for deal in part {
                standing.push();
                if let Some(last) = self.known(deal).last() {
                    let place = standing.stage.len() - 1;
                    standing.set(place, visits.stage[last], visits.entered_on[last]);
                }
            }
            standing
        });
        let mut all = Standing::default();
        for part in parts {
            all.stage.extend(part.stage);
            all.since.extend(part.since);
        }
        self.standing = Cow::Owned(all);
    }

    fn undo_later_changes(&mut self) {
        let changes = &self.facts.changes;
        let parts = in_parts(self.facts.len(), |part| {
            let mut undone: Vec<Undone> = Vec::new();
            for deal in part {
                for at in changes.runs.of(deal).rev() {
                    if changes.effective_at[at] > self.as_of {
                        let number = u32::try_from(deal).unwrap_or(NONE);
                        undone.push((changes.field[at], number, changes.before[at]));
                    }
                }
            }
            undone
        });
        for (field, deal, before) in parts.into_iter().flatten() {
            if self.is_past & bit(field) == 0 {
                self.past.adopt(field, &self.facts.now);
                self.is_past |= bit(field);
            }
            self.past.set(field, deal as usize, before);
        }
    }

    fn choose(&self, slice: &Slice) -> Vec<u32> {
        let pipeline = match &slice.pipeline {
            None => None,
            Some(key) => match self.facts.words.find(key) {
                Some(number) => Some(i64::from(number)),
                None => return Vec::new(),
            },
        };
        let owners = slice.owners.as_ref().map(|owners| {
            let mut is_seen = vec![false; self.facts.people.len()];
            for owner in owners {
                if let Some(number) = self.facts.people.find(*owner) {
                    is_seen[number as usize] = true;
                }
            }
            is_seen
        });
        let filter = slice.filter.as_ref().map(|filter| filter.over(self));
        let is_chosen = |deal: usize| {
            !self.facts.gone[deal]
                && self.facts.opened_at[deal] <= self.as_of
                && self.standing.stage[deal] != NOWHERE
                && self.get(Field::ArchivedAt, deal) == NO_WHOLE
                && pipeline.is_none_or(|key| self.get(Field::Pipeline, deal) == key)
                && owners.as_ref().is_none_or(|is_seen| {
                    let owner = self.code(Field::Owner, deal) as usize;
                    is_seen.get(owner).copied().unwrap_or(false)
                })
                && filter.as_ref().is_none_or(|filter| filter.holds(deal))
        };
        let parts = in_parts(self.facts.len(), |part: Range<usize>| {
            let mut chosen = Vec::with_capacity(part.len());
            for deal in part {
                if is_chosen(deal) {
                    chosen.push(u32::try_from(deal).unwrap_or(NONE));
                }
            }
            chosen
        });
        parts.concat()
    }

    /// What became of the deals the question is about.
    pub(crate) fn lives(&self) -> Cow<'f, Lives> {
        let kept = self.facts.lives();
        if let Some(kept) = kept.filter(|_| self.is_present && self.is_whole) {
            return Cow::Borrowed(kept);
        }
        Cow::Owned(merged(self.chosen.len(), |places| {
            let mut lives = Lives::default();
            for deal in &self.chosen[places] {
                let at = *deal as usize;
                let segment = self.account_attribute(at, SEGMENT);
                lives.count(Turn::In, self.facts, at, self.known(at), segment);
            }
            lives
        }))
    }

    /// The deals the question is about, by number, ascending.
    #[must_use]
    pub fn deals(&self) -> &[u32] {
        &self.chosen
    }

    /// The facts behind it.
    #[must_use]
    pub fn facts(&self) -> &'f Facts {
        self.facts
    }

    /// The moment, UTC microseconds.
    #[must_use]
    pub fn as_of(&self) -> i64 {
        self.as_of
    }

    /// The local day of the moment.
    #[must_use]
    pub fn today(&self) -> i32 {
        self.today
    }
}

const fn bit(field: Field) -> u64 {
    1 << (field as u64)
}

fn day(value: i64) -> Option<i32> {
    i32::try_from(value).ok().filter(|day| *day != NO_DAY)
}
