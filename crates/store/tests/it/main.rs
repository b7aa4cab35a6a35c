//! The store on both databases.

mod deals;
mod journal;
mod lists;
mod writing;
