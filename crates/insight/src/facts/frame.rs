//! The facts as they were known at one moment, narrowed to the deals a question is about.

use std::ops::Range;

use playbook::StageKind;

use super::{
    Attributes, Columns, EMPLOYEES, FAMILY, Facts, Field, INDUSTRY, NAME, NO_DAY, NO_WHOLE, NONE,
    PARENT, StageShape, TEAM,
};
use crate::slice::Slice;

/// One stay of a deal in a stage, as known at the frame's moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// Number of the stage ([`Frame::stage_shape`]).
    pub stage: u16,
    /// When it began, UTC microseconds.
    pub entered_at: i64,
    /// The local day it began.
    pub entered_on: i32,
    /// The local day it ended; none while the deal is still there.
    pub left_on: Option<i32>,
    /// Whether the deal moved back into it.
    pub is_backward: bool,
    /// Whether another system's history says so, or it was filled in.
    pub is_reconstructed: bool,
    /// Whether it was filled in because history must have no gap: its dates prove nothing.
    pub is_inferred: bool,
}

/// The facts as they were known at one moment.
#[derive(Debug)]
pub struct Frame<'f> {
    facts: &'f Facts,
    as_of: i64,
    today: i32,
    past: Columns,
    is_past: u64,
    pub(crate) accounts: Vec<Attributes>,
    pub(crate) people: Vec<Attributes>,
    pub(crate) teams: Vec<Attributes>,
    pub(crate) products: Vec<Attributes>,
    chosen: Vec<u32>,
}

impl Facts {
    /// The facts as they were known at a moment (UTC microseconds), narrowed to a slice.
    #[must_use]
    pub fn frame(&self, as_of: i64, slice: &Slice) -> Frame<'_> {
        let mut frame = Frame {
            facts: self,
            as_of,
            today: self.days.day(as_of),
            past: Columns::default(),
            is_past: 0,
            accounts: self.accounts.as_of(as_of),
            people: self.people.as_of(as_of),
            teams: self.teams.as_of(as_of),
            products: self.products.as_of(as_of),
            chosen: Vec::new(),
        };
        frame.undo_later_changes();
        frame.chosen = frame.choose(slice);
        frame
    }
}

impl<'f> Frame<'f> {
    fn undo_later_changes(&mut self) {
        let changes = &self.facts.changes;
        for deal in 0..self.facts.len() {
            for at in changes.runs.of(deal).rev() {
                if changes.effective_at[at] <= self.as_of {
                    continue;
                }
                let field = changes.field[at];
                if self.is_past & bit(field) == 0 {
                    self.past.adopt(field, &self.facts.now);
                    self.is_past |= bit(field);
                }
                self.past.set(field, deal, changes.before[at]);
            }
        }
    }

    fn choose(&self, slice: &Slice) -> Vec<u32> {
        let pipeline = match &slice.pipeline {
            None => None,
            Some(key) => match self.facts.words.find(key) {
                Some(number) => Some(i64::from(number)),
                None => return Vec::new(),
            },
        };
        let owners = slice.owners.as_ref().map(|owners| {
            let mut is_seen = vec![false; self.facts.people.len()];
            for owner in owners {
                if let Some(number) = self.facts.people.find(*owner) {
                    is_seen[number as usize] = true;
                }
            }
            is_seen
        });
        let filter = slice.filter.as_ref().map(|filter| filter.over(self));
        let is_chosen = |deal: usize| {
            !self.facts.gone[deal]
                && self.facts.opened_at[deal] <= self.as_of
                && self.get(Field::ArchivedAt, deal) == NO_WHOLE
                && pipeline.is_none_or(|key| self.get(Field::Pipeline, deal) == key)
                && owners.as_ref().is_none_or(|is_seen| {
                    let owner = self.code(Field::Owner, deal) as usize;
                    is_seen.get(owner).copied().unwrap_or(false)
                })
                && !self.known(deal).is_empty()
                && filter.as_ref().is_none_or(|filter| filter.holds(deal))
        };
        (0..self.facts.len())
            .filter(|deal| is_chosen(*deal))
            .filter_map(|deal| u32::try_from(deal).ok())
            .collect()
    }

    /// The deals the question is about, by number, ascending.
    #[must_use]
    pub fn deals(&self) -> &[u32] {
        &self.chosen
    }

