use super::*;
use crate::estimate::distribution::Method;

fn chances(deals: &[(i64, f64)]) -> Vec<Chance> {
    deals
        .iter()
        .map(|&(amount_minor, probability)| Chance {
            amount_minor,
            probability,
        })
        .collect()
}

/// A pipeline of deals of many sizes and probabilities.
fn pipeline(n: i64) -> Vec<Chance> {
    let deal = |i: i64| Chance {
        amount_minor: 1_000 + i * 7_919 % 50_000,
        probability: 0.05 + 0.9 * ((i * 31 % 97) as f64 / 97.0),
    };
    (0..n).map(deal).collect()
}

#[test]
fn what_is_drawn_agrees_with_what_is_exact_within_the_error_of_drawing() {
    let deals = chances(&[(100, 0.9), (50, 0.6), (200, 0.3), (80, 0.5), (500, 0.1)]);
    let simulation = Simulation::default();
    let exact = simulation.distribution(&deals);
    let drawn = simulation.draw(&deals);
    let Method::Simulated { runs, seed: 0 } = drawn.method() else {
        panic!("not drawn")
    };
    assert_eq!((exact.method(), runs), (Method::Exact, 10_048));
    let n = f64::from(runs);
    assert!((drawn.mean() - exact.mean()).abs() < 4.0 * exact.sd() / n.sqrt());
    assert!((drawn.sd() / exact.sd() - 1.0).abs() < 0.05);
    for target in [1, 100, 230, 270, 431, 700] {
        let p = exact.at_least(target);
        let error = (p * (1.0 - p) / n).sqrt();
        assert!(
            (drawn.at_least(target) - p).abs() <= 4.0 * error,
            "{target}"
        );
    }
    assert_eq!([0.1, 0.5].map(|p| drawn.quantile(p)), [100, 230]);
}

#[test]
fn the_same_seed_draws_the_same_and_another_one_something_else() {
    let deals = pipeline(300);
    let drawn = |seed| {
        Simulation {
            runs: 1_000,
            seed,
            shock: 0.3,
            ..Simulation::default()
        }
        .draw(&deals)
    };
    assert_eq!(drawn(5), drawn(5));
    assert_ne!(drawn(5), drawn(6));
    // Pinned, so that neither a new version of the generator nor another platform changes a forecast unnoticed.
    let pinned = Simulation {
        runs: 64,
        seed: 42,
        ..Simulation::default()
    }
    .draw(&deals);
    assert_eq!(
        [0.1, 0.5, 0.9].map(|p| pinned.quantile(p)),
        [3_495_280, 3_793_333, 4_127_709]
    );
}

#[test]
fn two_threads_draw_what_one_draws() {
    // Enough for a second thread; its first runs must be those of a simulation too small for one.
    let deals = pipeline(2_100);
    let large = Simulation {
        runs: 512,
        ..Simulation::default()
    };
    assert!(deals.len() * 512 >= WORTH_A_THREAD);
    let exact_mean: f64 = deals
        .iter()
        .map(|deal| deal.amount_minor as f64 * deal.probability)
        .sum();
    let drawn = large.draw(&deals);
    assert!((drawn.mean() - exact_mean).abs() < 4.0 * drawn.sd() / 512f64.sqrt());
    let small = Simulation { runs: 256, ..large };
    assert!(deals.len() * 256 < WORTH_A_THREAD);
    let (small, large) = (small.draw(&deals), drawn);
    assert!(
        small
            .points()
            .iter()
            .all(|(total, _)| large.points().iter().any(|(other, _)| other == total))
    );
}

#[test]
fn a_likelier_deal_never_lowers_the_chance_of_a_target() {
    let mut deals = pipeline(600);
    let simulation = Simulation {
        runs: 640,
        ..Simulation::default()
    };
    let mut before = simulation.draw(&deals);
    for step in 0..4 {
        deals[100 * step].probability = 0.99;
        let after = simulation.draw(&deals);
        assert!((1..10).all(|decile| {
            let p = f64::from(decile) / 10.0;
            after.quantile(p) >= before.quantile(p)
        }));
        assert!(after.mean() > before.mean());
        before = after;
    }
}

