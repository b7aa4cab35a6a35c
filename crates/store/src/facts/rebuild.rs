//! Field changes from the journal: for databases and archives that are older than their table.

use domain::ids::WorkspaceId;
use domain::journal::Changes;

use super::tracked::{Entry, FieldChanges, tracked_kind};
use crate::error::{Error, Result};
use crate::sql::{Conn, args};

/// Entries read and projected at a time.
const BATCH: i64 = 2_000;

/// Writes the field changes of every workspace anew.
pub(crate) async fn rebuild(conn: &mut Conn) -> Result<()> {
    conn.execute("delete from field_change", vec![]).await?;
    let workspaces = conn.fetch_all("select id from workspace", vec![]).await?;
    for workspace in workspaces {
        of_workspace(conn, workspace.uuid(0)?.into()).await?;
    }
    Ok(())
}

async fn of_workspace(conn: &mut Conn, workspace_id: WorkspaceId) -> Result<()> {
    let sql = format!(
        "select seq, effective_at, object_kind, object_id, changes from journal \
         where workspace_id = $1 and seq > $2 order by seq limit {BATCH}"
    );
    let mut last = 0;
    loop {
        let mut pending = FieldChanges::default();
        let start = last;
        let add = |row: crate::sql::View<'_>| {
            last = row.int(0)?;
            let object_kind = row.text(2)?;
            if tracked_kind(object_kind).is_none() {
                return Ok(());
            }
            let changes: Changes = serde_json::from_str(row.text(4)?)
                .map_err(|error| Error::Corrupt(format!("journal entry {last}: {error}")))?;
            let entry = Entry {
                seq: last,
                effective_at: row.int(1)?,
                object_kind,
                object_id: row.uuid(3)?,
            };
            pending.add(workspace_id, &entry, &changes);
            Ok(())
        };
        conn.for_each(sql.clone(), args![workspace_id, start], add)
            .await?;
        pending.flush(conn, workspace_id).await?;
        if last == start {
            return Ok(());
        }
    }
}
