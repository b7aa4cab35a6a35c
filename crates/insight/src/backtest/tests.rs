//! The past is replayed with what was then known, and judged by what came.

use std::collections::HashMap;

use super::*;
use crate::facts::{Facts, day_of};
use crate::history::{History, at};
use crate::reports::Call;

/// Deals every third day, won or lost after 20 days; quarters of days 0–89, 90–180, 181–272, 273–364.
fn told() -> History {
    let mut history = History::new();
    for (place, day) in (0..360).step_by(3).enumerate() {
        let end = if place % 2 == 0 { "won" } else { "lost" };
        history
            .deal()
            .opened(day)
            .closed(day + 20, end)
            .worth(100)
            .with("close_on", day + 20)
            .with("forecast_category", "commit");
    }
    history
}

#[test]
fn each_week_knows_only_what_was_known_then() {
    let history = told();
    let facts = history.facts();
    let late = Backtest::run(&history.asked(&facts, 400), &mut |_, _| {});
    let mut asked = history.asked(&facts, 280);
    asked.from = Some(90);
    let early = Backtest::run(&asked, &mut |_, _| {});
    assert!(late.is_enough() && early.is_enough());
    let mut compared = 0;
    for week in &early.weeks {
        let Some(same) = late.weeks.iter().find(|late| late.monday == week.monday) else {
            continue;
        };
        compared += 1;
        assert_eq!(week.forecasts, same.forecasts, "monday {}", week.monday);
        assert_eq!(week.range_minor, same.range_minor);
    }
    assert!(compared >= 20, "{compared}");
}

#[test]
fn a_quarter_is_forecast_from_thirteen_weeks_before_its_end_and_judged_after_it() {
    let history = told();
    let facts = history.facts();
    let mut asked = history.asked(&facts, 280);
    (asked.from, asked.to) = (Some(90), Some(280));
    let mut last = (0, 0);
    let backtest = Backtest::run(&asked, &mut |done, of| last = (done, of));
    assert_eq!(last, (backtest.weeks.len(), backtest.weeks.len()));
    let of = |period: &str| {
        backtest
            .weeks
            .iter()
            .filter(|week| week.period == period)
            .collect::<Vec<_>>()
    };
    let quarter = of("1970-Q2");
    assert_eq!((quarter[0].lead_weeks, quarter.len()), (13, 13));
    assert!(of("1970-Q4").iter().all(|week| week.actual_minor.is_none()));
    // Deals opened on days 72, 78, … 156 (every sixth day) are won on days 92 to 176.
    assert_eq!(quarter[0].actual_minor, Some(1500));
    // In the last week everything is either closed or about to be.
    let end = quarter[12];
    assert_eq!(end.lead_weeks, 1);
    let median = end.forecast(Method::ModelMedian).unwrap();
    assert!((1400..=1600).contains(&median), "{median}");
    let run_rate = end.forecast(Method::RunRate).unwrap();
    assert!((1300..=1800).contains(&run_rate), "{run_rate}");
    assert_eq!(quarter[0].forecast(Method::LastQuarter), Some(1200));
    assert_eq!(quarter[0].forecast(Method::Owners), None);
    let judged = backtest
        .judgements
        .iter()
        .filter(|judged| judged.is_won.is_some())
        .count();
    assert!(judged > 100);
}

#[test]
fn the_latest_call_before_the_week_counts_and_calls_of_each_are_added() {
    let history = told();
    let facts = history.facts();
    let mut asked = history.asked(&facts, 280);
    (asked.from, asked.to) = (Some(90), Some(280));
    let call = |day: i32, person: u128, is_managers, commit_minor| Call {
        submitted_at: at(day),
        person: (person > 0).then(|| uuid::Uuid::from_u128(person)),
        from: 90,
        to: 180,
        is_managers,
        commit_minor,
        best_minor: commit_minor,
    };
    asked.calls = vec![
        call(100, 1, false, 500),
        call(120, 1, false, 700),
        call(110, 2, false, 300),
        call(110, 0, true, 900),
    ];
    let backtest = Backtest::weeks_of(&asked, &mut |_, _| {});
    let of = |monday: i32, method| {
        let week = backtest
            .weeks
            .iter()
            .find(|week| week.monday >= monday)
            .unwrap();
        week.forecast(method)
    };
    assert_eq!(of(90, Method::Owners), None);
    assert_eq!(of(101, Method::Owners), Some(500));
    assert_eq!(of(111, Method::Owners), Some(800));
    assert_eq!(of(121, Method::Owners), Some(1000));
    assert_eq!(of(121, Method::Managers), Some(900));
    assert_eq!(of(190, Method::Managers), None);
    assert!(backtest.judgements.is_empty());
}

