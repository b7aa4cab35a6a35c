//! Quotas: what is asked of a person, a team or a segment in a period.

use serde::{Deserialize, Serialize};

use super::Subject;
use crate::field::{InvalidField, MAX_NAME_CHARS, Problem, money, required};
use crate::ids::{QuotaId, TeamId, UserId};
use crate::period::{Period, PeriodGrain};
use crate::{Instant, Money};

/// What is asked of a person, a team or a segment in a fiscal quarter or a month. There is at most one for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Identity.
    pub id: QuotaId,
    /// The person it is asked of.
    pub person_id: Option<UserId>,
    /// The team it is asked of, with the teams below.
    pub team_id: Option<TeamId>,
    /// The market segment it is asked of.
    pub segment: Option<String>,
    /// The fiscal quarter or month.
    pub period: Period,
    /// How much, fully ramped.
    pub amount: Money,
    /// The share of it that counts, 1 to 100: new people are asked for less while they learn.
    pub ramp_percent: u8,
    /// When it was set.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// Grows by one with each change.
    pub version: i64,
}

impl Quota {
    /// The quota, if it can be taken.
    ///
    /// # Errors
    /// When it is asked of nobody or of several, for a week, for nothing, or at a ramp outside 1 to 100.
    pub fn checked(self) -> Result<Self, InvalidField> {
        let Some(subject) = self.subject() else {
            return Err(Problem::Malformed.of("subject_id"));
        };
        if let Subject::Segment(segment) = &subject {
            required("segment", segment, MAX_NAME_CHARS)?;
        }
        if self.period.grain() == PeriodGrain::Week {
            return Err(Problem::OutOfRange.of("period"));
        }
        if !(1..=100).contains(&self.ramp_percent) {
            return Err(Problem::OutOfRange.of("ramp_percent"));
        }
        money("amount", Some(self.amount)).map_err(|invalid| InvalidField {
            field: "amount_minor".to_owned(),
            ..invalid
        })?;
        Ok(self)
    }

    /// Whom it is asked of; none when it names nobody or several.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        Subject::of(self.person_id, self.team_id, self.segment.as_ref())
    }

    /// What counts: the amount times the ramp, half to even.
    #[must_use]
    pub fn effective(&self) -> Money {
        self.amount.weighted(self.ramp_percent)
    }
}

/// What is asked of a subject in a period, in home currency: its quota for the period, else for a quarter the sum of its
/// months'. None when nothing is asked, or `home` cannot convert it.
pub fn quota_of(
    quotas: &[Quota],
    subject: &Subject,
    period: Period,
    fiscal_start_month: u8,
    home: impl Fn(&Quota) -> Option<i64>,
) -> Option<i64> {
    let theirs = || {
        quotas
            .iter()
            .filter(|quota| quota.subject().as_ref() == Some(subject))
    };
    if let Some(exact) = theirs().find(|quota| quota.period == period) {
        return home(exact);
    }
    let is_within = |quota: &&Quota| {
        period.grain() == PeriodGrain::Quarter
            && quota.period.grain() == PeriodGrain::Month
            && period.contains(
                quota.period.first_day(fiscal_start_month),
                fiscal_start_month,
            )
    };
    theirs().filter(is_within).try_fold(None, |sum, month| {
        let month = home(month)?;
        Some(Some(sum.unwrap_or(0_i64).saturating_add(month)))
    })?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn quota(period: &str, amount_minor: i64, ramp_percent: u8) -> Quota {
        Quota {
            id: uuid::Uuid::nil().into(),
            person_id: Some(uuid::Uuid::nil().into()),
            team_id: None,
            segment: None,
            period: period.parse().unwrap(),
            amount: Money::new(amount_minor, Currency::USD),
            ramp_percent,
            created_at: Instant::from_micros(0),
            updated_at: Instant::from_micros(0),
            version: 1,
        }
    }

    #[test]
    fn a_new_person_is_asked_for_the_ramped_share_half_to_even() {
        assert_eq!(quota("2026-Q4", 25, 50).effective().amount_minor, 12);
        assert_eq!(quota("2026-Q4", 27, 50).effective().amount_minor, 14);
        assert_eq!(
            quota("2026-Q4", 100_000, 100).effective().amount_minor,
            100_000
        );
    }

    #[test]
    fn a_quarter_without_a_quota_of_its_own_is_the_sum_of_its_months() {
        let subject = Subject::Person(uuid::Uuid::nil().into());
        let home = |quota: &Quota| Some(quota.effective().amount_minor);
        let of = |quotas: &[Quota], period: &str, start| {
            quota_of(quotas, &subject, period.parse().unwrap(), start, home)
        };
        let months = [
            quota("2026-09", 1, 100),
            quota("2026-10", 10, 100),
            quota("2026-11", 100, 50),
        ];
        assert_eq!(of(&months, "2026-Q4", 1), Some(60));
        assert_eq!(of(&months, "2027-Q2", 7), Some(60));
        assert_eq!(of(&months, "2026-11", 1), Some(50));
        assert_eq!(of(&months, "2026-12", 1), None);
        assert_eq!(of(&months, "2026-Q1", 1), None);
        let both = [quota("2026-11", 100, 100), quota("2026-Q4", 7, 100)];
        assert_eq!(of(&both, "2026-Q4", 1), Some(7));
        assert_eq!(
            quota_of(&months, &subject, months[0].period, 1, |_| None),
            None
        );
    }

    #[test]
    fn a_quota_is_asked_of_exactly_one_subject_for_a_quarter_or_a_month() {
        assert!(quota("2026-Q4", 1, 1).checked().is_ok());
        let field = |quota: Quota| quota.checked().unwrap_err().field;
        assert_eq!(field(quota("2026-W47", 1, 1)), "period");
        assert_eq!(field(quota("2026-Q4", 1, 0)), "ramp_percent");
        assert_eq!(field(quota("2026-Q4", 1, 101)), "ramp_percent");
        assert_eq!(field(quota("2026-Q4", -1, 100)), "amount_minor");
        let two = Quota {
            segment: Some("enterprise".into()),
            ..quota("2026-Q4", 1, 100)
        };
        assert_eq!(field(two), "subject_id");
    }
}
