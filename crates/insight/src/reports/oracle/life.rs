//! Random histories: what can happen to a deal does, in any order and at any hour.

use super::dice::Dice;
use super::way::{dates, ends, import, way};
use super::world::{
    ACCOUNTS, DAY, Deal, HOUR, Line, Moment, PEOPLE, PIPELINES, PRODUCTS, Proof, Quota, SEGMENTS,
    Said, TEAMS, World,
};

const AMOUNTS: [Option<i64>; 6] = [
    None,
    Some(0),
    Some(101),
    Some(2_550),
    Some(40_005),
    Some(7_590_005),
];
const CATEGORIES: [Option<&str>; 5] = [
    None,
    Some("commit"),
    Some("best_case"),
    Some("pipeline"),
    Some("omitted"),
];
const COMPETITION: [Option<&str>; 4] =
    [None, Some("sole"), Some("competitive"), Some("status_quo")];

/// A workspace with a deal for each seed, opened on one of the first days.
pub(super) fn world(seed: u64, deals: &[u64], first_days: i64) -> World {
    let mut dice = Dice::new(seed);
    let ahead = dice.pick(&[0, 9]);
    let mut world = World {
        ahead,
        fiscal_start: dice.pick(&[1, 2, 4]),
        team_of: PEOPLE
            .iter()
            .map(|_| {
                wandering(&mut dice, |dice| {
                    dice.maybe(80, |dice| dice.place(TEAMS.len()))
                })
            })
            .collect(),
        segment_of: ACCOUNTS
            .iter()
            .map(|_| {
                wandering(&mut dice, |dice| {
                    dice.maybe(80, |dice| dice.pick(&SEGMENTS))
                })
            })
            .collect(),
        account_created: ACCOUNTS.iter().map(|_| moment(&mut dice, 60)).collect(),
        rates: rates(&mut dice),
        quotas: Vec::new(),
        said: Vec::new(),
        deals: Vec::new(),
    };
    world.deals = deals
        .iter()
        .map(|seed| deal(&world, *seed, first_days))
        .collect();
    let quarter = |dice: &mut Dice, world: &World| world.quarter(dice.day(400));
    for _ in 0..dice.below(6) {
        let quarter = quarter(&mut dice, &world);
        let days = if dice.is(60) {
            quarter
        } else {
            (quarter.0, quarter.0 + 29)
        };
        let (person, segment) = match dice.below(3) {
            0 => (None, None),
            1 => (Some(dice.place(PEOPLE.len())), None),
            _ => (None, Some(dice.pick(&SEGMENTS))),
        };
        let amount = dice.pick(&[0, 3_001, 99_999, 9_000_000]);
        world.quotas.push(Quota {
            person,
            segment,
            days,
            amount,
        });
    }
    for _ in 0..dice.below(16) {
        let at = moment(&mut dice, 160);
        world.said.push(Said {
            at,
            person: dice.maybe(70, |dice| dice.place(PEOPLE.len())),
            days: world.quarter(world.day(at) + dice.pick(&[0, 0, 0, 60])),
            is_managers: dice.is(40),
            commit: dice.pick(&[0, 40_000, 8_000_000]),
        });
    }
    world
}

pub(super) fn moment(dice: &mut Dice, days: i64) -> Moment {
    dice.below(days * 24) * HOUR
}

/// Something that changes now and then.
fn wandering<T: Clone + PartialEq>(
    dice: &mut Dice,
    mut value: impl FnMut(&mut Dice) -> T,
) -> Line<T> {
    let mut line = Line::new(0, value(dice));
    for _ in 0..dice.below(3) {
        let at = line.0.last().unwrap().0 + 1 + moment(dice, 120);
        line.push(at, value(dice));
    }
    line
}

/// So many moments at most after one, in order.
fn moments(dice: &mut Dice, since: Moment, most: i64) -> Vec<Moment> {
    let count = dice.below(most + 1);
    let mut moments: Vec<_> = (0..count).map(|_| since + 1 + moment(dice, 120)).collect();
    moments.sort_unstable();
    moments
}

