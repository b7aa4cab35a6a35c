//! Timelines, and objects as they were.

use std::collections::HashMap;

use domain::ids::{AccountId, ContactId, DealId, JournalEntryId, ProductId};
use domain::journal::{ActorRef, Changes, JournalEntry};
use domain::{Account, Activity, Contact, Evidence, Instant, Product, StageVisit, Waiver};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::chain::{COLUMNS, WIDTH};
use crate::backup::hex;
use crate::error::{Error, Result};
use crate::list::Page;
use crate::query::Query;
use crate::record::Record;
use crate::sql::Row;
use crate::tx::ReadTx;

/// Which entries of the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalQuery {
    /// Only a deal's timeline: the deal itself and what belongs to it.
    pub deal_id: Option<DealId>,
    /// Only one object's entries.
    pub object_id: Option<Uuid>,
    /// Only objects of this noun, e.g. `deal`.
    pub object_kind: Option<String>,
    /// Only entries after this position: readers that follow.
    pub after_seq: Option<i64>,
    /// Only entries that count after this moment.
    pub after: Option<Instant>,
    /// Only entries that count up to this moment.
    pub until: Option<Instant>,
    /// Newest first; else oldest first.
    pub newest_first: bool,
    /// How many, at most [`crate::PAGE_MAX`]; 0 means 50.
    pub limit: u32,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl ReadTx {
    /// A page of the journal. It does not ask whose deals the reader sees: load the deal first, which does.
    ///
    /// # Errors
    /// [`Error::BadCursor`] when the cursor is not one.
    pub async fn journal_page(&mut self, journal: &JournalQuery) -> Result<Page<JournalEntry>> {
        let mut query = Query::new(format!(
            "select {COLUMNS}, prev_hash, hash from journal where workspace_id = "
        ));
        query.bind(self.workspace_id());
        if let Some(deal_id) = journal.deal_id {
            query.push(" and deal_id = ").bind(deal_id);
        }
        if let Some(object_id) = journal.object_id {
            query.push(" and object_id = ").bind(object_id);
        }
        if let Some(object_kind) = &journal.object_kind {
            query.push(" and object_kind = ").bind(object_kind.as_str());
        }
        if let Some(after) = journal.after_seq {
            query.push(" and seq > ").bind(after);
        }
        if let Some(after) = journal.after {
            query.push(" and effective_at > ").bind(after);
        }
        if let Some(until) = journal.until {
            query.push(" and effective_at <= ").bind(until);
        }
        if let Some(cursor) = &journal.cursor {
            let seq: i64 = cursor.parse().map_err(|_| Error::BadCursor)?;
            query
                .push(if journal.newest_first {
                    " and seq < "
                } else {
                    " and seq > "
                })
                .bind(seq);
        }
        let list = crate::list::ListQuery {
            limit: journal.limit,
            ..Default::default()
        };
        let limit = list.limit();
        query.push(if journal.newest_first {
            " order by seq desc limit "
        } else {
            " order by seq limit "
        });
        query.push(&(limit + 1).to_string());
        // Nothing but the kind: entries of a rare kind are found only by reading past all others.
        let is_led_by_index = journal.object_kind.is_none()
            || journal.deal_id.is_some()
            || journal.object_id.is_some();
        let rows = if is_led_by_index {
            self.few(query).await?
        } else {
            self.all(query).await?
        };
        let has_more = rows.len() > limit;
        let rows: Vec<JournalEntry> = rows.iter().take(limit).map(entry).collect::<Result<_>>()?;
        let next_cursor = rows
            .last()
            .filter(|_| has_more)
            .map(|last| last.seq.to_string());
        Ok(Page { rows, next_cursor })
    }

    /// The position of the last entry; 0 before the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn journal_position(&mut self) -> Result<i64> {
        let mut query = Query::new("select next_seq - 1 from journal_head where workspace_id = ");
        query.bind(self.workspace_id());
        self.optional(query).await?.map_or(Ok(0), |row| row.int(0))
    }

    /// An object's fields as they were known at a moment; none when it did not exist yet or any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn object_as_of(
        &mut self,
        object_kind: &str,
        id: Uuid,
        as_of: Instant,
    ) -> Result<Option<Map<String, Json>>> {
        let mut query = self.past_of(object_kind, as_of);
        query.push(" and object_id = ").bind(id);
        query.push(" order by seq");
        let mut past = Past::default();
        for row in self.few(query).await? {
            past.apply(row.uuid(0)?, row.text(1)?)?;
        }
        Ok(past.0.remove(&id).filter(exists))
    }

    /// A deal as it was known at a moment. Whether the reader may see it is asked of the deal of today.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the reader may not know of it, or it did not exist then.
    pub async fn deal_as_of(&mut self, id: DealId, as_of: Instant) -> Result<domain::Deal> {
        let today = self.deal(id).await?;
        let fields = self.object_as_of("deal", today.id.into(), as_of).await?;
        fields.map_or_else(
            || {
                Err(Error::NotFound {
                    kind: "deal",
                    id: id.to_string(),
                })
            },
            read_back,
        )
    }

    /// All objects of a kind as they were known at a moment.
    pub(crate) async fn objects_as_of<T: Record>(
        &mut self,
        object_kind: &str,
        as_of: Instant,
    ) -> Result<Vec<T>> {
        let mut query = self.past_of(object_kind, as_of);
        query.push(" order by seq");
        let (sql, values) = query.into_parts();
        let mut past = Past::default();
        self.conn
            .for_each(sql, values, |row| past.apply(row.uuid(0)?, row.text(1)?))
            .await?;
        past.0.into_values().filter(exists).map(read_back).collect()
    }

    /// The parts of a deal as they were known at a moment, in the order they were made.
    async fn parts_as_of<T: Record>(&mut self, deal_id: DealId, as_of: Instant) -> Result<Vec<T>> {
        let mut query = self.past_of(T::KIND, as_of);
        query.push(" and deal_id = ").bind(deal_id);
        query.push(" order by seq");
        let mut past = Past::default();
        for row in self.few(query).await? {
            past.apply(row.uuid(0)?, row.text(1)?)?;
        }
        let mut parts: Vec<_> = past.0.into_iter().collect();
        parts.sort_by_key(|(id, _)| *id);
        let fields = parts.into_iter().map(|(_, fields)| fields);
        fields.filter(exists).map(read_back).collect()
    }

    /// `select object_id, changes from journal where …`: what counted at a moment, to be continued with `and …`.
    fn past_of(&self, object_kind: &str, as_of: Instant) -> Query {
        let mut query = Query::new("select object_id, changes from journal where workspace_id = ");
        query
            .bind(self.workspace_id())
            .push(" and object_kind = ")
            .bind(object_kind)
            .push(" and effective_at <= ")
            .bind(as_of);
        query
    }
}

