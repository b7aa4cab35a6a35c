//! Periods people plan and report in: fiscal quarters, calendar months and ISO weeks, each with a short name.
//!
//! A fiscal year is numbered by the calendar year it **ends** in: when it starts in April, `2026-Q1` is April to June
//! 2025 and `2026-Q4` January to March 2026. When it starts in January, fiscal and calendar years are the same. Months
//! (`2026-11`) are calendar months and weeks (`2026-W47`) ISO 8601 weeks, whatever the fiscal year.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::words::words;

words! {
    /// How long a period is.
    pub enum PeriodGrain {
        /// A quarter of the workspace's fiscal year.
        Quarter = "quarter",
        /// A calendar month.
        Month = "month",
        /// An ISO week, Monday to Sunday.
        Week = "week",
    }
}

/// A fiscal quarter, a calendar month or an ISO week, by its number in its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    grain: PeriodGrain,
    year: i16,
    number: i8,
}

/// The text names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no period: write a fiscal quarter (2026-Q4), a month (2026-11) or a week (2026-W47)"
)]
pub struct InvalidPeriod(pub String);

/// The last year periods can be in.
const MAX_YEAR: i16 = 9_998;

impl Period {
    /// The period of this number in this year; none when there is no such period.
    #[must_use]
    pub fn new(grain: PeriodGrain, year: i16, number: i8) -> Option<Self> {
        let exists = match grain {
            PeriodGrain::Quarter => (1..=4).contains(&number),
            PeriodGrain::Month => (1..=12).contains(&number),
            PeriodGrain::Week => ISOWeekDate::new(year, number, Weekday::Monday).is_ok(),
        };
        ((1..=MAX_YEAR).contains(&year) && exists).then_some(Self {
            grain,
            year,
            number,
        })
    }

    /// The period a day is in. `fiscal_start_month` is the workspace's, 1 to 12.
    #[must_use]
    pub fn containing(grain: PeriodGrain, day: Date, fiscal_start_month: u8) -> Self {
        let (year, number) = match grain {
            PeriodGrain::Month => (day.year(), day.month()),
            PeriodGrain::Week => {
                let week = day.iso_week_date();
                (week.year(), week.week())
            }
            PeriodGrain::Quarter => {
                let start = start_month(fiscal_start_month);
                let months_in = (day.month() - start).rem_euclid(12);
                let ends_next_year = start > 1 && day.month() >= start;
                (day.year() + i16::from(ends_next_year), months_in / 3 + 1)
            }
        };
        Self {
            grain,
            year: year.clamp(1, MAX_YEAR),
            number,
        }
    }

    /// Quarter, month or week.
    #[must_use]
    pub const fn grain(self) -> PeriodGrain {
        self.grain
    }

    /// The year it is numbered in: fiscal for quarters, by the year they end in; ISO for weeks.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// Its number in that year, from 1.
    #[must_use]
    pub const fn number(self) -> i8 {
        self.number
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self, fiscal_start_month: u8) -> Date {
        match self.grain {
            PeriodGrain::Month => first_of_month(self.year, i16::from(self.number) - 1),
            PeriodGrain::Week => ISOWeekDate::new(self.year, self.number, Weekday::Monday)
                .map_or(Date::MAX, ISOWeekDate::date),
            PeriodGrain::Quarter => {
                let start = start_month(fiscal_start_month);
                let starts_in = self.year - i16::from(start > 1);
                first_of_month(
                    starts_in,
                    i16::from(start) - 1 + 3 * (i16::from(self.number) - 1),
                )
            }
        }
    }

    /// Its last day, which belongs to it.
    #[must_use]
    pub fn last_day(self, fiscal_start_month: u8) -> Date {
        let first = self.first_day(fiscal_start_month);
        let after = match self.grain {
            PeriodGrain::Quarter => first.saturating_add(3.months()),
            PeriodGrain::Month => first.saturating_add(1.month()),
            PeriodGrain::Week => first.saturating_add(7.days()),
        };
        after.saturating_sub(1.day())
    }

    /// Whether a day is in it.
    #[must_use]
    pub fn contains(self, day: Date, fiscal_start_month: u8) -> bool {
        self.first_day(fiscal_start_month) <= day && day <= self.last_day(fiscal_start_month)
    }

    /// The period of the same length after it; the last one there is stays.
    #[must_use]
    pub fn next(self) -> Self {
        Self::new(self.grain, self.year, self.number + 1)
            .or_else(|| Self::new(self.grain, self.year + 1, 1))
            .unwrap_or(self)
    }

    /// The period of the same length before it; the first one there is stays.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.number > 1 {
            return Self {
                number: self.number - 1,
                ..self
            };
        }
        let last = match self.grain {
            PeriodGrain::Quarter => Self::new(self.grain, self.year - 1, 4),
            PeriodGrain::Month => Self::new(self.grain, self.year - 1, 12),
            PeriodGrain::Week => Self::new(self.grain, self.year - 1, 53)
                .or_else(|| Self::new(self.grain, self.year - 1, 52)),
        };
        last.unwrap_or(self)
    }
}

