//! Whether what is stored still holds together.

use domain::ids::WorkspaceId;
use serde::Serialize;

use crate::error::Result;
use crate::facts::FieldChangeSums;
use crate::journal::chain;
use crate::sql::{Conn, Sql, View, args};
use crate::store::Store;

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Which check found it, e.g. `journal.hash`.
    pub check: String,
    /// The workspace, where one is concerned.
    pub workspace_id: Option<WorkspaceId>,
    /// What is wrong, with the ids to look for.
    pub detail: String,
}

/// The outcome of a verification.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Journal entries whose hashes were recomputed.
    pub entries: i64,
    /// Deals whose stage visits were checked.
    pub deals: i64,
    /// What does not hold; at most a hundred per check.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Whether everything holds.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Problems told per check.
const TOLD: usize = 100;

/// Checks that are a query for what should not be there: `workspace_id`, then a key.
const ABSENT: &[(&str, &str)] = &[
    (
        "stage_visit.tiling",
        "select v.workspace_id, v.deal_id from (select workspace_id, deal_id, entered_at, left_at, \
         lag(left_at) over w as previous_left_at, row_number() over w as position, \
         lead(entered_at) over w as next_entered_at from stage_visit \
         window w as (partition by workspace_id, deal_id order by entered_at, coalesce(left_at, 9223372036854775807), id)) v \
         where (v.left_at is null) <> (v.next_entered_at is null) or v.left_at < v.entered_at \
         or (v.position > 1 and (v.previous_left_at is null or v.previous_left_at <> v.entered_at))",
    ),
    (
        "stage_visit.opened",
        "select d.workspace_id, d.id from deal d where d.opened_at <> coalesce((select min(v.entered_at) from stage_visit v \
         where v.workspace_id = d.workspace_id and v.deal_id = d.id), d.opened_at)",
    ),
    (
        "stage_visit.current",
        "select d.workspace_id, d.id from deal d left join stage_visit v \
         on v.workspace_id = d.workspace_id and v.deal_id = d.id and v.left_at is null \
         where v.id is null or v.stage <> d.stage or v.pipeline <> d.pipeline",
    ),
    (
        "stage_total.equal",
        "select c.workspace_id, c.pipeline || '/' || c.stage from (select t.workspace_id, t.pipeline, t.stage, \
         t.owner_id, t.currency, t.deal_count, t.amount_minor from stage_total t union all \
         select d.workspace_id, d.pipeline, d.stage, coalesce(d.owner_id, NIL), coalesce(d.currency, ''), -count(*), \
         cast(-coalesce(sum(d.amount_minor), 0) as bigint) from deal d where d.archived_at is null \
         group by d.workspace_id, d.pipeline, d.stage, d.owner_id, d.currency) c \
         group by c.workspace_id, c.pipeline, c.stage, c.owner_id, c.currency \
         having sum(c.deal_count) <> 0 or sum(c.amount_minor) <> 0",
    ),
    (
        "journal.deal",
        "select d.workspace_id, d.id from deal d where not exists (select 1 from journal j \
         where j.workspace_id = d.workspace_id and j.object_id = d.id)",
    ),
];

/// Foreign keys: table, its column, the table it points to.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("team", "parent_id", "team"),
    ("user_account", "team_id", "team"),
    ("account", "parent_id", "account"),
    ("account", "owner_id", "user_account"),
    ("contact", "account_id", "account"),
    ("contact", "owner_id", "user_account"),
    ("deal", "account_id", "account"),
    ("deal", "contact_id", "contact"),
    ("deal", "owner_id", "user_account"),
    ("deal", "product_id", "product"),
    ("stage_visit", "deal_id", "deal"),
    ("evidence", "deal_id", "deal"),
    ("waiver", "deal_id", "deal"),
    ("activity", "deal_id", "deal"),
    ("activity", "account_id", "account"),
    ("activity", "contact_id", "contact"),
    ("activity", "review_id", "review"),
    ("quota", "person_id", "user_account"),
    ("quota", "team_id", "team"),
    ("forecast_submission", "person_id", "user_account"),
    ("forecast_submission", "team_id", "team"),
    ("forecast_submission", "submitted_by", "user_account"),
    ("review", "person_id", "user_account"),
    ("review", "team_id", "team"),
    ("review", "chair_id", "user_account"),
    ("review_note", "review_id", "review"),
    ("review_note", "deal_id", "deal"),
];

