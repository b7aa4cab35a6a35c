//! Moments in time: UTC microseconds. The domain is told what time it is; it never asks.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, in microseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 where people read, else as the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// Why a text or number is not an instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an RFC 3339 time")]
pub struct InvalidInstant(String);

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;

impl Instant {
    /// From microseconds since the epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The same moment as a jiff timestamp; moments beyond jiff's years ±9999 clamp to its ends.
    #[must_use]
    pub fn to_timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    /// From a jiff timestamp, dropping nanoseconds.
    #[must_use]
    pub fn from_timestamp(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.as_microsecond())
    }

    /// The first moment of a calendar day in a time zone.
    #[must_use]
    pub fn start_of_day(date: Date, zone: &TimeZone) -> Self {
        match zone.to_timestamp(date.at(0, 0, 0, 0)) {
            Ok(timestamp) => Self::from_timestamp(timestamp),
            Err(_) => Self::from_timestamp(if date.year() < 0 {
                jiff::Timestamp::MIN
            } else {
                jiff::Timestamp::MAX
            }),
        }
    }

    /// The calendar day of this moment in a time zone.
    #[must_use]
    pub fn date_in(self, zone: &TimeZone) -> Date {
        zone.to_datetime(self.to_timestamp()).date()
    }

    /// The calendar day of this moment in UTC.
    #[must_use]
    pub fn date_utc(self) -> Date {
        self.date_in(&TimeZone::UTC)
    }

    /// Whole days from `earlier` to this moment (24 hours each), negative when it lies before.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / MICROS_PER_DAY
    }

    /// This moment moved by whole days of 24 hours.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(MICROS_PER_DAY)))
    }

    /// This moment moved by microseconds.
    #[must_use]
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_timestamp().fmt(f)
    }
}

impl FromStr for Instant {
    type Err = InvalidInstant;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>()
            .map(Self::from_timestamp)
            .map_err(|_| InvalidInstant(text.to_owned()))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            jiff::Timestamp::deserialize(deserializer).map(Self::from_timestamp)
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

/// The time zone with this IANA name, from the data that comes with the program.
#[must_use]
pub fn find_time_zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_and_read_as_rfc_3339_to_the_microsecond() {
        let instant = Instant::from_micros(1_772_442_000_123_456);
        let text = serde_json::to_string(&instant).unwrap();
        assert_eq!(text, r#""2026-03-02T09:00:00.123456Z""#);
        assert_eq!(serde_json::from_str::<Instant>(&text).unwrap(), instant);
        assert_eq!("2026-03-02T18:00:00.123456+09:00".parse(), Ok(instant));
        assert!("yesterday".parse::<Instant>().is_err());
    }

    #[test]
    fn a_day_belongs_to_its_zone() {
        let seoul = find_time_zone("Asia/Seoul").unwrap();
        let late: Instant = "2026-03-02T15:30:00Z".parse().unwrap();
        assert_eq!(late.date_in(&seoul).to_string(), "2026-03-03");
        assert_eq!(late.date_utc().to_string(), "2026-03-02");
        let midnight = Instant::start_of_day(late.date_in(&seoul), &seoul);
        assert_eq!(midnight.to_string(), "2026-03-02T15:00:00Z");
        assert!(find_time_zone("Asia/Pyongyang/2").is_none());
        assert_eq!(late.days_since(late.plus_days(-3)), 3);
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for micros in [i64::MIN, i64::MAX] {
            let instant = Instant::from_micros(micros);
            let _ = (
                instant.to_string(),
                instant.date_utc(),
                instant.plus_days(i64::MAX),
                instant.days_since(Instant::from_micros(0)),
            );
        }
    }
}
