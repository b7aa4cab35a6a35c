//! Dated exchange rates into the home currency.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::field::{InvalidField, Problem};
use crate::ids::FxRateId;
use crate::{Currency, Money};

/// What one unit of a currency is worth in home currency, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FxRate {
    /// Identity.
    pub id: FxRateId,
    /// The currency.
    pub currency: Currency,
    /// The first day it holds.
    pub effective_on: Date,
    /// Home units per unit, times 1,000,000,000.
    pub rate_nano: i64,
}

/// The largest rate that can be set: a million home units for one unit.
const MAX_RATE_NANO: i64 = 1_000_000 * 1_000_000_000;

impl FxRate {
    /// Reads a rate as a plain decimal with at most nine decimals: `0.000719`, `1390.5`.
    ///
    /// # Errors
    /// When the text is no such number, not above zero, or too large.
    pub fn parse_rate(text: &str) -> Result<i64, InvalidField> {
        let malformed = || Problem::Malformed.of("rate");
        let mut rate = rust_decimal::Decimal::from_str_exact(text.trim())
            .map_err(|_| malformed())?
            .normalize();
        if rate.scale() > 9 {
            return Err(malformed());
        }
        rate.rescale(9);
        if rate.scale() != 9 {
            return Err(Problem::OutOfRange.of("rate"));
        }
        match i64::try_from(rate.mantissa()) {
            Ok(nano @ 1..=MAX_RATE_NANO) => Ok(nano),
            _ => Err(Problem::OutOfRange.of("rate")),
        }
    }

    /// The rate as a plain decimal.
    #[must_use]
    pub fn rate_text(&self) -> String {
        let rate = rust_decimal::Decimal::from_i128_with_scale(i128::from(self.rate_nano), 9);
        rate.normalize().to_string()
    }

    /// The rate, if it can be taken.
    ///
    /// # Errors
    /// When the currency is the home currency, which is always worth itself.
    pub fn checked(self, home: Currency) -> Result<Self, InvalidField> {
        if self.currency == home {
            return Err(Problem::OutOfRange.of("currency"));
        }
        Ok(self)
    }
}

/// What one minor unit of a currency is worth in minor units of another: a fraction, so that converting is exact but for one
/// rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    up: i128,
    down: i128,
}

impl Ratio {
    /// The ratio by a rate: units of `to` per unit of `from`, times 1,000,000,000.
    #[must_use]
    pub fn of_rate(rate_nano: i64, from: Currency, to: Currency) -> Self {
        let up = i128::from(rate_nano) * 10_i128.pow(to.decimals());
        let down = 1_000_000_000_i128 * 10_i128.pow(from.decimals());
        let divisor = greatest_common_divisor(up.abs(), down);
        Self {
            up: up / divisor,
            down: down / divisor,
        }
    }

    /// An amount in minor units of the other currency, rounded half to even. None when it is too large.
    #[must_use]
    pub fn of(self, amount_minor: i64) -> Option<i64> {
        // Most amounts fit, and dividing 64 bits is many times quicker.
        if let (Ok(up), Ok(down)) = (i64::try_from(self.up), i64::try_from(self.down))
            && let Some(exact) = amount_minor.checked_mul(up)
        {
            let (whole, rest) = (exact.div_euclid(down), exact.rem_euclid(down));
            let is_up = rest > down - rest || (rest == down - rest && whole % 2 != 0);
            return whole.checked_add(i64::from(is_up));
        }
        let exact = i128::from(amount_minor) * self.up;
        let (whole, rest) = (exact.div_euclid(self.down), exact.rem_euclid(self.down));
        let is_up = rest * 2 > self.down || (rest * 2 == self.down && whole % 2 != 0);
        i64::try_from(whole + i128::from(is_up)).ok()
    }
}

fn greatest_common_divisor(mut left: i128, mut right: i128) -> i128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left.max(1)
}

/// What one unit of each currency is worth in home currency, from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    home: Currency,
    by_currency: BTreeMap<Currency, BTreeMap<Date, i64>>,
}

impl Rates {
    /// No rates yet: only home currency converts.
    #[must_use]
    pub const fn new(home: Currency) -> Self {
        Self {
            home,
            by_currency: BTreeMap::new(),
        }
    }