impl Store {
    /// Checks the hash chain of every journal and what is derived from it, foreign keys, the tiling of stage visits and the totals. It reads everything
    /// once, at one moment, and changes nothing.
    ///
    /// # Errors
    /// When the database fails; what does not hold is no error but in the report.
    pub async fn verify(&self) -> Result<Report> {
        let mut tx = self
            .snapshot(&crate::Scope::system(WorkspaceId::from_uuid(
                uuid::Uuid::nil(),
            )))
            .await?;
        let conn = &mut tx.conn;
        let mut report = Report {
            deals: conn
                .fetch_one("select count(*) from deal", vec![])
                .await?
                .int(0)?,
            ..Report::default()
        };
        for row in conn
            .fetch_all("select id from workspace order by id", vec![])
            .await?
        {
            verify_chain(conn, row.uuid(0)?.into(), &mut report).await?;
        }
        for (check, sql) in ABSENT {
            let sql = sql.replace("NIL", conn.dialect().nil_uuid());
            find_problems(conn, (*check).to_owned(), sql.into(), &mut report).await?;
        }
        for (table, column, target) in REFERENCES {
            let sql = format!(
                "select a.workspace_id, a.{column} from {table} a where a.{column} is not null and not exists \
                 (select 1 from {target} b where b.workspace_id = a.workspace_id and b.id = a.{column})"
            );
            find_problems(conn, format!("{table}.{column}"), sql.into(), &mut report).await?;
        }
        Ok(report)
    }
}

async fn verify_chain(
    conn: &mut Conn,
    workspace_id: WorkspaceId,
    report: &mut Report,
) -> Result<()> {
    let mut broken = Vec::new();
    let mut previous: Option<Vec<u8>> = None;
    let mut last = 0;
    let mut sums = FieldChangeSums::default();
    let sql = format!(
        "select {}, prev_hash, hash from journal where workspace_id = $1 order by seq",
        chain::COLUMNS
    );
    let check = |row: View<'_>| {
        let seq = row.int(1)?;
        if seq != last + 1 {
            broken.push((
                "journal.sequence",
                format!("entry {last} is followed by {seq}"),
            ));
        }
        if !chain::holds(&row, previous.as_deref())? {
            broken.push(("journal.hash", format!("entry {seq} was changed")));
        }
        previous = Some(row.bytes(chain::WIDTH + 1)?.to_vec());
        last = seq;
        report.entries += 1;
        sums.add_entry(
            row.int(1)?,
            row.int(5)?,
            row.text(11)?,
            row.uuid(12)?,
            row.text(14)?,
        );
        Ok(())
    };
    conn.for_each(sql, args![workspace_id], check).await?;
    broken.extend(
        sums.unlike_stored(conn, workspace_id)
            .await?
            .into_iter()
            .map(|object| {
                (
                    "field_change.equal",
                    format!("the field changes of {object} are not the journal's"),
                )
            }),
    );
    let sql = "select next_seq, last_hash from journal_head where workspace_id = $1";
    if let Some(head) = conn.fetch_optional(sql, args![workspace_id]).await?
        && (head.int(0)? != last + 1 || head.opt_bytes(1)? != previous.as_deref())
    {
        broken.push(("journal.head", format!("entries after {last} are missing")));
    }
    report.problems.extend(
        broken
            .into_iter()
            .take(TOLD)
            .map(|(check, detail)| Problem {
                check: check.to_owned(),
                workspace_id: Some(workspace_id),
                detail,
            }),
    );
    Ok(())
}

async fn find_problems(
    conn: &mut Conn,
    check: String,
    sql: Sql,
    report: &mut Report,
) -> Result<()> {
    let sql = format!(
        "with p (workspace_id, key) as ({sql}) select workspace_id, {} from p limit {TOLD}",
        conn.dialect().key_as_text()
    );
    for row in conn.fetch_all(sql, vec![]).await? {
        report.problems.push(Problem {
            check: check.clone(),
            workspace_id: Some(row.uuid(0)?.into()),
            detail: row.opt_text(1)?.unwrap_or_default().to_owned(),
        });
    }
    Ok(())
}
