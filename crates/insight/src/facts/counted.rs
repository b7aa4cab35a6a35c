//! The lives of deals, kept counted as deals change.

use super::columns::NO_WHOLE;
use super::names::NONE;
use super::standing::NOWHERE;
use super::{Facts, Field, SEGMENT};
use crate::lives::{Lives, Turn};
use crate::parallel::{Merge, merged};

impl Facts {
    /// Counts what changes left to be counted. Reports are right without it, and quicker after it.
    pub fn settle(&mut self) {
        self.count_lives();
        self.check_memory();
    }

    /// What became of all deals, when it was counted after the last change; see [`Facts::settle`].
    pub(crate) fn lives(&self) -> Option<&Lives> {
        Some(&self.lives).filter(|_| self.uncounted.is_empty() && self.are_lives_true)
    }

    /// Every deal that is neither deleted nor archived, ascending, when that is known; see [`Facts::settle`].
    pub(crate) fn whole(&self) -> Option<&[u32]> {
        Some(self.whole.as_slice()).filter(|_| self.uncounted.is_empty() && self.are_lives_true)
    }

    /// The segment of a deal's customer, by number of a name.
    pub(crate) fn segment(&self, deal: usize) -> u32 {
        let account = self.now.code(Field::Account, deal);
        self.accounts.attribute(account, SEGMENT)
    }

    /// Counts the lives of deals that were put since; after everything was read.
    fn count_lives(&mut self) {
        if !self.are_lives_true {
            self.lives = Lives::default();
            self.is_counted.fill(false);
            self.uncounted = (0..u32::try_from(self.len()).unwrap_or(NONE)).collect();
            self.are_lives_true = true;
        }
        let mut uncounted = std::mem::take(&mut self.uncounted);
        // A deal may have changed twice.
        uncounted.sort_unstable();
        uncounted.dedup();
        let lives = merged(uncounted.len(), |part| {
            let mut lives = Lives::default();
            for deal in &uncounted[part] {
                let deal = *deal as usize;
                if !self.is_counted[deal] && self.is_alive(deal) {
                    let stays = self.visits.runs.of(deal);
                    lives.count(Turn::In, self, deal, stays, self.segment(deal));
                }
            }
            lives
        });
        let mut is_as_before = true;
        for deal in uncounted {
            let at = deal as usize;
            self.is_counted[at] |= self.is_alive(at);
            is_as_before &= self.is_counted[at] == self.whole.binary_search(&deal).is_ok();
        }
        self.lives.merge(lives);
        if !is_as_before {
            let deals = 0..u32::try_from(self.len()).unwrap_or(NONE);
            self.whole = deals
                .filter(|deal| self.is_counted[*deal as usize])
                .collect();
        }
    }

    /// Takes a deal's life out of the counts, before it changes.
    pub(super) fn uncount_life(&mut self, deal: usize) {
        self.expect_change(deal);
        if self.is_counted[deal] {
            self.is_counted[deal] = false;
            let mut lives = std::mem::take(&mut self.lives);
            let stays = self.visits.runs.of(deal);
            lives.count(Turn::Out, self, deal, stays, self.segment(deal));
            self.lives = lives;
        }
        self.uncounted.push(u32::try_from(deal).unwrap_or(NONE));
    }

    fn is_alive(&self, deal: usize) -> bool {
        !self.gone[deal]
            && self.standing.stage[deal] != NOWHERE
            && self.now.get(Field::ArchivedAt, deal) == NO_WHOLE
    }
}
