use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A record that another one points to, with what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The record's id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
}

impl Named {
    /// The name of an id among known ones.
    pub(crate) fn find<I: Ord + Copy + Into<Uuid>>(
        names: &std::collections::BTreeMap<I, String>,
        id: Option<I>,
    ) -> Option<Self> {
        let id = id?;
        Some(Self {
            id: id.into(),
            name: names.get(&id)?.clone(),
        })
    }
}