/// A field from the opening on, that changes here at most so often.
fn changing<T: Clone + PartialEq>(
    dice: &mut Dice,
    (opened_at, since): (Moment, Moment),
    most: i64,
    value: impl Fn(&mut Dice) -> T,
) -> Line<T> {
    let mut line = Line::new(opened_at, value(dice));
    for at in moments(dice, since, most) {
        line.push(at, value(dice));
    }
    line
}

fn rates(dice: &mut Dice) -> Vec<(usize, i32, i64)> {
    let mut rates: Vec<(usize, i32, i64)> = Vec::new();
    for (currency, usual) in [(1, 1_083_000_000), (2, 725_000)] {
        for _ in 0..dice.below(4) {
            let day = dice.day(300);
            if rates
                .iter()
                .all(|(of, since, _)| (*of, *since) != (currency, day))
            {
                rates.push((currency, day, usual + dice.below(usual / 3)));
            }
        }
    }
    rates
}

fn deal(world: &World, seed: u64, first_days: i64) -> Deal {
    let mut dice = Dice::new(seed);
    let dice = &mut dice;
    let pipeline = PIPELINES[usize::from(dice.is(20))];
    let opened_at = moment(dice, first_days);
    let mut entries = way(dice, pipeline, opened_at);
    let created_at = import(dice, &mut entries);
    // What another system knew is taken over as it was in the end.
    let since = created_at.max(opened_at);
    let ages = (opened_at, since);
    let mut deal = Deal {
        pipeline,
        kind: if pipeline == "renewals" {
            "renewal"
        } else {
            dice.pick(&["new", "expansion"])
        },
        source: dice.maybe(70, |dice| dice.pick(&["web", "event"])),
        created_at: since,
        account: changing(dice, ages, 1, |dice: &mut Dice| {
            dice.maybe(85, |dice| dice.place(ACCOUNTS.len()))
        }),
        owner: changing(dice, ages, 2, |dice: &mut Dice| {
            dice.maybe(90, |dice| dice.place(PEOPLE.len()))
        }),
        product: changing(dice, ages, 1, |dice: &mut Dice| {
            dice.maybe(50, |dice| dice.place(PRODUCTS.len()))
        }),
        amount: changing(dice, ages, 3, |dice: &mut Dice| dice.pick(&AMOUNTS)),
        currency: changing(dice, ages, 1, |dice: &mut Dice| {
            Some(dice.pick(&[0, 0, 0, 1, 2, 3]))
        }),
        close_on: Line::new(opened_at, None),
        pushes: Vec::new(),
        imported_pushes: (0, 0),
        next_step_on: changing(dice, ages, 3, |dice: &mut Dice| {
            dice.maybe(70, |dice| dice.day(260))
        }),
        category: changing(dice, ages, 3, |dice: &mut Dice| dice.pick(&CATEGORIES)),
        on_waiver: changing(dice, ages, 2, |dice: &mut Dice| dice.is(25)),
        competition: changing(dice, ages, 1, |dice: &mut Dice| dice.pick(&COMPETITION)),
        loss_reason: Line::new(opened_at, None),
        archived_at: Line::new(opened_at, None),
        proofs: Vec::new(),
        is_deleted: dice.is(5),
        entries,
    };
    let moved = moments(dice, since, 4);
    dates(world, &mut deal, dice, moved);
    ends(&mut deal, dice);
    if created_at > opened_at && dice.is(30) {
        deal.imported_pushes = (1, 9);
    }
    for at in moments(dice, since, 2) {
        if dice.is(35) {
            let is_away = deal.archived_at.last().is_some();
            deal.archived_at.push(at, (!is_away).then_some(at));
        }
    }
    for _ in 0..dice.below(6) {
        let occurred_at = opened_at + moment(dice, 100);
        let recorded_at = occurred_at.max(since) + dice.pick(&[0, HOUR, 6 * DAY]);
        deal.proofs.push(Proof {
            kind: dice.pick(&["approval", "budget", "plan"]),
            origin: dice.pick(&["customer", "customer", "us", "system"]),
            occurred_at,
            recorded_at,
            retracted_at: dice.maybe(20, |dice| recorded_at + 1 + moment(dice, 40)),
        });
    }
    deal.proofs.sort_by_key(|proof| proof.recorded_at);
    deal
}
