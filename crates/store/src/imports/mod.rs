//! Imports: the uploaded file, how far the run is, what it made, and the lookups rows are matched by.

mod matching;

use std::collections::BTreeSet;

use domain::ids::{DealId, ImportId, UserId};
use domain::{Instant, StageVisit};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::bulk;
use crate::error::{Error, Result};
use crate::query::Query;
use crate::record::IDS_PER_STATEMENT;
use crate::sql::{Row, args};
use crate::tx::{ReadTx, WriteTx};

pub use matching::MatchKey;

/// Imports a list shows at most.
const MOST_LISTED: i64 = 200;

/// One import: a file on its way to becoming records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportRun {
    /// Identity.
    pub id: ImportId,
    /// How far it is, in the use case's words.
    pub state: String,
    /// What the rows become, in the mapping's words.
    pub record_type: String,
    /// Name of the uploaded file.
    pub file_name: String,
    /// Who uploaded it.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Instant,
    /// When it last moved on.
    pub updated_at: Instant,
    /// Grows by one with each change.
    pub version: i64,
    /// What was detected, the mapping, and the progress; the use case gives it its shape.
    pub details: Json,
}

const RUN_COLUMNS: &str =
    "id, state, record_type, file_name, created_by, created_at, updated_at, version, facts";

fn run_of(row: &Row) -> Result<ImportRun> {
    let details = serde_json::from_str(row.text(8)?);
    Ok(ImportRun {
        id: row.uuid(0)?.into(),
        state: row.text(1)?.to_owned(),
        record_type: row.text(2)?.to_owned(),
        file_name: row.text(3)?.to_owned(),
        created_by: row.opt_uuid(4)?.map(Into::into),
        created_at: Instant::from_micros(row.int(5)?),
        updated_at: Instant::from_micros(row.int(6)?),
        version: row.int(7)?,
        details: details.map_err(|error| Error::Corrupt(error.to_string()))?,
    })
}

/// Something an import made or changed, kept so that it can be undone.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRow {
    /// Order within the import.
    pub position: i64,
    /// Row of the file, as a spreadsheet counts.
    pub row_number: i64,
    /// Noun of the object.
    pub object_kind: String,
    /// The object.
    pub object_id: Uuid,
    /// What it was before; none when the import made it.
    pub before: Option<Json>,
}

/// A row of the file that was not taken.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRejection {
    /// Order within the import.
    pub position: i64,
    /// Row of the file, as a spreadsheet counts.
    pub row_number: i64,
    /// The column at fault, when it is one.
    pub field: Option<String>,
    /// Stable code.
    pub code: String,
    /// Why, as the use case wrote it.
    pub detail: String,
    /// The cells as they were, as JSON.
    pub original: String,
}

