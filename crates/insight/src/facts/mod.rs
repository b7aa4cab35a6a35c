//! The column projection: a workspace's deals, their stays in stages and what changed, in typed columns.
//!
//! A deal is kept as it is now; its changes are kept with the value before. What was known at a moment is the present
//! with all later changes undone ([`Frame`]), so there are no snapshots. Imported history counts from when it
//! happened, as the journal says.

mod columns;
mod counted;
mod fill;
mod frame;
mod memory;
mod names;
mod pipelines;
mod rates;
mod records;
mod register;
mod runs;
mod standing;
mod zone;

use std::collections::HashMap;

use domain::{Currency, fact::VisitFact};
use jiff::tz::TimeZone;

use columns::Columns;
use memory::Memory;
use names::{Ids, Names};
use pipelines::Stages;
use rates::Rates;
use register::Register;
use runs::Runs;
use standing::Standing;

use crate::lives::Lives;

pub use columns::{NO_DAY, NO_WHOLE};
pub use frame::{Frame, Stay};
pub use names::NONE;
pub use pipelines::StageShape;
pub use zone::{LocalDays, date_of, day_of};

pub(crate) use columns::Field;
pub(crate) use register::{
    Attributes, COUNTRY, EMPLOYEES, FAMILY, INDUSTRY, NAME, PARENT, REGION, SEGMENT, TEAM,
};

/// What a workspace counts by.
#[derive(Debug, Clone)]
pub struct Conventions {
    /// The currency every amount is shown in.
    pub home: Currency,
    /// The zone days are cut in.
    pub zone: TimeZone,
    /// The month fiscal years start in, 1 to 12.
    pub fiscal_year_start_month: u8,
    /// The stages of the published playbooks, in order.
    pub stages: Vec<StageShape>,
}

/// How a stay began and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark(u8);

impl Mark {
    const DIRECTIONS: [&'static str; 5] = ["opened", "forward", "backward", "closed", "reopened"];
    const ORIGINS: [&'static str; 3] = ["recorded", "imported", "inferred"];

    fn of(visit: &VisitFact<'_>) -> Self {
        let place = |words: &[&str], word: &str| {
            let place = words.iter().position(|known| *known == word);
            place
                .and_then(|place| u8::try_from(place).ok())
                .unwrap_or(0)
        };
        Self(place(&Self::DIRECTIONS, visit.direction) << 2 | place(&Self::ORIGINS, visit.origin))
    }

    const fn is_backward(self) -> bool {
        self.0 >> 2 == 2
    }

    const fn is_reconstructed(self) -> bool {
        self.0 & 3 != 0
    }

    const fn is_inferred(self) -> bool {
        self.0 & 3 == 2
    }
}

/// One of [`Visits`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit {
    pub(crate) stage: u16,
    pub(crate) entered_on: i32,
    pub(crate) is_inferred: bool,
}

/// Stays in stages, those of one deal together and in order.
#[derive(Debug, Default)]
struct Visits {
    runs: Runs,
    entered_at: Vec<i64>,
    entered_on: Vec<i32>,
    stage: Vec<u16>,
    mark: Vec<Mark>,
}

impl Visits {
    fn settle(&mut self) {
        self.entered_at.shrink_to_fit();
        self.entered_on.shrink_to_fit();
        self.stage.shrink_to_fit();
        self.mark.shrink_to_fit();
    }
}

/// Values before changes, those of one deal together, oldest first.
#[derive(Debug, Default)]
struct Changes {
    runs: Runs,
    effective_at: Vec<i64>,
    before: Vec<i64>,
    field: Vec<Field>,
}

impl Changes {
    fn settle(&mut self) {
        self.effective_at.shrink_to_fit();
        self.before.shrink_to_fit();
        self.field.shrink_to_fit();
    }
}

/// Evidence, that of one deal together, oldest first.
#[derive(Debug, Default)]
struct Proofs {
    runs: Runs,
    known_at: Vec<i64>,
    occurred_on: Vec<i32>,
    retracted_at: Vec<i64>,
    kind: Vec<u16>,
    origin: Vec<u16>,
}

impl Proofs {
    fn settle(&mut self) {
        self.known_at.shrink_to_fit();
        self.occurred_on.shrink_to_fit();
        self.retracted_at.shrink_to_fit();
        self.kind.shrink_to_fit();
        self.origin.shrink_to_fit();
    }
}

/// A workspace's history, ready to be counted.
#[derive(Debug)]
pub struct Facts {
    conventions: Conventions,
    days: LocalDays,
    position: i64,
    pub(crate) ids: Ids,
    gone: Vec<bool>,
    opened_at: Vec<i64>,
    opened_on: Vec<i32>,
    created_at: Vec<i64>,
    now: Columns,
    standing: Standing,
    /// When the last stay, change or deal began, UTC microseconds: nothing is to be undone from then on.
    latest_at: i64,
    custom: HashMap<Box<str>, Vec<u32>>,
    visits: Visits,
    changes: Changes,
    proofs: Proofs,
    /// Words of narrow columns: kinds, sources, reasons.
    pub(crate) words: Names,
    /// Names and attributes of registers, and values of added columns.
    pub(crate) names: Names,
    stages: Stages,
    pub(crate) accounts: Register,
    pub(crate) people: Register,
    pub(crate) teams: Register,
    pub(crate) products: Register,
    rates: Rates,
    /// The currencies amounts are or were in, each once; [`NONE`] when an amount has none.
    currencies: Vec<u32>,
    /// Whether a stage move, amount or anything else was imported.
    is_reconstructed: Vec<bool>,
    lives: Lives,
    /// Whether the lives are of these stages and segments.
    are_lives_true: bool,
    is_counted: Vec<bool>,
    /// The deals that are counted, ascending.
    whole: Vec<u32>,
    /// Deals whose lives are still to be counted.
    uncounted: Vec<u32>,
    memory: Memory,
    last: Option<u32>,
}

impl Facts {
    /// Nothing yet.
    #[must_use]
    pub fn new(conventions: Conventions) -> Self {
        let mut words = Names::default();
        let mut rates = Rates::default();
        rates.set_home(words.number(conventions.home.code()), conventions.home);
        let mut stages = Stages::default();
        stages.define(conventions.stages.clone());
        Self {
            days: LocalDays::of(&conventions.zone),
            conventions,
            position: 0,
            ids: Ids::default(),
            gone: Vec::new(),
            opened_at: Vec::new(),
            opened_on: Vec::new(),
            created_at: Vec::new(),
            now: Columns::default(),
            standing: Standing::default(),
            latest_at: i64::MIN,
            custom: HashMap::new(),
            visits: Visits::default(),
            changes: Changes::default(),
            proofs: Proofs::default(),
            words,
            names: Names::default(),
            stages,
            accounts: Register::default(),
            people: Register::default(),
            teams: Register::default(),
            products: Register::default(),
            rates,
            currencies: Vec::new(),
            is_reconstructed: Vec::new(),
            lives: Lives::default(),
            are_lives_true: true,
            is_counted: Vec::new(),
            whole: Vec::new(),
            uncounted: Vec::new(),
            memory: Memory::default(),
            last: None,
        }
    }

