//! Unique keys as people write them: spaces around them and case do not matter.

use std::collections::HashMap;

/// Ids by folded key. Several ids mean that the key is not unique.
#[derive(Debug)]
pub(super) struct Index<I>(HashMap<String, Vec<I>>);

impl<I> Default for Index<I> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<I: Copy + PartialEq> Index<I> {
    pub(super) fn add(&mut self, key: &str, id: I) {
        let ids = self.0.entry(fold(key)).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }

    pub(super) fn remove(&mut self, key: &str, id: I) {
        if let Some(ids) = self.0.get_mut(&fold(key)) {
            ids.retain(|known| *known != id);
        }
    }

    pub(super) fn get(&self, key: &str) -> &[I] {
        self.0.get(&fold(key)).map_or(&[], Vec::as_slice)
    }
}

pub(super) fn fold(key: &str) -> String {
    key.trim().to_lowercase()
}
