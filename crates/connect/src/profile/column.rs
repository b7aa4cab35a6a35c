//! The tally of one column.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::dates::{self, DateFormat};
use super::numbers::{self, NumberFormat};
use crate::limits::{MAX_DISTINCT, MAX_SAMPLES, TYPE_AGREEMENT_PERCENT};

/// Longest text kept as a sample or distinct value, in characters.
const SAMPLE_CHARACTERS: usize = 80;

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Nothing filled.
    Empty,
    /// Anything else.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers, some with decimals, sums of money included.
    Decimal,
    /// Dates, with or without time of day.
    Date,
    /// Yes or no.
    Boolean,
    /// E-mail addresses.
    Email,
    /// Web addresses.
    Url,
}

/// How the dates of a column are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateReport {
    /// The format most values fit.
    pub format: DateFormat,
    /// Values that fit it.
    pub matched: u64,
    /// Other formats that fit just as many and read at least one value as another day. When not
    /// empty, the person has to choose.
    pub ambiguous_with: Vec<DateFormat>,
    /// A value that reads differently.
    pub example: Option<String>,
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberReport {
    /// The format most values fit.
    pub format: NumberFormat,
    /// Values that fit it.
    pub matched: u64,
    /// The other format fits just as many and reads at least one value differently.
    pub is_ambiguous: bool,
    /// A value that reads differently.
    pub example: Option<String>,
    /// ISO codes of the currencies seen beside values.
    pub currencies: Vec<String>,
}

/// A distinct value and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueCount {
    /// The value, trimmed.
    pub value: String,
    /// Rows that hold it.
    pub count: u64,
}

/// What one column holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnProfile {
    /// Its name in the header.
    pub name: String,
    /// Its position, from 0.
    pub index: usize,
    /// What its values are.
    pub kind: Kind,
    /// Rows with a value.
    pub filled: u64,
    /// Rows without.
    pub empty: u64,
    /// Filled rows that do not fit [`Self::kind`].
    pub exceptions: u64,
    /// Row number of the first of them.
    pub first_exception_row: Option<u64>,
    /// The first different values.
    pub samples: Vec<String>,
    /// All distinct values, the most frequent first, when they are few enough to be a list of
    /// choices.
    pub distinct: Option<Vec<ValueCount>>,
    /// How dates are written, when any value can be read as one.
    pub dates: Option<DateReport>,
    /// How numbers are written, when any value can be read as one.
    pub numbers: Option<NumberReport>,
}

#[derive(Default, Clone)]
struct Count {
    matched: u64,
    first_miss: Option<u64>,
}

impl Count {
    fn add(&mut self, is_match: bool, row: u64) {
        if is_match {
            self.matched += 1;
        } else {
            self.first_miss.get_or_insert(row);
        }
    }
}

#[derive(Default)]
pub(super) struct Tally {
    filled: u64,
    empty: u64,
    integer: Count,
    decimal: Count,
    date: Count,
    boolean: Count,
    email: Count,
    url: Count,
    by_date_format: [u64; DateFormat::ALL.len()],
    by_number_format: [u64; NumberFormat::ALL.len()],
    date_conflict: Option<String>,
    number_conflict: Option<String>,
    currencies: Vec<String>,
    distinct: HashMap<String, u64>,
    samples: Vec<String>,
    has_long: bool,
    is_varied: bool,
}

