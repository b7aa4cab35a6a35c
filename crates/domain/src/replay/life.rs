//! A deal's part of the journal, and what was on record at any point of it.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::journal::{Changes, Journaled};
use crate::{Deal, Evidence, Instant, StageVisit, Waiver};

/// An entry of the journal about a deal, its evidence, its waivers or its stage visits.
#[derive(Debug, Clone)]
pub struct Entry {
    /// From when it counts: when it was recorded, or for imported history when it happened.
    pub at: Instant,
    /// Its position in the journal.
    pub seq: i64,
    /// The noun of the object.
    pub object_kind: String,
    /// The object.
    pub object_id: Uuid,
    /// What changed, field by field.
    pub changes: Changes,
}

/// A journal that does not read back.
#[derive(Debug, thiserror::Error)]
#[error("a journal entry does not read back: {0}")]
pub struct Damaged(#[from] serde_json::Error);

/// A deal's entries in the order they count.
#[derive(Debug)]
pub struct Life {
    pub(super) entries: Vec<Entry>,
    /// The visits as they ended up, each with the place of the entry that began it.
    pub(super) visits: Vec<(usize, StageVisit)>,
    /// The deal as it is now.
    pub(super) deal: Deal,
}

impl Life {
    /// Puts a deal's entries in order; none when the deal is no longer there.
    ///
    /// # Errors
    /// When an entry does not read back.
    pub fn of(mut entries: Vec<Entry>) -> Result<Option<Self>, Damaged> {
        entries.sort_by_key(|entry| (entry.at, entry.seq));
        let mut deal = Map::new();
        let mut visits: BTreeMap<Uuid, (usize, Map<String, Value>)> = BTreeMap::new();
        for (place, entry) in entries.iter().enumerate() {
            match entry.object_kind.as_str() {
                Deal::KIND => apply(&mut deal, &entry.changes),
                StageVisit::KIND => {
                    let visit = visits.entry(entry.object_id);
                    let (_, fields) = visit.or_insert_with(|| (place, Map::new()));
                    apply(fields, &entry.changes);
                }
                _ => {}
            }
        }
        if !exists(&deal) {
            return Ok(None);
        }
        let mut known = Vec::with_capacity(visits.len());
        for (place, fields) in visits.into_values() {
            if exists(&fields) {
                known.push((place, read::<StageVisit>(&fields)?));
            }
        }
        known.sort_by_key(|(place, visit)| (visit.entered_at, *place));
        Ok(Some(Self {
            deal: read(&deal)?,
            visits: known,
            entries,
        }))
    }

    /// The deal as it is now.
    #[must_use]
    pub fn deal(&self) -> &Deal {
        &self.deal
    }

    /// The first field a later entry on the deal gave this value: what a move said beside its stage.
    pub(super) fn said_from<T: DeserializeOwned>(&self, place: usize, field: &str) -> Option<T> {
        let mut entries = self.entries[place..].iter();
        let deal = entries.find(|entry| entry.object_kind == Deal::KIND)?;
        let after = deal.changes.get(field)?.get(1)?;
        serde_json::from_value(after.clone()).ok()
    }
}

/// What is on record at a point of a deal's life.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) deal: Deal,
    pub(super) evidence: Vec<Evidence>,
    pub(super) waivers: Vec<Waiver>,
}

/// A deal's records, folded entry by entry. They are read back only when somebody looks.
#[derive(Debug, Default)]
pub(super) struct Records {
    deal: Map<String, Value>,
    evidence: BTreeMap<Uuid, Map<String, Value>>,
    waivers: BTreeMap<Uuid, Map<String, Value>>,
    seen: Option<State>,
}

impl Records {
    /// Takes an entry in; says whether it changed anything that is judged.
    pub(super) fn take(&mut self, entry: &Entry) -> bool {
        let fields = match entry.object_kind.as_str() {
            Deal::KIND => &mut self.deal,
            Evidence::KIND => self.evidence.entry(entry.object_id).or_default(),
            Waiver::KIND => self.waivers.entry(entry.object_id).or_default(),
            _ => return false,
        };
        apply(fields, &entry.changes);
        self.seen = None;
        true
    }

    /// What is on record; none before the deal is.
    pub(super) fn state(&mut self) -> Result<Option<&State>, Damaged> {
        if self.seen.is_none() && exists(&self.deal) {
            self.seen = Some(State {
                deal: read(&self.deal)?,
                evidence: read_all(&self.evidence)?,
                waivers: read_all(&self.waivers)?,
            });
        }
        Ok(self.seen.as_ref())
    }
}

fn apply(fields: &mut Map<String, Value>, changes: &Changes) {
    for (field, change) in changes {
        let after = change.get(1).cloned().unwrap_or_default();
        fields.insert(field.clone(), after);
    }
}

/// An object that was removed has no id any more.
fn exists(fields: &Map<String, Value>) -> bool {
    fields.get("id").is_some_and(|id| !id.is_null())
}

fn read<T: DeserializeOwned>(fields: &Map<String, Value>) -> Result<T, Damaged> {
    Ok(T::deserialize(fields)?)
}

fn read_all<T: DeserializeOwned>(
    objects: &BTreeMap<Uuid, Map<String, Value>>,
) -> Result<Vec<T>, Damaged> {
    let there = objects.values().filter(|fields| exists(fields));
    there.map(read).collect()
}
