//! A mapping worked out against one file: which cell fills which field, and how it is read.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use connect::export::unguard;
use connect::mapping::{Mapping, Target};
use connect::profile::dates::{self, DateFormat, Moment};
use connect::profile::numbers::{self, Number, NumberFormat};
use connect::profile::{Profile, parse_bool};
use connect::tabular::Row;
use domain::{Currency, Date, Instant, Money};
use jiff::tz::TimeZone;

use super::reject::Reject;
use crate::limits;

/// Prefix of fields kept under a name of the person's choosing.
const CUSTOM: &str = "custom.";

struct Source {
    column: usize,
    date: DateFormat,
    number: NumberFormat,
}

/// How the rows of one file are read.
pub(super) struct Layout {
    pub(super) mapping: Mapping,
    pub(super) columns: Vec<String>,
    pub(super) first_row: u64,
    sources: HashMap<String, Source>,
    custom: Vec<(String, usize)>,
    home_currency: Currency,
    zone: TimeZone,
}

impl Layout {
    pub(super) fn new(
        mapping: Mapping,
        columns: Vec<String>,
        first_row: u64,
        profile: &Profile,
        home_currency: Currency,
        zone: TimeZone,
    ) -> Self {
        let mut sources = HashMap::new();
        let mut custom = Vec::new();
        for (index, name) in columns.iter().enumerate() {
            let Some(field) = mapping.field_of(name) else {
                continue;
            };
            if let Some(kept_as) = field.strip_prefix(CUSTOM) {
                custom.push((kept_as.to_owned(), index));
                continue;
            }
            let told = mapping.formats.get(name).copied().unwrap_or_default();
            let found = profile.column(name);
            let date = found
                .and_then(|column| column.dates.as_ref())
                .map(|dates| dates.format);
            let number = found
                .and_then(|column| column.numbers.as_ref())
                .map(|numbers| numbers.format);
            let source = Source {
                column: index,
                date: told.date.or(date).unwrap_or(DateFormat::Iso),
                number: told.number.or(number).unwrap_or(NumberFormat::Point),
            };
            sources.insert(field.to_owned(), source);
        }
        Self {
            mapping,
            columns,
            first_row,
            sources,
            custom,
            home_currency,
            zone,
        }
    }

    pub(super) fn target(&self) -> Target {
        self.mapping.target
    }

    /// Whether a field can get a value at all.
    pub(super) fn fills(&self, field: &str) -> bool {
        self.sources.contains_key(field) || self.mapping.defaults.contains_key(field)
    }

    /// The column that fills a field.
    pub(super) fn column_of(&self, field: &str) -> Option<&str> {
        self.sources
            .get(field)
            .map(|source| self.columns[source.column].as_str())
    }

    /// The field rows are found again by.
    pub(super) fn key_field(&self) -> Option<&str> {
        self.mapping.field_of(self.mapping.key.as_deref()?)
    }

    pub(super) fn cells<'a>(&'a self, row: &'a Row) -> Cells<'a> {
        Cells { layout: self, row }
    }
}

/// One row, read by field.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    layout: &'a Layout,
    row: &'a Row,
}

impl<'a> Cells<'a> {
    pub(super) fn number_in_file(&self) -> u64 {
        self.row.number
    }

    /// Position among the data rows, from 1.
    pub(super) fn ordinal(&self) -> u64 {
        self.row.number.saturating_sub(self.layout.first_row) + 1
    }

