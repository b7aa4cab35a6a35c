use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::estimate::reference;

fn table(spans: &[(Option<u32>, u32, End)]) -> LifeTable {
    let mut table = LifeTable::new();
    for &(entry, exit, end) in spans {
        table.add(entry, exit, end);
    }
    table
}

fn from_start(spans: &[(u32, End)]) -> LifeTable {
    table(
        &spans
            .iter()
            .map(|&(exit, end)| (None, exit, end))
            .collect::<Vec<_>>(),
    )
}

#[track_caller]
fn close(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() <= within,
        "found {found}, expected {expected}"
    );
}

#[test]
fn dwell_with_open_visits_has_its_known_answer() {
    let leavers = [5, 8, 12, 20].map(|day| (day, End::Won));
    let open = [30, 45, 60, 60].map(|day| (day, End::Open));
    let curve = from_start(&[leavers, open].concat()).survival(Leaving::Ended);
    close(curve.at(20), 0.5, 1e-12);
    assert_eq!(curve.quantile(0.5), Some(20));
    assert_eq!(curve.quantile(0.75), None);
    close(curve.restricted_mean(60), 35.625, 1e-12);
    close(curve.at(4), 1.0, 0.0);
    // Greenwood without censoring before 20 is the binomial .5 × .5 ÷ 8.
    close(curve.variance_at(20), 0.03125, 1e-12);
    assert_eq!(curve.interval(4, 0.9), None);
    assert_eq!(curve.last_observed_day(), Some(60));
}

#[test]
fn competing_risks_have_their_known_answer() {
    let incidence = from_start(&[
        (10, End::Won),
        (20, End::Lost),
        (20, End::Won),
        (30, End::Open),
        (40, End::Lost),
        (50, End::Won),
        (60, End::Open),
        (70, End::Lost),
        (80, End::Won),
        (90, End::Open),
    ])
    .incidence();
    close(incidence.won_at(90), 0.472_222, 5e-7);
    close(incidence.lost_at(90), 0.372_222, 5e-7);
    close(incidence.open_at(90), 0.155_556, 5e-7);
    assert_eq!(incidence.last_event_day(), Some(80));
    assert_eq!(incidence.last_observed_day(), Some(90));
}

#[test]
fn intervals_agree_with_the_standard_textbook_example() {
    // The 6-MP arm of Freireich et al. 1963 as in Kalbfleisch & Prentice: S(10) = .753, standard error .0963.
    let events = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|day| (day, End::Lost));
    let open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|day| (day, End::Open));
    let spans: Vec<_> = events.into_iter().chain(open).collect();
    let curve = from_start(&spans).survival(Leaving::Ended);
    close(curve.at(10), 0.752_941, 1e-6);
    close(curve.variance_at(10).sqrt(), 0.096_350, 1e-5);
    let interval = curve.interval(10, 0.95).unwrap();
    close(interval.low, 0.503_2, 5e-4);
    close(interval.high, 0.889_4, 5e-4);
    assert_eq!(curve.quantile(0.5), Some(23));
    assert_eq!(curve.quantile_interval(0.5, 0.95), (Some(13), None));
}

#[test]
fn the_maven_deals_are_won_as_often_and_as_late_as_the_reference_says() {
    let Some(deals) = reference::maven() else {
        return;
    };
    let mut table = LifeTable::new();
    for deal in &deals {
        table.add(None, deal.days(date(2017, 12, 31)), deal.end);
    }
    assert_eq!(
        [End::Won, End::Lost, End::Open].map(|end| table.ended(end)),
        [4238, 2473, 1589]
    );
    let incidence = table.incidence();
    close(incidence.won_at(138), 0.519_439_2, 5e-8);
    assert_eq!(incidence.last_event_day(), Some(138));
    assert_eq!(table.survival(Leaving::Ended).quantile(0.5), Some(69));
    // What one gets by taking lost deals for deals that have merely gone out of sight.
    let wrong_one_minus_km = 1.0 - table.survival(Leaving::Won).at(138);
    close(wrong_one_minus_km, 0.677_934, 5e-7);
}

#[test]
fn a_late_entrant_says_nothing_about_the_days_before() {
    // Two from the start, one lost on day 10; eight come in at 20, of whom four are lost on day 30.
    let mut spans = vec![(None, 10, End::Lost), (None, 40, End::Open)];
    spans.extend([(Some(20), 30, End::Lost); 4]);
    spans.extend([(Some(20), 40, End::Open); 4]);
    let curve = table(&spans).survival(Leaving::Ended);
    assert_eq!(
        curve
            .steps()
            .iter()
            .map(|step| (step.day, step.at_risk, step.events))
            .collect::<Vec<_>>(),
        [(10, 2, 1), (30, 9, 4)]
    );
    close(curve.at(30), 0.5 * 5.0 / 9.0, 1e-12);
    // Leaving on the day of entering, or before, was never at risk.
    let mut table = table(&spans);
    table.add(Some(7), 7, End::Won);
    table.add(Some(9), 7, End::Won);
    assert_eq!((table.n(), table.never_at_risk()), (10, 2));
    assert_eq!(table.survival(Leaving::Ended).steps(), curve.steps());
}

