//! Numbers and sums of money as people write them, exactly: no floats.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Which mark separates the decimals; the other one, spaces and apostrophes may group thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberFormat {
    /// `1,234.56`
    #[serde(alias = "1,234.56")]
    Point,
    /// `1.234,56`, `1 234,56`
    #[serde(alias = "1.234,56", alias = "1 234,56")]
    Comma,
}

impl NumberFormat {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Point, Self::Comma];

    fn marks(self) -> (char, char) {
        match self {
            Self::Point => ('.', ','),
            Self::Comma => (',', '.'),
        }
    }
}

/// A number with what stood around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Its exact value, multiplied out (`250k` = 250,000; `3억` = 300,000,000).
    pub value: Decimal,
    /// ISO code of the currency sign or code beside it.
    pub currency: Option<&'static str>,
    /// Written with a per-cent sign; the value is not divided.
    pub is_percent: bool,
}

/// Longest first, so that `US$` is not read as `$`.
const CURRENCIES: [(&str, &str); 17] = [
    ("us$", "USD"),
    ("usd", "USD"),
    ("krw", "KRW"),
    ("eur", "EUR"),
    ("gbp", "GBP"),
    ("jpy", "JPY"),
    ("cny", "CNY"),
    ("달러", "USD"),
    ("유로", "EUR"),
    ("엔", "JPY"),
    ("원", "KRW"),
    ("₩", "KRW"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("￥", "JPY"),
];

const MULTIPLIERS: [(&str, i64); 12] = [
    ("천만", 10_000_000),
    ("백만", 1_000_000),
    ("bn", 1_000_000_000),
    ("mm", 1_000_000),
    ("억", 100_000_000),
    ("만", 10_000),
    ("천", 1_000),
    ("k", 1_000),
    ("m", 1_000_000),
    ("b", 1_000_000_000),
    ("thousand", 1_000),
    ("million", 1_000_000),
];

/// Reads a number in one format; `None` when the text is none.
#[must_use]
pub fn parse(text: &str, format: NumberFormat) -> Option<Number> {
    // Plain digits are by far the most common cell.
    if !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let value = Decimal::from(text.parse::<i64>().ok()?);
        return Some(Number {
            value,
            currency: None,
            is_percent: false,
        });
    }
    if text.len() > 64 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let lowered = text.replace('\u{FFE6}', "₩").to_lowercase();
    let mut rest = lowered.trim_matches(is_space);
    let mut is_negative = false;
    if let Some(inner) = rest
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
    {
        is_negative = true;
        rest = inner.trim_matches(is_space);
    }
    let mut currency = None;
    rest = strip_sign(rest, &mut is_negative);
    rest = strip_currency(rest, &mut currency);
    rest = strip_sign(rest, &mut is_negative);
    let is_percent = rest.ends_with('%');
    rest = rest.trim_end_matches('%').trim_end_matches(is_space);
    let mut factor = 1;
    for (word, times) in MULTIPLIERS {
        if let Some(before) = rest.strip_suffix(word) {
            (rest, factor) = (before.trim_end_matches(is_space), times);
            break;
        }
    }
    let magnitude = plain(rest, format)?.checked_mul(Decimal::from(factor))?;
    let value = if is_negative { -magnitude } else { magnitude };
    Some(Number {
        value,
        currency,
        is_percent,
    })
}

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{A0}' | '\u{202F}' | '\u{2009}')
}

fn strip_sign<'a>(text: &'a str, is_negative: &mut bool) -> &'a str {
    if let Some(rest) = text.strip_prefix(['-', '−']) {
        *is_negative = !*is_negative;
        return rest.trim_start_matches(is_space);
    }
    text.strip_prefix('+')
        .map_or(text, |rest| rest.trim_start_matches(is_space))
}

fn strip_currency<'a>(text: &'a str, currency: &mut Option<&'static str>) -> &'a str {
    for (sign, code) in CURRENCIES {
        let rest = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign));
        if let Some(rest) = rest {
            *currency = Some(code);
            return rest.trim_matches(is_space);
        }
    }
    text
}

/// Digits with grouping and at most one decimal mark.
fn plain(text: &str, format: NumberFormat) -> Option<Decimal> {
    let (decimal_mark, group_mark) = format.marks();
    let (whole, fraction) = match text.split_once(decimal_mark) {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || fraction.len() > 20 {
        return None;
    }
    let mut exact = String::with_capacity(text.len());
    let is_group = |letter: char| letter == group_mark || letter == '\'' || is_space(letter);
    for (index, group) in whole.split(is_group).enumerate() {
        let is_right_size = match index {
            0 => !group.is_empty() || (whole.is_empty() && !fraction.is_empty()),
            _ => group.len() == 3,
        };
        if !is_right_size || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        exact.push_str(group);
    }
    if whole.contains(is_group)
        && whole
            .split(is_group)
            .next()
            .is_some_and(|first| first.len() > 3)
    {
        return None;
    }
    if exact.is_empty() {
        exact.push('0');
    }
    if !fraction.is_empty() {
        exact.push('.');
        exact.push_str(fraction);
    }
    exact.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberFormat::{Comma, Point};

    fn value(text: &str, format: NumberFormat) -> Option<String> {
        parse(text, format).map(|number| number.value.normalize().to_string())
    }

    #[test]
    fn amounts_in_the_wild_are_read_exactly() {
        for (text, format, expected, currency) in [
            ("1,234.56", Point, "1234.56", None),
            ("1.234,56", Comma, "1234.56", None),
            ("1 234,56", Comma, "1234.56", None),
            ("1\u{A0}234\u{A0}567,5", Comma, "1234567.5", None),
            ("₩7,590,000", Point, "7590000", Some("KRW")),
            ("￦7,590,000", Point, "7590000", Some("KRW")),
            ("7,590,000원", Point, "7590000", Some("KRW")),
            ("3억", Point, "300000000", None),
            ("$1,000.10", Point, "1000.1", Some("USD")),
            ("US$ 1,000", Point, "1000", Some("USD")),
            ("£1000", Point, "1000", Some("GBP")),
            ("250k", Point, "250000", None),
            ("€1.5m", Point, "1500000", Some("EUR")),
            ("(1,000)", Point, "-1000", None),
            ("-$5", Point, "-5", Some("USD")),
            ("100.0", Point, "100", None),
            ("30024968.0", Point, "30024968", None),
            ("1100.04", Point, "1100.04", None),
        ] {
            assert_eq!(value(text, format).as_deref(), Some(expected), "{text}");
            assert_eq!(parse(text, format).unwrap().currency, currency, "{text}");
        }
        assert!(parse("63 %", Point).unwrap().is_percent);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", "12,34", "1.2.3", "1,2345", "12e5", "GTX 500", "1 2 3", "--",
        ] {
            assert_eq!(parse(text, Point), None, "{text}");
        }
        assert_eq!(parse("1100.04", Comma), None);
    }

    #[test]
    fn one_group_of_three_reads_differently_in_both_formats() {
        assert_eq!(value("1,234", Point).as_deref(), Some("1234"));
        assert_eq!(value("1,234", Comma).as_deref(), Some("1.234"));
    }
}
