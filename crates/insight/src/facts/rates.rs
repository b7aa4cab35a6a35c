//! Dated exchange rates into the home currency.

use domain::Currency;
use std::collections::HashMap;

/// Rates by currency, each from a day on.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    by_currency: HashMap<u32, Vec<(i32, i64)>>,
    decimals: HashMap<u32, u32>,
    home: Option<(u32, u32)>,
}

impl Rates {
    /// Sets the home currency, under the number its code has.
    pub(crate) fn set_home(&mut self, number: u32, home: Currency) {
        self.home = Some((number, home.decimals()));
    }

    /// Adds a rate: home units per unit times 1,000,000,000, from a day on.
    pub(crate) fn put(&mut self, number: u32, currency: Currency, effective_on: i32, nano: i64) {
        self.decimals.insert(number, currency.decimals());
        let rates = self.by_currency.entry(number).or_default();
        let place = rates.partition_point(|(day, _)| *day < effective_on);
        match rates.get_mut(place) {
            Some(rate) if rate.0 == effective_on => rate.1 = nano,
            _ => rates.insert(place, (effective_on, nano)),
        }
    }

    /// Forgets every rate, before they are read again.
    pub(crate) fn clear(&mut self) {
        self.by_currency.clear();
    }

    /// Home minor units of an amount at the rate of a day, half to even; before the first rate, the first. None
    /// without a rate.
    pub(crate) fn convert(&self, amount_minor: i64, currency: u32, day: i32) -> Option<i64> {
        let (home, home_decimals) = self.home?;
        if currency == home {
            return Some(amount_minor);
        }
        let rates = self.by_currency.get(&currency)?;
        let after = rates.partition_point(|(from, _)| *from <= day);
        let (_, nano) = rates.get(after.saturating_sub(1))?;
        let decimals = self.decimals.get(&currency).copied().unwrap_or(2);
        let up = 10_i128.pow(home_decimals);
        let down = 1_000_000_000_i128 * 10_i128.pow(decimals);
        let exact = i128::from(amount_minor) * i128::from(*nano) * up;
        let (whole, rest) = (exact.div_euclid(down), exact.rem_euclid(down));
        let is_up = rest * 2 > down || (rest * 2 == down && whole % 2 != 0);
        i64::try_from(whole + i128::from(is_up)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_become_won_at_the_rate_of_the_day() {
        let mut rates = Rates::default();
        rates.set_home(0, Currency::KRW);
        rates.put(1, Currency::USD, 100, 1_300_000_000_000);
        rates.put(1, Currency::USD, 200, 1_400_500_000_000);
        assert_eq!(rates.convert(10_000, 0, 150), Some(10_000));
        assert_eq!(rates.convert(10_000, 1, 150), Some(130_000));
        assert_eq!(rates.convert(10_000, 1, 200), Some(140_050));
        assert_eq!(rates.convert(10_000, 1, 50), Some(130_000));
        assert_eq!(rates.convert(1, 2, 150), None);
    }
}
