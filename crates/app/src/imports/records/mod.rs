//! What rows become: for each kind of record, how it is found, filled, written and taken back.

mod accounts;
mod catalogue;
mod contacts;
mod deals;
mod products;
pub(super) mod stage_history;
mod users;

pub(super) use deals::record_visits;

use std::sync::Arc;

use domain::Instant;
use store::{MatchKey, ReadTx};

use super::layout::Cells;
use super::links::Links;
use super::reject::Reject;
use crate::Error;
use crate::ctx::Work;
use crate::playbooks::Definitions;
use crate::subject::Subject;

/// What rows are judged by.
pub(super) struct Rules {
    pub(super) definitions: Arc<Definitions>,
    pub(super) now: Instant,
}

/// A kind of record that rows can become.
pub(super) trait Importable: Subject + Clone + PartialEq + Send + Sync + 'static {
    /// What belongs to a record and is written with it: a deal's stage visits, nothing otherwise.
    type Parts: Clone + PartialEq + Default + Send + Sync;

    /// The stored records with one of these values as their key, with their parts.
    fn find(
        read: &mut ReadTx,
        key: MatchKey,
        values: &[String],
    ) -> impl Future<Output = Result<Vec<(Self, Self::Parts)>, Error>> + Send;

    /// The record's value of a unique field.
    fn key(&self, field: &str) -> Option<&str>;

    /// The record a row describes: a new one, or the stored one with what the row says.
    fn draft(
        cells: &Cells<'_>,
        links: &mut Links,
        rules: &Rules,
        stored: Option<&(Self, Self::Parts)>,
    ) -> Result<(Self, Self::Parts), Reject>;

    /// Lets later rows point to it.
    fn learn(&self, links: &mut Links);

    /// Marks a changed record as a new version.
    fn touch(&mut self, now: Instant);

    /// Writes new records and their journal entries.
    fn insert(
        work: &mut Work<'_>,
        new: Vec<(Self, Self::Parts)>,
    ) -> impl Future<Output = Result<(), Error>> + Send;

    /// Writes a changed record and its journal entry. Returns what changed, for taking it back.
    fn update(
        work: &mut Work<'_>,
        before: &(Self, Self::Parts),
        after: &(Self, Self::Parts),
    ) -> impl Future<Output = Result<domain::journal::Changes, Error>> + Send;

    /// What its parts were, for taking changes back; none when they did not change.
    fn parts_before(_before: &Self::Parts, _after: &Self::Parts) -> Option<serde_json::Value> {
        None
    }
}

/// The unique key a field is.
pub(super) fn match_key(field: &str) -> Option<MatchKey> {
    Some(match field {
        "external_id" => MatchKey::ExternalId,
        "name" => MatchKey::Name,
        "email" => MatchKey::Email,
        "domain" => MatchKey::Domain,
        "registration_number" => MatchKey::RegistrationNumber,
        "code" => MatchKey::Code,
        _ => return None,
    })
}

/// A key as records store it.
pub(super) fn stored_key(field: &str, text: &str) -> String {
    match field {
        "email" => text.trim().to_lowercase(),
        "domain" => {
            domain::name::registrable_domain(text).unwrap_or_else(|| text.trim().to_lowercase())
        }
        _ => text.trim().to_owned(),
    }
}

/// Sets a field when the row says something about it.
fn set<T>(field: &mut Option<T>, said: Option<T>) {
    if said.is_some() {
        *field = said;
    }
}