    pub(super) fn layout(&self) -> &'a Layout {
        self.layout
    }

    /// The field's own cell after the value map; empty counts as none.
    fn cell(&self, field: &str) -> Option<&'a str> {
        let source = self.layout.sources.get(field)?;
        let cell = unguard(self.row.cells.get(source.column)?.trim());
        let name = &self.layout.columns[source.column];
        Some(self.layout.mapping.value(name, cell)).filter(|text| !text.is_empty())
    }

    /// Whether the mapping says of a value that it means itself, and is no slip of the pen.
    pub(super) fn is_meant(&self, field: &str, value: &str) -> bool {
        let mapping = &self.layout.mapping;
        let said = mapping
            .column_of(field)
            .and_then(|column| mapping.values.get(column)?.get(value));
        said.is_some_and(|meaning| meaning == value)
    }

    /// The field's cell, else its default.
    pub(super) fn text(&self, field: &str) -> Option<&'a str> {
        let default = || {
            self.layout
                .mapping
                .defaults
                .get(field)
                .map(|text| text.trim())
        };
        self.cell(field)
            .or_else(default)
            .filter(|text| !text.is_empty())
    }

    /// A text of limited length.
    pub(super) fn short(
        &self,
        field: &'static str,
        limit: usize,
    ) -> Result<Option<String>, Reject> {
        match self.text(field) {
            Some(text) if text.chars().nth(limit).is_some() => Err(Reject::too_long(field, limit)),
            text => Ok(text.map(str::to_owned)),
        }
    }

    pub(super) fn name(&self, field: &'static str) -> Result<Option<String>, Reject> {
        self.short(field, limits::NAME_CHARS)
    }

    fn moment(&self, field: &'static str) -> Result<Option<Moment>, Reject> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let format = match self.layout.sources.get(field) {
            Some(source) if self.cell(field).is_some() => source.date,
            _ => DateFormat::Iso,
        };
        let read = dates::parse(text, format).or_else(|| dates::parse(text, DateFormat::Iso));
        match read {
            Some(moment) => Ok(Some(moment)),
            None => Err(Reject::malformed(
                field,
                text,
                "날짜로 읽을 수 없습니다.",
                "this cannot be read as a date.",
            )),
        }
    }

    pub(super) fn date(&self, field: &'static str) -> Result<Option<Date>, Reject> {
        Ok(self.moment(field)?.map(|moment| match moment.instant {
            Some(instant) => Instant::from_timestamp(instant).date_in(&self.layout.zone),
            None => moment.date,
        }))
    }

    /// A moment; a day alone is its first moment in the workspace's time zone.
    pub(super) fn instant(&self, field: &'static str) -> Result<Option<Instant>, Reject> {
        let Some(moment) = self.moment(field)? else {
            return Ok(None);
        };
        let zone = &self.layout.zone;
        let instant = match (moment.instant, moment.time) {
            (Some(instant), _) => Instant::from_timestamp(instant),
            (None, Some(time)) => match zone.to_timestamp(moment.date.to_datetime(time)) {
                Ok(timestamp) => Instant::from_timestamp(timestamp),
                Err(_) => Instant::start_of_day(moment.date, zone),
            },
            (None, None) => Instant::start_of_day(moment.date, zone),
        };
        Ok(Some(instant))
    }

    pub(super) fn day_of(&self, instant: Instant) -> Date {
        instant.date_in(&self.layout.zone)
    }

    fn number(&self, field: &'static str) -> Result<Option<Number>, Reject> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let format = self
            .layout
            .sources
            .get(field)
            .map_or(NumberFormat::Point, |source| source.number);
        match numbers::parse(text, format) {
            Some(number) if !number.is_percent => Ok(Some(number)),
            _ => Err(Reject::malformed(
                field,
                text,
                "숫자로 읽을 수 없습니다.",
                "this cannot be read as a number.",
            )),
        }
    }

    pub(super) fn count(&self, field: &'static str) -> Result<Option<i64>, Reject> {
        let Some(number) = self.number(field)? else {
            return Ok(None);
        };
        let plain = number.value.normalize().to_string();
        plain.parse().map(Some).map_err(|_| {
            Reject::malformed(
                field,
                &plain,
                "정수가 아닙니다.",
                "this is not a whole number.",
            )
        })
    }

    /// A sum of money: in the row's currency, else the one written beside it, else the default, else the workspace's.
    pub(super) fn money(&self, field: &'static str) -> Result<Option<Money>, Reject> {
        let Some(number) = self.number(field)? else {
            return Ok(None);
        };
        let code = match (self.cell("currency"), number.currency) {
            (Some(code), _) => Some(code.to_uppercase()),
            (None, Some(code)) => Some(code.to_owned()),
            (None, None) => self.text("currency").map(str::to_uppercase),
        };
        let currency = match code {
            Some(code) => Currency::from_str(&code).map_err(|_| {
                Reject::malformed(
                    "currency",
                    &code,
                    "통화 코드가 아닙니다.",
                    "this is not a currency code.",
                )
            })?,
            None => self.layout.home_currency,
        };
        let plain = number.value.to_string();
        Money::parse_decimal(&plain, currency)
            .map(Some)
            .map_err(|error| {
                Reject::malformed(
                    field,
                    &plain,
                    "이 통화의 금액으로 쓸 수 없습니다.",
                    &error.to_string(),
                )
            })
    }

    pub(super) fn yes_or_no(&self, field: &'static str) -> Result<Option<bool>, Reject> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        match parse_bool(text) {
            Some(answer) => Ok(Some(answer)),
            None => Err(Reject::malformed(
                field,
                text,
                "예/아니오로 읽을 수 없습니다.",
                "this is neither yes nor no.",
            )),
        }
    }

    /// A word of a closed vocabulary, in any case and with spaces.
    pub(super) fn word<W: FromStr>(
        &self,
        field: &'static str,
        known: &[&str],
    ) -> Result<Option<W>, Reject> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let plain = text.trim().to_lowercase().replace([' ', '-'], "_");
        plain.parse().map(Some).map_err(|_| {
            Reject::new(
                field,
                "unknown-word",
                format!(
                    "‘{text}’은(는) {}에 없습니다. 매핑의 values로 바꾸세요.",
                    known.join(", ")
                ),
                format!(
                    "‘{text}’ is none of {}. Map it under values.",
                    known.join(", ")
                ),
            )
        })
    }

    pub(super) fn email(&self, field: &'static str) -> Result<Option<String>, Reject> {
        let Some(text) = self.name(field)? else {
            return Ok(None);
        };
        let email = text.to_lowercase();
        let is_well_formed = email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && domain.contains('.')
                && !domain.contains('@')
                && !domain.starts_with('.')
        }) && !email
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control());
        if is_well_formed {
            return Ok(Some(email));
        }
        Err(Reject::malformed(
            field,
            &text,
            "이메일 주소 형식이 아닙니다.",
            "this is not an e-mail address.",
        ))
    }

    /// Merges the custom columns that have a value into `custom`.
    pub(super) fn custom(&self, custom: &mut BTreeMap<String, String>) -> Result<(), Reject> {
        for (name, column) in &self.layout.custom {
            let header = &self.layout.columns[*column];
            let cell = unguard(self.row.cells[*column].trim());
            let text = self.layout.mapping.value(header, cell);
            if text.chars().nth(limits::TEXT_CHARS).is_some() {
                return Err(Reject::too_long(
                    format!("{CUSTOM}{name}"),
                    limits::TEXT_CHARS,
                ));
            }
            if !text.is_empty() {
                custom.insert(name.clone(), text.to_owned());
            }
        }
        if custom.len() > limits::CUSTOM_FIELDS {
            return Err(Reject::new(
                "custom",
                "too-many",
                "사용자 정의 항목이 너무 많습니다.",
                "There are too many custom fields.",
            ));
        }
        Ok(())
    }
}
