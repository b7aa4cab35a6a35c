//! The fields that numbers are cut by, and the rows that remember what they were.
//!
//! The journal is the truth; `field_change` repeats the part of it that reports on the past need, written by the same hand
//! in the same transaction. [`effect`] is the only place that knows which part.

use domain::journal::Changes;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::bulk;
use crate::calendar;
use crate::error::Result;
use crate::query::Query;
use crate::record::IDS_PER_STATEMENT;
use crate::sql::{Conn, Value, args};
use domain::ids::WorkspaceId;

/// How a value is written down.
#[derive(Clone, Copy)]
enum Form {
    /// As it is: words, names, identifiers.
    Text,
    /// Digits, or `true` and `false`.
    Plain,
    /// A day: days since 1970-01-01.
    Day,
    /// A moment: µs since 1970 UTC.
    Moment,
    /// An object: its JSON.
    Json,
}

/// A tracked field: its name here, the object's field, where in it (a JSON pointer), and how it is written down.
struct Tracked(&'static str, &'static str, &'static str, Form);

/// Every kind of object that is tracked, with its fields.
const TRACKED: &[(&str, &[Tracked])] = &[
    (
        "deal",
        &[
            Tracked("kind", "kind", "", Form::Text),
            Tracked("pipeline", "pipeline", "", Form::Text),
            Tracked("account_id", "account_id", "", Form::Text),
            Tracked("owner_id", "owner_id", "", Form::Text),
            Tracked("product_id", "product_id", "", Form::Text),
            Tracked("amount_minor", "amount", "/amount_minor", Form::Plain),
            Tracked("currency", "amount", "/currency", Form::Text),
            Tracked("close_on", "close_on", "", Form::Day),
            Tracked("pushes", "pushes", "", Form::Plain),
            Tracked("pushed_days", "pushed_days", "", Form::Plain),
            Tracked("next_step_on", "next_step_on", "", Form::Day),
            Tracked("competition", "competition", "", Form::Text),
            Tracked("competitor", "competitors", "/0", Form::Text),
            Tracked("source", "source", "", Form::Text),
            Tracked("loss_reason", "loss", "/reason", Form::Text),
            Tracked("forecast_category", "forecast_category", "", Form::Text),
            Tracked("on_waiver", "on_waiver", "", Form::Plain),
            Tracked("archived_at", "archived_at", "", Form::Moment),
            Tracked(
                "last_customer_evidence_at",
                "last_customer_evidence_at",
                "",
                Form::Moment,
            ),
            Tracked("playbook_version", "playbook_version", "", Form::Plain),
            Tracked("custom", "custom", "", Form::Json),
        ],
    ),
    (
        "account",
        &[
            Tracked("name", "name", "", Form::Text),
            Tracked("parent_id", "parent_id", "", Form::Text),
            Tracked("industry", "industry", "", Form::Text),
            Tracked("segment", "segment", "", Form::Text),
            Tracked("country", "country", "", Form::Text),
            Tracked("region", "region", "", Form::Text),
            Tracked("employees", "employees", "", Form::Plain),
        ],
    ),
    (
        "user",
        &[
            Tracked("team_id", "team_id", "", Form::Text),
            Tracked("name", "name", "", Form::Text),
        ],
    ),
    (
        "team",
        &[
            Tracked("parent_id", "parent_id", "", Form::Text),
            Tracked("name", "name", "", Form::Text),
        ],
    ),
    (
        "product",
        &[
            Tracked("family", "family", "", Form::Text),
            Tracked("name", "name", "", Form::Text),
        ],
    ),
];

/// What an entry of the journal means for an object's field changes.
pub(crate) enum Effect {
    /// Nothing: it created the object, or changed nothing that is tracked.
    Nothing,
    /// These fields changed.
    Changed(Vec<Changed>),
    /// The object is gone, and its field changes with it.
    Removed,
}

/// A tracked field that changed.
#[derive(Hash)]
pub(crate) struct Changed {
    pub(crate) field: &'static str,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// The position of a kind among the tracked ones.
pub(crate) fn tracked_kind(object_kind: &str) -> Option<&'static str> {
    let found = TRACKED.iter().find(|(kind, _)| *kind == object_kind);
    found.map(|(kind, _)| *kind)
}

/// What an entry with these changes means.
pub(crate) fn effect(object_kind: &str, changes: &Changes) -> Effect {
    let Some((_, fields)) = TRACKED.iter().find(|(kind, _)| *kind == object_kind) else {
        return Effect::Nothing;
    };
    // Only a creation and a removal name the id.
    if let Some(id) = changes.get("id") {
        let is_gone = id.get(1).is_none_or(Json::is_null);
        return if is_gone {
            Effect::Removed
        } else {
            Effect::Nothing
        };
    }
    let changed: Vec<_> = fields
        .iter()
        .filter_map(|tracked| tracked.changed(changes))
        .collect();
    if changed.is_empty() {
        Effect::Nothing
    } else {
        Effect::Changed(changed)
    }
}

impl Tracked {
    fn changed(&self, changes: &Changes) -> Option<Changed> {
        let Self(name, field, pointer, form) = self;
        let change = changes.get(*field)?;
        let side = |index: usize| form.written(change.get(index)?.pointer(pointer)?);
        let (before, after) = (side(0), side(1));
        (before != after).then_some(Changed {
            field: name,
            before,
            after,
        })
    }
}

impl Form {
    /// The value as text; none for null.
    fn written(self, value: &Json) -> Option<String> {
        match (self, value) {
            (_, Json::Null) => None,
            (Self::Day, Json::String(date)) => date
                .parse()
                .ok()
                .map(calendar::days)
                .map(|it| it.to_string()),
            (Self::Moment, Json::String(instant)) => {
                let instant: domain::Instant = instant.parse().ok()?;
                Some(instant.as_micros().to_string())
            }
            (Self::Text | Self::Plain, Json::String(text)) => Some(text.clone()),
            (_, other) => Some(other.to_string()),
        }
    }
}

/// Field changes that wait to be written.
#[derive(Default)]
pub(crate) struct FieldChanges {
    rows: Vec<Vec<Value>>,
    removed: Vec<(&'static str, Uuid)>,
}

/// The entry that changed something.
pub(crate) struct Entry<'e> {
    pub(crate) seq: i64,
    pub(crate) effective_at: i64,
    pub(crate) object_kind: &'e str,
    pub(crate) object_id: Uuid,
}

impl FieldChanges {
    /// Takes note of what an entry changed.
    pub(crate) fn add(&mut self, workspace_id: WorkspaceId, entry: &Entry<'_>, changes: &Changes) {
        match effect(entry.object_kind, changes) {
            Effect::Nothing => {}
            Effect::Changed(changed) => self.rows.extend(changed.into_iter().map(|it| {
                args![
                    workspace_id,
                    entry.object_kind,
                    entry.object_id,
                    entry.seq,
                    it.field,
                    entry.effective_at,
                    it.before,
                    it.after,
                ]
            })),
            Effect::Removed => self
                .removed
                .extend(tracked_kind(entry.object_kind).map(|kind| (kind, entry.object_id))),
        }
    }

    /// Writes them.
    pub(crate) async fn flush(self, conn: &mut Conn, workspace_id: WorkspaceId) -> Result<()> {
        const COLUMNS: &str =
            "workspace_id, object_kind, object_id, seq, field, effective_at, before, after";
        bulk::insert(conn, "field_change", COLUMNS, self.rows).await?;
        for (kind, _) in TRACKED {
            let removed = self.removed.iter().filter(|(of, _)| of == kind);
            let ids: Vec<Uuid> = removed.map(|(_, id)| *id).collect();
            for ids in ids.chunks(IDS_PER_STATEMENT) {
                let mut query = Query::new("delete from field_change where workspace_id = ");
                query
                    .bind(workspace_id)
                    .push(" and object_kind = ")
                    .bind(*kind)
                    .push(" and object_id in (")
                    .bind_ids(ids)
                    .push(")");
                let (sql, values) = query.into_parts();
                conn.execute(sql, values).await?;
            }
        }
        Ok(())
    }
}
