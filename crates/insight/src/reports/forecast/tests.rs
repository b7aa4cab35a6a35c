//! The forecast by rule and by model.

use crate::facts::Facts;
use crate::history::History;
use crate::reports::{Asked, Table, Target, find};
use crate::slice::Dimension;

/// A pipeline whose deals are won in half of the cases, ten days after opening, and two open deals.
fn told() -> History {
    let mut history = History::new();
    for day in 0..60 {
        history
            .deal()
            .opened(day)
            .closed(day + 10, "won")
            .worth(100)
            .owned_by("Kim");
        history
            .deal()
            .opened(day)
            .closed(day + 10, "lost")
            .owned_by("Kim");
    }
    history
        .deal()
        .opened(95)
        .worth(1000)
        .owned_by("Kim")
        .with("close_on", 120)
        .with("forecast_category", "commit");
    history
        .deal()
        .opened(95)
        .worth(3000)
        .owned_by("Lee")
        .with("close_on", 200)
        .with("forecast_category", "best_case");
    history
        .deal()
        .opened(80)
        .closed(92, "won")
        .worth(500)
        .owned_by("Kim");
    history
}

fn ask<'f>(history: &History, facts: &'f Facts) -> Asked<'f> {
    let mut asked = history.asked(facts, 96);
    (asked.from, asked.to) = (Some(90), Some(179));
    asked.opens_deals = true;
    asked
}

fn run(asked: &Asked<'_>) -> Table {
    find("forecast").unwrap().run(asked)
}

#[test]
fn buckets_are_separate_and_the_model_is_a_distribution_over_all_open_deals() {
    let history = told();
    let facts = history.facts();
    let mut asked = ask(&history, &facts);
    asked
        .parameters
        .insert("target_minor".into(), "3500".into());
    let table = run(&asked);
    let row = table.to_json(&table.rows()[0]);
    assert_eq!(
        (&row["closed"], &row["closed_minor"]),
        (&1.into(), &500.into())
    );
    assert_eq!(
        (&row["commit"], &row["commit_minor"]),
        (&1.into(), &1000.into())
    );
    assert_eq!(row["best_case"], 0, "its close date lies beyond the window");
    // Four outcomes: 500, 1500, 3500, 4500, each about as likely.
    assert_eq!(
        (&row["p10_minor"], &row["p90_minor"]),
        (&500.into(), &4500.into())
    );
    let mean = row["mean_minor"].as_i64().unwrap();
    assert!((2300..2700).contains(&mean), "{mean}");
    let hit = row["p_target"].as_f64().unwrap();
    assert!((hit - 0.5).abs() < 0.05, "{hit}");
    assert_eq!(
        table.deals_behind(&[], Some("commit_minor")),
        Some(vec![120])
    );
    assert_eq!(
        table.deals_behind(&[], Some("p50_minor")),
        Some(vec![120, 121, 122])
    );
}

#[test]
fn quotas_are_the_targets_of_their_people() {
    let history = told();
    let facts = history.facts();
    let mut asked = ask(&history, &facts);
    asked.by = vec![Dimension::parse("owner").unwrap()];
    let kim = asked.frame.person_id(asked.frame.owner(120));
    asked.targets = vec![
        Target {
            person: kim,
            segment: None,
            from: 90,
            to: 179,
            amount_minor: 500,
        },
        Target {
            person: kim,
            segment: None,
            from: 0,
            to: 89,
            amount_minor: 9,
        },
    ];
    let table = run(&asked);
    let row = |name: &str| {
        let json = table.rows().iter().map(|row| table.to_json(row));
        json.into_iter().find(|row| row["owner"] == name).unwrap()
    };
    assert_eq!(
        (&row("Kim")["target_minor"], &row("Kim")["p_target"]),
        (&500.into(), &1.0.into())
    );
    assert!(row("Lee")["target_minor"].is_null() && row("Lee")["p_target"].is_null());
    asked.by.clear();
    let table = run(&asked);
    assert_eq!(table.whole(0, "target_minor"), 500);
}

#[test]
fn bars_add_up_and_deals_say_what_they_contribute() {
    let history = told();
    let facts = history.facts();
    let mut asked = ask(&history, &facts);
    asked.parameters.insert("shape".into(), "histogram".into());
    let bars = run(&asked);
    let shares = bars
        .rows()
        .iter()
        .map(|row| bars.to_json(row)["share"].as_f64().unwrap());
    assert!((shares.sum::<f64>() - 1.0).abs() < 1e-4);
    asked.parameters.insert("shape".into(), "deals".into());
    let deals = run(&asked);
    let first = deals.to_json(&deals.rows()[0]);
    assert_eq!(first["amount_minor"], 3000);
    let expected = first["expected_minor"].as_f64().unwrap();
    assert!((expected - 3000.0 * first["probability"].as_f64().unwrap()).abs() < 1.0);
    assert_eq!(deals.rows().len(), 2);
}

#[test]
fn a_common_shock_widens_the_range_and_nothing_brings_nothing() {
    let mut history = told();
    for _ in 0..200 {
        history.deal().opened(95).worth(10);
    }
    let facts = history.facts();
    let mut asked = ask(&history, &facts);
    let spread = |asked: &Asked<'_>| {
        let table = run(asked);
        table.whole(0, "p90_minor") - table.whole(0, "p10_minor")
    };
    let calm = spread(&asked);
    asked.parameters.insert("shock".into(), "1".into());
    assert!(spread(&asked) > calm);
    assert_eq!(spread(&asked), spread(&asked));
    let empty = History::new();
    let facts = empty.facts();
    let table = run(&empty.asked(&facts, 96));
    let row = table.to_json(&table.rows()[0]);
    assert_eq!(
        (&row["p90_minor"], &row["closed_minor"]),
        (&0.into(), &0.into())
    );
    assert!(row["p_target"].is_null());
}
