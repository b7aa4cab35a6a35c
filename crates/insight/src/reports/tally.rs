//! Counting and adding up for the rows of a table, in loops over millions of deals.

use super::{Cell, Kind, Table};
use crate::parallel::Merge;

/// What a sum is before anything was added to it.
const NOTHING: i64 = i64::MIN;

/// Counts and sums by row and column, and the deals behind them when these are wanted. [`Table::take`] puts them into the table.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    width: usize,
    sums: Vec<i64>,
    opens_deals: bool,
    /// By row and column; empty unless wanted.
    deals: Vec<Vec<u32>>,
}

impl Tally {
    /// Counts a deal in the column at a place ([`Table::column`]).
    #[inline]
    pub(super) fn count(&mut self, row: usize, place: usize, deal: u32) {
        let at = row * self.width + place;
        debug_assert!(self.sums[at] != NOTHING, "not a column of deals");
        self.sums[at] += 1;
        if self.opens_deals {
            self.deals[at].push(deal);
        }
    }

    /// Adds a deal's amount. A deal without an amount is behind the sum too.
    #[inline]
    pub(super) fn add(&mut self, row: usize, place: usize, deal: u32, minor: Option<i64>) {
        let at = row * self.width + place;
        let minor = minor.unwrap_or(0);
        let sum = &mut self.sums[at];
        *sum = if *sum == NOTHING {
            minor
        } else {
            sum.saturating_add(minor)
        };
        if self.opens_deals {
            self.deals[at].push(deal);
        }
    }

    /// Says that a value which is computed later rests on a deal.
    #[inline]
    pub(super) fn rests_on(&mut self, row: usize, place: usize, deal: u32) {
        if self.opens_deals {
            self.deals[row * self.width + place].push(deal);
        }
    }

    /// [`Tally::rests_on`] for several columns.
    #[inline]
    pub(super) fn rest_on(&mut self, row: usize, places: &[usize], deal: u32) {
        if self.opens_deals {
            for place in places {
                self.deals[row * self.width + place].push(deal);
            }
        }
    }
}

impl Merge for Tally {
    fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.sums.iter_mut().zip(other.sums) {
            *mine = match (*mine, theirs) {
                (NOTHING, sum) | (sum, NOTHING) => sum,
                (left, right) => left.saturating_add(right),
            };
        }
        for (mine, theirs) in self.deals.iter_mut().zip(other.deals) {
            mine.extend(theirs);
        }
    }
}

impl Table {
    /// A tally for the rows that are there. A column of deals is 0 where nothing is counted, a sum is missing where nothing is added.
    pub(super) fn tally(&self) -> Tally {
        let width = self.width();
        let start = |place: usize| {
            if self.kind(place) == Kind::Deals {
                0
            } else {
                NOTHING
            }
        };
        let one: Vec<i64> = (0..width).map(start).collect();
        let cells = self.rows().len() * width;
        Tally {
            width,
            sums: one.into_iter().cycle().take(cells).collect(),
            opens_deals: self.opens_deals(),
            deals: if self.opens_deals() {
                vec![Vec::new(); cells]
            } else {
                Vec::new()
            },
        }
    }

    /// Takes over what was tallied.
    pub(super) fn take(&mut self, tally: Tally) {
        let width = tally.width;
        for (at, sum) in tally.sums.into_iter().enumerate() {
            let cell = self.cell_mut(at / width, at % width);
            *cell = match (sum, &*cell) {
                (NOTHING, _) => continue,
                (sum, Cell::Whole(before)) => Cell::Whole(before.saturating_add(sum)),
                (sum, _) => Cell::Whole(sum),
            };
        }
        for (at, deals) in tally.deals.into_iter().enumerate() {
            self.deals_mut(at / width, at % width).extend(deals);
        }
    }
}

/// Declares the columns that a report's loop counts in or adds to, each with its place in the table.
macro_rules! places {
    ($($column:ident),+ $(,)?) => {
        struct Places { $($column: usize),+ }

        impl Places {
            fn of(table: &Table) -> Self {
                Self { $($column: table.column(stringify!($column))),+ }
            }
        }
    };
}
pub(super) use places;
