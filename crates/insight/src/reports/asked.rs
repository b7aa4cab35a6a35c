//! What a report is asked.

use std::collections::BTreeMap;

use playbook::StageKind;

use super::{Definition, Table};
use crate::facts::{Facts, Frame};
use crate::probability::Probabilities;
use crate::slice::{Dimension, Grouping, Slice};

/// A question: the facts as known at a moment, what to cut by, and parameters.
#[derive(Debug)]
pub struct Asked<'f> {
    /// The facts.
    pub facts: &'f Facts,
    /// Which deals.
    pub slice: Slice,
    /// The facts as known at the moment asked for, narrowed to the slice.
    pub frame: Frame<'f>,
    /// What to cut by; at most three.
    pub by: Vec<Dimension>,
    /// First local day of the window, inclusive.
    pub from: Option<i32>,
    /// Last local day of the window, inclusive.
    pub to: Option<i32>,
    /// Days after which a cohort is judged.
    pub horizon_days: Option<u32>,
    /// Targets of the window, for coverage and forecasts: what was set by quotas or asked for.
    pub targets: Vec<Target>,
    /// What people called, for judging forecasts.
    pub calls: Vec<Call>,
    /// Parameters of this report alone, by name.
    pub parameters: BTreeMap<String, String>,
    /// Whether the deals behind every number are wanted.
    pub opens_deals: bool,
}

/// What is to be won.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The person it is for, by number of [`Frame::owner`]; none for all.
    pub person: Option<uuid::Uuid>,
    /// The segment it is for.
    pub segment: Option<String>,
    /// First local day.
    pub from: i32,
    /// Last local day.
    pub to: i32,
    /// Home minor units.
    pub amount_minor: i64,
}

/// A forecast somebody submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// When, UTC microseconds.
    pub submitted_at: i64,
    /// Whose deals it is about; none for everybody's.
    pub person: Option<uuid::Uuid>,
    /// First local day of the period it is about.
    pub from: i32,
    /// Last local day.
    pub to: i32,
    /// Whether a manager made it.
    pub is_managers: bool,
    /// What will surely come, home minor units.
    pub commit_minor: i64,
    /// What may come at best, home minor units.
    pub best_minor: i64,
}

impl<'f> Asked<'f> {
    /// A question without parameters.
    #[must_use]
    pub fn new(facts: &'f Facts, as_of: i64, slice: Slice) -> Self {
        Self {
            facts,
            frame: facts.frame(as_of, &slice),
            slice,
            by: Vec::new(),
            from: None,
            to: None,
            horizon_days: None,
            targets: Vec::new(),
            calls: Vec::new(),
            parameters: BTreeMap::new(),
            opens_deals: false,
        }
    }

    /// The same deals as known at another moment.
    #[must_use]
    pub fn frame_at(&self, as_of: i64) -> Frame<'f> {
        self.facts.frame(as_of, &self.slice)
    }

    /// How likely the open deals of the pipeline asked about are to be won. Measured on all its deals, whoever's they are and
    /// whatever the slice: a question about open deals only would otherwise find that nothing is ever won.
    #[must_use]
    pub fn probabilities(&self) -> Probabilities {
        self.probabilities_at(self.frame.as_of())
    }

    /// The same as known at another moment.
    #[must_use]
    pub fn probabilities_at(&self, as_of: i64) -> Probabilities {
        let is_narrowed = self.slice.owners.is_some() || self.slice.filter.is_some();
        if !is_narrowed && as_of == self.frame.as_of() {
            return Probabilities::of(&self.frame);
        }
        let whole = Slice {
            pipeline: self.slice.pipeline.clone(),
            ..Slice::default()
        };
        Probabilities::of(&self.facts.frame(as_of, &whole))
    }

    /// The moment a local day ends: the last microsecond of it, but not later than the frame's moment.
    #[must_use]
    pub fn end_of(&self, day: i32) -> i64 {
        let end = self.facts.days().start_of(day.saturating_add(1)) - 1;
        end.min(self.frame.as_of())
    }

    /// Whether a local day lies in the window.
    #[must_use]
    pub fn is_in_window(&self, day: i32) -> bool {
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }

    /// A deal's groups by the dimensions asked for.
    #[must_use]
    pub fn grouping(&self) -> Grouping {
        Grouping::new(&self.frame, &self.by)
    }

    /// An empty table of the report, with the dimensions asked for as its first columns.
    #[must_use]
    pub fn table(&self, definition: &Definition) -> Table {
        Table::new(&self.by, definition.columns, self.opens_deals)
    }

    /// A parameter of this report as a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.parameters.get(name)?.parse().ok()
    }

    /// Whether a deal was closed in the window, and how.
    #[must_use]
    pub fn closed_in_window(&self, deal: u32) -> Option<StageKind> {
        let day = self.frame.closed_on(deal)?;
        self.is_in_window(day).then(|| self.frame.status(deal))
    }
}
