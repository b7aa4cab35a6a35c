//! Calendar and business days.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::vocabulary::{LeadTime, LeadTimeUnit};

/// Which days are worked: not Saturdays, Sundays and the holidays given.
#[derive(Debug, Clone, Copy, Default)]
pub struct BusinessCalendar<'a> {
    holidays: &'a [Date],
}

impl<'a> BusinessCalendar<'a> {
    /// A calendar with these holidays, in any order.
    #[must_use]
    pub const fn new(holidays: &'a [Date]) -> Self {
        Self { holidays }
    }

    /// Whether people work on this day.
    #[must_use]
    pub fn is_business_day(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && !self.holidays.contains(&day)
    }

    /// The day a lead time after `start`. Business days do not count the start itself; a lead time of none is `start`.
    #[must_use]
    pub fn add(&self, start: Date, lead_time: LeadTime) -> Date {
        self.walk(start, lead_time, 1)
    }

    /// The latest day from which a lead time ends on `end`.
    #[must_use]
    pub fn subtract(&self, end: Date, lead_time: LeadTime) -> Date {
        self.walk(end, lead_time, -1)
    }

    fn walk(&self, from: Date, lead_time: LeadTime, step: i64) -> Date {
        let days = i64::from(lead_time.days.min(MAX_LEAD_DAYS));
        match lead_time.unit {
            LeadTimeUnit::CalendarDays => from.saturating_add((days * step).days()),
            LeadTimeUnit::BusinessDays => {
                let mut day = from;
                let mut left = days;
                while left > 0 {
                    let next = day.saturating_add(step.days());
                    if next == day {
                        break;
                    }
                    day = next;
                    left -= i64::from(self.is_business_day(day));
                }
                day
            }
        }
    }
}

/// Lead times count as at most this many days.
pub const MAX_LEAD_DAYS: u32 = 3_650;

/// Calendar days from one day to another, negative when `to` is earlier.
#[must_use]
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).map_or(0, |span| span.get_days()))
}