impl ReadTx {
    /// An import.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn import(&mut self, id: ImportId) -> Result<ImportRun> {
        let sql =
            format!("select {RUN_COLUMNS} from import_run where workspace_id = $1 and id = $2");
        let values = args![self.workspace_id(), id];
        match self.conn.fetch_optional(sql, values).await? {
            Some(row) => run_of(&row),
            None => Err(Error::NotFound {
                kind: "import",
                id: id.to_string(),
            }),
        }
    }

    /// The latest imports, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imports(&mut self) -> Result<Vec<ImportRun>> {
        let sql = format!(
            "select {RUN_COLUMNS} from import_run where workspace_id = $1 order by created_at desc, id desc limit $2"
        );
        let values = args![self.workspace_id(), MOST_LISTED];
        let rows = self.conn.fetch_few(sql, values).await?;
        rows.iter().map(run_of).collect()
    }

    /// The imports in one state, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imports_in(&mut self, state: &str) -> Result<Vec<ImportRun>> {
        let sql = format!(
            "select {RUN_COLUMNS} from import_run where workspace_id = $1 and state = $2 order by created_at, id"
        );
        let values = args![self.workspace_id(), state];
        let rows = self.conn.fetch_few(sql, values).await?;
        rows.iter().map(run_of).collect()
    }

    /// A piece of an uploaded file; none behind the last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_chunk(&mut self, id: ImportId, position: i64) -> Result<Option<Vec<u8>>> {
        let sql = "select content from import_chunk where workspace_id = $1 and import_id = $2 and position = $3";
        let values = args![self.workspace_id(), id, position];
        let row = self.conn.fetch_optional(sql, values).await?;
        row.map(|row| Ok(row.opt_bytes(0)?.map(Vec::from).unwrap_or_default()))
            .transpose()
    }

    /// What an import made or changed, the last first, before a position.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_rows_before(
        &mut self,
        id: ImportId,
        position: i64,
        limit: i64,
    ) -> Result<Vec<ImportRow>> {
        let sql = "select position, row_number, object_kind, object_id, before from import_row where workspace_id = $1 \
            and import_id = $2 and position < $3 order by position desc limit $4";
        let values = args![self.workspace_id(), id, position, limit];
        let rows = self.conn.fetch_few(sql, values).await?;
        rows.iter()
            .map(|row| {
                let before = row.opt_text(4)?.map(serde_json::from_str).transpose();
                Ok(ImportRow {
                    position: row.int(0)?,
                    row_number: row.int(1)?,
                    object_kind: row.text(2)?.to_owned(),
                    object_id: row.uuid(3)?,
                    before: before.map_err(|error| Error::Corrupt(error.to_string()))?,
                })
            })
            .collect()
    }

    /// Rows that were not taken, in order, behind a position.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_rejections_after(
        &mut self,
        id: ImportId,
        position: i64,
        limit: i64,
    ) -> Result<Vec<ImportRejection>> {
        let sql = "select position, row_number, field, code, detail, original from import_rejection where workspace_id = $1 \
            and import_id = $2 and position > $3 order by position limit $4";
        let values = args![self.workspace_id(), id, position, limit];
        let rows = self.conn.fetch_few(sql, values).await?;
        rows.iter()
            .map(|row| {
                Ok(ImportRejection {
                    position: row.int(0)?,
                    row_number: row.int(1)?,
                    field: row.opt_text(2)?.map(str::to_owned),
                    code: row.text(3)?.to_owned(),
                    detail: row.text(4)?.to_owned(),
                    original: row.text(5)?.to_owned(),
                })
            })
            .collect()
    }

    /// Visits of several deals, by deal and time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn visits_of_deals(&mut self, deal_ids: &[DealId]) -> Result<Vec<StageVisit>> {
        let mut found = Vec::new();
        for ids in deal_ids.chunks(IDS_PER_STATEMENT) {
            let mut query = self.select::<StageVisit>();
            query.push(" and deal_id in (").bind_ids(ids);
            query.push(") order by deal_id, entered_at, id");
            found.extend(self.records::<StageVisit>(query).await?);
        }
        Ok(found)
    }

    /// Which of these objects something else still points to: they cannot be removed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn still_referenced(&mut self, kind: &str, ids: &[Uuid]) -> Result<BTreeSet<Uuid>> {
        let referrers: &[(&str, &str)] = match kind {
            "account" => &[
                ("deal", "account_id"),
                ("contact", "account_id"),
                ("account", "parent_id"),
                ("activity", "account_id"),
            ],
            "contact" => &[("deal", "contact_id"), ("activity", "contact_id")],
            "product" => &[("deal", "product_id")],
            "user" => &[
                ("deal", "owner_id"),
                ("account", "owner_id"),
                ("contact", "owner_id"),
                ("activity", "owner_id"),
                ("team", "manager_id"),
                ("session", "user_id"),
                ("api_token", "user_id"),
                ("review", "person_id"),
                ("review", "chair_id"),
            ],
            "team" => &[
                ("user_account", "team_id"),
                ("team", "parent_id"),
                ("review", "team_id"),
            ],
            "deal" => &[
                ("evidence", "deal_id"),
                ("waiver", "deal_id"),
                ("activity", "deal_id"),
                ("review_note", "deal_id"),
            ],
            _ => &[],
        };
        let mut found = BTreeSet::new();
        for (table, column) in referrers {
            for ids in ids.chunks(IDS_PER_STATEMENT) {
                let mut query = Query::new(format!(
                    "select distinct {column} from {table} where workspace_id = "
                ));
                query.bind(self.workspace_id()).push(" and ").push(column);
                query.push(" in (").bind_ids(ids).push(")");
                for row in self.all(query).await? {
                    found.insert(row.uuid(0)?);
                }
            }
        }
        Ok(found)
    }

    /// Which of these deals have lived on beside an import: somebody did something about them here, or another import
    /// changed them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deals_lived_on(
        &mut self,
        import: ImportId,
        ids: &[Uuid],
    ) -> Result<BTreeSet<Uuid>> {
        let mut found = BTreeSet::new();
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let done_here =
                Query::new("select distinct deal_id from journal where origin <> 'import'");
            let mut changed_by_others =
                Query::new("select distinct object_id from import_row where import_id <> ");
            changed_by_others.bind(import);
            for (mut query, column) in [(done_here, "deal_id"), (changed_by_others, "object_id")] {
                query.push(" and workspace_id = ").bind(self.workspace_id());
                query.push(" and ").push(column).push(" in (");
                query.bind_ids(ids).push(")");
                for row in self.all(query).await? {
                    found.insert(row.uuid(0)?);
                }
            }
        }
        Ok(found)
    }
}