impl Tally {
    pub(super) fn add(&mut self, cell: &str, row: u64) {
        let text = cell.trim();
        if text.is_empty() {
            self.empty += 1;
            return;
        }
        self.filled += 1;
        self.remember(text);
        self.add_number(text, row);
        self.add_date(text, row);
        let is_word = matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "y" | "n" | "예" | "아니오" | "아니요"
        );
        self.boolean.add(is_word, row);
        self.email.add(is_email(text), row);
        self.url.add(is_url(text), row);
    }

    /// Keeps the first samples and, while they are few and short, all distinct values.
    fn remember(&mut self, text: &str) {
        if self.is_varied {
            return;
        }
        if let Some(count) = self.distinct.get_mut(text) {
            *count += 1;
            return;
        }
        let is_long = text.chars().nth(SAMPLE_CHARACTERS).is_some();
        let mut key: String = text.chars().take(SAMPLE_CHARACTERS).collect();
        if is_long {
            key.push('…');
        }
        if self.samples.len() < MAX_SAMPLES {
            self.samples.push(key.clone());
        }
        self.is_varied = self.distinct.len() >= MAX_DISTINCT;
        self.distinct.insert(key, 1);
        self.has_long |= is_long;
    }

    fn add_number(&mut self, text: &str, row: u64) {
        let readings = NumberFormat::ALL.map(|format| numbers::parse(text, format));
        for (count, reading) in self.by_number_format.iter_mut().zip(&readings) {
            *count += u64::from(reading.is_some());
        }
        if let [Some(one), Some(other)] = readings
            && one.value != other.value
        {
            self.number_conflict.get_or_insert_with(|| text.to_owned());
        }
        let found = readings.into_iter().flatten().next();
        if let Some(code) = found.and_then(|number| number.currency)
            && !self.currencies.iter().any(|known| known == code)
        {
            self.currencies.push(code.to_owned());
        }
        self.decimal.add(found.is_some(), row);
        self.integer
            .add(found.is_some_and(|number| number.value.is_integer()), row);
    }

    fn add_date(&mut self, text: &str, row: u64) {
        let mut is_date = false;
        let mut day = None;
        for format in dates::formats_of(text) {
            self.by_date_format[format as usize] += 1;
            if !DateFormat::RECOGNISABLE.contains(&format) {
                continue;
            }
            is_date = true;
            let read = dates::parse(text, format).map(|moment| moment.date);
            if *day.get_or_insert(read) != read {
                self.date_conflict.get_or_insert_with(|| text.to_owned());
            }
        }
        self.date.add(is_date, row);
    }

    pub(super) fn conclude(self, index: usize, name: &str) -> ColumnProfile {
        let ranked = [
            (Kind::Boolean, &self.boolean),
            (Kind::Email, &self.email),
            (Kind::Url, &self.url),
            (Kind::Date, &self.date),
            (Kind::Integer, &self.integer),
            (Kind::Decimal, &self.decimal),
        ];
        let agrees = |count: &Count| count.matched * 100 >= self.filled * TYPE_AGREEMENT_PERCENT;
        let found = ranked
            .iter()
            .filter(|(_, count)| self.filled > 0 && agrees(count))
            // The one that fits most values; the earlier, more telling one of equals.
            .fold(None, |best: Option<&(Kind, &Count)>, next| match best {
                Some(best) if best.1.matched >= next.1.matched => Some(best),
                _ => Some(next),
            });
        let (kind, exceptions, first_exception_row) = match found {
            Some((kind, count)) => (*kind, self.filled - count.matched, count.first_miss),
            None if self.filled == 0 => (Kind::Empty, 0, None),
            None => (Kind::Text, 0, None),
        };
        ColumnProfile {
            name: name.to_owned(),
            index,
            kind,
            filled: self.filled,
            empty: self.empty,
            exceptions,
            first_exception_row,
            dates: self.date_report(),
            numbers: self.number_report(),
            distinct: self.distinct_values(),
            samples: self.samples,
        }
    }

    fn date_report(&self) -> Option<DateReport> {
        let matched = |format: DateFormat| self.by_date_format[format as usize];
        let best_of = |formats: &[DateFormat]| {
            let most = formats
                .iter()
                .map(|format| matched(*format))
                .max()
                .unwrap_or(0);
            formats
                .iter()
                .copied()
                .find(|format| most > 0 && matched(*format) == most)
        };
        let format = best_of(&DateFormat::RECOGNISABLE).or_else(|| best_of(&DateFormat::ALL))?;
        let mut ambiguous_with = Vec::new();
        if self.date_conflict.is_some() {
            ambiguous_with.extend(
                DateFormat::RECOGNISABLE
                    .into_iter()
                    .filter(|other| *other != format && matched(*other) == matched(format)),
            );
        }
        let example = self
            .date_conflict
            .clone()
            .filter(|_| !ambiguous_with.is_empty());
        Some(DateReport {
            format,
            matched: matched(format),
            ambiguous_with,
            example,
        })
    }

    fn number_report(&self) -> Option<NumberReport> {
        let [point, comma] = self.by_number_format;
        if point.max(comma) == 0 {
            return None;
        }
        let format = if comma > point {
            NumberFormat::Comma
        } else {
            NumberFormat::Point
        };
        let is_ambiguous = point == comma && self.number_conflict.is_some();
        Some(NumberReport {
            format,
            matched: point.max(comma),
            is_ambiguous,
            example: self.number_conflict.clone().filter(|_| is_ambiguous),
            currencies: self.currencies.clone(),
        })
    }

    fn distinct_values(&self) -> Option<Vec<ValueCount>> {
        if self.is_varied || self.has_long || self.distinct.is_empty() {
            return None;
        }
        let mut values: Vec<ValueCount> = self
            .distinct
            .iter()
            .map(|(value, count)| ValueCount {
                value: value.clone(),
                count: *count,
            })
            .collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        Some(values)
    }
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    !local.is_empty()
        && domain.contains('.')
        && !domain.contains('@')
        && !text.contains(char::is_whitespace)
        && !domain.starts_with('.')
        && !domain.ends_with('.')
}

pub(super) fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
        || (text.starts_with("www.") && text.matches('.').count() >= 2 && !text.contains(' '))
}
