//! Money: whole minor units and an ISO 4217 currency. No floats anywhere.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An ISO 4217 currency, written as its three-letter code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// South Korean won.
    pub const KRW: Self = Self(iso_currency::Currency::KRW);
    /// United States dollar.
    pub const USD: Self = Self(iso_currency::Currency::USD);

    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals the minor unit stands for (KRW 0, USD 2); 0 where ISO 4217 names none.
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        iso_currency::Currency::from_code(code)
            .map(Self)
            .ok_or_else(|| MoneyError::UnknownCurrency(code.to_owned()))
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

/// Why a text is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The code is not in ISO 4217.
    #[error("`{0}` is not an ISO 4217 currency code")]
    UnknownCurrency(String),
    /// The text is not a decimal number.
    #[error("`{0}` is not a decimal number")]
    NotANumber(String),
    /// The text has more decimals than the currency has.
    #[error("`{given}` has more decimals than {currency} allows ({decimals})")]
    TooPrecise {
        /// What was given.
        given: String,
        /// The currency's code.
        currency: &'static str,
        /// How many decimals it has.
        decimals: u32,
    },
    /// The amount does not fit.
    #[error("`{0}` is too large")]
    TooLarge(String),
}

/// An amount in the currency's minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Whole minor units: cents for USD, won for KRW.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount of minor units.
    #[must_use]
    pub const fn new(amount_minor: i64, currency: Currency) -> Self {
        Self {
            amount_minor,
            currency,
        }
    }

    /// Reads a plain decimal (`1234.5`, `-3`, `1,234.50`) exactly. Thousands commas are dropped.
    ///
    /// # Errors
    /// When the text is no number, has more non-zero decimals than the currency, or does not fit.
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let plain = text.trim().replace(',', "");
        let mut number = rust_decimal::Decimal::from_str_exact(&plain)
            .map_err(|_| MoneyError::NotANumber(text.to_owned()))?
            .normalize();
        let decimals = currency.decimals();
        if number.scale() > decimals {
            return Err(MoneyError::TooPrecise {
                given: text.to_owned(),
                currency: currency.code(),
                decimals,
            });
        }
        number.rescale(decimals);
        if number.scale() != decimals {
            return Err(MoneyError::TooLarge(text.to_owned()));
        }
        i64::try_from(number.mantissa())
            .map(|amount_minor| Self::new(amount_minor, currency))
            .map_err(|_| MoneyError::TooLarge(text.to_owned()))
    }

    /// The amount as a plain decimal with the currency's number of decimals: `7590000` KRW, `12.50` USD.
    #[must_use]
    pub fn to_decimal_string(self) -> String {
        rust_decimal::Decimal::from_i128_with_scale(
            i128::from(self.amount_minor),
            self.currency.decimals(),
        )
        .to_string()
    }

    /// Amount × percent in minor units, half to even: 7,590,000 KRW × 50 % = 3,795,000 KRW.
    #[must_use]
    pub fn weighted(self, percent: u8) -> Self {
        Self::new(weighted_minor(self.amount_minor, percent), self.currency)
    }
}

/// `amount × percent / 100` in minor units, rounded half to even. Percentages above 100 count as 100.
#[must_use]
pub fn weighted_minor(amount_minor: i64, percent: u8) -> i64 {
    let product = i128::from(amount_minor) * i128::from(percent.min(100));
    let (quotient, remainder) = (product.div_euclid(100), product.rem_euclid(100));
    let round_up = remainder > 50 || (remainder == 50 && quotient % 2 != 0);
    // Cannot leave i64: the share is never above the amount.
    i64::try_from(quotient + i128::from(round_up)).unwrap_or(amount_minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_a_korean_deal_is_exact() {
        let deal = Money::new(7_590_000, Currency::KRW);
        assert_eq!(deal.weighted(50), Money::new(3_795_000, Currency::KRW));
    }

    #[test]
    fn ties_go_to_the_even_neighbour_on_both_sides_of_zero() {
        for (amount, percent, expected) in [
            (1, 50, 0),
            (3, 50, 2),
            (5, 50, 2),
            (-1, 50, 0),
            (-3, 50, -2),
            (-5, 50, -2),
            (10, 25, 2),
            (30, 25, 8),
        ] {
            assert_eq!(
                weighted_minor(amount, percent),
                expected,
                "{amount} x {percent} %"
            );
        }
        assert_eq!(weighted_minor(i64::MAX, 100), i64::MAX);
        assert_eq!(weighted_minor(i64::MIN, 100), i64::MIN);
    }

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        let read =
            |text, currency| Money::parse_decimal(text, currency).map(|money| money.amount_minor);
        assert_eq!(read("1,234.5", Currency::USD), Ok(123_450));
        assert_eq!(read(" -0.07 ", Currency::USD), Ok(-7));
        assert_eq!(read("7590000.00", Currency::KRW), Ok(7_590_000));
        assert_eq!(read("92233720368547758.07", Currency::USD), Ok(i64::MAX));
        assert!(matches!(
            read("0.005", Currency::USD),
            Err(MoneyError::TooPrecise { .. })
        ));
        assert!(matches!(
            read("0.5", Currency::KRW),
            Err(MoneyError::TooPrecise { .. })
        ));
        assert!(matches!(
            read("92233720368547758.08", Currency::USD),
            Err(MoneyError::TooLarge(_))
        ));
        for text in ["", "abc", "1e5", "NaN", "12 000", "$5", "1.2.3"] {
            assert!(
                matches!(read(text, Currency::USD), Err(MoneyError::NotANumber(_))),
                "{text}"
            );
        }
        assert_eq!(Money::new(1250, Currency::USD).to_decimal_string(), "12.50");
        assert_eq!(Money::new(-5, Currency::USD).to_decimal_string(), "-0.05");
        assert_eq!(
            Money::new(7_590_000, Currency::KRW).to_decimal_string(),
            "7590000"
        );
    }

    #[test]
    fn currencies_are_known_by_their_code() {
        assert_eq!("JPY".parse::<Currency>().map(Currency::decimals), Ok(0));
        assert_eq!("KWD".parse::<Currency>().map(Currency::decimals), Ok(3));
        assert!("XXQ".parse::<Currency>().is_err());
        assert_eq!(
            serde_json::to_string(&Money::new(1, Currency::USD)).unwrap(),
            r#"{"amount_minor":1,"currency":"USD"}"#
        );
    }
}
