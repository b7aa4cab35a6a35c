//! What is counted as a fault, and which deals have it.

use crate::history::History;
use crate::reports::find;
use crate::slice::Dimension;

#[test]
fn each_fault_opens_the_deals_that_have_it() {
    let mut history = History::new();
    let account = history.account("Acme", None, None);
    // Complete but for competition; moved 3 days after the customer's word; unheeded word since day 30.
    history
        .deal()
        .opened(0)
        .owned_by("Kim")
        .of_account(account)
        .worth(10)
        .with("close_on", 90)
        .with("next_step_on", 60)
        .proved(7, "email", "customer")
        .enters(10, "second")
        .proved(30, "email", "customer");
    // Moved on the rep's word alone, on a waiver, without next step; the same account again.
    history
        .deal()
        .opened(0)
        .owned_by("Kim")
        .of_account(account)
        .with("on_waiver", "true")
        .with("close_on", 40)
        .proved(5, "note", "us")
        .enters(10, "second");
    // History of another system proves nothing against anybody.
    history
        .deal()
        .opened(0)
        .owned_by("Kim")
        .enters(10, "won")
        .known_by("imported");
    let facts = history.facts();
    let mut asked = history.asked(&facts, 50);
    asked.by = vec![Dimension::parse("owner").unwrap()];
    asked.opens_deals = true;
    let table = find("data-quality").unwrap().run(&asked);
    let row = table.to_json(&table.rows()[0]);
    let behind = |column: &str| table.deals_behind(&["Kim".into()], Some(column)).unwrap();
    assert_eq!(row["open"], 2);
    // 10 fields, missing: competition twice, amount and next step once.
    assert_eq!(row["fill"], 0.6);
    assert_eq!(behind("no_amount"), [1]);
    assert_eq!(behind("no_next_step"), [1]);
    assert_eq!(behind("no_competition"), [0, 1]);
    assert_eq!(behind("overdue_close_date"), [1]);
    assert_eq!(row["update_delay_days"], 3.0);
    assert_eq!(
        (&row["moves"], &row["rep_only_moves"]),
        (&2.into(), &1.into())
    );
    assert_eq!(behind("rep_only_moves"), [1]);
    assert_eq!(behind("unheeded_evidence"), [0]);
    assert_eq!(behind("on_waiver"), [1]);
    assert_eq!(behind("no_evidence"), [1]);
    assert_eq!(behind("duplicates"), [0, 1]);
}

#[test]
fn nobody_has_no_quality_rather_than_none() {
    let history = History::new();
    let facts = history.facts();
    let table = find("data-quality")
        .unwrap()
        .run(&history.asked(&facts, 50));
    let row = table.to_json(&table.rows()[0]);
    assert!(row["fill"].is_null() && row["update_delay_days"].is_null());
}
