//! The waterfall adds up, whatever happened.

use proptest::prelude::*;

use crate::facts::Facts;
use crate::history::History;
use crate::reports::{Asked, Cell, Table, find};
use crate::slice::Dimension;

fn asked<'f>(history: &History, facts: &'f Facts, since: i32, until: i32) -> Asked<'f> {
    let mut asked = history.asked(facts, until);
    let since = crate::facts::date_of(since).to_string();
    asked.parameters.insert("since".to_owned(), since);
    asked.opens_deals = true;
    asked
}

fn change(table: &Table, reason: &str) -> (i64, i64) {
    let row = table
        .rows()
        .iter()
        .position(|row| row.cells.contains(&Cell::from(reason)));
    row.map_or((0, 0), |row| {
        (table.whole(row, "deals"), table.whole(row, "amount_minor"))
    })
}

#[test]
fn every_deal_has_one_reason_and_amounts_are_split_out() {
    let mut history = History::new();
    let july = 190;
    let january = 40;
    // Quarter of days 0 to 89; from the end of day 10 to that of day 50.
    history.deal().opened(20).worth(7).with("close_on", january);
    history
        .deal()
        .opened(1)
        .enters(30, "won")
        .worth(120)
        .with("close_on", january)
        .changed(25, "amount_minor", Some("100"), Some("120"));
    history
        .deal()
        .opened(1)
        .enters(30, "lost")
        .worth(50)
        .with("close_on", january);
    history
        .deal()
        .opened(1)
        .worth(30)
        .with("close_on", july)
        .changed(30, "close_on", Some("40"), Some("190"));
    history
        .deal()
        .opened(1)
        .worth(90)
        .with("close_on", january)
        .changed(30, "close_on", Some("190"), Some("40"))
        .changed(31, "amount_minor", Some("80"), Some("90"));
    history
        .deal()
        .opened(1)
        .worth(10)
        .with("close_on", january)
        .changed(30, "amount_minor", Some("15"), Some("10"));
    history
        .deal()
        .opened(1)
        .worth(11)
        .with("close_on", january)
        .with("forecast_category", "commit")
        .changed(30, "forecast_category", Some("pipeline"), Some("commit"));
    history.deal().opened(1).worth(1).with("close_on", january);
    history
        .deal()
        .opened(1)
        .worth(3)
        .with("close_on", january)
        .with("archived_at", 45)
        .changed(45, "archived_at", None, Some("1"));
    history.deal().opened(12).enters(20, "won").worth(1000);
    let facts = history.facts();
    let mut asked = asked(&history, &facts, 10, 50);
    (asked.from, asked.to) = (Some(0), Some(89));
    let table = find("waterfall").unwrap().run(&asked);
    assert_eq!(change(&table, "start"), (7, 210));
    assert_eq!(change(&table, "new"), (1, 7));
    assert_eq!(change(&table, "pulled_in"), (1, 80));
    assert_eq!(change(&table, "amount_up"), (0, 30));
    assert_eq!(change(&table, "amount_down"), (1, -5));
    assert_eq!(change(&table, "category_up"), (1, 0));
    assert_eq!(change(&table, "unchanged"), (1, 0));
    assert_eq!(change(&table, "moved_out"), (1, -3));
    assert_eq!(change(&table, "pushed_out"), (1, -30));
    assert_eq!(change(&table, "lost"), (1, -50));
    assert_eq!(change(&table, "won"), (1, -120));
    assert_eq!(change(&table, "end"), (5, 119));
    assert!(table.notes.iter().any(|(code, _)| *code == "round-trips"));
    let split = table.deals_behind(&["amount_up".into()], Some("amount_minor"));
    assert_eq!(split, Some(vec![1, 4]));
    assert_eq!(
        table.deals_behind(&["won".into()], Some("deals")),
        Some(vec![1])
    );
}

#[test]
fn a_lost_deal_takes_its_last_amount_along_also_when_losing_set_it_to_nothing() {
    let mut history = History::new();
    history
        .deal()
        .opened(1)
        .closed(30, "lost")
        .worth(0)
        .changed(30, "amount_minor", Some("70"), Some("0"));
    let facts = history.facts();
    let table = find("waterfall")
        .unwrap()
        .run(&asked(&history, &facts, 10, 50));
    assert_eq!(change(&table, "lost"), (1, -70));
    assert_eq!(change(&table, "amount_down"), (0, 0));
}

#[test]
fn nothing_is_a_waterfall_of_nothing() {
    let history = History::new();
    let facts = history.facts();
    let table = find("waterfall")
        .unwrap()
        .run(&asked(&history, &facts, 10, 50));
    assert_eq!(change(&table, "start"), (0, 0));
    assert_eq!(change(&table, "end"), (0, 0));
}

#[derive(Debug, Clone)]
struct Life {
    opened: i32,
    end: Option<(i32, bool)>,
    owner: bool,
    amount: Option<(i32, i64, i64)>,
    close: (i32, i32, i32),
    archived: Option<i32>,
    handed: Option<i32>,
}

