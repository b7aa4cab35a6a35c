//! A deal as it was known at a moment.

use std::collections::BTreeSet;

use playbook::StageKind;

use super::world::{Deal, Moment, Proof, STAGES, StageRow, World};

#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'w> {
    pub(super) world: &'w World,
    pub(super) deal: &'w Deal,
    /// Its place among the world's deals.
    pub(super) place: usize,
    pub(super) now: Moment,
}

/// From entering a stage to leaving it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stay {
    pub(super) stage: usize,
    pub(super) on: i32,
    pub(super) left_on: Option<i32>,
    /// The stage it was left for.
    pub(super) next: Option<usize>,
    pub(super) is_imported: bool,
    pub(super) is_inferred: bool,
}

impl Stay {
    pub(super) fn row(&self) -> &'static StageRow {
        &STAGES[self.stage]
    }

    /// Whether it was left for a later open stage, or won.
    pub(super) fn is_passed(&self) -> bool {
        self.next.is_some_and(|next| {
            let next = &STAGES[next];
            next.kind == StageKind::Won
                || next.kind == StageKind::Open && next.position > self.row().position
        })
    }
}

pub(super) fn days(from: i32, to: i32) -> u32 {
    u32::try_from(to - from).unwrap_or(0)
}

pub(super) fn places(deals: &[&Known<'_>]) -> BTreeSet<usize> {
    deals.iter().map(|deal| deal.place).collect()
}

impl<'w> Known<'w> {
    /// The same deal at another moment.
    pub(super) fn at(self, now: Moment) -> Self {
        Self { now, ..self }
    }

    /// Whether it is known, there, and not put away.
    pub(super) fn is_there(&self) -> bool {
        let is_opened = self.deal.entries[0].at <= self.now;
        is_opened && !self.deal.is_deleted && self.deal.archived_at.at(self.now).is_none()
    }

    pub(super) fn today(&self) -> i32 {
        self.world.day(self.now)
    }

    pub(super) fn opened_on(&self) -> i32 {
        self.world.day(self.deal.entries[0].at)
    }

    pub(super) fn created_on(&self) -> i32 {
        self.world.day(self.deal.created_at)
    }

    pub(super) fn stays(&self) -> Vec<Stay> {
        let known: Vec<_> = (self.deal.entries.iter())
            .filter(|entry| entry.at <= self.now)
            .collect();
        (0..known.len())
            .map(|place| {
                let next = known.get(place + 1);
                Stay {
                    stage: known[place].stage,
                    on: self.world.day(known[place].at),
                    left_on: next.map(|next| self.world.day(next.at)),
                    next: next.map(|next| next.stage),
                    is_imported: known[place].origin != "recorded",
                    is_inferred: known[place].origin == "inferred",
                }
            })
            .collect()
    }

    pub(super) fn last_stay(&self) -> Stay {
        *self.stays().last().unwrap()
    }

    pub(super) fn stage(&self) -> usize {
        self.last_stay().stage
    }

    pub(super) fn row(&self) -> &'static StageRow {
        &STAGES[self.stage()]
    }

    pub(super) fn status(&self) -> StageKind {
        self.row().kind
    }

    pub(super) fn is_open(&self) -> bool {
        self.status() == StageKind::Open
    }

    pub(super) fn is_won(&self) -> bool {
        self.status() == StageKind::Won
    }

    pub(super) fn closed_on(&self) -> Option<i32> {
        (!self.is_open()).then(|| self.last_stay().on)
    }

    /// Whether it was won on one of these days.
    pub(super) fn is_won_in(&self, (from, to): (i32, i32)) -> bool {
        self.is_won() && (from..=to).contains(&self.last_stay().on)
    }

    pub(super) fn days_in_stage(&self) -> u32 {
        days(self.last_stay().on, self.today())
    }

    /// From opening to closing, or until now.
    pub(super) fn age(&self) -> u32 {
        days(self.opened_on(), self.closed_on().unwrap_or(self.today()))
    }

    pub(super) fn close_on(&self) -> Option<i32> {
        self.deal.close_on.at(self.now)
    }

    /// Closed deals at the rate of the day they closed, open ones at today's.
    pub(super) fn home(&self) -> Option<i64> {
        self.home_on(self.closed_on().unwrap_or(self.today()))
    }

    pub(super) fn home_on(&self, day: i32) -> Option<i64> {
        let amount = self.deal.amount.at(self.now)?;
        let currency = self.deal.currency.at(self.now);
        self.world.home(amount, currency, day)
    }

    pub(super) fn worth(&self) -> i64 {
        self.home().unwrap_or(0)
    }

    pub(super) fn pushes(&self) -> (i64, i64) {
        let known = (self.deal.pushes.iter()).filter(|(at, _)| *at <= self.now);
        let (pushes, days) = self.deal.imported_pushes;
        known.fold((pushes, days), |(pushes, all), (_, days)| {
            (pushes + 1, all + days)
        })
    }

    pub(super) fn category(&self) -> Option<&'static str> {
        self.deal.category.at(self.now)
    }

    pub(super) fn owner(&self) -> Option<usize> {
        self.deal.owner.at(self.now)
    }

    pub(super) fn segment(&self) -> Option<&'static str> {
        let account = self.deal.account.at(self.now)?;
        self.world.segment_at(account, self.now)
    }

    /// The customer's evidence that stands.
    pub(super) fn proofs(&self) -> Vec<&'w Proof> {
        (self.deal.proofs.iter())
            .filter(|proof| proof.stands(self.now))
            .collect()
    }

    /// The days on which it happened.
    pub(super) fn proof_days(&self) -> Vec<i32> {
        (self.proofs().iter())
            .map(|proof| self.world.day(proof.occurred_at))
            .collect()
    }

    /// From opening to its end, won or lost, or until now.
    pub(super) fn ended_within(&self, (from, to): (Option<i32>, Option<i32>)) -> bool {
        self.closed_on()
            .is_some_and(|day| from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to))
    }
}

impl World {
    /// All deals as known at a moment, those that are there, in an order.
    pub(super) fn known(&self, order: &[usize], now: Moment) -> Vec<Known<'_>> {
        let known = order.iter().map(|place| Known {
            world: self,
            deal: &self.deals[*place],
            place: *place,
            now,
        });
        known.filter(Known::is_there).collect()
    }

    /// A customer nobody knew yet is as it is now: an imported deal is older than the customer it came with.
    pub(super) fn segment_at(&self, account: usize, now: Moment) -> Option<&'static str> {
        if self.account_created[account] <= now {
            self.segment_of[account].at(now)
        } else {
            self.segment_of[account].last()
        }
    }
}
