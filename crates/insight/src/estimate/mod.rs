//! Estimators: pure functions from counts and values to numbers with their uncertainty.
//!
//! | Module | What it answers | After |
//! |---|---|---|
//! | [`survival`] | how long things last and how they end while some have not ended | Kaplan & Meier 1958, Greenwood 1926, Aalen & Johansen 1978 |
//! | [`proportion`] | how sure one can be of a share, and what to believe when there are few | Wilson 1927, Griffin & Krutchkoff 1971 |
//! | [`timing`] | how likely an open deal is won within the next days, given its age | Aalen & Johansen 1978 |
//! | [`summary`] | mean, spread and quantiles of days | Hyndman & Fan 1996 |
//! | [`scores`] | how good past forecasts were | Brier 1950, Murphy 1973, Gneiting & Raftery 2007 |
//! | [`distribution`] | what a period may bring, exactly, from few independent deals | convolution |
//! | [`simulation`] | the same drawn, for many deals, with what they have in common and what is yet to come | Zeger, Liang & Albert 1988 |
//! | [`mix`] | whether a rate moved or only what it is made of | Kitagawa 1955 |

pub mod distribution;
mod interval;
pub mod mix;
pub mod proportion;
pub mod scores;
pub mod simulation;
pub mod summary;
pub mod survival;
pub mod timing;

pub use interval::Interval;

/// The longest span of days taken at its word: a hundred years. Longer ones are data faults and count as this long,
/// which bounds the memory of every histogram.
pub const LONGEST_SPAN_DAYS: u32 = 36_525;

#[cfg(test)]
pub(crate) mod reference;
