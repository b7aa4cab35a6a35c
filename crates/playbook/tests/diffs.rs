//! What changed between two versions, by path.

#![allow(clippy::unwrap_used)]

use playbook::{Playbook, diff, shipped};
use serde_json::json;

#[test]
fn changes_are_named_by_keys_not_positions() {
    let (key, yaml) = shipped()[0];
    let (before, places) = Playbook::parse(yaml, key).unwrap();
    assert_eq!(places.position("pipelines[0].stages[0].key").column, 14);
    let mut after = before.clone();
    let pipeline = &mut after.pipelines[0];
    pipeline.stages[4].rot_days = Some(10);
    pipeline.stages[4].name.ko = "제안".to_owned();
    after.loss_reasons.remove(0);
    after.competitors.swap(0, 1);
    let changes: Vec<_> = diff(&before, &after)
        .into_iter()
        .map(|change| (change.path, change.before, change.after))
        .collect();
    assert_eq!(changes.len(), 4);
    let stage = "pipelines[new-business].stages[proposal]";
    assert_eq!(
        changes[0],
        (
            format!("{stage}.name.ko"),
            json!("제안·경제성 검토"),
            json!("제안")
        )
    );
    assert_eq!(
        changes[1],
        (format!("{stage}.rot_days"), json!(21), json!(10))
    );
    assert_eq!(changes[2].0, "loss_reasons[price]");
    assert_eq!(changes[2].2, json!(null));
    assert_eq!(changes[3].0, "competitors");
    assert!(diff(&before, &before).is_empty());
}
