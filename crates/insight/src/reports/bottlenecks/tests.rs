use serde_json::{Map, Value, json};

use crate::history::History;
use crate::reports::{Asked, find};
use crate::slice::Dimension;

/// Kim moves on in ten days; Lee's deals stay, and of what moved Kim's had a security review.
fn one_slow_owner() -> History {
    let mut history = History::new();
    for day in 0..20 {
        history
            .deal()
            .owned_by("Kim")
            .opened(day)
            .proved(day + 5, "security_review", "customer")
            .enters(day + 10, "second")
            .worth(10);
        history.deal().owned_by("Lee").opened(day).worth(100);
    }
    history.deal().owned_by("Park").opened(1).worth(1_000);
    history
}

fn by_owner<'f>(mut asked: Asked<'f>) -> Asked<'f> {
    asked.by = ["stage", "owner"]
        .map(|name| Dimension::parse(name).unwrap())
        .to_vec();
    asked.opens_deals = true;
    asked
}

fn row(asked: &Asked<'_>, owner: &str, stage: &str) -> Map<String, Value> {
    let table = find("bottlenecks").unwrap().run(asked);
    let rows = table.rows().iter().map(|row| table.to_json(row));
    rows.into_iter()
        .find(|row| row["owner"] == owner && row["stage"] == stage)
        .unwrap()
}

#[test]
fn the_slow_owner_of_many_deals_is_unusual_and_one_slow_deal_is_not() {
    let history = one_slow_owner();
    let facts = history.facts();
    let asked = by_owner(history.asked(&facts, 40));
    let lee = row(&asked, "Lee", "first");
    assert_eq!(
        (
            &lee["n"],
            &lee["moved_on"],
            &lee["conversion"],
            &lee["is_unusual"]
        ),
        (&json!(20), &json!(0), &Value::Null, &json!(true))
    );
    assert!(lee["slower"].as_f64().unwrap() > 0.98);
    // All of one day: at risk 41 on day 10, of whom 20 moved on.
    assert!((lee["expected"].as_f64().unwrap() - 20.0 * 20.0 / 41.0).abs() < 1e-6);
    let park = row(&asked, "Park", "first");
    assert_eq!(park["is_unusual"], false);
    assert!(park["slower"].as_f64().unwrap() < 0.7);
    let kim = row(&asked, "Kim", "first");
    assert!(kim["pace"].as_f64().unwrap() > 1.0 && kim["slower"].as_f64().unwrap() < 0.05);
    let table = find("bottlenecks").unwrap().run(&asked);
    assert_eq!(table.to_json(&table.rows()[0])["owner"], "Lee");
    assert!(table.notes.iter().any(|(code, _)| *code == "many-compared"));
}

#[test]
fn it_says_what_passers_had_and_who_is_stuck_without_it() {
    let history = one_slow_owner();
    let facts = history.facts();
    let asked = by_owner(history.asked(&facts, 80));
    let lee = row(&asked, "Lee", "first");
    assert_eq!(lee["passers_had"], "security_review");
    // (20+1)/(20+2) against (0+1)/(21+2).
    assert_eq!(lee["lift"], 21.954_545);
    assert_eq!(
        (&lee["stuck"], &lee["stuck_without"], &lee["stuck_minor"]),
        (&json!(0), &json!(0), &Value::Null)
    );
    // Less than half have left, so there is no median; once they have, those left behind are stuck.
    let mut history = one_slow_owner();
    for day in 0..10 {
        history
            .deal()
            .owned_by("Kim")
            .opened(day)
            .enters(day + 12, "second");
    }
    let facts = history.facts();
    let asked = by_owner(history.asked(&facts, 80));
    let lee = row(&asked, "Lee", "first");
    assert_eq!(
        (&lee["stuck"], &lee["stuck_without"], &lee["stuck_minor"]),
        (&json!(20), &json!(20), &json!(2_000))
    );
    let table = find("bottlenecks").unwrap().run(&asked);
    assert_eq!(
        table
            .deals_behind(&["Lee".into(), "first".into()], Some("stuck"))
            .unwrap()
            .len(),
        20
    );
}

#[test]
fn nothing_is_no_bottleneck() {
    let history = History::new();
    let facts = history.facts();
    let table = find("bottlenecks")
        .unwrap()
        .run(&by_owner(history.asked(&facts, 5)));
    assert!(table.rows().is_empty());
    let mut history = History::new();
    history.deal().opened(1);
    let facts = history.facts();
    let asked = by_owner(history.asked(&facts, 5));
    let table = find("bottlenecks").unwrap().run(&asked);
    let row = table.to_json(&table.rows()[0]);
    assert_eq!(
        (&row["pace"], &row["slower"], &row["is_unusual"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
}
