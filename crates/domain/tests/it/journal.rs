//! The journal's arithmetic.

use domain::ids::{JournalEntryId, WorkspaceId};
use domain::journal::{
    ActorRef, ChainPlace, EntryOrigin, JournalDraft, JournalEntry, Journaled, as_of, diff, fold,
};
use domain::{ActorKind, Deal, Money};
use serde_json::{Map, Value, json};

use crate::world::{World, id, monday};

fn entry(seq: i64, changes: Map<String, Value>) -> JournalEntry {
    let draft = JournalDraft {
        id: id::<JournalEntryId>(40),
        occurred_at: monday().plus_days(-90),
        actor: ActorRef {
            kind: ActorKind::User,
            id: None,
            name: "김민지".into(),
        },
        origin: EntryOrigin::Ui,
        action: "deal.edited".into(),
        object_kind: Deal::KIND.into(),
        object_id: *id::<domain::ids::DealId>(1).as_uuid(),
        deal_id: None,
        changes,
        reason: None,
        note: None,
        playbook_version: Some(1),
        request_id: None,
    };
    draft.at(ChainPlace {
        seq,
        workspace_id: id::<WorkspaceId>(41),
        recorded_at: monday(),
        prev_hash: "00".into(),
    })
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}

#[test]
fn a_difference_names_what_changed_appeared_and_went() {
    let before = object(json!({"a": 1, "b": [1], "c": "x", "gone": true, "null": null}));
    let after = object(json!({"a": 1, "b": [2], "c": null, "new": {"k": 1}}));
    let expected =
        json!({"b": [[1], [2]], "c": ["x", null], "new": [null, {"k": 1}], "gone": [true, null]});
    assert_eq!(Value::Object(diff(&before, &after)), expected);
    assert!(diff(&after, &after).is_empty());
}

#[test]
fn an_object_is_as_its_entries_so_far_leave_it() {
    let world = World::begin();
    let first = world.deal.clone();
    let mut second = first.clone();
    second.amount = Some(Money::new(100, domain::Currency::USD));
    second.version = 2;
    let entries = [
        entry(1, Deal::changes(None, &first)),
        entry(2, Deal::changes(Some(&first), &second)),
    ];
    assert_eq!(
        entries[1].changes.keys().collect::<Vec<_>>(),
        ["amount", "version"]
    );
    assert_eq!(as_of::<Deal>(&entries[..0]).unwrap(), None);
    assert_eq!(as_of::<Deal>(&entries[..1]).unwrap(), Some(first));
    assert_eq!(as_of::<Deal>(&entries).unwrap(), Some(second));
    assert_eq!(
        fold(entries.iter().map(|entry| &entry.changes))["version"],
        json!(2)
    );
}

#[test]
fn every_field_of_an_entry_is_in_the_bytes_its_hash_covers() {
    let original = entry(3, object(json!({"name": [null, "한빛"]})));
    let bytes = original.canonical_bytes();
    assert_eq!(bytes, original.clone().canonical_bytes());
    let reread: JournalEntry =
        serde_json::from_str(&serde_json::to_string(&original).unwrap()).unwrap();
    assert_eq!(reread.canonical_bytes(), bytes, "through storage and back");

    let forgeries: &[fn(&mut JournalEntry)] = &[
        |entry| entry.seq += 1,
        |entry| entry.id = id(99),
        |entry| entry.workspace_id = id(99),
        |entry| entry.occurred_at = entry.occurred_at.plus_micros(1),
        |entry| entry.recorded_at = entry.recorded_at.plus_micros(1),
        |entry| entry.actor.name.push('x'),
        |entry| entry.actor.kind = ActorKind::System,
        |entry| entry.actor.id = Some(uuid::Uuid::nil()),
        |entry| entry.origin = EntryOrigin::Api,
        |entry| entry.action.push('x'),
        |entry| entry.object_kind.push('x'),
        |entry| entry.object_id = uuid::Uuid::nil(),
        |entry| entry.deal_id = Some(id(99)),
        |entry| entry.changes = object(json!({"name": [null, "두빛"]})),
        |entry| entry.reason = Some(String::new()),
        |entry| entry.note = Some(String::new()),
        |entry| entry.playbook_version = None,
        |entry| entry.request_id = Some(String::new()),
        |entry| entry.prev_hash.push('0'),
    ];
    for (index, forge) in forgeries.iter().enumerate() {
        let mut forged = original.clone();
        forge(&mut forged);
        assert_ne!(
            forged.canonical_bytes(),
            bytes,
            "forgery {index} goes unseen"
        );
    }
}

#[test]
fn imported_history_counts_from_when_it_happened() {
    let mut entry = entry(1, Map::new());
    assert_eq!(entry.effective_at(), monday());
    entry.origin = EntryOrigin::Import;
    assert_eq!(entry.effective_at(), monday().plus_days(-90));
}
