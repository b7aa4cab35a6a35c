//! Dated exchange rates into the home currency.

use domain::{Currency, Ratio};

/// Rates by the number of a currency's code, each from a day on.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    /// By number; the first holds for the days before it too.
    by_currency: Vec<Vec<(i32, Ratio)>>,
    home: Option<(u32, Currency)>,
}

impl Rates {
    /// Sets the home currency, under the number its code has.
    pub(crate) fn set_home(&mut self, number: u32, home: Currency) {
        self.home = Some((number, home));
    }

    /// Adds a rate: home units per unit times 1,000,000,000, from a day on.
    pub(crate) fn put(&mut self, number: u32, currency: Currency, effective_on: i32, nano: i64) {
        let Some((_, home)) = self.home else { return };
        let ratio = Ratio::of_rate(nano, currency, home);
        let place = number as usize;
        if self.by_currency.len() <= place {
            self.by_currency.resize(place + 1, Vec::new());
        }
        let rates = &mut self.by_currency[place];
        let place = rates.partition_point(|(day, _)| *day < effective_on);
        match rates.get_mut(place) {
            Some(rate) if rate.0 == effective_on => rate.1 = ratio,
            _ => rates.insert(place, (effective_on, ratio)),
        }
    }

    /// Forgets every rate, before they are read again.
    pub(crate) fn clear(&mut self) {
        self.by_currency.clear();
    }

    /// Whether amounts in a currency can be converted.
    pub(crate) fn converts(&self, currency: u32) -> bool {
        self.home.is_some_and(|(home, _)| home == currency)
            || (self.by_currency.get(currency as usize)).is_some_and(|rates| !rates.is_empty())
    }

    /// Home minor units of an amount at the rate of a day, half to even; before the first rate, the first. None
    /// without a rate.
    #[inline]
    pub(crate) fn convert(&self, amount_minor: i64, currency: u32, day: i32) -> Option<i64> {
        if self.home?.0 == currency {
            return Some(amount_minor);
        }
        let rates = self.by_currency.get(currency as usize)?;
        let after = rates.partition_point(|(from, _)| *from <= day);
        let (_, ratio) = rates.get(after.saturating_sub(1))?;
        ratio.of(amount_minor)
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
