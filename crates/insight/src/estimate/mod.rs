//! Estimators: pure functions from counts and values to numbers with their uncertainty.
//!
//! | Module | What it answers | After |
//! |---|---|---|
//! | [`survival`] | how long things last and how they end while some have not ended | Kaplan & Meier 1958, Greenwood 1926, Aalen & Johansen 1978 |
//! | [`proportion`] | how sure one can be of a share, and what to believe when there are few | Wilson 1927, Griffin & Krutchkoff 1971 |

mod interval;
pub mod proportion;
pub mod survival;

pub use interval::Interval;

#[cfg(test)]
mod reference;
