//! What deals add up to in one replayed week.

use super::Judgement;
use crate::estimate::distribution::Chance;
use crate::facts::Frame;
use crate::outlook::{Days, Outlook};

/// What a group's deals add up to in one week.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub(super) owner: Option<u32>,
    pub(super) closed: i64,
    pub(super) commit: i64,
    pub(super) best: i64,
    pub(super) last: Option<i64>,
    /// Of past quarters: closed by the same day, and in all.
    pub(super) early: f64,
    pub(super) whole: f64,
    pub(super) chances: Vec<Chance>,
    pub(super) is_measured: bool,
    /// Every deal won by then, from which is learnt what is still to be created.
    pub(super) past: Vec<u32>,
}

/// What was said of a deal.
pub(super) struct Stated {
    configured: Option<f64>,
    observed: Option<f64>,
    adjusted: Option<f64>,
    within: f64,
}

impl Stated {
    /// Of a deal, before it is known what became of it.
    pub(super) fn judgement(self, deal: u32, group: usize) -> Judgement {
        Judgement {
            deal,
            group,
            configured: self.configured,
            observed: self.observed,
            adjusted: self.adjusted,
            within: self.within,
            is_won: None,
            is_won_within: None,
        }
    }
}

impl Sums {
    /// Sees a won deal.
    pub(super) fn see_won(
        &mut self,
        frame: &Frame<'_>,
        deal: u32,
        days: Days,
        monday: i32,
        quarters: &[Days],
    ) {
        let Some(day) = frame.closed_on(deal) else {
            return;
        };
        self.past.push(deal);
        let minor = frame.home_minor(deal).unwrap_or(0);
        if (days.0..=days.1).contains(&day) {
            self.closed = self.closed.saturating_add(minor);
            return;
        }
        let Some(back) = quarters
            .iter()
            .position(|(from, to)| (*from..=*to).contains(&day))
        else {
            return;
        };
        if back == 0 {
            self.last = Some(self.last.unwrap_or(0).saturating_add(minor));
        }
        #[expect(clippy::cast_precision_loss, reason = "amounts far below 2^53")]
        let minor = minor as f64;
        self.whole += minor;
        if day - quarters[back].0 < monday - days.0 {
            self.early += minor;
        }
    }

    /// Sees an open deal, and says what was said of it.
    pub(super) fn see_open(
        &mut self,
        frame: &Frame<'_>,
        deal: u32,
        days: Days,
        outlook: &Outlook,
    ) -> Option<Stated> {
        let minor = frame.home_minor(deal);
        if frame
            .close_on(deal)
            .is_some_and(|day| (days.0..=days.1).contains(&day))
        {
            let bucket = match frame.category(deal) {
                Some("commit") => Some(&mut self.commit),
                Some("best_case") => Some(&mut self.best),
                _ => None,
            };
            if let Some(bucket) = bucket {
                *bucket = bucket.saturating_add(minor.unwrap_or(0));
            }
        }
        let prospect = outlook.prospect(frame, deal, days)?;
        self.is_measured |= prospect.is_measured;
        if let Some(amount_minor) = minor
            && prospect.within > 0.0
        {
            self.chances.push(Chance {
                amount_minor,
                probability: prospect.within,
            });
        }
        let stage = frame.stage(deal);
        let percent = frame.stage_shape(stage).probability_percent;
        let measured = outlook.probabilities();
        Some(Stated {
            configured: percent.map(|percent| f64::from(percent) / 100.0),
            observed: measured.observed(stage).map(|observed| observed.mean),
            adjusted: prospect.is_measured.then_some(prospect.ever),
            within: prospect.within,
        })
    }
}