impl WriteTx {
    /// Starts an import.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_import(&mut self, import: &ImportRun) -> Result<()> {
        let row = args![
            self.workspace_id(),
            import.id,
            import.state.as_str(),
            import.record_type.as_str(),
            import.file_name.as_str(),
            import.created_by,
            import.created_at,
            import.updated_at,
            import.version,
            import.details.to_string(),
        ];
        let columns = format!("workspace_id, {RUN_COLUMNS}");
        bulk::insert(&mut self.conn, "import_run", &columns, vec![row]).await
    }

    /// Saves how far an import is; its version grows by one.
    ///
    /// # Errors
    /// [`Error::Conflict`] when somebody else moved it on.
    pub async fn update_import(&mut self, import: &mut ImportRun, now: Instant) -> Result<()> {
        let sql = "update import_run set state = $1, facts = $2, updated_at = $3, version = version + 1 \
            where workspace_id = $4 and id = $5 and version = $6";
        let values = args![
            import.state.as_str(),
            import.details.to_string(),
            now,
            self.workspace_id(),
            import.id,
            import.version,
        ];
        if self.conn.execute(sql, values).await? == 0 {
            let current = self.import(import.id).await?.version;
            return Err(Error::Conflict {
                kind: "import",
                current,
            });
        }
        import.version += 1;
        import.updated_at = now;
        Ok(())
    }

    /// Keeps a piece of an uploaded file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_import_chunk(
        &mut self,
        id: ImportId,
        position: i64,
        content: Vec<u8>,
    ) -> Result<()> {
        let row = args![self.workspace_id(), id, position, content];
        let columns = "workspace_id, import_id, position, content";
        bulk::insert(&mut self.conn, "import_chunk", columns, vec![row]).await
    }

    /// Forgets an uploaded file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_import_file(&mut self, id: ImportId) -> Result<()> {
        self.delete_of_import("import_chunk", id).await
    }

    /// Forgets an import whose file never came in completely.
    ///
    /// # Errors
    /// When the database fails, or the import has begun.
    pub async fn delete_import(&mut self, id: ImportId) -> Result<()> {
        self.delete_import_file(id).await?;
        let sql = "delete from import_run where workspace_id = $1 and id = $2";
        let values = args![self.workspace_id(), id];
        self.conn.execute(sql, values).await?;
        Ok(())
    }

    /// Remembers what an import made or changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_import_rows(&mut self, id: ImportId, rows: Vec<ImportRow>) -> Result<()> {
        let workspace_id = self.workspace_id();
        let rows = rows.into_iter().map(|row| {
            let before = row.before.map(|before| before.to_string());
            args![
                workspace_id,
                id,
                row.position,
                row.row_number,
                row.object_kind,
                row.object_id,
                before
            ]
        });
        let columns =
            "workspace_id, import_id, position, row_number, object_kind, object_id, before";
        bulk::insert(&mut self.conn, "import_row", columns, rows.collect()).await
    }

    /// Forgets what was made or changed from a position on: it is undone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_import_rows_from(&mut self, id: ImportId, position: i64) -> Result<()> {
        let sql =
            "delete from import_row where workspace_id = $1 and import_id = $2 and position >= $3";
        let values = args![self.workspace_id(), id, position];
        self.conn.execute(sql, values).await?;
        Ok(())
    }

    /// Remembers rows that were not taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_import_rejections(
        &mut self,
        id: ImportId,
        rejections: Vec<ImportRejection>,
    ) -> Result<()> {
        let workspace_id = self.workspace_id();
        let rows = rejections.into_iter().map(|rejection| {
            args![
                workspace_id,
                id,
                rejection.position,
                rejection.row_number,
                rejection.field,
                rejection.code,
                rejection.detail,
                rejection.original
            ]
        });
        let columns =
            "workspace_id, import_id, position, row_number, field, code, detail, original";
        bulk::insert(&mut self.conn, "import_rejection", columns, rows.collect()).await
    }

    /// Forgets the rows that were not taken, before another attempt.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_import_rejections(&mut self, id: ImportId) -> Result<()> {
        self.delete_of_import("import_rejection", id).await
    }

    /// Puts other visits in the place of a deal's visits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replace_visits(
        &mut self,
        deal_ids: &[DealId],
        visits: &[StageVisit],
    ) -> Result<()> {
        let ids: Vec<Uuid> = deal_ids.iter().copied().map(Uuid::from).collect();
        self.delete_records::<StageVisit>("deal_id", &ids).await?;
        self.insert_visits(visits).await?;
        Ok(())
    }

    async fn delete_of_import(&mut self, table: &str, id: ImportId) -> Result<()> {
        let sql = format!("delete from {table} where workspace_id = $1 and import_id = $2");
        let values = args![self.workspace_id(), id];
        self.conn.execute(sql, values).await?;
        Ok(())
    }
}
