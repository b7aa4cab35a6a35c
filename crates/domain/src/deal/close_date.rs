//! Moving the expected close date: with a reason, and counted.

use jiff::civil::Date;

use super::{Deal, DealEvent, DealStatus, EditDealError};
use crate::calendar::days_between;
use crate::field::Problem;
use crate::gate::{Dossier, is_known_reason};
use crate::vocabulary::CloseBasis;

/// A new expected close date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseDateChange {
    /// The day.
    pub close_on: Date,
    /// What it rests on; the basis there was, when not given.
    pub close_basis: Option<CloseBasis>,
    /// Reason code; needed when a date is moved.
    pub reason: Option<String>,
}

impl Deal {
    /// Moves the expected close date. A move to a later day counts as a push.
    ///
    /// # Errors
    /// When the deal is archived or closed, or a moved date has no known reason.
    pub fn change_close_date(
        mut self,
        change: CloseDateChange,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        if self.status != DealStatus::Open {
            return Err(Problem::Fixed.of("close_on").into());
        }
        let moved_days = self
            .close_on
            .map(|before| days_between(before, change.close_on));
        if moved_days.is_some_and(|days| days != 0) {
            let reason = change
                .reason
                .as_deref()
                .ok_or_else(|| Problem::NeedsReason.of("reason"))?;
            if !is_known_reason(&dossier.playbook.playbook().close_date_reasons, reason) {
                return Err(Problem::Unknown.of("reason").into());
            }
        }
        if let Some(days) = moved_days.filter(|days| *days > 0) {
            self.pushes = self.pushes.saturating_add(1);
            self.pushed_days = self
                .pushed_days
                .saturating_add(i32::try_from(days).unwrap_or(i32::MAX));
        }
        self.close_on = Some(change.close_on);
        self.close_basis = change.close_basis.or(self.close_basis);
        Ok((
            self.touched(dossier.now),
            DealEvent::CloseDateChanged { moved_days },
        ))
    }
}
