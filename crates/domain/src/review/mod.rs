//! The weekly review: deal after deal, three questions, what changed since the last one, and who does what next.
//!
//! A [`Review`] is about one person's deals or a team's, in one ISO week; its queue is fixed when it is opened. What is
//! said about a deal is a [`ReviewNote`]; what is to be done becomes a task on the deal that names the review.

use std::cmp::Reverse;

use jiff::civil::Date;
use playbook::Text;
use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::deal::{Deal, Rot};
use crate::field::{InvalidField, MAX_NAME_CHARS, Problem, optional};
use crate::ids::{DealId, ReviewId, ReviewNoteId, RiskId, TeamId, UserId};
use crate::period::{Period, PeriodGrain};
use crate::words::words;

mod changes;

pub use changes::{DealChange, DealChangeKind, deal_changes};

/// Longest answer to one of the questions, in characters.
pub const MAX_ANSWER_CHARS: usize = 4_000;

words! {
    /// Whose deals a review is about.
    pub enum ReviewScope {
        /// The chair's own.
        Own = "own",
        /// Another person's: a one-on-one.
        Person = "person",
        /// A team's and the teams' below.
        Team = "team",
    }
}

words! {
    /// How far a deal has come in a review.
    pub enum ReviewState {
        /// Not talked about yet, or not to the end.
        Unreviewed = "unreviewed",
        /// Talked about.
        Reviewed = "reviewed",
        /// Left for another time.
        Skipped = "skipped",
    }
}

/// A review of some people's open deals in one week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Identity.
    pub id: ReviewId,
    /// Whose deals it is about.
    pub scope: ReviewScope,
    /// The person whose deals they are; none for a team's.
    pub person_id: Option<UserId>,
    /// The team whose deals they are; none for a person's.
    pub team_id: Option<TeamId>,
    /// The ISO week it belongs to.
    pub week: Period,
    /// Who opened it.
    pub chair_id: UserId,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// The deals to talk about, in order, as they were picked when it was opened.
    pub deals: Vec<DealId>,
    /// How many deals found no place in the queue.
    pub left_out: u32,
    /// What was said and agreed; set exactly when it is closed.
    pub minutes: Option<Text>,
    /// Grows by one with each change.
    pub version: i64,
}

/// Why a review cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// It is closed.
    #[error("the review is closed")]
    Closed,
    /// The deal is not in its queue.
    #[error("the deal is not in the review's queue")]
    NotInQueue,
    /// A value cannot be taken.
    #[error(transparent)]
    Invalid(#[from] InvalidField),
}

impl Review {
    /// The review, if it can be taken.
    ///
    /// # Errors
    /// When the period is not a week, or the subject does not fit the scope.
    pub fn checked(self) -> Result<Self, InvalidField> {
        if self.week.grain() != PeriodGrain::Week {
            return Err(Problem::Malformed.of("week"));
        }
        match (self.scope, self.person_id, self.team_id) {
            (ReviewScope::Own, Some(person), None) if person == self.chair_id => Ok(self),
            (ReviewScope::Person, Some(_), None) | (ReviewScope::Team, None, Some(_)) => Ok(self),
            (ReviewScope::Own | ReviewScope::Person, ..) => Err(Problem::Unknown.of("person_id")),
            (ReviewScope::Team, ..) => Err(Problem::Unknown.of("team_id")),
        }
    }

    /// Whether it still goes on and its queue holds this deal.
    ///
    /// # Errors
    /// [`ReviewError::Closed`], [`ReviewError::NotInQueue`].
    pub fn must_take_notes_on(&self, deal: DealId) -> Result<(), ReviewError> {
        if self.closed_at.is_some() {
            return Err(ReviewError::Closed);
        }
        if self.deals.contains(&deal) {
            Ok(())
        } else {
            Err(ReviewError::NotInQueue)
        }
    }

    /// Ends the review with its minutes.
    ///
    /// # Errors
    /// [`ReviewError::Closed`] when it is closed already.
    pub fn close(mut self, minutes: Text, now: Instant) -> Result<Self, ReviewError> {
        if self.closed_at.is_some() {
            return Err(ReviewError::Closed);
        }
        self.closed_at = Some(now);
        self.minutes = Some(minutes);
        self.version += 1;
        Ok(self)
    }
}

/// What a review says about one deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewNote {
    /// Identity.
    pub id: ReviewNoteId,
    /// The review.
    pub review_id: ReviewId,
    /// The deal.
    pub deal_id: DealId,
    /// How far it has come.
    pub state: ReviewState,
    /// What evidence puts the deal where it is?
    pub evidence_answer: Option<String>,
    /// Which customer confirmation moves it on?
    pub next_confirmation: Option<String>,
    /// By when that confirmation is expected.
    pub next_confirmation_on: Option<Date>,
    /// What is the biggest risk? One line: it is also the title of the deal's risk.
    pub risk: Option<String>,
    /// What we do about it.
    pub risk_plan: Option<String>,
    /// The deal's risk that the answer made or changed.
    pub risk_id: Option<RiskId>,
    /// What else was agreed.
    pub decisions: Option<String>,
    /// When the deal was marked reviewed or skipped.
    pub reviewed_at: Option<Instant>,
    /// Who marked it.
    pub reviewed_by: Option<UserId>,
    /// When the note was begun.
    pub created_at: Instant,
    /// Grows by one with each change.
    pub version: i64,
}

