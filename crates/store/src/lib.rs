//! The only crate that knows SQL: one concrete [`Store`] over SQLite and PostgreSQL, from one SQL text.
//!
//! Every use case opens a [`ReadTx`] or a [`WriteTx`] for one workspace ([`Scope`]), reads and writes the objects of the
//! domain, records each change in the journal and commits. This crate decides nothing: rules live in `domain`, and who may
//! act is asked before anything is saved. What the reader may *see* is part of every query here.
//!
//! Start at [`Store`], then [`WriteTx`]; `record` shows how an object lies in its table, `sqlite::writer` how commits are
//! grouped, `journal` how the chain is kept. What differs between the databases sits in `sql::dialect`.

mod backup;
mod bulk;
mod calendar;
mod catalogue;
mod changes;
pub mod cluster;
mod deal;
mod error;
mod facts;
mod forecasts;
mod idempotency;
mod identity;
mod imports;
mod journal;
mod list;
mod listen;
mod migrate;
mod organisation;
#[cfg(test)]
mod plans;
mod playbooks;
mod query;
mod rates;
mod record;
mod review;
mod scope;
mod sql;
mod sqlite;
mod store;
mod tx;
mod verify;

pub use changes::Change;
pub use deal::{BoardColumn, BoardQuery, BoardStage, DealQuery, StageTotal};
pub use error::{Error, Result};
pub use facts::ChangesSince;
pub use forecasts::SubmissionQuery;
pub use idempotency::EarlierAnswer;
pub use identity::{ApiToken, Credential, PasswordCredential, SecretHash};
pub use imports::{ImportRejection, ImportRow, ImportRun, MatchKey};
pub use journal::{JournalQuery, Judgement};
pub use list::{ListQuery, PAGE_MAX, Page};
pub use playbooks::{PlaybookStatus, PlaybookVersion};
pub use record::removal_of;
pub use review::ReviewQuery;
pub use scope::Scope;
pub use store::{Backend, Store};
pub use tx::{ReadTx, WriteTx};
pub use verify::{Problem, Report};
