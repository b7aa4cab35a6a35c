//! What deals point to: accounts, people, teams and products, with what they were called and belonged to before.

use std::borrow::Cow;
use std::collections::HashSet;

use super::names::{Ids, NONE};
use uuid::Uuid;

/// Attributes of a record, by position.
pub(crate) const ATTRIBUTES: usize = 7;
/// The display name, in every register.
pub(crate) const NAME: usize = 0;
/// The record of the same register above: an account's or a team's.
pub(crate) const PARENT: usize = 1;
/// A person's team.
pub(crate) const TEAM: usize = 1;
/// A product's family.
pub(crate) const FAMILY: usize = 1;
/// An account's industry.
pub(crate) const INDUSTRY: usize = 2;
/// An account's segment.
pub(crate) const SEGMENT: usize = 3;
/// An account's country.
pub(crate) const COUNTRY: usize = 4;
/// An account's region.
pub(crate) const REGION: usize = 5;
/// An account's headcount; the number itself.
pub(crate) const EMPLOYEES: usize = 6;

/// Attribute values: numbers of texts or records, [`NONE`] for none.
pub(crate) type Attributes = [u32; ATTRIBUTES];

#[derive(Debug, Clone, Copy)]
struct Change {
    effective_at: i64,
    record: u32,
    attribute: u8,
    before: u32,
}

/// Records of one kind by dense number.
#[derive(Debug, Default)]
pub(crate) struct Register {
    ids: Ids,
    records: Vec<Attributes>,
    /// From when each record is known.
    known_from: Vec<i64>,
    changes: Vec<Change>,
}

impl Register {
    /// The number of a record, known or not yet.
    pub(crate) fn number(&mut self, id: Option<Uuid>) -> u32 {
        let Some(id) = id else { return NONE };
        let (number, is_new) = self.ids.number(id);
        if is_new {
            self.records.push([NONE; ATTRIBUTES]);
            self.known_from.push(i64::MIN);
        }
        number
    }

    /// Sets what a record is now, forgetting what it was: its changes follow by [`Register::changed`].
    pub(crate) fn put(&mut self, number: u32, attributes: Attributes, known_from: i64) {
        if let Some(record) = self.records.get_mut(number as usize) {
            *record = attributes;
            self.known_from[number as usize] = known_from;
        }
    }

    /// An attribute of a record as it is now; [`NONE`] for an unknown one.
    pub(crate) fn attribute(&self, number: u32, attribute: usize) -> u32 {
        let record = self.records.get(number as usize);
        record.map_or(NONE, |record| record[attribute])
    }

    /// Remembers what an attribute was before a moment.
    pub(crate) fn changed(
        &mut self,
        number: u32,
        attribute: usize,
        effective_at: i64,
        before: u32,
    ) {
        self.changes.push(Change {
            effective_at,
            record: number,
            attribute: u8::try_from(attribute).unwrap_or(u8::MAX),
            before,
        });
    }

    /// Forgets all changes, before they are read again.
    pub(crate) fn forget_changes(&mut self) {
        self.changes.clear();
    }

    /// Forgets the changes of some records, before they are read again.
    pub(crate) fn forget_changes_of(&mut self, numbers: &HashSet<u32>) {
        self.changes
            .retain(|change| !numbers.contains(&change.record));
    }

    /// The number of a record that is known.
    pub(crate) fn find(&self, id: Uuid) -> Option<u32> {
        self.ids.find(id)
    }

    /// The id of a record.
    pub(crate) fn id(&self, number: u32) -> Option<Uuid> {
        self.ids.id(number)
    }

    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// All records as they were known at a moment. Those nobody knew then are as they are now: an imported deal is older
    /// than the customer it was imported with.
    pub(crate) fn as_of(&self, moment: i64) -> Cow<'_, [Attributes]> {
        let mut later: Vec<&Change> = self
            .changes
            .iter()
            .filter(|change| {
                change.effective_at > moment && self.known_from[change.record as usize] <= moment
            })
            .collect();
        if later.is_empty() {
            return Cow::Borrowed(&self.records);
        }
        later.sort_by_key(|change| std::cmp::Reverse(change.effective_at));
        let mut records = self.records.clone();
        for change in later {
            if let Some(value) = records
                .get_mut(change.record as usize)
                .and_then(|record| record.get_mut(usize::from(change.attribute)))
            {
                *value = change.before;
            }
        }
        Cow::Owned(records)
    }
}
