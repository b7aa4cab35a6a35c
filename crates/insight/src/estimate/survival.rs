//! How long things last and how they end, when some have not ended yet.
//!
//! Observations are collected in a [`LifeTable`], a histogram over whole days: a million deals cost a few kilobytes and
//! two tables merge by adding. Out of it come a [`Curve`] (Kaplan–Meier: how many are still in after t days) and an
//! [`Incidence`] (Aalen–Johansen: how many have been won, how many lost after t days).

mod incidence;
mod kaplan_meier;
mod life_table;

pub use incidence::{Incidence, IncidenceStep};
pub use kaplan_meier::{Curve, Step};
pub use life_table::{End, Leaving, LifeTable};

#[cfg(test)]
mod tests;
