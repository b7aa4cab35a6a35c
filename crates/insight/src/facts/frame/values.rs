//! What is written on a deal: amounts, dates, categories, and its evidence.

use super::super::Field;
use super::super::{NO_WHOLE, NONE};
use super::{Frame, bit, day};

impl<'f> Frame<'f> {
    #[inline]
    pub(crate) fn get(&self, field: Field, deal: usize) -> i64 {
        if self.is_past & bit(field) == 0 {
            self.facts.now.get(field, deal)
        } else {
            self.past.get(field, deal)
        }
    }

    #[inline]
    pub(crate) fn code(&self, field: Field, deal: usize) -> u32 {
        u32::try_from(self.get(field, deal)).unwrap_or(NONE)
    }

    /// The text of a narrow field.
    pub(crate) fn word(&self, field: Field, deal: usize) -> Option<&'f str> {
        self.facts.words.text(self.code(field, deal))
    }

    /// The expected close day; on closed deals the day it closed as written.
    #[must_use]
    pub fn close_on(&self, deal: u32) -> Option<i32> {
        day(self.get(Field::CloseOn, deal as usize))
    }

    /// Day of the next step.
    #[must_use]
    pub fn next_step_on(&self, deal: u32) -> Option<i32> {
        day(self.get(Field::NextStepOn, deal as usize))
    }

    /// How often and by how many days the close date was moved later.
    #[must_use]
    pub fn pushes(&self, deal: u32) -> (i64, i64) {
        let whole = |field| day(self.get(field, deal as usize)).map_or(0, i64::from);
        (whole(Field::Pushes), whole(Field::PushedDays))
    }

    /// The amount in minor units of its own currency.
    #[must_use]
    pub fn amount_minor(&self, deal: u32) -> Option<i64> {
        Some(self.get(Field::Amount, deal as usize)).filter(|amount| *amount != NO_WHOLE)
    }

    /// The amount in home minor units: closed deals at the rate of the day they closed, open ones at the frame's day.
    /// None without an amount or a rate ([`Frame::unconverted`]).
    #[must_use]
    pub fn home_minor(&self, deal: u32) -> Option<i64> {
        self.home_minor_on(deal, self.closed_on(deal).unwrap_or(self.today))
    }

    /// The amount in home minor units at the rate of a day: two moments compared at one rate differ only by what people
    /// changed.
    #[must_use]
    pub fn home_minor_on(&self, deal: u32, day: i32) -> Option<i64> {
        let amount = self.amount_minor(deal)?;
        let currency = self.code(Field::Currency, deal as usize);
        self.facts.rates.convert(amount, currency, day)
    }

    /// The home amount of a lost deal as it last was: losing may have set it to nothing, then the last one that was
    /// something counts, at the rate of the day it was lost.
    #[must_use]
    pub fn lost_minor(&self, deal: u32) -> Option<i64> {
        let is_something = |amount: &i64| *amount != NO_WHOLE && *amount != 0;
        let now = self.get(Field::Amount, deal as usize);
        let amount = Some(now).filter(is_something).or_else(|| {
            self.changes(deal, Field::Amount)
                .rev()
                .map(|(_, before)| before)
                .find(is_something)
        });
        let Some(amount) = amount else {
            return self.home_minor(deal);
        };
        let currency = match self.code(Field::Currency, deal as usize) {
            NONE => {
                let mut before = self.changes(deal, Field::Currency).rev();
                let last = before.find(|(_, before)| *before != i64::from(NONE))?;
                u32::try_from(last.1).ok()?
            }
            known => known,
        };
        let day = self.closed_on(deal).unwrap_or(self.today);
        self.facts.rates.convert(amount, currency, day)
    }

    /// How many of the deals the question is about have an amount that no rate leads to the home currency.
    #[must_use]
    pub fn unconverted(&self) -> usize {
        let facts = self.facts;
        if (facts.currencies.iter()).all(|currency| facts.rates.converts(*currency)) {
            return 0;
        }
        let is_unconverted = |deal: &&u32| {
            let currency = self.code(Field::Currency, **deal as usize);
            self.amount_minor(**deal).is_some() && !facts.rates.converts(currency)
        };
        self.chosen.iter().filter(is_unconverted).count()
    }

    /// The forecast category.
    #[must_use]
    pub fn category(&self, deal: u32) -> Option<&'f str> {
        self.word(Field::Category, deal as usize)
    }

    /// Whether a deal stands where it does only by a waiver.
    #[must_use]
    pub fn is_on_waiver(&self, deal: u32) -> bool {
        self.word(Field::OnWaiver, deal as usize) == Some("true")
    }

    /// When the customer last confirmed something, UTC microseconds.
    #[must_use]
    pub fn last_evidence_at(&self, deal: u32) -> Option<i64> {
        Some(self.get(Field::LastEvidenceAt, deal as usize)).filter(|at| *at != NO_WHOLE)
    }

    /// Days on which evidence from the customer happened that was known and not withdrawn, with its type.
    pub fn customer_evidence(&self, deal: u32) -> impl Iterator<Item = (i32, &'f str)> + '_ {
        let proofs = &self.facts.proofs;
        let customer = self.facts.words.find("customer");
        proofs.runs.of(deal as usize).filter_map(move |at| {
            let counts = proofs.known_at[at] <= self.as_of
                && proofs.retracted_at[at] > self.as_of
                && customer == Some(u32::from(proofs.origin[at]));
            let kind = self.facts.words.text(u32::from(proofs.kind[at]))?;
            counts.then_some((proofs.occurred_on[at], kind))
        })
    }

    /// Like [`Frame::customer_evidence`], with types by number of the facts' words.
    pub(crate) fn customer_evidence_types(
        &self,
        deal: u32,
    ) -> impl Iterator<Item = (i32, u16)> + '_ {
        let proofs = &self.facts.proofs;
        let customer = self.facts.words.find("customer");
        proofs.runs.of(deal as usize).filter_map(move |at| {
            let counts = proofs.known_at[at] <= self.as_of
                && proofs.retracted_at[at] > self.as_of
                && customer == Some(u32::from(proofs.origin[at]));
            counts.then_some((proofs.occurred_on[at], proofs.kind[at]))
        })
    }

    /// The moments at which a field of a deal changed, up to the frame's, with the value before; oldest first.
    pub(crate) fn changes(
        &self,
        deal: u32,
        field: Field,
    ) -> impl DoubleEndedIterator<Item = (i64, i64)> + '_ {
        let changes = &self.facts.changes;
        changes
            .runs
            .of(deal as usize)
            .filter(move |at| {
                changes.field[*at] == field && changes.effective_at[*at] <= self.as_of
            })
            .map(move |at| (changes.effective_at[at], changes.before[at]))
    }
}
