//! Numbers: what a workspace's history says, with its evidence and its uncertainty.
//!
//! [`estimate`] is the mathematics, [`facts`] the compact columns that a workspace's history is kept in, [`slice`](mod@slice) which deals a
//! question is about, [`probability`] how likely open deals are to be won, [`outlook`] what a period may
//! bring, [`backtest`] how good past forecasts were, [`overrides`] who knows better than the rule, [`replay`] what a draft playbook would have done, [`reports`] the questions that can be asked. Pure and synchronous: nothing here reads a clock, a
//! database or the network. Start at [`reports::Report`].

pub mod backtest;
pub mod estimate;
pub mod facts;
mod ladder;
mod lives;
pub mod outlook;
pub mod overrides;
mod parallel;
pub mod probability;
pub mod replay;
pub mod reports;
pub mod slice;

#[cfg(test)]
mod history;
