//! What changed between two versions of a playbook.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::Playbook;

/// One difference between two playbooks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Where, with list members named by their keys: `pipelines[new-business].stages[proposal].rot_days`.
    pub path: String,
    /// The value before; null when it was added.
    pub before: Value,
    /// The value after; null when it was removed.
    pub after: Value,
}

/// The differences from `before` to `after`, in the order of the file.
///
/// Members of lists are matched by their key (`key`, `evidence_type` or `category`); a move within
/// its list is one change of the list's order.
pub fn diff(before: &Playbook, after: &Playbook) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(String::new(), &json(before), &json(after), &mut changes);
    changes
}

fn json(playbook: &Playbook) -> Value {
    // Plain data with text keys always has a JSON form.
    serde_json::to_value(playbook).unwrap_or(Value::Null)
}

fn compare(path: String, before: &Value, after: &Value, changes: &mut Vec<Change>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, old) in old {
                compare(
                    join(&path, key),
                    old,
                    new.get(key).unwrap_or(&Value::Null),
                    changes,
                );
            }
            for (key, new) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
                compare(join(&path, key), &Value::Null, new, changes);
            }
        }
        (Value::Array(old), Value::Array(new)) => match (keyed(old), keyed(new)) {
            (Some(old), Some(new)) => compare_lists(&path, &old, &new, changes),
            _ => changes.push(change(path, before, after)),
        },
        _ => changes.push(change(path, before, after)),
    }
}

fn compare_lists(
    path: &str,
    old: &[(&str, &Value)],
    new: &[(&str, &Value)],
    changes: &mut Vec<Change>,
) {
    let find = |list: &[(&str, &Value)], key: &str| {
        list.iter()
            .find(|(other, _)| *other == key)
            .map(|(_, value)| (*value).clone())
    };
    for (key, value) in old {
        let member = format!("{path}[{key}]");
        match find(new, key) {
            Some(new) => compare(member, value, &new, changes),
            None => changes.push(change(member, value, &Value::Null)),
        }
    }
    for (key, value) in new.iter().filter(|(key, _)| find(old, key).is_none()) {
        changes.push(change(format!("{path}[{key}]"), &Value::Null, value));
    }
    let order = |list: &[(&str, &Value)], other: &[(&str, &Value)]| -> Vec<Value> {
        let kept = list.iter().filter(|(key, _)| find(other, key).is_some());
        kept.map(|(key, _)| Value::from(*key)).collect()
    };
    let (old_order, new_order) = (order(old, new), order(new, old));
    if old_order != new_order {
        changes.push(change(
            path.to_owned(),
            &Value::Array(old_order),
            &Value::Array(new_order),
        ));
    }
}

/// The members of a list by key, when every member has one of its own.
fn keyed(list: &[Value]) -> Option<Vec<(&str, &Value)>> {
    let mut keys = BTreeSet::new();
    let mut members = Vec::with_capacity(list.len());
    for member in list {
        let key = ["key", "evidence_type", "category"]
            .iter()
            .find_map(|name| member.get(name)?.as_str())?;
        if !keys.insert(key) {
            return None;
        }
        members.push((key, member));
    }
    Some(members)
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn change(path: String, before: &Value, after: &Value) -> Change {
    Change {
        path,
        before: before.clone(),
        after: after.clone(),
    }
}
