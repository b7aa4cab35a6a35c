//! Dates as people write them. Nothing here guesses: [`formats_of`] tells every format a text fits.

use jiff::civil::{Date, Time};
use jiff::{Timestamp, tz::Offset};
use serde::{Deserialize, Serialize};

/// A way of writing dates. Every one may be followed by a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateFormat {
    /// `2017-03-01`, `2020-12-22T21:16:01Z`: ISO 8601 and RFC 3339.
    Iso,
    /// `2017년 3월 1일`.
    Korean,
    /// `2017.3.1`, `2017/03/01`, `2017. 3. 1.`, `17/03/01`.
    Ymd,
    /// `1/3/2017`, `01.03.2017` is the first of March.
    Dmy,
    /// `3/1/2017` is the first of March.
    Mdy,
    /// `1 Mar 2017`, `Mar 1, 2017`, `01-Mar-17`.
    MonthName,
    /// `20170301`.
    Compact,
    /// `42795`: days as spreadsheets count them.
    ExcelSerial,
}

impl DateFormat {
    /// Every format, the least mistakable first.
    pub const ALL: [Self; 8] = [
        Self::Iso,
        Self::Korean,
        Self::Ymd,
        Self::Dmy,
        Self::Mdy,
        Self::MonthName,
        Self::Compact,
        Self::ExcelSerial,
    ];
    /// Formats that tell a date from any other text; the others look like plain numbers.
    pub const RECOGNISABLE: [Self; 6] = [
        Self::Iso,
        Self::Korean,
        Self::Ymd,
        Self::Dmy,
        Self::Mdy,
        Self::MonthName,
    ];
}

/// A moment as far as the text tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Calendar date.
    pub date: Date,
    /// Time of day, when written.
    pub time: Option<Time>,
    /// The instant, when an offset or `Z` is written.
    pub instant: Option<Timestamp>,
}

/// Every format the text can be read in, in the order of [`DateFormat::ALL`].
pub fn formats_of(text: &str) -> impl Iterator<Item = DateFormat> + '_ {
    let plausible = text.len() <= 64 && text.bytes().any(|byte| byte.is_ascii_digit());
    let formats: &[DateFormat] = if plausible { &DateFormat::ALL } else { &[] };
    formats
        .iter()
        .copied()
        .filter(move |format| parse(text, *format).is_some())
}

/// Reads a text in one format.
#[must_use]
pub fn parse(text: &str, format: DateFormat) -> Option<Moment> {
    let text = text.trim();
    match format {
        DateFormat::ExcelSerial => serial(text),
        DateFormat::Compact => compact(text),
        DateFormat::Korean => korean(text),
        DateFormat::MonthName => month_name(text),
        DateFormat::Iso | DateFormat::Ymd | DateFormat::Dmy | DateFormat::Mdy => {
            numeric(text, format)
        }
    }
}

/// Leading digits (at most four) and the rest.
fn digits(text: &str) -> Option<(i16, usize, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 || length > 4 {
        return None;
    }
    let (number, rest) = text.split_at(length);
    Some((number.parse().ok()?, length, rest))
}

fn separator(text: &str) -> Option<(char, &str)> {
    let text = text.trim_start_matches(' ');
    let first = text
        .chars()
        .next()
        .filter(|letter| matches!(letter, '-' | '/' | '.'))?;
    Some((first, text[1..].trim_start_matches(' ')))
}

fn numeric(text: &str, format: DateFormat) -> Option<Moment> {
    let (first, first_length, rest) = digits(text)?;
    let (mark, rest) = separator(rest)?;
    let (second, second_length, rest) = digits(rest)?;
    let (again, rest) = separator(rest)?;
    let (third, third_length, mut rest) = digits(rest)?;
    if mark != again || second_length > 2 {
        return None;
    }
    let is_iso = (first_length, mark) == (4, '-') && (second_length, third_length) == (2, 2);
    if mark == '.' {
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    let (year, year_length, month, day, day_length) = match format {
        DateFormat::Iso if is_iso => (first, 4, second, third, 2),
        DateFormat::Ymd if !is_iso => (first, first_length, second, third, third_length),
        DateFormat::Dmy => (third, third_length, second, first, first_length),
        DateFormat::Mdy => (third, third_length, first, second, first_length),
        _ => return None,
    };
    if day_length > 2 {
        return None;
    }
    with_time(full_year(year, year_length)?, month, day, rest)
}

fn full_year(year: i16, length: usize) -> Option<i16> {
    match (length, year) {
        (4, 1000..) => Some(year),
        (2, 0..70) => Some(2000 + year),
        (2, 70..) => Some(1900 + year),
        _ => None,
    }
}

fn with_time(year: i16, month: i16, day: i16, rest: &str) -> Option<Moment> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let rest = match rest.strip_prefix(['T', 't']) {
        Some(after) => after,
        None if rest.is_empty() || rest.starts_with([' ', ',']) => rest,
        None => return None,
    };
    let rest = rest.trim_start_matches([' ', ',']).trim_end();
    if rest.is_empty() {
        return Some(Moment {
            date,
            time: None,
            instant: None,
        });
    }
    let (time, offset) = time_of_day(rest)?;
    let instant = match offset {
        Some(offset) => Some(offset.to_timestamp(date.to_datetime(time)).ok()?),
        None => None,
    };
    Some(Moment {
        date,
        time: Some(time),
        instant,
    })
}