#[test]
fn a_common_shock_widens_the_spread_and_leaves_the_mean() {
    let deals = pipeline(1_000);
    let alone = Simulation::default().draw(&deals);
    let together = Simulation {
        shock: 0.4,
        ..Simulation::default()
    }
    .draw(&deals);
    assert!(
        (together.mean() / alone.mean() - 1.0).abs() < 0.01,
        "{} {}",
        together.mean(),
        alone.mean()
    );
    assert!(
        together.sd() > 3.0 * alone.sd(),
        "{} {}",
        together.sd(),
        alone.sd()
    );
    // What is certain stays so.
    let certain = chances(&[(500, 1.0), (70, 0.0)]);
    let certain = Simulation {
        shock: 1.0,
        ..Simulation::default()
    }
    .draw(&certain);
    assert_eq!(certain.points(), &[(500, 1.0)]);
}

#[test]
fn arrivals_add_their_compound_poisson_sum() {
    let amounts = vec![100, 300, 800];
    let (mean, second) = (
        400.0,
        (100f64.powi(2) + 300f64.powi(2) + 800f64.powi(2)) / 3.0,
    );
    for (expected, shock) in [(2.5, 0.0), (70.0, 0.0), (70.0, 0.3), (5_000.0, 0.0)] {
        let arrivals = Some(Arrivals {
            expected,
            won_amounts_minor: amounts.clone(),
        });
        let drawn = Simulation {
            arrivals,
            shock,
            ..Simulation::default()
        }
        .distribution(&[]);
        let sd = f64::sqrt(expected * second);
        let error = if shock > 0.0 {
            0.01 * expected * mean
        } else {
            4.0 * sd / 100.0
        };
        assert!(
            (drawn.mean() - expected * mean).abs() < error,
            "{expected} {}",
            drawn.mean()
        );
        if shock > 0.0 {
            assert!(drawn.sd() > 2.0 * sd);
        } else {
            assert!((drawn.sd() / sd - 1.0).abs() < 0.05);
        }
    }
    let nothing = Arrivals {
        expected: 3.0,
        won_amounts_minor: vec![],
    };
    let nothing = Simulation {
        arrivals: Some(nothing),
        ..Simulation::default()
    }
    .draw(&[]);
    assert_eq!(nothing.points(), &[(0, 1.0)]);
}

#[test]
fn absurd_amounts_and_chances_neither_overflow_nor_panic() {
    let deals = chances(&[
        (i64::MAX, 1.0),
        (i64::MAX, 0.5),
        (i64::MIN, 0.5),
        (1, f64::NAN),
        (1, f64::INFINITY),
    ]);
    for shock in [0.0, 50.0, f64::NAN] {
        let drawn = Simulation {
            runs: 0,
            shock,
            ..Simulation::default()
        }
        .draw(&deals);
        assert!(drawn.mean().is_finite());
        assert!(!drawn.buckets(20).is_empty());
    }
}

#[test]
fn of_very_many_deals_the_small_ones_are_one_sum_and_the_total_is_as_uncertain_as_ever() {
    let mut deals = pipeline(20_000);
    // A few so large that the total is not normal.
    deals.extend(chances(&[(400_000_000, 0.3), (300_000_000, 0.5)]));
    let mean: f64 = deals
        .iter()
        .map(|deal| deal.amount_minor as f64 * deal.probability)
        .sum();
    let variance: f64 = deals
        .iter()
        .map(|deal| {
            (deal.amount_minor as f64).powi(2) * deal.probability * (1.0 - deal.probability)
        })
        .sum();
    let drawn = Simulation::default().draw(&deals);
    assert!((drawn.mean() - mean).abs() < 4.0 * variance.sqrt() / 100.0);
    assert!((drawn.sd() / variance.sqrt() - 1.0).abs() < 0.03);
    // Neither of the two large ones comes in 35 % of runs.
    let others = mean - 400e6 * 0.3 - 300e6 * 0.5;
    let neither = 1.0 - drawn.at_least((others + 150e6) as i64);
    assert!((neither - 0.35).abs() < 0.02, "{neither}");
    let shocked = Simulation {
        shock: 0.5,
        ..Simulation::default()
    };
    let shocked = shocked.draw(&deals);
    assert!((shocked.mean() / mean - 1.0).abs() < 0.03);
    assert!(shocked.sd() > drawn.sd());
}
