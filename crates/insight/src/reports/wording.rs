//! How amounts and shares are said in sentences, in both languages.

use domain::{Currency, Locale};
use playbook::Text;

use crate::facts::Frame;

/// Home minor units as a person says them, with three figures: ₩5.8억 and $58.1만 in Korean, ₩581M and $581K in English. The
/// rows have the whole amount.
pub(super) fn money(frame: &Frame<'_>, minor: i64) -> Text {
    let home = frame.facts().conventions().home;
    Text::new(
        compact(minor, home, Locale::Ko),
        compact(minor, home, Locale::En),
    )
}

/// Below this an amount is written out.
const COMPACT_FROM: f64 = 10_000.0;

#[expect(clippy::cast_precision_loss, reason = "three figures of it are said")]
fn compact(minor: i64, currency: Currency, locale: Locale) -> String {
    let decimals = currency.decimals();
    let major = minor.unsigned_abs() as f64 / 10_f64.powi(decimals.cast_signed());
    let sign = if minor < 0 { "-" } else { "" };
    let (step, units) = match locale {
        Locale::Ko => (10_000.0, ["", "만", "억", "조"]),
        Locale::En => (1_000.0, ["", "K", "M", "B"]),
    };
    let (mut said, mut unit) = (major, 0);
    if major >= COMPACT_FROM {
        while unit + 1 < units.len() && rounded(said) >= step {
            said /= step;
            unit += 1;
        }
    }
    let digits = match (unit, said.fract() == 0.0) {
        (0, false) if major < 100.0 => format!("{said:.*}", decimals as usize),
        (0, _) => format!("{said:.0}"),
        _ => trimmed(said),
    };
    format!(
        "{sign}{}{}{}",
        symbol(currency),
        grouped(&digits),
        units[unit]
    )
}

/// As it will be written: one decimal below a hundred.
fn rounded(amount: f64) -> f64 {
    if amount < 99.95 {
        (amount * 10.0).round() / 10.0
    } else {
        amount.round()
    }
}

fn trimmed(amount: f64) -> String {
    let amount = rounded(amount);
    if amount.fract() == 0.0 {
        format!("{amount:.0}")
    } else {
        format!("{amount:.1}")
    }
}

fn symbol(currency: Currency) -> String {
    match currency.code() {
        "USD" => "$".to_owned(),
        "KRW" => "₩".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        code => format!("{code} "),
    }
}

/// Digits with commas.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// A share as people write it: `63.2%`; `n/a` when there is none.
pub(super) fn percent(share: Option<f64>) -> String {
    share.map_or_else(
        || "n/a".to_owned(),
        |share| format!("{:.1}%", share * 100.0),
    )
}

/// A sentence in both languages, with amounts said as each says them: `say!([open = text, …] "… {open} …", "… {open} …")`, where
/// each name stands for a [`Text`]. What else it names is the same in both.
macro_rules! say {
    ([$($name:ident = $text:expr),* $(,)?] $ko:literal, $en:literal $(,)?) => {{
        let texts = ($($text,)*);
        let ko = { let ($($name,)*) = &texts; $(let $name = &$name.ko;)* format!($ko) };
        let en = { let ($($name,)*) = &texts; $(let $name = &$name.en;)* format!($en) };
        playbook::Text::new(ko, en)
    }};
}
pub(super) use say;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_with_three_figures_in_the_units_of_each_language() {
        let said =
            |minor, currency| [Locale::Ko, Locale::En].map(|of| compact(minor, currency, of));
        assert_eq!(said(58_070_912, Currency::USD), ["$58.1만", "$581K"]);
        assert_eq!(said(580_709_120, Currency::KRW), ["₩5.8억", "₩581M"]);
        assert_eq!(said(-58_070_912, Currency::USD), ["-$58.1만", "-$581K"]);
        assert_eq!(said(99_996_000, Currency::USD), ["$100만", "$1M"]);
        assert_eq!(said(767_543, Currency::USD), ["$7,675", "$7,675"]);
        assert_eq!(said(1_250, Currency::USD), ["$12.50", "$12.50"]);
        assert_eq!(said(7, Currency::USD), ["$0.07", "$0.07"]);
        assert_eq!(said(75_900_000, Currency::KRW), ["₩7,590만", "₩75.9M"]);
        assert_eq!(percent(Some(0.632)), "63.2%");
    }
}
