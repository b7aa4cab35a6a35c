//! Whether the stored field changes are what the journal says: sums of their hashes, object by object.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use domain::ids::WorkspaceId;
use domain::journal::Changes;
use uuid::Uuid;

use super::tracked::{Effect, effect, tracked_kind};
use crate::error::Result;
use crate::sql::{Conn, View, args};

/// What the journal says, less what is stored: nothing is left of an object that agrees.
#[derive(Default)]
pub(crate) struct FieldChangeSums(HashMap<(&'static str, Uuid), u64>);

impl FieldChangeSums {
    /// Adds what an entry changed. An entry that does not read is told of by its hash.
    pub(crate) fn add_entry(
        &mut self,
        seq: i64,
        effective_at: i64,
        object_kind: &str,
        object_id: Uuid,
        changes: &str,
    ) {
        let Some(kind) = tracked_kind(object_kind) else {
            return;
        };
        let changes: Changes = serde_json::from_str(changes).unwrap_or_default();
        match effect(kind, &changes) {
            Effect::Nothing => {}
            Effect::Changed(changed) => {
                let sum = self.0.entry((kind, object_id)).or_default();
                for it in changed {
                    let (before, after) = (it.before.as_deref(), it.after.as_deref());
                    *sum = sum.wrapping_add(hash(seq, effective_at, it.field, before, after));
                }
            }
            Effect::Removed => {
                self.0.remove(&(kind, object_id));
            }
        }
    }

    /// The objects whose stored field changes differ.
    pub(crate) async fn unlike_stored(
        mut self,
        conn: &mut Conn,
        workspace_id: WorkspaceId,
    ) -> Result<Vec<String>> {
        let sql = "select object_kind, object_id, seq, effective_at, field, before, after from field_change \
             where workspace_id = $1";
        let mut unknown = Vec::new();
        let subtract = |row: View<'_>| {
            let (kind, id) = (row.text(0)?, row.uuid(1)?);
            let (before, after) = (row.opt_text(5)?, row.opt_text(6)?);
            let hash = hash(row.int(2)?, row.int(3)?, row.text(4)?, before, after);
            match tracked_kind(kind).and_then(|kind| self.0.get_mut(&(kind, id))) {
                Some(sum) => *sum = sum.wrapping_sub(hash),
                None => unknown.push(format!("{kind} {id}")),
            }
            Ok(())
        };
        conn.for_each(sql, args![workspace_id], subtract).await?;
        let differing = self.0.into_iter().filter(|(_, sum)| *sum != 0);
        unknown.extend(differing.map(|((kind, id), _)| format!("{kind} {id}")));
        unknown.sort();
        unknown.dedup();
        Ok(unknown)
    }
}

fn hash(
    seq: i64,
    effective_at: i64,
    field: &str,
    before: Option<&str>,
    after: Option<&str>,
) -> u64 {
    let mut hasher = DefaultHasher::new();
    (seq, effective_at, field, before, after).hash(&mut hasher);
    hasher.finish()
}