/// Declares how records and the parts of deals are read as they were.
macro_rules! as_of {
    (
        records { $($record:ident($id:ty) -> $of:ty: $record_noun:literal;)* }
        parts { $($parts:ident -> $part:ty: $part_noun:literal;)* }
    ) => {
        impl ReadTx {
            $(
                #[doc = concat!("The ", $record_noun, " as it was known at a moment; none when it did not exist yet.\n\n# Errors\nWhen the database fails.")]
                pub async fn $record(&mut self, id: $id, as_of: Instant) -> Result<Option<$of>> {
                    let kind = <$of as domain::journal::Journaled>::KIND;
                    let fields = self.object_as_of(kind, id.into(), as_of).await?;
                    fields.map(read_back).transpose()
                }
            )*
            $(
                #[doc = concat!("A deal's ", $part_noun, " as they were known at a moment, in the order they were made. Load the deal first: this does not ask who reads.\n\n# Errors\nWhen the database fails.")]
                pub async fn $parts(&mut self, deal_id: DealId, as_of: Instant) -> Result<Vec<$part>> {
                    self.parts_as_of(deal_id, as_of).await
                }
            )*
        }
    };
}

as_of! {
    records {
        account_as_of(AccountId) -> Account: "account";
        contact_as_of(ContactId) -> Contact: "contact";
        product_as_of(ProductId) -> Product: "product";
    }
    parts {
        visits_as_of -> StageVisit: "stage visits";
        evidence_as_of -> Evidence: "evidence";
        waivers_as_of -> Waiver: "waivers";
        activities_as_of -> Activity: "activities";
    }
}

/// Objects being folded from their changes.
#[derive(Default)]
struct Past(HashMap<Uuid, Map<String, Json>>);

impl Past {
    /// Applies an entry's changes to its object.
    fn apply(&mut self, object_id: Uuid, changes: &str) -> Result<()> {
        let changes: Changes = serde_json::from_str(changes).map_err(damaged)?;
        let fields = self.0.entry(object_id).or_default();
        for (field, mut change) in changes {
            let after = change.get_mut(1).map(Json::take).unwrap_or_default();
            fields.insert(field, after);
        }
        Ok(())
    }
}

/// An object that was removed has no id any more.
fn exists(fields: &Map<String, Json>) -> bool {
    fields.get("id").is_some_and(|id| !id.is_null())
}

pub(super) fn read_back<T: Record>(fields: Map<String, Json>) -> Result<T> {
    serde_json::from_value(Json::Object(fields)).map_err(damaged)
}

pub(super) fn damaged(error: serde_json::Error) -> Error {
    Error::Corrupt(format!("a journal entry does not read back: {error}"))
}

pub(super) fn entry(row: &Row) -> Result<JournalEntry> {
    let instant = |column: usize| row.int(column).map(Instant::from_micros);
    let text = |column: usize| Ok::<_, Error>(row.opt_text(column)?.map(str::to_owned));
    let unknown = |error: &dyn std::fmt::Display| Error::Corrupt(format!("journal: {error}"));
    Ok(JournalEntry {
        workspace_id: row.uuid(0)?.into(),
        seq: row.int(1)?,
        id: JournalEntryId::from_uuid(row.uuid(2)?),
        occurred_at: instant(3)?,
        recorded_at: instant(4)?,
        actor: ActorRef {
            kind: row.text(6)?.parse().map_err(|error| unknown(&error))?,
            id: row.opt_uuid(7)?,
            name: row.text(8)?.to_owned(),
        },
        origin: row.text(9)?.parse().map_err(|error| unknown(&error))?,
        action: row.text(10)?.to_owned(),
        object_kind: row.text(11)?.to_owned(),
        object_id: row.uuid(12)?,
        deal_id: row.opt_uuid(13)?.map(Into::into),
        changes: serde_json::from_str(row.text(14)?).map_err(damaged)?,
        reason: text(15)?,
        note: text(16)?,
        playbook_version: row.opt_int(17)?,
        request_id: text(18)?,
        prev_hash: row.opt_bytes(WIDTH)?.map(hex).unwrap_or_default(),
        hash: hex(row.bytes(WIDTH + 1)?),
    })
}