impl ReviewNote {
    /// An empty note.
    #[must_use]
    pub const fn new(id: ReviewNoteId, review_id: ReviewId, deal_id: DealId, now: Instant) -> Self {
        Self {
            id,
            review_id,
            deal_id,
            state: ReviewState::Unreviewed,
            evidence_answer: None,
            next_confirmation: None,
            next_confirmation_on: None,
            risk: None,
            risk_plan: None,
            risk_id: None,
            decisions: None,
            reviewed_at: None,
            reviewed_by: None,
            created_at: now,
            version: 0,
        }
    }

    /// The note, if it can be taken. A plan needs a risk it is for.
    ///
    /// # Errors
    /// When a text is too long or a plan stands alone.
    pub fn checked(self) -> Result<Self, InvalidField> {
        let texts = [
            ("evidence_answer", &self.evidence_answer),
            ("next_confirmation", &self.next_confirmation),
            ("risk_plan", &self.risk_plan),
            ("decisions", &self.decisions),
        ];
        for (name, text) in texts {
            optional(name, text.as_ref(), MAX_ANSWER_CHARS)?;
        }
        optional("risk", self.risk.as_ref(), MAX_NAME_CHARS)?;
        if self.risk_plan.is_some() && self.risk.is_none() {
            return Err(Problem::Blank.of("risk"));
        }
        Ok(self)
    }

    /// The note in another state. Leaving it as it is keeps when and by whom it was marked.
    #[must_use]
    pub fn marked(mut self, state: ReviewState, by: Option<UserId>, now: Instant) -> Self {
        if self.state != state {
            let is_done = state != ReviewState::Unreviewed;
            self.reviewed_at = is_done.then_some(now);
            self.reviewed_by = by.filter(|_| is_done);
            self.state = state;
        }
        self
    }
}

/// Where a deal stands in the queue, smallest first: what rots or has no word from the customer, then what closes soonest,
/// then the largest amount (in minor units as they are: there is no exchange rate here), then the lowest number.
#[must_use]
pub fn queue_place(deal: &Deal, rot: &Rot) -> impl Ord + use<> {
    let needs_attention = rot.is_rotting || deal.last_customer_evidence_at.is_none();
    (
        !needs_attention,
        deal.close_on.unwrap_or(Date::MAX),
        Reverse(deal.amount.map_or(-1, |amount| amount.amount_minor)),
        deal.number,
    )
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn user(number: u128) -> UserId {
        UserId::from_uuid(Uuid::from_u128(number))
    }

    fn review() -> Review {
        Review {
            id: ReviewId::from_uuid(Uuid::from_u128(1)),
            scope: ReviewScope::Own,
            person_id: Some(user(1)),
            team_id: None,
            week: "2026-W10".parse().unwrap(),
            chair_id: user(1),
            opened_at: Instant::from_micros(0),
            closed_at: None,
            deals: vec![DealId::from_uuid(Uuid::from_u128(7))],
            left_out: 0,
            minutes: None,
            version: 1,
        }
    }

    #[test]
    fn a_review_is_of_a_week_and_of_exactly_one_subject() {
        assert!(review().checked().is_ok());
        let month = Review {
            week: "2026-10".parse().unwrap(),
            ..review()
        };
        assert_eq!(month.checked(), Err(Problem::Malformed.of("week")));
        let of_somebody_else = Review {
            person_id: Some(user(2)),
            ..review()
        };
        assert!(of_somebody_else.clone().checked().is_err());
        let one_on_one = Review {
            scope: ReviewScope::Person,
            ..of_somebody_else
        };
        assert!(one_on_one.checked().is_ok());
        let of_nobody = Review {
            scope: ReviewScope::Team,
            person_id: None,
            ..review()
        };
        assert_eq!(of_nobody.checked(), Err(Problem::Unknown.of("team_id")));
    }

    #[test]
    fn a_closed_review_takes_no_more_notes_and_is_closed_once() {
        let deal = review().deals[0];
        assert_eq!(review().must_take_notes_on(deal), Ok(()));
        let other = DealId::from_uuid(Uuid::from_u128(8));
        assert_eq!(
            review().must_take_notes_on(other),
            Err(ReviewError::NotInQueue)
        );
        let now = Instant::from_micros(5);
        let closed = review().close(Text::new("회의록", "Minutes"), now).unwrap();
        assert_eq!((closed.closed_at, closed.version), (Some(now), 2));
        assert_eq!(closed.must_take_notes_on(deal), Err(ReviewError::Closed));
        assert_eq!(
            closed.close(Text::new("", ""), now),
            Err(ReviewError::Closed)
        );
    }

    #[test]
    fn marking_keeps_the_moment_and_taking_the_mark_back_forgets_it() {
        let at = Instant::from_micros;
        let note = ReviewNote::new(
            ReviewNoteId::from_uuid(Uuid::from_u128(3)),
            review().id,
            review().deals[0],
            at(0),
        );
        let reviewed = note.marked(ReviewState::Reviewed, Some(user(1)), at(1));
        let again = reviewed.marked(ReviewState::Reviewed, Some(user(2)), at(2));
        assert_eq!(
            (again.reviewed_at, again.reviewed_by),
            (Some(at(1)), Some(user(1)))
        );
        let taken_back = again.marked(ReviewState::Unreviewed, Some(user(1)), at(3));
        assert_eq!(
            (taken_back.reviewed_at, taken_back.reviewed_by),
            (None, None)
        );
        let plan_alone = ReviewNote {
            risk_plan: Some("Call the CFO".into()),
            ..taken_back
        };
        assert_eq!(plan_alone.checked(), Err(Problem::Blank.of("risk")));
    }
}
