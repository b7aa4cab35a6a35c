//! The outside world's formats: what a stranger's file says, read without trusting it.
//!
//! This crate turns bytes into rows, rows into a profile of each column, and a profile into a
//! proposed mapping; and it writes tables back out. It never touches the database, never decides
//! what a row means for the business (that is `app`), and never holds a whole file in memory.
//!
//! Start at [`tabular::Table::open`], then [`profile::profile`], then [`mapping::propose`].

pub mod export;
pub mod limits;
pub mod mapping;
pub mod profile;
pub mod tabular;
