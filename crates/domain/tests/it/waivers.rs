//! The only way past the gate, and how it ends.

use domain::deal::{NewWaiver, WaiverError};
use domain::field::Problem;
use domain::ids::UserId;
use domain::{Role, WaiverState};

use crate::world::{World, id, seller};

fn manager() -> UserId {
    id(8)
}

fn new_waiver(world: &World, criteria: &[&str], days: i64) -> NewWaiver {
    NewWaiver {
        criteria: criteria.iter().map(ToString::to_string).collect(),
        stage: "discovery".into(),
        reason: "strategic-account".into(),
        note: None,
        expires_on: world.now.plus_days(days).date_utc(),
    }
}

/// A deal that lacks only the customer's word for the first gate.
fn unconfirmed() -> World {
    let mut world = World::begin();
    world.fill();
    world.prove("target_fit");
    world.prove("first_contact");
    world
}

const BOTH: &[&str] = &["customer_confirmation", "two_way_and_meeting"];

fn grant(world: &mut World, criteria: &[&str], days: i64) {
    let new = new_waiver(world, criteria, days);
    let waiver = world
        .deal
        .request_waiver(new, id(60), &world.dossier(), seller())
        .unwrap();
    world.waivers.push(
        waiver
            .approve(manager(), Role::Manager, world.now, world.today())
            .unwrap(),
    );
}

#[test]
fn an_approved_waiver_lets_the_deal_pass_and_marks_it() {
    let mut world = unconfirmed();
    grant(&mut world, BOTH, 14);
    world.go_to("discovery").unwrap();
    assert!(world.deal.on_waiver);
    world.prove("two_way_reply");
    world.prove("meeting_accepted");
    world.deal = world.deal.clone().reforecast(&world.dossier());
    assert!(!world.deal.on_waiver, "what was waived has come true");
}

#[test]
fn a_waiver_covers_only_what_it_names() {
    let mut world = unconfirmed();
    grant(&mut world, &["customer_confirmation"], 14);
    assert_eq!(
        world.missing("discovery"),
        ["prospecting.two_way_and_meeting"]
    );
    assert!(
        world
            .missing("qualified")
            .contains(&"discovery.customer_confirmation".to_owned())
    );
}

#[test]
fn a_waiver_does_not_reach_beyond_its_stage() {
    let mut world = unconfirmed();
    grant(&mut world, BOTH, 14);
    let missing = world.missing("qualified");
    assert!(
        !missing.iter().any(|key| key.starts_with("prospecting.")),
        "{missing:?}"
    );
    assert!(missing.contains(&"discovery.customer_confirmation".to_owned()));
}

#[test]
fn an_expired_waiver_excuses_nothing_but_what_it_let_pass_stays_marked() {
    let mut world = unconfirmed();
    grant(&mut world, BOTH, 14);
    world.wait_days(14);
    assert!(
        world.missing("discovery").is_empty(),
        "its last day still counts"
    );
    world.go_to("discovery").unwrap();
    world.wait_days(1);
    world.deal = world.deal.clone().reforecast(&world.dossier());
    assert!(world.deal.on_waiver);

    let mut late = unconfirmed();
    grant(&mut late, BOTH, 14);
    late.wait_days(15);
    assert_eq!(late.missing("discovery").len(), 2);
}

#[test]
fn a_request_alone_excuses_nothing() {
    let mut world = unconfirmed();
    let waiver = world
        .deal
        .request_waiver(
            new_waiver(&world, BOTH, 14),
            id(60),
            &world.dossier(),
            seller(),
        )
        .unwrap();
    world.waivers.push(waiver);
    assert_eq!(world.missing("discovery").len(), 2);
}

#[test]
fn a_loss_reason_cannot_be_waived() {
    let mut world = unconfirmed();
    grant(&mut world, &["loss.reason", "reason"], 14);
    world.waivers[0].stage = "closed_lost".into();
    assert_eq!(world.missing("closed_lost"), ["closed_lost.loss.reason"]);
}

#[test]
fn a_waiver_is_decided_once_by_somebody_else_and_before_it_expires() {
    let world = unconfirmed();
    let request = || {
        world
            .deal
            .request_waiver(
                new_waiver(&world, BOTH, 3),
                id(60),
                &world.dossier(),
                seller(),
            )
            .unwrap()
    };
    let (now, today) = (world.now, world.today());
    assert_eq!(
        request().approve(seller(), Role::Manager, now, today),
        Err(WaiverError::OwnRequest)
    );
    assert!(
        request().approve(seller(), Role::Admin, now, today).is_ok(),
        "an administrator may be alone"
    );
    let late = now.plus_days(4);
    assert_eq!(
        request().approve(manager(), Role::Manager, late, late.date_utc()),
        Err(WaiverError::Expired)
    );
    let rejected = request().reject(manager(), now).unwrap();
    assert_eq!(rejected.state, WaiverState::Rejected);
    assert_eq!(
        rejected.approve(manager(), Role::Manager, now, today),
        Err(WaiverError::AlreadyDecided)
    );
}

#[test]
fn a_waiver_is_time_boxed_and_coded() {
    let world = unconfirmed();
    let ask = |new| {
        world
            .deal
            .request_waiver(new, id(60), &world.dossier(), seller())
    };
    let problem = |result: Result<_, WaiverError>| match result {
        Err(WaiverError::Invalid(invalid)) => (invalid.field, invalid.problem),
        other => panic!("expected a wrong value, got {other:?}"),
    };
    assert_eq!(
        problem(ask(new_waiver(&world, BOTH, 365))),
        ("expires_on".into(), Problem::TooLate)
    );
    assert_eq!(
        problem(ask(new_waiver(&world, BOTH, -1))),
        ("expires_on".into(), Problem::TooEarly)
    );
    assert_eq!(
        problem(ask(new_waiver(&world, &[], 1))),
        ("criteria".into(), Problem::Blank)
    );
    let uncoded = NewWaiver {
        reason: "please".into(),
        ..new_waiver(&world, BOTH, 1)
    };
    assert_eq!(problem(ask(uncoded)), ("reason".into(), Problem::Unknown));
}
