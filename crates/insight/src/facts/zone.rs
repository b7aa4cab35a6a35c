//! Calendar days of a workspace: its time zone as a short table, because millions of moments become days.

use domain::Instant;
use jiff::{Timestamp, tz::TimeZone};

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// Cuts moments into the calendar days of one time zone.
#[derive(Debug, Clone)]
pub struct LocalDays {
    /// From when which offset holds, both in microseconds, ascending.
    offsets: Vec<(i64, i64)>,
}

impl LocalDays {
    /// The days of a time zone, exact from 1970 to 2100.
    #[must_use]
    pub fn of(zone: &TimeZone) -> Self {
        let offset = |moment: Timestamp| i64::from(zone.to_offset(moment).seconds()) * 1_000_000;
        let end = 4_102_444_800_000_000;
        let mut offsets = vec![(i64::MIN, offset(Timestamp::UNIX_EPOCH))];
        for transition in zone.following(Timestamp::UNIX_EPOCH) {
            let moment = transition.timestamp();
            if moment.as_microsecond() > end {
                break;
            }
            offsets.push((moment.as_microsecond(), offset(moment)));
        }
        Self { offsets }
    }

    /// The day a moment lies on, counted from 1970-01-01.
    #[must_use]
    pub fn day(&self, micros: i64) -> i32 {
        let after = self.offsets.partition_point(|(from, _)| *from <= micros);
        let offset = self.offsets[after.saturating_sub(1)].1;
        i32::try_from(micros.saturating_add(offset).div_euclid(MICROS_PER_DAY)).unwrap_or(i32::MAX)
    }

    /// The first moment of a day, in UTC microseconds.
    #[must_use]
    pub fn start_of(&self, day: i32) -> i64 {
        let local = i64::from(day) * MICROS_PER_DAY;
        // The offset before a change of clocks and the one after it bracket the answer.
        let guess = local - self.offset_at(local);
        local - self.offset_at(guess.min(local - self.offset_at(guess)))
    }

    fn offset_at(&self, micros: i64) -> i64 {
        let after = self.offsets.partition_point(|(from, _)| *from <= micros);
        self.offsets[after.saturating_sub(1)].1
    }
}

/// A day counted from 1970-01-01 as a date.
#[must_use]
pub fn date_of(day: i32) -> domain::Date {
    Instant::from_micros(i64::from(day) * MICROS_PER_DAY).date_utc()
}

/// A date as a day counted from 1970-01-01.
#[must_use]
pub fn day_of(date: domain::Date) -> i32 {
    let epoch = domain::Date::constant(1970, 1, 1);
    date.since(epoch).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_cut_where_the_zone_cuts_them_also_when_clocks_change() {
        for name in ["Asia/Seoul", "America/New_York", "UTC", "Europe/London"] {
            let zone = TimeZone::get(name).unwrap();
            let days = LocalDays::of(&zone);
            for hour in (0..24 * 800).step_by(7) {
                let moment = Instant::from_micros(1_700_000_000_000_000 + hour * 3_600_000_000);
                let date = moment.date_in(&zone);
                assert_eq!(
                    days.day(moment.as_micros()),
                    day_of(date),
                    "{name} {moment:?}"
                );
                let start = Instant::start_of_day(date, &zone).as_micros();
                assert_eq!(days.start_of(day_of(date)), start, "{name} {date}");
            }
        }
    }
}
