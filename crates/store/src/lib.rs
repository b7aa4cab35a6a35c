//! The only crate that knows SQL: one concrete [`Store`] over SQLite and PostgreSQL, from one SQL text.
//!
//! Every use case opens a [`ReadTx`] or a [`WriteTx`] for one workspace ([`Scope`]), reads and writes the objects of the
//! domain, records each change in the journal and commits. This crate decides nothing: rules live in `domain`, and who may
//! act is asked before anything is saved. What the reader may *see* is part of every query here.
//!
//! Start at [`Store`], then [`WriteTx`]; `record` shows how an object lies in its table, `sqlite::writer` how commits are
//! grouped, `journal` how the chain is kept. What differs between the databases sits in `sql::dialect`.

mod bulk;
mod calendar;
mod changes;
mod deal;
mod error;
mod journal;
mod listen;
mod migrate;
mod organisation;
mod query;
mod record;
mod scope;
mod sql;
mod sqlite;
mod store;
mod tx;

pub use changes::Change;
pub use error::{Error, Result};
pub use scope::Scope;
pub use store::{Backend, Store};
pub use tx::{ReadTx, WriteTx};