fn time_of_day(text: &str) -> Option<(Time, Option<Offset>)> {
    let (text, mut afternoon) = match (text.strip_prefix("오전"), text.strip_prefix("오후")) {
        (Some(rest), _) => (rest.trim_start(), Some(false)),
        (_, Some(rest)) => (rest.trim_start(), Some(true)),
        _ => (text, None),
    };
    let (hour, _, rest) = digits(text)?;
    let (minute, _, rest) = digits(rest.strip_prefix(':')?)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest).map(|(second, _, rest)| (second, rest))?,
        None => (0, rest),
    };
    let (nanosecond, rest) = fraction(rest);
    let rest = rest.trim_start();
    let rest = match rest.to_ascii_lowercase().as_str() {
        "am" | "a.m." => {
            afternoon = Some(false);
            ""
        }
        "pm" | "p.m." => {
            afternoon = Some(true);
            ""
        }
        _ => rest,
    };
    let hour = match (afternoon, hour) {
        (Some(_), 0 | 13..) => return None,
        (Some(false), 12) => 0,
        (Some(true), 1..=11) => hour + 12,
        _ => hour,
    };
    let time = Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        nanosecond,
    );
    Some((time.ok()?, offset(rest)?))
}

fn fraction(text: &str) -> (i32, &str) {
    let Some(rest) = text.strip_prefix('.') else {
        return (0, text);
    };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let kept = length.min(9);
    let mut nanosecond = rest[..kept].parse::<i32>().unwrap_or(0);
    for _ in kept..9 {
        nanosecond = nanosecond.saturating_mul(10);
    }
    (nanosecond, &rest[length..])
}

/// `None` when the text is no offset; `Some(None)` when there is none.
#[expect(
    clippy::option_option,
    reason = "absent and unreadable are different answers here"
)]
fn offset(text: &str) -> Option<Option<Offset>> {
    if text.is_empty() {
        return Some(None);
    }
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return Some(Some(Offset::UTC));
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let compact: String = rest.chars().filter(|letter| *letter != ':').collect();
    let (hours, minutes) = match compact.len() {
        2 => (compact.parse::<i32>().ok()?, 0),
        4 => (
            compact[..2].parse().ok()?,
            compact[2..].parse::<i32>().ok()?,
        ),
        _ => return None,
    };
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60))
        .ok()
        .map(Some)
}

fn korean(text: &str) -> Option<Moment> {
    let (year, length, rest) = digits(text)?;
    let (month, _, rest) = digits(rest.trim_start().strip_prefix('년')?.trim_start())?;
    let (day, _, rest) = digits(rest.trim_start().strip_prefix('월')?.trim_start())?;
    let rest = rest.trim_start().strip_prefix('일')?;
    with_time(full_year(year, length)?, month, day, rest)
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const MONTHS_IN_FULL: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month_word(text: &str) -> Option<(i16, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = text[..length].to_ascii_lowercase();
    let month = MONTHS
        .iter()
        .zip(MONTHS_IN_FULL)
        .position(|(short, full)| {
            word == *short || word == full || word == "sept" && *short == "sep"
        })?;
    Some((i16::try_from(month).ok()? + 1, &text[length..]))
}

fn month_name(text: &str) -> Option<Moment> {
    let gap = |text: &str| -> Option<usize> {
        let length = text
            .bytes()
            .take_while(|byte| matches!(byte, b' ' | b'-' | b'/' | b',' | b'.'))
            .count();
        (length > 0).then_some(length)
    };
    let (month, day, rest) = if let Some((month, rest)) = month_word(text) {
        let (day, length, rest) = digits(&rest[gap(rest)?..])?;
        if length > 2 {
            return None;
        }
        (month, day, rest)
    } else {
        let (day, length, rest) = digits(text)?;
        if length > 2 {
            return None;
        }
        let (month, rest) = month_word(&rest[gap(rest)?..])?;
        (month, day, rest)
    };
    let (year, length, rest) = digits(&rest[gap(rest)?..])?;
    with_time(full_year(year, length)?, month, day, rest)
}

fn compact(text: &str) -> Option<Moment> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = text[..4]
        .parse()
        .ok()
        .filter(|year| (1900..2200).contains(year))?;
    with_time(year, text[4..6].parse().ok()?, text[6..].parse().ok()?, "")
}

