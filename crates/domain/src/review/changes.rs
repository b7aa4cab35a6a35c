//! What happened to a deal between two reviews, told from its journal: the net of each thing, not every step.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Instant;
use crate::journal::JournalEntry;
use crate::words::words;

words! {
    /// What changed.
    pub enum DealChangeKind {
        /// The deal was opened.
        Created = "created",
        /// It stands in another stage: keys of stages.
        Stage = "stage",
        /// Its amount: money.
        Amount = "amount",
        /// Its expected close date: days.
        CloseOn = "close_on",
        /// Its close date was moved later so many times more: counts.
        Pushes = "pushes",
        /// Its forecast category: words.
        ForecastCategory = "forecast_category",
        /// Its next step: texts.
        NextStep = "next_step",
        /// Evidence came in: its fields.
        EvidenceAdded = "evidence_added",
        /// Evidence fell away: its title when it is known.
        EvidenceRetracted = "evidence_retracted",
    }
}

/// One thing that is different from what it was, with the values as the journal keeps them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealChange {
    /// What.
    pub kind: DealChangeKind,
    /// What it was.
    pub before: Value,
    /// What it is.
    pub after: Value,
    /// When it last changed.
    pub changed_at: Instant,
    /// Who last changed it.
    pub changed_by: String,
}

/// The fields of a deal that a review tells of.
const FIELDS: &[(&str, DealChangeKind)] = &[
    ("stage", DealChangeKind::Stage),
    ("amount", DealChangeKind::Amount),
    ("close_on", DealChangeKind::CloseOn),
    ("pushes", DealChangeKind::Pushes),
    ("forecast_category", DealChangeKind::ForecastCategory),
    ("next_step", DealChangeKind::NextStep),
];

/// The net changes that a deal's entries, oldest first, add up to. A value that came back to what it was is no change,
/// and of a deal that was opened in between only that is told, beside its evidence.
#[must_use]
pub fn deal_changes(entries: &[JournalEntry]) -> Vec<DealChange> {
    let of_deal = || entries.iter().filter(|entry| entry.object_kind == "deal");
    let mut changes = Vec::new();
    if let Some(created) = of_deal().find(|entry| entry.changes.contains_key("created_at")) {
        changes.push(told(
            DealChangeKind::Created,
            Value::Null,
            Value::Null,
            created,
        ));
    } else {
        changes.extend(FIELDS.iter().filter_map(|(field, kind)| {
            let mut touching = of_deal().filter(|entry| entry.changes.contains_key(*field));
            let first = touching.next()?;
            let last = touching.next_back().unwrap_or(first);
            let before = part(first, field, 0);
            let after = part(last, field, 1);
            (before != after).then(|| told(*kind, before, after, last))
        }));
    }
    changes.extend(evidence_changes(entries));
    changes
}

/// Evidence that came and still stands, and evidence that stood and fell away.
fn evidence_changes(entries: &[JournalEntry]) -> Vec<DealChange> {
    let mut changes: Vec<(uuid::Uuid, DealChange)> = Vec::new();
    for entry in entries
        .iter()
        .filter(|entry| entry.object_kind == "evidence")
    {
        let id = entry.object_id;
        if entry.changes.contains_key("recorded_at") {
            let after = json!({
                "id": id,
                "evidence_type": part(entry, "evidence_type", 1),
                "title": part(entry, "title", 1),
                "strength": part(entry, "strength", 1),
            });
            let change = told(DealChangeKind::EvidenceAdded, Value::Null, after, entry);
            changes.push((id, change));
        } else if entry.changes.contains_key("retracted_at") {
            let added = changes.iter().position(|(known, _)| *known == id);
            match added {
                // It came and went in between: nothing to tell.
                Some(index) => drop(changes.remove(index)),
                None => {
                    let before = json!({ "id": id });
                    let after = part(entry, "retracted_reason", 1);
                    let change = told(DealChangeKind::EvidenceRetracted, before, after, entry);
                    changes.push((id, change));
                }
            }
        }
    }
    changes.into_iter().map(|(_, change)| change).collect()
}

