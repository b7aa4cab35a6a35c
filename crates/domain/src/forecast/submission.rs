//! Calls: what an owner or a manager says the period will bring, frozen with what was known when they said it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Subject;
use crate::field::{InvalidField, MAX_AMOUNT_MINOR, MAX_TEXT_CHARS, Problem, optional};
use crate::ids::{ForecastSubmissionId, TeamId, UserId};
use crate::period::{Period, PeriodGrain};
use crate::words::words;
use crate::{Currency, Instant};

words! {
    /// In which part somebody makes a call.
    pub enum CallKind {
        /// The owner of the deals, for their own.
        Owner = "owner",
        /// A manager, for a team or a person in it.
        Manager = "manager",
    }
}

/// A call. It never changes: calling again adds another, and the latest counts.
///
/// Commit and best are totals for the period: what is won already and what is still to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastSubmission {
    /// Identity.
    pub id: ForecastSubmissionId,
    /// The ISO week in which it was made.
    pub week: Period,
    /// The fiscal quarter or month it is about.
    pub period: Period,
    /// The person whose deals it is about.
    pub person_id: Option<UserId>,
    /// The team whose deals it is about, with the teams below.
    pub team_id: Option<TeamId>,
    /// The owner's or a manager's.
    pub kind: CallKind,
    /// What they answer for.
    pub commit_minor: i64,
    /// What they see if things go well; never below the commit.
    pub best_minor: i64,
    /// The currency they call in.
    pub currency: Currency,
    /// Free text.
    pub note: Option<String>,
    /// Who made it.
    pub submitted_by: UserId,
    /// When.
    pub submitted_at: Instant,
    /// The workspace's currency at the time, in which the figures below are.
    pub home_currency: Currency,
    /// What the rule called at that moment: won and committed.
    pub rule_commit_minor: i64,
    /// What the rule saw at best at that moment: won, committed and best case.
    pub rule_best_minor: i64,
    /// The model's 10th percentile at that moment, where there was one.
    pub model_p10_minor: Option<i64>,
    /// Its median.
    pub model_p50_minor: Option<i64>,
    /// Its 90th percentile.
    pub model_p90_minor: Option<i64>,
}

impl ForecastSubmission {
    /// The call, if it can be taken on this day.
    ///
    /// # Errors
    /// When it is about no person and no team or about both, the period is a week or over, the amounts are no amounts,
    /// or somebody makes an owner's call for another.
    pub fn checked(self, today: Date, fiscal_start_month: u8) -> Result<Self, InvalidField> {
        let subject = self.subject();
        match (self.kind, subject) {
            (_, None) => return Err(Problem::Malformed.of("person_id")),
            (CallKind::Owner, Some(Subject::Person(person))) if person == self.submitted_by => {}
            (CallKind::Owner, _) => return Err(Problem::OutOfRange.of("kind")),
            (CallKind::Manager, Some(_)) => {}
        }
        if self.period.grain() == PeriodGrain::Week {
            return Err(Problem::OutOfRange.of("period"));
        }
        if self.period.last_day(fiscal_start_month) < today {
            return Err(Problem::TooEarly.of("period"));
        }
        if self.commit_minor < 0 {
            return Err(Problem::Negative.of("commit_minor"));
        }
        if self.best_minor < self.commit_minor {
            return Err(Problem::OutOfRange.of("best_minor"));
        }
        if self.best_minor > MAX_AMOUNT_MINOR {
            return Err(Problem::TooMuch(MAX_AMOUNT_MINOR).of("best_minor"));
        }
        optional("note", self.note.as_ref(), MAX_TEXT_CHARS)?;
        Ok(self)
    }

    /// Whose deals it is about; none when it names nobody or several.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        Subject::of(self.person_id, self.team_id, None)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn call() -> ForecastSubmission {
        ForecastSubmission {
            id: uuid::Uuid::from_u128(1).into(),
            week: "2026-W47".parse().unwrap(),
            period: "2026-Q4".parse().unwrap(),
            person_id: Some(uuid::Uuid::from_u128(7).into()),
            team_id: None,
            kind: CallKind::Owner,
            commit_minor: 100,
            best_minor: 100,
            currency: Currency::USD,
            note: None,
            submitted_by: uuid::Uuid::from_u128(7).into(),
            submitted_at: Instant::from_micros(0),
            home_currency: Currency::USD,
            rule_commit_minor: 0,
            rule_best_minor: 0,
            model_p10_minor: None,
            model_p50_minor: None,
            model_p90_minor: None,
        }
    }

    #[test]
    fn an_owner_calls_for_themselves_and_only_for_what_is_not_over() {
        let on = |call: ForecastSubmission, day| {
            call.checked(day, 1)
                .map(drop)
                .map_err(|invalid| invalid.field)
        };
        assert_eq!(on(call(), date(2026, 12, 31)), Ok(()));
        assert_eq!(on(call(), date(2027, 1, 1)), Err("period".into()));
        let today = date(2026, 11, 20);
        let other = Some(uuid::Uuid::from_u128(8).into());
        let for_another = ForecastSubmission {
            person_id: other,
            ..call()
        };
        assert_eq!(on(for_another.clone(), today), Err("kind".into()));
        let manager = CallKind::Manager;
        assert_eq!(
            on(
                ForecastSubmission {
                    kind: manager,
                    ..for_another
                },
                today
            ),
            Ok(())
        );
        let team = ForecastSubmission {
            person_id: None,
            team_id: Some(uuid::Uuid::from_u128(9).into()),
            ..call()
        };
        assert_eq!(on(team.clone(), today), Err("kind".into()));
        assert_eq!(
            on(
                ForecastSubmission {
                    kind: manager,
                    ..team
                },
                today
            ),
            Ok(())
        );
        let below = ForecastSubmission {
            best_minor: 99,
            ..call()
        };
        assert_eq!(on(below, today), Err("best_minor".into()));
        let week = ForecastSubmission {
            period: "2026-W48".parse().unwrap(),
            ..call()
        };
        assert_eq!(on(week, today), Err("period".into()));
    }
}
