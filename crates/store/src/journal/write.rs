use domain::Instant;
use domain::ids::WorkspaceId;
use domain::journal::{EntryOrigin, JournalDraft};

use super::chain::{self, COLUMNS};
use super::head::Head;
use crate::bulk;
use crate::changes::{Change, owner_before, version_in};
use crate::error::Result;
use crate::facts::{Entry, FieldChanges};
use crate::sql::{Conn, Value, args};

/// Entries that wait for the end of their transaction.
#[derive(Default)]
pub(crate) struct Pending {
    rows: Vec<Vec<Value>>,
    changes: Vec<Change>,
    field_changes: FieldChanges,
}

impl Pending {
    /// Gives an entry its place in the chain.
    pub(crate) fn append(
        &mut self,
        head: &mut Head,
        workspace_id: WorkspaceId,
        draft: JournalDraft,
        recorded_at: Instant,
    ) -> i64 {
        let seq = head.next_seq;
        let recorded_at = recorded_at.as_micros().max(head.last_recorded_at);
        let occurred_at = draft.occurred_at.as_micros();
        let effective_at = if draft.origin == EntryOrigin::Import {
            occurred_at
        } else {
            recorded_at
        };
        let entry = Entry {
            seq,
            effective_at,
            object_kind: &draft.object_kind,
            object_id: draft.object_id,
        };
        self.field_changes.add(workspace_id, &entry, &draft.changes);
        self.changes.push(Change {
            workspace_id,
            seq,
            action: draft.action.clone(),
            object_kind: draft.object_kind.clone(),
            object_id: draft.object_id,
            deal_id: draft.deal_id,
            version: version_in(&draft.changes),
            owner_before: owner_before(&draft.object_kind, &draft.changes),
            actor_id: draft.actor.id,
            recorded_at: Instant::from_micros(recorded_at),
        });
        let mut values = args![
            workspace_id,
            seq,
            draft.id,
            occurred_at,
            recorded_at,
            effective_at,
            draft.actor.kind.as_str(),
            draft.actor.id,
            draft.actor.name,
            draft.origin.as_str(),
            draft.action,
            draft.object_kind,
            draft.object_id,
            draft.deal_id,
            serde_json::Value::Object(draft.changes).to_string(),
            draft.reason,
            draft.note,
            draft.playbook_version,
            draft.request_id,
        ];
        let hash = chain::hash(head.last_hash.as_ref().map(<[u8; 32]>::as_slice), &values);
        values.extend(args![head.last_hash.map(Vec::from), hash]);
        self.rows.push(values);
        *head = Head {
            next_seq: seq + 1,
            last_hash: Some(hash),
            last_recorded_at: recorded_at,
            ..head.clone()
        };
        seq
    }

    /// Writes the waiting entries and hands out what to announce after the commit.
    pub(crate) async fn flush(
        self,
        conn: &mut Conn,
        workspace_id: WorkspaceId,
    ) -> Result<Vec<Change>> {
        bulk::insert(
            conn,
            "journal",
            &format!("{COLUMNS}, prev_hash, hash"),
            self.rows,
        )
        .await?;
        self.field_changes.flush(conn, workspace_id).await?;
        Ok(self.changes)
    }
}