fn part(entry: &JournalEntry, field: &str, side: usize) -> Value {
    let pair = entry.changes.get(field);
    pair.and_then(|pair| pair.get(side))
        .cloned()
        .unwrap_or(Value::Null)
}

fn told(kind: DealChangeKind, before: Value, after: Value, entry: &JournalEntry) -> DealChange {
    DealChange {
        kind,
        before,
        after,
        changed_at: entry.effective_at(),
        changed_by: entry.actor.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::{JournalEntryId, WorkspaceId};
    use crate::journal::{ActorRef, EntryOrigin};
    use crate::policy::ActorKind;

    fn entry(at: i64, kind: &str, object: u128, changes: Value) -> JournalEntry {
        JournalEntry {
            seq: at,
            id: JournalEntryId::from_uuid(Uuid::from_u128(1)),
            workspace_id: WorkspaceId::from_uuid(Uuid::nil()),
            occurred_at: Instant::from_micros(at),
            recorded_at: Instant::from_micros(at),
            actor: ActorRef {
                kind: ActorKind::User,
                id: None,
                name: format!("person {at}"),
            },
            origin: EntryOrigin::Ui,
            action: String::new(),
            object_kind: kind.to_owned(),
            object_id: Uuid::from_u128(object),
            deal_id: None,
            changes: changes.as_object().unwrap().clone(),
            reason: None,
            note: None,
            playbook_version: None,
            request_id: None,
            prev_hash: String::new(),
            hash: String::new(),
        }
    }

    fn kinds(changes: &[DealChange]) -> Vec<&'static str> {
        changes.iter().map(|change| change.kind.as_str()).collect()
    }

    #[test]
    fn steps_add_up_to_one_change_and_what_came_back_is_none() {
        let entries = [
            entry(
                1,
                "deal",
                1,
                json!({"stage": ["discovery", "proposal"], "close_on": ["2026-03-31", "2026-04-30"], "pushes": [0, 1]}),
            ),
            entry(
                2,
                "deal",
                1,
                json!({"stage": ["proposal", "negotiation"], "amount": [null, {"amount_minor": 5, "currency": "KRW"}]}),
            ),
            entry(
                3,
                "deal",
                1,
                json!({"close_on": ["2026-04-30", "2026-03-31"], "version": [3, 4]}),
            ),
        ];
        let changes = deal_changes(&entries);
        assert_eq!(kinds(&changes), ["stage", "amount", "pushes"]);
        assert_eq!(
            (
                &changes[0].before,
                &changes[0].after,
                changes[0].changed_by.as_str()
            ),
            (&json!("discovery"), &json!("negotiation"), "person 2")
        );
    }

    #[test]
    fn evidence_that_came_and_went_in_between_is_not_told() {
        let added = |at, id| {
            entry(
                at,
                "evidence",
                id,
                json!({"recorded_at": [null, "2026-03-01T00:00:00Z"], "title": [null, "Reply"], "evidence_type": [null, "two_way_reply"], "strength": [null, "customer_originated"]}),
            )
        };
        let gone = |at, id| {
            entry(
                at,
                "evidence",
                id,
                json!({"retracted_at": [null, "2026-03-02T00:00:00Z"], "retracted_reason": [null, "wrong thread"]}),
            )
        };
        let changes = deal_changes(&[added(1, 10), added(2, 11), gone(3, 10), gone(4, 12)]);
        assert_eq!(kinds(&changes), ["evidence_added", "evidence_retracted"]);
        assert_eq!(changes[0].after["title"], "Reply");
        assert_eq!(changes[1].after, "wrong thread");
    }

    #[test]
    fn of_a_deal_opened_in_between_only_that_is_told() {
        let created = json!({"created_at": [null, "2026-03-01T00:00:00Z"], "stage": [null, "prospecting"], "pushes": [null, 0]});
        let entries = [
            entry(1, "deal", 1, created),
            entry(2, "deal", 1, json!({"stage": ["prospecting", "discovery"]})),
        ];
        assert_eq!(kinds(&deal_changes(&entries)), ["created"]);
    }
}