    /// The facts behind it.
    #[must_use]
    pub fn facts(&self) -> &'f Facts {
        self.facts
    }

    /// The moment, UTC microseconds.
    #[must_use]
    pub fn as_of(&self) -> i64 {
        self.as_of
    }

    /// The local day of the moment.
    #[must_use]
    pub fn today(&self) -> i32 {
        self.today
    }

    pub(crate) fn get(&self, field: Field, deal: usize) -> i64 {
        if self.is_past & bit(field) == 0 {
            self.facts.now.get(field, deal)
        } else {
            self.past.get(field, deal)
        }
    }

    pub(crate) fn code(&self, field: Field, deal: usize) -> u32 {
        u32::try_from(self.get(field, deal)).unwrap_or(NONE)
    }

    /// The text of a narrow field.
    pub(crate) fn word(&self, field: Field, deal: usize) -> Option<&'f str> {
        self.facts.words.text(self.code(field, deal))
    }

    fn known(&self, deal: usize) -> Range<usize> {
        let run = self.facts.visits.runs.of(deal);
        let entered = &self.facts.visits.entered_at[run.clone()];
        match entered.last() {
            Some(last) if *last > self.as_of => {
                run.start..run.start + entered.partition_point(|at| *at <= self.as_of)
            }
            _ => run,
        }
    }

    /// How often a deal's stage is known to have changed, its first stay included.
    #[must_use]
    pub fn stay_count(&self, deal: u32) -> usize {
        self.known(deal as usize).len()
    }

    /// A deal's stays, oldest first.
    pub fn stays(&self, deal: u32) -> impl DoubleEndedIterator<Item = Stay> + '_ {
        let run = self.known(deal as usize);
        let end = run.end;
        run.map(move |at| self.stay(at, end))
    }

    fn stay(&self, at: usize, end: usize) -> Stay {
        let visits = &self.facts.visits;
        let mark = visits.mark[at].0;
        Stay {
            stage: visits.stage[at],
            entered_at: visits.entered_at[at],
            entered_on: visits.entered_on[at],
            left_on: (at + 1 < end).then(|| visits.entered_on[at + 1]),
            is_backward: mark >> 2 == 2,
            is_reconstructed: mark & 3 != 0,
            is_inferred: mark & 3 == 2,
        }
    }

    /// The stay a deal is in.
    #[must_use]
    pub fn last_stay(&self, deal: u32) -> Option<Stay> {
        let run = self.known(deal as usize);
        let last = run.end.checked_sub(1).filter(|last| *last >= run.start)?;
        Some(self.stay(last, run.end))
    }

    /// The stage a deal is in.
    #[must_use]
    pub fn stage(&self, deal: u32) -> u16 {
        let run = self.known(deal as usize);
        self.facts.visits.stage[run.end - 1]
    }

    /// Whether a deal is open, won or lost.
    #[must_use]
    pub fn status(&self, deal: u32) -> StageKind {
        self.stage_shape(self.stage(deal)).kind
    }

    /// The local day a deal was opened.
    #[must_use]
    pub fn opened_on(&self, deal: u32) -> i32 {
        let run = self.facts.visits.runs.of(deal as usize);
        self.facts.visits.entered_on[run.start]
    }

    /// The local day a deal was won or lost; none while it is open.
    #[must_use]
    pub fn closed_on(&self, deal: u32) -> Option<i32> {
        let last = self.last_stay(deal)?;
        (self.stage_shape(last.stage).kind != StageKind::Open).then_some(last.entered_on)
    }

    /// Whole days since a deal entered the stage it is in; never negative.
    #[must_use]
    pub fn days_in_stage(&self, deal: u32) -> u32 {
        let since = self
            .last_stay(deal)
            .map_or(self.today, |stay| stay.entered_on);
        u32::try_from(self.today - since).unwrap_or(0)
    }

    /// The local day a deal was entered here.
    #[must_use]
    pub fn created_on(&self, deal: u32) -> i32 {
        self.facts.days.day(self.created_at(deal))
    }

    /// Whether any of the deals the question is about is in a pipeline.
    #[must_use]
    pub fn has_deals_in(&self, pipeline: &str) -> bool {
        self.facts.words.find(pipeline).is_some_and(|key| {
            self.chosen
                .iter()
                .any(|deal| self.code(Field::Pipeline, *deal as usize) == key)
        })
    }

    /// Whole days from opening to closing, or to the frame's day while it is open; never negative.
    #[must_use]
    pub fn age(&self, deal: u32) -> u32 {
        let end = self.closed_on(deal).unwrap_or(self.today);
        u32::try_from(end - self.opened_on(deal)).unwrap_or(0)
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
    /// None without an amount or a rate ([`Frame::is_unconverted`]).
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

    /// The open stage a lost deal was in last; none when it is not lost or was never open.
    #[must_use]
    pub fn lost_from(&self, deal: u32) -> Option<u16> {
        let kind_of = |stay: &Stay| self.stage_shape(stay.stage).kind;
        let mut stays = self.stays(deal).rev();
        stays
            .next()
            .filter(|last| kind_of(last) == StageKind::Lost)?;
        stays
            .find(|stay| kind_of(stay) == StageKind::Open)
            .map(|stay| stay.stage)
    }

    /// Whether a deal has an amount that no rate leads to the home currency.
    #[must_use]
    pub fn is_unconverted(&self, deal: u32) -> bool {
        self.amount_minor(deal).is_some() && self.home_minor(deal).is_none()
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

    /// Whether a deal's history came from another system.
    #[must_use]
    pub fn is_reconstructed(&self, deal: u32) -> bool {
        self.facts.is_reconstructed[deal as usize]
    }

    /// When a deal was entered here, UTC microseconds.
    #[must_use]
    pub fn created_at(&self, deal: u32) -> i64 {
        self.facts.created_at[deal as usize]
    }

    /// When a deal began and from when it counts, UTC microseconds.
    #[must_use]
    pub fn opened_at(&self, deal: u32) -> i64 {
        self.facts.opened_at[deal as usize]
    }

    /// Identity of a deal.
    #[must_use]
    pub fn id(&self, deal: u32) -> uuid::Uuid {
        self.facts.ids.id(deal).unwrap_or_default()
    }

    /// What the playbook says of a stage.
    #[must_use]
    pub fn stage_shape(&self, stage: u16) -> &'f StageShape {
        self.facts.stages.get(stage)
    }

    /// What a stage is called, by its key; the key itself when no playbook knows it.
    #[must_use]
    pub fn stage_name(&self, key: &str) -> playbook::Text {
        let known = self.stages().iter().find(|shape| shape.key == key);
        known.map_or_else(|| playbook::Text::new(key, key), |shape| shape.name.clone())
    }

    /// All stages, by number.
    #[must_use]
    pub fn stages(&self) -> &'f [StageShape] {
        self.facts.stages.all()
    }

    /// The owner's number; [`NONE`] for nobody.
    #[must_use]
    pub fn owner(&self, deal: u32) -> u32 {
        self.code(Field::Owner, deal as usize)
    }

    /// A person's id.
    #[must_use]
    pub fn person_id(&self, person: u32) -> Option<uuid::Uuid> {
        self.facts.people.id(person)
    }

    pub(crate) fn account(&self, deal: usize) -> Option<&Attributes> {
        self.accounts.get(self.code(Field::Account, deal) as usize)
    }

    /// An attribute of a deal's customer: a number of [`Frame::name`].
    pub(crate) fn account_attribute(&self, deal: usize, attribute: usize) -> u32 {
        self.account(deal)
            .map_or(NONE, |account| account[attribute])
    }

    /// The owner's team.
    pub(crate) fn team(&self, deal: usize) -> u32 {
        let owner = self.code(Field::Owner, deal) as usize;
        self.people.get(owner).map_or(NONE, |person| person[TEAM])
    }

    /// A text of a register.
    pub(crate) fn name(&self, number: u32) -> Option<&'f str> {
        self.facts.names.text(number)
    }

    /// The topmost record above one, and itself when nothing is above; stops where a circle closes.
    pub(crate) fn topmost(&self, records: &[Attributes], of: u32) -> u32 {
        let mut at = of;
        for _ in 0..32 {
            match records.get(at as usize).map(|record| record[PARENT]) {
                Some(parent) if parent != NONE => at = parent,
                _ => break,
            }
        }
        at
    }

    /// The product's family.
    pub(crate) fn product_family(&self, deal: usize) -> u32 {
        let product = self.code(Field::Product, deal) as usize;
        self.products
            .get(product)
            .map_or(NONE, |product| product[FAMILY])
    }

    /// The customer's headcount.
    pub(crate) fn employees(&self, deal: usize) -> Option<i64> {
        let count = self.account_attribute(deal, EMPLOYEES);
        (count != NONE).then_some(i64::from(count))
    }

    /// The customer's industry, for reports that look for what deals have in common.
    #[must_use]
    pub fn industry(&self, deal: u32) -> Option<&'f str> {
        self.name(self.account_attribute(deal as usize, INDUSTRY))
    }

    /// A person's display name.
    #[must_use]
    pub fn person_name(&self, person: u32) -> Option<&'f str> {
        self.name(self.people.get(person as usize)?[NAME])
    }

    /// The number of a value of a column that the workspace added; [`NONE`] without one.
    pub(crate) fn custom(&self, column: &str, deal: usize) -> u32 {
        self.facts
            .custom
            .get(column)
            .map_or(NONE, |values| values[deal])
    }
}

const fn bit(field: Field) -> u64 {
    1 << (field as u64)
}

fn day(value: i64) -> Option<i32> {
    i32::try_from(value).ok().filter(|day| *day != NO_DAY)
}
