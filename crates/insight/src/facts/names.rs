//! Interning: every text once, and a number for it.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// The number that stands for a missing text or record.
pub const NONE: u32 = u32::MAX;

/// Texts by number and numbers by text.
#[derive(Debug, Default)]
pub(crate) struct Names {
    numbers: HashTable<u32>,
    texts: Vec<Box<str>>,
    hasher: DefaultHashBuilder,
}

impl Names {
    /// The number of a text, a new one when it has not been seen.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        let Self {
            numbers,
            texts,
            hasher,
        } = self;
        let is_it = |number: &u32| &*texts[*number as usize] == text;
        if let Some(number) = numbers.find(hash, is_it) {
            return *number;
        }
        let number = u32::try_from(texts.len()).unwrap_or(NONE);
        texts.push(text.into());
        numbers.insert_unique(hash, number, |number| {
            hasher.hash_one(&*texts[*number as usize])
        });
        number
    }

    /// The number of a text that may be missing.
    pub(crate) fn optional(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NONE, |text| self.number(text))
    }

    /// The number of a text that has been seen.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.numbers
            .find(hash, |number| &*self.texts[*number as usize] == text)
            .copied()
    }

    /// The text of a number; none for [`NONE`].
    pub(crate) fn text(&self, number: u32) -> Option<&str> {
        self.texts.get(number as usize).map(|text| &**text)
    }

    /// How many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }
}

/// Records by dense number and the other way round.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    numbers: HashTable<u32>,
    ids: Vec<uuid::Uuid>,
    hasher: DefaultHashBuilder,
}

impl Ids {
    /// The number of an id, a new one when it has not been seen, and whether it is new.
    pub(crate) fn number(&mut self, id: uuid::Uuid) -> (u32, bool) {
        if let Some(number) = self.find(id) {
            return (number, false);
        }
        let Self {
            numbers,
            ids,
            hasher,
        } = self;
        let number = u32::try_from(ids.len()).unwrap_or(NONE);
        ids.push(id);
        numbers.insert_unique(hasher.hash_one(id), number, |number| {
            hasher.hash_one(ids[*number as usize])
        });
        (number, true)
    }

    /// The number of an id that has been seen.
    pub(crate) fn find(&self, id: uuid::Uuid) -> Option<u32> {
        self.numbers
            .find(self.hasher.hash_one(id), |number| {
                self.ids[*number as usize] == id
            })
            .copied()
    }

    /// The id of a number.
    pub(crate) fn id(&self, number: u32) -> Option<uuid::Uuid> {
        self.ids.get(number as usize).copied()
    }

    /// Bytes of it.
    pub(crate) fn bytes(&self) -> usize {
        self.ids.capacity() * 16 + self.numbers.allocation_size()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }
}