/// Days since 1899-12-30, whole or with a fraction; 61 (1900-03-01) to 2150, so that neither
/// Excel's invented leap day nor ordinary large numbers are mistaken.
fn serial(text: &str) -> Option<Moment> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() > 5
        || !whole
            .bytes()
            .chain(fraction.bytes())
            .all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let days = whole
        .parse::<i64>()
        .ok()
        .filter(|days| (61..91_313).contains(days))?;
    let date = jiff::civil::date(1899, 12, 30)
        .checked_add(jiff::Span::new().days(days))
        .ok()?;
    let part = format!("0.{fraction}").parse::<f64>().unwrap_or(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a fraction of a day is below 86,400 s"
    )]
    let second = (part * 86_400.0).round() as i32;
    let time = (second > 0 && second < 86_400).then(|| {
        let clock = |value: i32| i8::try_from(value).unwrap_or_default();
        Time::new(
            clock(second / 3600),
            clock(second / 60 % 60),
            clock(second % 60),
            0,
        )
        .ok()
    });
    Some(Moment {
        date,
        time: time.flatten(),
        instant: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(text: &str, format: DateFormat) -> Option<Date> {
        parse(text, format).map(|moment| moment.date)
    }

    #[test]
    fn the_first_of_march_is_read_in_every_format() {
        let expected = Some(date(2017, 3, 1));
        for (text, format) in [
            ("2017-03-01", DateFormat::Iso),
            ("2017-03-01T09:30:00+09:00", DateFormat::Iso),
            ("2017년 3월 1일", DateFormat::Korean),
            ("2017년3월1일 오후 3:15", DateFormat::Korean),
            ("2017.3.1", DateFormat::Ymd),
            ("2017. 3. 1.", DateFormat::Ymd),
            ("2017. 3. 1. 오전 10:00", DateFormat::Ymd),
            ("2017/03/01 10:22 PM", DateFormat::Ymd),
            ("17/03/01", DateFormat::Ymd),
            ("1/3/2017", DateFormat::Dmy),
            ("01.03.2017", DateFormat::Dmy),
            ("3/1/2017", DateFormat::Mdy),
            ("1 Mar 2017", DateFormat::MonthName),
            ("March 1, 2017", DateFormat::MonthName),
            ("01-Mar-17", DateFormat::MonthName),
            ("20170301", DateFormat::Compact),
            ("42795", DateFormat::ExcelSerial),
            ("42795.0", DateFormat::ExcelSerial),
        ] {
            assert_eq!(read(text, format), expected, "{text} as {format:?}");
        }
        assert_eq!(
            read("45631.0", DateFormat::ExcelSerial),
            Some(date(2024, 12, 5))
        );
    }

    #[test]
    fn an_ambiguous_date_fits_both_orders_and_an_impossible_one_neither() {
        let both: Vec<_> = formats_of("3/4/2017").collect();
        assert_eq!(both, [DateFormat::Dmy, DateFormat::Mdy]);
        assert_eq!(
            formats_of("13/4/2017").collect::<Vec<_>>(),
            [DateFormat::Dmy]
        );
        assert_eq!(formats_of("2/30/2017").count(), 0);
        assert_eq!(formats_of("2017-02-30").count(), 0);
        assert_eq!(formats_of("call 010-1234-5678").count(), 0);
        assert_eq!(formats_of("010-1234-5678").count(), 0);
    }

    #[test]
    fn an_offset_gives_the_instant() {
        let moment = parse("2020-12-22T21:16:01Z", DateFormat::Iso).unwrap();
        assert_eq!(moment.instant, "2020-12-22T21:16:01Z".parse().ok());
        let moment = parse("2020-12-23 06:16:01.500+0900", DateFormat::Iso).unwrap();
        assert_eq!(moment.instant, "2020-12-22T21:16:01.5Z".parse().ok());
    }
}