    /// The journal position everything here reflects.
    #[must_use]
    pub fn position(&self) -> i64 {
        self.position
    }

    /// Says which journal position has been read up to.
    pub fn set_position(&mut self, position: i64) {
        self.position = position;
    }

    /// What the workspace counts by.
    #[must_use]
    pub fn conventions(&self) -> &Conventions {
        &self.conventions
    }

    /// Takes over new definitions. False, and nothing done, when days or the home currency changed: then everything is to be
    /// read anew.
    pub fn redefine(&mut self, conventions: Conventions) -> bool {
        let is_same =
            self.conventions.home == conventions.home && self.conventions.zone == conventions.zone;
        if is_same {
            self.stages.define(conventions.stages.clone());
            self.are_lives_true = false;
            self.forget();
            self.conventions = conventions;
        }
        is_same
    }

    /// The calendar days of the workspace.
    #[must_use]
    pub fn days(&self) -> &LocalDays {
        &self.days
    }

    /// How many deals are kept, deleted ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no deal.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The stages.
    pub(crate) fn stages(&self) -> &Stages {
        &self.stages
    }

    /// A stay, by its place among all of them.
    #[inline]
    pub(crate) fn visit(&self, at: usize) -> Visit {
        Visit {
            stage: self.visits.stage[at],
            entered_on: self.visits.entered_on[at],
            is_inferred: self.visits.mark[at].is_inferred(),
        }
    }

    /// The local day a deal was entered here.
    pub(crate) fn created_on(&self, deal: usize) -> i32 {
        self.days.day(self.created_at[deal])
    }

    /// Whether so much of it is holes left by changed deals that building it anew is worth it.
    #[must_use]
    pub fn is_worn(&self) -> bool {
        self.visits.runs.wasted() > 1_000_000
            && self.visits.runs.wasted() * 4 > self.visits.stage.len()
    }

    /// Gives back the room that growing columns keep for more, after everything was read.
    pub fn shrink(&mut self) {
        self.now.settle();
        self.visits.settle();
        self.standing.settle();
        self.opened_at.shrink_to_fit();
        self.opened_on.shrink_to_fit();
        self.created_at.shrink_to_fit();
        self.changes.settle();
        self.proofs.settle();
    }

    /// Bytes that deals with their visits take, without their changes and evidence.
    #[must_use]
    pub fn bytes_of_deals(&self) -> usize {
        let fixed = self.ids.bytes()
            + self.gone.capacity()
            + self.is_counted.capacity()
            + self.whole.capacity() * 4
            + self.is_reconstructed.capacity()
            + (self.opened_at.capacity() + self.created_at.capacity()) * 8
            + self.opened_on.capacity() * 4
            + self.standing.bytes();
        fixed + self.now.bytes() + self.visits.runs.bytes() + self.visits.stage.capacity() * 15
    }
}