/// The first month of the fiscal year; what no month is counts as January.
fn start_month(fiscal_start_month: u8) -> i8 {
    let month = i8::try_from(fiscal_start_month).ok();
    month.filter(|month| (1..=12).contains(month)).unwrap_or(1)
}

/// The first day of the month so many months after January of a year.
fn first_of_month(year: i16, months: i16) -> Date {
    let month = i8::try_from(months.rem_euclid(12) + 1).unwrap_or(1);
    Date::new(year + months.div_euclid(12), month, 1).unwrap_or(Date::MAX)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, number) = (self.year, self.number);
        match self.grain {
            PeriodGrain::Quarter => write!(f, "{year:04}-Q{number}"),
            PeriodGrain::Month => write!(f, "{year:04}-{number:02}"),
            PeriodGrain::Week => write!(f, "{year:04}-W{number:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = |part: &str, length: usize| {
            let is_number = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse::<i16>().ok()).flatten()
        };
        let read = || {
            let (year, rest) = text.split_once('-')?;
            let (grain, number) = match rest.as_bytes().first()? {
                b'Q' => (PeriodGrain::Quarter, digits(&rest[1..], 1)?),
                b'W' => (PeriodGrain::Week, digits(&rest[1..], 2)?),
                _ => (PeriodGrain::Month, digits(rest, 2)?),
            };
            Self::new(grain, digits(year, 4)?, i8::try_from(number).ok()?)
        };
        read().ok_or_else(|| InvalidPeriod(text.to_owned()))
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        name.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn period(name: &str) -> Period {
        name.parse().unwrap()
    }

    fn days(name: &str, fiscal_start_month: u8) -> (Date, Date) {
        let period = period(name);
        (
            period.first_day(fiscal_start_month),
            period.last_day(fiscal_start_month),
        )
    }

    #[test]
    fn a_fiscal_year_is_numbered_by_the_calendar_year_it_ends_in() {
        assert_eq!(days("2026-Q4", 1), (date(2026, 10, 1), date(2026, 12, 31)));
        assert_eq!(days("2026-Q1", 4), (date(2025, 4, 1), date(2025, 6, 30)));
        assert_eq!(days("2026-Q4", 4), (date(2026, 1, 1), date(2026, 3, 31)));
        // A quarter across the turn of the calendar year, ending on a leap day.
        assert_eq!(days("2024-Q1", 12), (date(2023, 12, 1), date(2024, 2, 29)));
        assert_eq!(days("2026-Q2", 10), (date(2026, 1, 1), date(2026, 3, 31)));
    }

    #[test]
    fn weeks_are_iso_weeks_and_belong_to_the_year_of_their_thursday() {
        let week = |day| Period::containing(PeriodGrain::Week, day, 4).to_string();
        assert_eq!(week(date(2026, 11, 22)), "2026-W47");
        assert_eq!(week(date(2027, 1, 3)), "2026-W53");
        assert_eq!(week(date(2027, 1, 4)), "2027-W01");
        assert_eq!(week(date(2024, 12, 30)), "2025-W01");
        assert_eq!(days("2026-W53", 1), (date(2026, 12, 28), date(2027, 1, 3)));
        assert_eq!(period("2026-W53").next(), period("2027-W01"));
        assert_eq!(period("2027-W01").previous(), period("2026-W53"));
        assert_eq!(period("2026-W01").previous(), period("2025-W52"));
    }

    #[test]
    fn every_day_is_in_exactly_the_period_that_contains_it_and_periods_follow_without_a_gap() {
        for start in 1..=12 {
            for grain in PeriodGrain::ALL {
                let mut day = date(2019, 12, 1);
                let mut current = Period::containing(*grain, day, start);
                while day < date(2029, 3, 1) {
                    let now = Period::containing(*grain, day, start);
                    assert!(now.contains(day, start), "{now} {day} {start}");
                    if now != current {
                        assert_eq!(now, current.next(), "{day} {start}");
                        assert_eq!(now.previous(), current, "{day} {start}");
                        assert_eq!(now.first_day(start), day);
                        assert_eq!(current.last_day(start).tomorrow().ok(), Some(day));
                        current = now;
                    }
                    day = day.tomorrow().unwrap();
                }
            }
        }
    }

    #[test]
    fn periods_are_read_exactly_as_they_are_written() {
        for name in ["2026-Q4", "2026-11", "2026-W47", "0999-01"] {
            assert_eq!(period(name).to_string(), name);
        }
        for text in [
            "", "2026", "2026-", "2026-Q0", "2026-Q5", "2026-q1", "2026-13", "2026-00", "2026-1",
            "2026-W00", "2025-W53", "26-Q1", "2026-Q1 ", "+026-Q1", "2026-W1", "2026-é", "0000-Q1",
            "9999-Q1",
        ] {
            assert_eq!(
                text.parse::<Period>(),
                Err(InvalidPeriod(text.to_owned())),
                "{text}"
            );
        }
        assert_eq!(period("9998-12").next(), period("9998-12"));
        assert_eq!(period("0001-Q1").previous(), period("0001-Q1"));
        assert_eq!(days("9998-W52", 1).0.year(), 9998);
    }
}
