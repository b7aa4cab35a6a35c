//! Windows and moments that questions name: parameters as moments and fiscal quarters.

use domain::period::{Period, PeriodGrain};
use domain::{Date, Instant};

use super::Asked;
use crate::facts::{Facts, date_of, day_of};

impl Asked<'_> {
    /// A parameter as a moment, UTC microseconds: an RFC 3339 instant, or the end of a local day; not later than the
    /// frame's. None when it is missing or neither.
    pub(super) fn moment(&self, name: &str) -> Option<i64> {
        let text = self.parameters.get(name)?;
        let moment = match text.parse::<Date>() {
            Ok(date) => self.end_of(day_of(date)),
            Err(_) => text.parse::<Instant>().ok()?.as_micros(),
        };
        Some(moment.min(self.frame.as_of()))
    }

    /// A parameter as it was written.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// How much all deals have in common, 0 to 1; 0 when not asked for.
    pub(crate) fn shock(&self) -> f64 {
        self.text("shock")
            .and_then(|text| text.parse::<f64>().ok())
            .filter(|shock| shock.is_finite())
            .map_or(0.0, |shock| shock.clamp(0.0, 1.0))
    }

    /// The window asked for; where an end is missing, that of the fiscal quarter of the frame's day.
    pub(super) fn window_or_quarter(&self) -> (i32, i32) {
        let quarter = quarter_of(self.facts, self.frame.today());
        (self.from.unwrap_or(quarter.0), self.to.unwrap_or(quarter.1))
    }
}

/// First and last local day of the fiscal quarter a day lies in.
pub(crate) fn quarter_of(facts: &Facts, day: i32) -> (i32, i32) {
    let start = facts.conventions().fiscal_year_start_month;
    let period = Period::containing(PeriodGrain::Quarter, date_of(day), start);
    (
        day_of(period.first_day(start)),
        day_of(period.last_day(start)),
    )
}

/// What the fiscal quarter of a day is called, `2026-Q4`.
pub(crate) fn quarter_name(facts: &Facts, day: i32) -> String {
    let start = facts.conventions().fiscal_year_start_month;
    Period::containing(PeriodGrain::Quarter, date_of(day), start).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::History;

    #[test]
    fn quarters_are_fiscal_and_called_by_their_year() {
        let facts = History::new().facts();
        assert_eq!(quarter_of(&facts, 40), (0, 89));
        assert_eq!(quarter_name(&facts, 100), "1970-Q2");
    }
}
