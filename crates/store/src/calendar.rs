//! Dates as the database keeps them: whole days since 1970-01-01.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

use crate::error::{Error, Result};

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
pub(crate) fn days(date: Date) -> i64 {
    // Both are calendar dates: a span in days between any two exists.
    EPOCH
        .until((jiff::Unit::Day, date))
        .map_or(0, |span: Span| i64::from(span.get_days()))
}

/// The date so many days after 1970-01-01.
pub(crate) fn date(days: i64) -> Result<Date> {
    i32::try_from(days)
        .ok()
        .and_then(|days| EPOCH.checked_add(days.days()).ok())
        .ok_or_else(|| Error::Corrupt(format!("day {days} is not in the calendar")))
}