    /// The currency they lead to.
    #[must_use]
    pub const fn home(&self) -> Currency {
        self.home
    }

    /// Adds a rate: home units per unit times 1,000,000,000, from a day on.
    pub fn put(&mut self, currency: Currency, effective_on: Date, rate_nano: i64) {
        let rates = self.by_currency.entry(currency).or_default();
        rates.insert(effective_on, rate_nano);
    }

    /// Home minor units of an amount at the rate of a day, half to even; before the first rate, the first. None without
    /// a rate.
    #[must_use]
    pub fn convert(&self, money: Money, on: Date) -> Option<i64> {
        if money.currency == self.home {
            return Some(money.amount_minor);
        }
        let rates = self.by_currency.get(&money.currency)?;
        let (_, nano) = rates
            .range(..=on)
            .next_back()
            .or_else(|| rates.first_key_value())?;
        Ratio::of_rate(*nano, money.currency, self.home).of(money.amount_minor)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_rate_is_read_exactly_or_not_at_all() {
        for (text, nano) in [
            ("1390.5", 1_390_500_000_000),
            (" 0.000719 ", 719_000),
            ("1.0000000000", 1_000_000_000),
            ("0.000000001", 1),
        ] {
            assert_eq!(FxRate::parse_rate(text), Ok(nano), "{text}");
        }
        for text in [
            "",
            "0",
            "-1",
            "1e3",
            "0.0000000001",
            "1000000.1",
            "1,000",
            "99999999999999999999",
        ] {
            assert!(FxRate::parse_rate(text).is_err(), "{text}");
        }
        let rate = FxRate {
            id: uuid::Uuid::nil().into(),
            currency: Currency::KRW,
            effective_on: date(2026, 1, 1),
            rate_nano: 719_000,
        };
        assert_eq!(rate.rate_text(), "0.000719");
        assert!(rate.clone().checked(Currency::USD).is_ok());
        assert!(rate.checked(Currency::KRW).is_err());
    }

    #[test]
    fn an_amount_is_worth_what_the_rate_of_the_day_says() {
        let mut rates = Rates::new(Currency::KRW);
        rates.put(Currency::USD, date(2026, 1, 1), 1_300_000_000_000);
        rates.put(Currency::USD, date(2026, 7, 1), 1_400_500_000_000);
        let worth = |money, on| rates.convert(money, on);
        let dollars = Money::new(10_000, Currency::USD);
        assert_eq!(worth(dollars, date(2026, 6, 30)), Some(130_000));
        assert_eq!(worth(dollars, date(2026, 7, 1)), Some(140_050));
        assert_eq!(worth(dollars, date(2025, 1, 1)), Some(130_000));
        assert_eq!(
            worth(Money::new(7, Currency::KRW), date(2026, 1, 1)),
            Some(7)
        );
        let euros = Money::new(7, "EUR".parse().unwrap());
        assert_eq!(worth(euros, date(2026, 1, 1)), None);

        let mut to_dollars = Rates::new(Currency::USD);
        to_dollars.put(Currency::KRW, date(2026, 1, 1), 500_000);
        // 1,000 won are 50 cents; 10 and 30 won are half a cent and one and a half: half to even.
        for (won, cents) in [(1_000, 50), (10, 0), (30, 2)] {
            let won = Money::new(won, Currency::KRW);
            assert_eq!(to_dollars.convert(won, date(2026, 2, 1)), Some(cents));
        }
    }

    #[test]
    fn large_and_negative_amounts_are_as_exact_as_small_ones() {
        let rate = Ratio::of_rate(1_400_500_000_123, Currency::USD, Currency::KRW);
        assert_eq!(rate.of(10_000), Some(140_050));
        // 1400.500000123 won for a dollar.
        assert_eq!(rate.of(i64::MAX / 20), Some(6_458_666_269_374_794_134));
        assert_eq!(rate.of(-10_000), Some(-140_050));
        assert_eq!(rate.of(i64::MAX), None);
        let half = Ratio::of_rate(500_000, Currency::KRW, Currency::USD);
        assert_eq!(
            [-10, -30, 10, 30].map(|won| half.of(won)),
            [Some(0), Some(-2), Some(0), Some(2)]
        );
    }
}
