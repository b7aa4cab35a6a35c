use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn chances(deals: &[(i64, f64)]) -> Vec<Chance> {
    deals
        .iter()
        .map(|&(amount_minor, probability)| Chance {
            amount_minor,
            probability,
        })
        .collect()
}

fn known() -> Distribution {
    let deals = [(100, 0.9), (50, 0.6), (200, 0.3), (80, 0.5), (500, 0.1)];
    Distribution::exact(&chances(&deals), 100).unwrap()
}

#[test]
fn five_deals_have_their_known_distribution() {
    let known = known();
    assert!((known.mean() - 270.0).abs() < 1e-9);
    assert!((known.sd() - 184.39).abs() < 5e-3);
    assert_eq!([0.1, 0.5, 0.9].map(|p| known.quantile(p)), [100, 230, 430]);
    assert!((known.at_least(270) - 0.3565).abs() < 5e-5);
    assert!((known.at_least(0) - 1.0).abs() < 1e-12);
    assert!(known.at_least(931).abs() < 1e-12);
    assert_eq!(known.method(), Method::Exact);
}

#[test]
fn what_is_won_already_only_moves_the_distribution() {
    let moved = known().plus(1_000);
    assert_eq!(
        [0.1, 0.5, 0.9].map(|p| moved.quantile(p)),
        [1_100, 1_230, 1_430]
    );
    assert!((moved.at_least(1_270) - 0.3565).abs() < 5e-5);
    assert!((moved.mean() - 1_270.0).abs() < 1e-9 && (moved.sd() - known().sd()).abs() < 1e-12);
}

#[test]
fn no_deals_are_a_certain_nothing_and_certain_deals_a_certain_sum() {
    let nothing = Distribution::exact(&[], 10).unwrap();
    assert_eq!(
        (nothing.points(), nothing.quantile(0.9)),
        (&[(0, 1.0)][..], 0)
    );
    let certain =
        Distribution::exact(&chances(&[(30, 1.0), (40, 0.0), (5, f64::NAN)]), 10).unwrap();
    assert_eq!(certain.points(), &[(30, 1.0)]);
    assert!((certain.crps(25) - 5.0).abs() < 1e-12);
    assert_eq!(
        certain.buckets(20),
        [Bucket {
            from_minor: 30,
            to_minor: 31,
            share: 1.0
        }]
    );
}

#[test]
fn too_many_totals_are_left_to_simulation() {
    let powers: Vec<_> = (0..12).map(|power| (1 << power, 0.5)).collect();
    assert_eq!(Distribution::exact(&chances(&powers), 4_095), None);
    assert_eq!(
        Distribution::exact(&chances(&powers), 4_096)
            .unwrap()
            .points()
            .len(),
        4_096
    );
}

#[test]
fn bars_have_round_borders_and_hold_everything() {
    let bars = known().buckets(10);
    assert!(bars.len() <= 11 && bars.len() >= 5);
    assert!(
        bars.iter()
            .all(|bar| bar.to_minor - bar.from_minor == 100 && bar.from_minor % 100 == 0)
    );
    assert!((bars.iter().map(|bar| bar.share).sum::<f64>() - 1.0).abs() < 1e-12);
    let drawn = known();
    let second = drawn.at_least(100) - drawn.at_least(200);
    assert!((bars[1].share - second).abs() < 1e-12);
}

proptest! {
    #[test]
    fn the_exact_distribution_is_that_of_all_outcomes_counted_out(
        deals in vec((-40i64..60, 0.0f64..=1.0), 0..9), target in -200i64..400,
    ) {
        let found = Distribution::exact(&chances(&deals), 10_000).unwrap();
        let mut reached = 0.0;
        for outcome in 0..1u32 << deals.len() {
            let won = |deal: usize| outcome >> deal & 1 == 1;
            let each = deals.iter().enumerate();
            let total: i64 = each.clone().filter(|&(deal, _)| won(deal)).map(|(_, one)| one.0).sum();
            let share: f64 = each.map(|(deal, one)| if won(deal) { one.1 } else { 1.0 - one.1 }).product();
            reached += if total >= target { share } else { 0.0 };
        }
        prop_assert!((found.at_least(target) - reached).abs() < 1e-9);
        let mean: f64 = deals.iter().map(|&(amount, share)| amount as f64 * share).sum();
        let variance: f64 = deals.iter().map(|&(amount, share)| (amount * amount) as f64 * share * (1.0 - share)).sum();
        prop_assert!((found.mean() - mean).abs() < 1e-6);
        prop_assert!((found.sd() - variance.sqrt()).abs() < 1e-6);
        prop_assert!(found.points().is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1));
    }
}
