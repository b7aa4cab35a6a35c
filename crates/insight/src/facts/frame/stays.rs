//! A deal's way through the stages.

use std::ops::Range;

use playbook::StageKind;

use super::super::Field;
use super::Frame;

/// One stay of a deal in a stage, as known at the frame's moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// Number of the stage ([`Frame::stage_shape`]).
    pub stage: u16,
    /// When it began, UTC microseconds.
    pub entered_at: i64,
    /// The local day it began.
    pub entered_on: i32,
    /// The local day it ended; none while the deal is still there.
    pub left_on: Option<i32>,
    /// Whether the deal moved back into it.
    pub is_backward: bool,
    /// Whether another system's history says so, or it was filled in.
    pub is_reconstructed: bool,
    /// Whether it was filled in because history must have no gap: its dates prove nothing.
    pub is_inferred: bool,
}

impl Frame<'_> {
    #[inline]
    pub(super) fn known(&self, deal: usize) -> Range<usize> {
        let run = self.facts.visits.runs.of(deal);
        if self.is_present {
            return run;
        }
        let entered = &self.facts.visits.entered_at[run.clone()];
        match entered.last() {
            Some(last) if *last > self.as_of => {
                run.start..run.start + entered.partition_point(|at| *at <= self.as_of)
            }
            _ => run,
        }
    }

    /// How often a deal's stage is known to have changed, its first stay included.
    #[must_use]
    pub fn stay_count(&self, deal: u32) -> usize {
        self.known(deal as usize).len()
    }

    /// A deal's stays, oldest first.
    #[inline]
    pub fn stays(&self, deal: u32) -> impl DoubleEndedIterator<Item = Stay> + '_ {
        let run = self.known(deal as usize);
        let end = run.end;
        run.map(move |at| self.stay(at, end))
    }

    #[inline]
    fn stay(&self, at: usize, end: usize) -> Stay {
        let visits = &self.facts.visits;
        let mark = visits.mark[at];
        Stay {
            stage: visits.stage[at],
            entered_at: visits.entered_at[at],
            entered_on: visits.entered_on[at],
            left_on: (at + 1 < end).then(|| visits.entered_on[at + 1]),
            is_backward: mark.is_backward(),
            is_reconstructed: mark.is_reconstructed(),
            is_inferred: mark.is_inferred(),
        }
    }

    /// The stay a deal is in.
    #[must_use]
    pub fn last_stay(&self, deal: u32) -> Option<Stay> {
        let run = self.known(deal as usize);
        let last = run.end.checked_sub(1).filter(|last| *last >= run.start)?;
        Some(self.stay(last, run.end))
    }

    /// The open stage a lost deal was in last; none when it is not lost or was never open.
    #[must_use]
    pub fn lost_from(&self, deal: u32) -> Option<u16> {
        let kind_of = |stay: &Stay| self.kind(stay.stage);
        let mut stays = self.stays(deal).rev();
        stays
            .next()
            .filter(|last| kind_of(last) == StageKind::Lost)?;
        stays
            .find(|stay| kind_of(stay) == StageKind::Open)
            .map(|stay| stay.stage)
    }

    /// The stage a deal is in.
    #[must_use]
    #[inline]
    pub fn stage(&self, deal: u32) -> u16 {
        self.standing.stage[deal as usize]
    }

    /// Whether a deal is open, won or lost.
    #[must_use]
    #[inline]
    pub fn status(&self, deal: u32) -> StageKind {
        self.kind(self.stage(deal))
    }

    /// Whether deals in a stage are open, won or lost.
    #[must_use]
    #[inline]
    pub fn kind(&self, stage: u16) -> StageKind {
        self.facts.stages.kind(stage)
    }

    /// The local day a deal was opened.
    #[must_use]
    #[inline]
    pub fn opened_on(&self, deal: u32) -> i32 {
        self.facts.opened_on[deal as usize]
    }

    /// The local day a deal was won or lost; none while it is open.
    #[must_use]
    #[inline]
    pub fn closed_on(&self, deal: u32) -> Option<i32> {
        (self.status(deal) != StageKind::Open).then(|| self.standing.since[deal as usize])
    }

    /// Whole days since a deal entered the stage it is in; never negative.
    #[must_use]
    #[inline]
    pub fn days_in_stage(&self, deal: u32) -> u32 {
        u32::try_from(self.today - self.standing.since[deal as usize]).unwrap_or(0)
    }

    /// Whole days from opening to closing, or to the frame's day while it is open; never negative.
    #[must_use]
    #[inline]
    pub fn age(&self, deal: u32) -> u32 {
        let end = self.closed_on(deal).unwrap_or(self.today);
        u32::try_from(end - self.opened_on(deal)).unwrap_or(0)
    }

    /// The local day a deal was entered here.
    #[must_use]
    pub fn created_on(&self, deal: u32) -> i32 {
        self.facts.created_on(deal as usize)
    }

    /// When a deal was entered here, UTC microseconds.
    #[must_use]
    pub fn created_at(&self, deal: u32) -> i64 {
        self.facts.created_at[deal as usize]
    }

    /// When a deal began and from when it counts, UTC microseconds.
    #[must_use]
    pub fn opened_at(&self, deal: u32) -> i64 {
        self.facts.opened_at[deal as usize]
    }

    /// Whether a deal's history came from another system.
    #[must_use]
    pub fn is_reconstructed(&self, deal: u32) -> bool {
        self.facts.is_reconstructed[deal as usize]
    }

    /// Whether any of the deals the question is about is in a pipeline.
    #[must_use]
    pub fn has_deals_in(&self, pipeline: &str) -> bool {
        self.facts.words.find(pipeline).is_some_and(|key| {
            self.chosen
                .iter()
                .any(|deal| self.code(Field::Pipeline, *deal as usize) == key)
        })
    }
}