#[test]
fn groups_share_the_actual_without_a_remainder() {
    let mut history = told();
    history
        .deal()
        .opened(100)
        .closed(120, "won")
        .worth(40)
        .owned_by("Kim");
    let facts = history.facts();
    let mut asked = history.asked(&facts, 280);
    (asked.from, asked.to) = (Some(90), Some(280));
    asked.by = vec![crate::slice::Dimension::parse("owner").unwrap()];
    let backtest = Backtest::weeks_of(&asked, &mut |_, _| {});
    let quarter = backtest
        .weeks
        .iter()
        .filter(|week| week.period == "1970-Q2");
    let mut sums: HashMap<i32, i64> = HashMap::new();
    for week in quarter {
        *sums.entry(week.monday).or_default() += week.actual_minor.unwrap();
    }
    assert!(sums.values().all(|sum| *sum == 1540), "{sums:?}");
}

#[test]
fn little_history_is_not_replayed() {
    let mut history = History::new();
    history.deal().opened(1).closed(20, "won");
    let facts = history.facts();
    let backtest = Backtest::run(&history.asked(&facts, 400), &mut |_, _| {});
    assert!(!backtest.is_enough() && backtest.weeks.is_empty());
    let empty = History::new();
    let facts = empty.facts();
    assert!(!Backtest::run(&empty.asked(&facts, 400), &mut |_, _| {}).is_enough());
}

#[test]
fn on_real_deals_the_model_errs_less_than_the_naive_and_says_that_its_range_is_too_narrow() {
    let Some(deals) = crate::estimate::reference::maven() else {
        return;
    };
    let mut history = History::new();
    // Every third, so that it is quick.
    for deal in deals.iter().step_by(3) {
        let told = history.deal();
        told.opened(day_of(deal.engaged)).worth(100);
        if let Some(closed) = deal.closed {
            let is_won = deal.end == crate::estimate::survival::End::Won;
            told.closed(day_of(closed), if is_won { "won" } else { "lost" });
        }
    }
    let facts = history.facts();
    let mut asked = history.asked(&facts, day_of(jiff::civil::date(2017, 12, 31)));
    asked.from = Some(day_of(jiff::civil::date(2017, 7, 1)));
    let backtest = Backtest::weeks_of(&asked, &mut |_, _| {});
    let error = |method: Method| {
        let pairs = backtest
            .weeks
            .iter()
            .filter_map(|week| Some((week.forecast(method)? as f64, week.actual_minor? as f64)));
        crate::estimate::scores::wape(&pairs.collect::<Vec<_>>()).unwrap()
    };
    assert_eq!(backtest.weeks.len(), 26);
    assert!(error(Method::ModelMedian) < error(Method::RunRate));
    assert!(error(Method::ModelMedian) < error(Method::RuleCommit) / 3.0);
    // Independent deals would differ far less than quarters do.
    let (shock, held) = backtest.fitting_shock().unwrap();
    assert!(backtest.coverage().unwrap() < 0.4 && held > 0.6 && shock >= 0.25);
}

#[test]
fn what_is_remembered_of_past_weeks_is_what_replaying_them_anew_says() {
    let mut history = told();
    let mut facts = history.facts();
    facts.settle();
    let run = |history: &History, facts: &Facts, day| {
        Backtest::run(&history.asked(facts, day), &mut |_, _| {})
    };
    let first = run(&history, &facts, 380);
    assert!(first.is_enough());
    // A quarter ends, deals close, one is opened again and is worth more; then old history arrives.
    history.told(118).worth(500).changed(400, "amount_minor", Some("100"), None);
    history.told(119).enters(390, "second");
    history.deal().opened(385).closed(399, "won").worth(70);
    for is_late in [false, true] {
        if is_late {
            history.deal().opened(200).closed(290, "won").worth(900).known_by("imported");
        }
        history.tell(&mut facts);
        facts.settle();
        let (known, anew) = (run(&history, &facts, 410), run(&history, &history.facts(), 410));
        assert_eq!(known.weeks, anew.weeks, "late history: {is_late}");
        assert_eq!(known.judgements, anew.judgements);
        assert_ne!(known.weeks, first.weeks);
    }
}