fn life() -> impl Strategy<Value = Life> {
    (
        0..60_i32,
        proptest::option::of((1..60_i32, any::<bool>())),
        any::<bool>(),
        proptest::option::of((1..100_i32, 0..500_i64, 0..500_i64)),
        (1..100_i32, 0..200_i32, 0..200_i32),
        proptest::option::of(1..100_i32),
        proptest::option::of(1..100_i32),
    )
        .prop_map(
            |(opened, end, owner, amount, close, archived, handed)| Life {
                opened,
                end: end.map(|(after, won)| (opened + after, won)),
                owner,
                amount,
                close,
                archived: archived.map(|after| opened + after),
                handed,
            },
        )
}

fn told(lives: &[Life]) -> History {
    let mut history = History::new();
    let id = |name: &str| {
        let sum = name
            .bytes()
            .fold(0_u128, |sum, byte| sum * 31 + u128::from(byte));
        uuid::Uuid::from_u128(0x2000_0000 + sum).to_string()
    };
    for life in lives {
        let (name, other) = if life.owner {
            ("Kim", "Lee")
        } else {
            ("Lee", "Kim")
        };
        let deal = history.deal();
        deal.opened(life.opened).owned_by(name);
        if let Some((day, won)) = life.end {
            deal.closed(day, if won { "won" } else { "lost" });
        }
        if let Some((after, was, is)) = life.amount {
            let was = was.to_string();
            deal.worth(is);
            deal.changed(life.opened + after, "amount_minor", Some(&was), None);
        }
        let (after, was, is) = life.close;
        deal.with("close_on", is);
        deal.changed(
            life.opened + after,
            "close_on",
            Some(&was.to_string()),
            None,
        );
        if let Some(day) = life.archived {
            deal.with("archived_at", day);
            deal.changed(day, "archived_at", None, None);
        }
        if let Some(after) = life.handed {
            deal.changed(life.opened + after, "owner_id", Some(&id(other)), None);
        }
    }
    history
}

proptest! {
    #[test]
    fn start_and_changes_are_the_end_whatever_happened(
        lives in proptest::collection::vec(life(), 0..40),
        since in 0..120_i32,
        later in 0..60_i32,
        window in proptest::option::of((0..100_i32, 0..100_i32)),
        by_owner in any::<bool>(),
    ) {
        let history = told(&lives);
        let facts = history.facts();
        let mut asked = asked(&history, &facts, since, since + later);
        if let Some((from, length)) = window {
            (asked.from, asked.to) = (Some(from), Some(from + length));
        }
        if by_owner {
            asked.by = vec![Dimension::parse("owner").unwrap()];
        }
        let table = find("waterfall").unwrap().run(&asked);
        let mut groups: std::collections::HashMap<Vec<String>, (i64, i64, Vec<u32>)> =
            std::collections::HashMap::new();
        let of = |day: i32| {
            let frame = asked.frame_at(crate::history::at(day + 1) - 1);
            let inside = |deal: &u32| {
                frame.status(*deal) == playbook::StageKind::Open
                    && window.is_none_or(|(from, length)| {
                        frame.close_on(*deal).is_some_and(|day| (from..=from + length).contains(&day))
                    })
            };
            let deals: Vec<u32> = frame.deals().iter().copied().filter(inside).collect();
            let sum: i64 = deals.iter().filter_map(|deal| frame.amount_minor(*deal)).sum();
            (deals.len(), sum)
        };
        let mut totals = [(0_i64, 0_i64); 2];
        for row in table.rows() {
            let json = table.to_json(row);
            let reason = json["reason"].as_str().unwrap().to_owned();
            let (deals, minor) = (json["deals"].as_i64().unwrap(), json["amount_minor"].as_i64().unwrap());
            let label = json.get("owner").map(ToString::to_string).into_iter().collect::<Vec<_>>();
            let mut keys: Vec<serde_json::Value> = json.get("owner").cloned().into_iter().collect();
            keys.push(reason.as_str().into());
            let group = groups.entry(label).or_default();
            match reason.as_str() {
                "start" => { group.0 += minor; totals[0].0 += deals; totals[0].1 += minor; }
                "end" => { group.1 += minor; totals[1].0 += deals; totals[1].1 += minor; }
                _ => {
                    group.0 += minor;
                    group.2.extend(table.deals_behind(&keys, Some("deals")).unwrap());
                }
            }
        }
        for (start, end, mut deals) in groups.into_values() {
            prop_assert_eq!(start, end);
            let count = deals.len();
            deals.sort_unstable();
            deals.dedup();
            prop_assert_eq!(deals.len(), count, "a deal has two reasons");
        }
        for (total, day) in totals.iter().zip([since, since + later]) {
            let (count, sum) = of(day);
            prop_assert_eq!(*total, (i64::try_from(count).unwrap(), sum));
        }
    }
}