#[test]
fn a_lone_early_leaver_does_not_pin_the_curve_to_nothing_for_those_who_enter_later() {
    let mut spans = vec![(None, 3, End::Lost)];
    spans.extend([(Some(20), 30, End::Won); 5]);
    spans.extend([(Some(20), 40, End::Open); 5]);
    let table = table(&spans);
    close(table.survival(Leaving::Ended).at(40), 0.5, 1e-12);
    close(table.incidence().won_at(40), 0.5, 1e-12);
}

#[test]
fn an_empty_table_and_absurd_days_are_harmless() {
    let mut table = LifeTable::new();
    assert_eq!(table.survival(Leaving::Ended).quantile(0.5), None);
    assert_eq!(table.incidence().effective_sample(30), None);
    close(table.incidence().won_at(30), 0.0, 0.0);
    table.add(None, u32::MAX, End::Won);
    table.add(Some(u32::MAX), u32::MAX, End::Won);
    assert_eq!(table.last_observed_day(), Some(36_525));
    close(table.incidence().won_at(u32::MAX), 1.0, 0.0);
}

fn any_end() -> impl Strategy<Value = End> {
    prop_oneof![Just(End::Won), Just(End::Lost), Just(End::Open)]
}

fn any_spans() -> impl Strategy<Value = Vec<(Option<u32>, u32, End)>> {
    vec((proptest::option::of(0u32..40), 0u32..60, any_end()), 0..80)
}

proptest! {
    #[test]
    fn won_lost_and_open_add_up_to_one_and_open_is_the_survival_curve(spans in any_spans()) {
        let table = table(&spans);
        let (curve, incidence) = (table.survival(Leaving::Ended), table.incidence());
        for day in 0..61 {
            let (won, lost, open) = (incidence.won_at(day), incidence.lost_at(day), incidence.open_at(day));
            prop_assert!((won + lost + open - 1.0).abs() < 1e-9);
            prop_assert!((open - curve.at(day)).abs() < 1e-12);
            prop_assert!(won >= 0.0 && lost >= 0.0 && open >= 0.0);
            for interval in [incidence.won_interval(day, 0.9), curve.interval(day, 0.9)].into_iter().flatten() {
                prop_assert!(0.0 <= interval.low && interval.low <= interval.high && interval.high <= 1.0);
            }
        }
    }

    #[test]
    fn without_censoring_shares_and_variances_are_the_binomial_ones(
        spans in vec((0u32..60, prop_oneof![Just(End::Won), Just(End::Lost)]), 1..80), horizon in 0u32..60,
    ) {
        let n = spans.len() as f64;
        let share = |end: End| {
            spans.iter().filter(|span| span.1 == end && span.0 <= horizon).count() as f64 / n
        };
        let incidence = from_start(&spans).incidence();
        let won = share(End::Won);
        prop_assert!((incidence.won_at(horizon) - won).abs() < 1e-9);
        prop_assert!((incidence.lost_at(horizon) - share(End::Lost)).abs() < 1e-9);
        prop_assert!((incidence.won_variance_at(horizon) - won * (1.0 - won) / n).abs() < 1e-9);
        if let Some(sample) = incidence.effective_sample(horizon) {
            prop_assert!((sample.n - n).abs() < 1e-6 * n);
            prop_assert!((sample.won - won * n).abs() < 1e-6 * n);
        }
    }

    #[test]
    fn merging_tables_is_adding_all_their_spans(left in any_spans(), right in any_spans()) {
        let mut merged = table(&left);
        merged.merge(&table(&right));
        prop_assert_eq!(merged, table(&[left, right].concat()));
    }

    #[test]
    fn entering_on_day_zero_is_the_same_as_having_been_there_from_the_start(
        spans in vec((1u32..60, any_end()), 0..80),
    ) {
        let entered = table(&spans.iter().map(|&(exit, end)| (Some(0), exit, end)).collect::<Vec<_>>());
        prop_assert_eq!(entered.survival(Leaving::Ended), from_start(&spans).survival(Leaving::Ended));
        prop_assert_eq!(entered.incidence(), from_start(&spans).incidence());
    }
}
