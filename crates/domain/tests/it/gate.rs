//! The gate, path by path.

use domain::deal::{ChangeStageError, DealStatus};
use domain::gate::{MissingKind, NoSuchMove, StageMove};
use domain::vocabulary::{ForecastCategory, RemedyAction, RoleState, Strength};
use domain::{VisitDirection, VisitOrigin};

use crate::world::{World, evidence, keys, loss, pipeline, playbook};

fn refused(result: Result<(), ChangeStageError>) -> Vec<String> {
    match result {
        Err(ChangeStageError::GateNotMet(missing)) => keys(&missing),
        other => panic!("expected a refusal by the gate, got {other:?}"),
    }
}

#[test]
fn a_new_deal_is_told_everything_the_first_gate_asks_for() {
    let world = World::begin();
    assert_eq!(
        world.missing("discovery"),
        [
            "prospecting.account",
            "prospecting.contact",
            "prospecting.owner",
            "prospecting.target_fit",
            "prospecting.first_contact",
            "prospecting.customer_confirmation",
            "prospecting.two_way_and_meeting",
        ]
    );
}

#[test]
fn every_missing_item_says_in_both_languages_what_is_asked_and_what_would_do() {
    let world = World::begin();
    let judgement =
        domain::gate::judge(&world.deal, &world.dossier(), &StageMove::to("closed_won")).unwrap();
    assert!(judgement.missing().len() > 30);
    for missing in judgement.missing() {
        assert!(
            !missing.sentence.ko.is_empty() && !missing.sentence.en.is_empty(),
            "{missing:?}"
        );
        let last = missing.satisfy.last().expect("a way out");
        assert_eq!(last.action, RemedyAction::RequestWaiver, "{missing:?}");
        assert!(missing.satisfy.len() > 1, "more than a waiver: {missing:?}");
    }
}

#[test]
fn a_deal_moves_one_stage_when_the_buyer_has_confirmed_it() {
    let mut world = World::begin();
    world.satisfy_through("prospecting");
    world.wait_days(3);
    world.go_to("discovery").unwrap();
    let [first, second] = world.visits.as_slice() else {
        panic!("two visits")
    };
    assert_eq!(
        (first.left_at, second.entered_at),
        (Some(world.now), world.now)
    );
    assert_eq!(second.direction, VisitDirection::Forward);
    assert_eq!(second.entered_from.as_deref(), Some("prospecting"));
    assert_eq!(world.deal.stage_entered_at, world.now);
}

#[test]
fn our_own_activity_never_moves_a_deal() {
    let mut world = World::begin();
    world.fill();
    world.prove("target_fit");
    world.prove("first_contact");
    assert_eq!(
        world.missing("discovery"),
        [
            "prospecting.customer_confirmation",
            "prospecting.two_way_and_meeting"
        ]
    );
}

#[test]
fn claimed_evidence_never_passes() {
    let mut world = World::begin();
    world.fill();
    for key in [
        "target_fit",
        "first_contact",
        "two_way_reply",
        "meeting_accepted",
    ] {
        let mut claim = evidence(key);
        claim.reference = Some("  ".into());
        world.add(claim);
    }
    assert!(
        world
            .evidence
            .iter()
            .all(|item| item.strength == Strength::Claimed)
    );
    assert_eq!(world.missing("discovery").len(), 4);
    assert_eq!(world.deal.last_customer_evidence_at, None);
}

#[test]
fn retracted_evidence_stops_counting() {
    let mut world = World::begin();
    world.satisfy_through("prospecting");
    let reply = world
        .evidence
        .iter()
        .find(|item| item.evidence_type == "two_way_reply")
        .unwrap()
        .id;
    world.retract(reply);
    // The accepted meeting still confirms the stage; the criterion wants both.
    assert_eq!(
        world.missing("discovery"),
        ["prospecting.two_way_and_meeting"]
    );
}

#[test]
fn a_criterion_of_two_halves_offers_only_the_half_that_is_missing() {
    let mut world = World::begin();
    world.satisfy_through("prospecting");
    let offered = |world: &World| {
        let wanted = StageMove::to("discovery");
        let judgement = domain::gate::judge(&world.deal, &world.dossier(), &wanted).unwrap();
        let ways = &judgement
            .missing()
            .last()
            .expect("something is missing")
            .satisfy;
        ways.iter()
            .map(|way| way.target.clone())
            .collect::<Vec<_>>()
    };
    let id_of = |world: &World, key: &str| {
        let mut items = world.evidence.iter();
        items
            .find(|item| item.evidence_type == key && item.stands())
            .unwrap()
            .id
    };
    world.retract(id_of(&world, "two_way_reply"));
    assert_eq!(offered(&world), ["two_way_reply", "two_way_and_meeting"]);
    world.retract(id_of(&world, "meeting_accepted"));
    assert_eq!(
        offered(&world),
        ["two_way_reply", "meeting_accepted", "two_way_and_meeting"]
    );
}

#[test]
fn several_stages_can_be_passed_when_every_criterion_on_the_way_is_met() {
    let mut world = World::begin();
    world.satisfy_through("qualified");
    assert_eq!(
        refused(world.go_to("negotiation")).first().unwrap(),
        "solution_fit.demo_attendees"
    );
    world.go_to("solution_fit").unwrap();
    assert_eq!(world.visits.len(), 2, "one visit for one move");
}

#[test]
fn one_missing_item_in_the_middle_stops_a_long_move() {
    let mut world = World::begin();
    world.satisfy_through("proposal");
    world.deal.competition = None;
    assert_eq!(
        refused(world.go_to("negotiation")),
        [
            "qualified.competition",
            "solution_fit.competition",
            "proposal.competition"
        ]
    );
}

#[test]
fn won_is_a_checklist_of_contract_payment_terms_and_purchase_order() {
    let mut world = World::begin();
    world.satisfy_through("negotiation");
    assert_eq!(
        world.missing("closed_won"),
        ["closed_won.signed_contract", "closed_won.payment_terms"]
    );
    let kinds =
        domain::gate::judge(&world.deal, &world.dossier(), &StageMove::to("closed_won")).unwrap();
    assert!(
        kinds
            .missing()
            .iter()
            .all(|missing| missing.kind == MissingKind::WonChecklist)
    );

    let mut unsigned = evidence("signed_contract");
    unsigned.signed_by_both = false;
    world.add(unsigned);
    assert!(
        world
            .missing("closed_won")
            .contains(&"closed_won.signed_contract".to_owned()),
        "verbal is not won"
    );

    world.prove("signed_contract");
    world.prove("payment_terms");
    world.go_to("closed_won").unwrap();
    assert_eq!(world.deal.status, DealStatus::Won);
    assert_eq!(world.deal.closed_at, Some(world.now));
    assert_eq!(world.deal.forecast_category, Some(ForecastCategory::Closed));
    assert_eq!(
        world.visits.last().unwrap().direction,
        VisitDirection::Closed
    );
}

#[test]
fn a_loss_needs_code_detail_and_who_said_so_and_nothing_else() {
    let mut world = World::begin();
    assert_eq!(
        refused(world.go_to("closed_lost")),
        ["closed_lost.loss.reason"]
    );
    let mut partial = loss();
    partial.detail = None;
    let with = |loss: &domain::deal::Loss| StageMove {
        loss: Some(loss.clone()),
        ..StageMove::to("closed_lost")
    };
    assert_eq!(
        refused(world.go(with(&partial))),
        ["closed_lost.loss.detail"]
    );
    partial.detail = Some("roi-not-shown".into());
    partial.said_by = None;
    assert_eq!(
        refused(world.go(with(&partial))),
        ["closed_lost.loss.said_by"]
    );
    partial.reason = "competitor".into();
    partial.detail = Some("product".into());
    assert_eq!(
        refused(world.go(with(&partial))),
        ["closed_lost.loss.competitor"]
    );
    world.go(with(&loss())).unwrap();
    assert_eq!(world.deal.status, DealStatus::Lost);
    assert_eq!(world.deal.loss, Some(loss()));
    assert_eq!(
        world.visits.last().unwrap().reason.as_deref(),
        Some("price")
    );
}

#[test]
fn a_backward_move_needs_a_reason_and_re_opens_what_failed() {
    let mut world = World::begin();
    world.satisfy_through("qualified");
    world.go_to("solution_fit").unwrap();
    assert_eq!(refused(world.go_to("qualified")), ["qualified.reason"]);
    let back = |reason: &str| StageMove {
        reason: Some(reason.into()),
        ..StageMove::to("qualified")
    };
    assert_eq!(refused(world.go(back("because"))), ["qualified.reason"]);
    world.go(back("moved-too-early")).unwrap();
    assert_eq!(
        world.visits.last().unwrap().direction,
        VisitDirection::Backward
    );
    let agreed = world
        .evidence
        .iter()
        .find(|item| item.evidence_type == "problem_agreed")
        .unwrap();
    assert_eq!(agreed.retracted_reason.as_deref(), Some("moved-too-early"));
    assert_eq!(
        world.missing("solution_fit"),
        [
            "qualified.customer_confirmation",
            "qualified.problem_statement_agreed"
        ]
    );
    world.prove("problem_agreed");
    world.go_to("solution_fit").unwrap();
}

#[test]
fn re_opening_goes_on_from_where_the_deal_was_closed_and_skips_no_gate() {
    let mut world = World::begin();
    world.satisfy_through("prospecting");
    world.go_to("discovery").unwrap();
    world
        .go(StageMove {
            loss: Some(loss()),
            ..StageMove::to("closed_lost")
        })
        .unwrap();
    assert_eq!(refused(world.go_to("discovery")), ["discovery.reason"]);
    let reopen = |to: &str| StageMove {
        reason: Some("buyer-changed".into()),
        ..StageMove::to(to)
    };
    assert!(
        refused(world.go(reopen("qualified"))).contains(&"discovery.calendar_invite".to_owned())
    );
    world.go(reopen("discovery")).unwrap();
    assert_eq!(
        world.visits.last().unwrap().direction,
        VisitDirection::Reopened
    );
    assert_eq!(
        (world.deal.closed_at, world.deal.loss.as_ref()),
        (None, None)
    );
}

#[test]
fn a_deal_begins_in_a_later_stage_exactly_when_its_evidence_is_there() {
    use domain::deal::{CreateDealError, DealEvent, NewDealIds};
    let mut other = World::begin();
    other.satisfy_through("prospecting");
    let new = || domain::deal::NewDeal {
        stage: Some("discovery".into()),
        account_id: other.deal.account_id,
        contact_id: other.deal.contact_id,
        owner_id: other.deal.owner_id,
        ..crate::world::new_deal()
    };
    let ids = NewDealIds {
        id: other.deal_id(),
        number: 2,
        visit_id: crate::world::id(50),
    };
    let bare = domain::gate::Dossier::new(playbook(), 1, other.now, other.today());
    let refused = domain::Deal::create(new(), ids, &bare, None).unwrap_err();
    assert!(matches!(refused, CreateDealError::GateNotMet(missing) if missing.len() == 4));
    let full = domain::gate::Dossier {
        evidence: &other.evidence,
        ..bare
    };
    let (deal, event) = domain::Deal::create(new(), ids, &full, None).unwrap();
    let DealEvent::Created { visit } = event else {
        panic!("a creation creates")
    };
    assert_eq!(
        (deal.stage.as_str(), visit.stage.as_str()),
        ("discovery", "discovery")
    );
    assert_eq!(
        (visit.direction, visit.origin),
        (VisitDirection::Opened, VisitOrigin::Recorded)
    );
    assert_eq!(domain::deal::broken_tiling(&deal, &[visit]), None);
}

#[test]
fn there_is_no_move_to_nowhere_or_to_here() {
    let mut world = World::begin();
    assert_eq!(world.go_to("verbal"), Err(NoSuchMove::UnknownStage.into()));
    assert_eq!(
        world.go_to("prospecting"),
        Err(NoSuchMove::AlreadyThere.into())
    );
    let result = world.deal.clone().archive(world.now);
    world.keep(result).unwrap();
    assert_eq!(world.go_to("discovery"), Err(ChangeStageError::Archived));
}

#[test]
fn a_role_whose_evidence_is_retracted_falls_back() {
    let mut world = World::begin();
    world.satisfy_through("proposal");
    let shown = world.deal.roles[0].evidence_id.unwrap();
    assert_eq!(world.deal.roles[0].state, RoleState::Confirmed);
    world.retract(shown);
    assert_eq!(
        world.missing("negotiation"),
        ["proposal.price_reviewed_by_buyer"]
    );
}

#[test]
fn the_owner_lowers_the_forecast_and_cannot_raise_it() {
    let mut world = World::begin();
    world.satisfy_through("qualified");
    world.go_to("solution_fit").unwrap();
    assert_eq!(
        world.deal.forecast_category,
        Some(ForecastCategory::Pipeline)
    );
    for (cap, expected) in [
        (Some(ForecastCategory::Commit), ForecastCategory::Pipeline),
        (Some(ForecastCategory::Omitted), ForecastCategory::Omitted),
        (None, ForecastCategory::Pipeline),
    ] {
        let result = world.deal.clone().cap_forecast(cap, &world.dossier());
        world.keep(result).unwrap();
        assert_eq!(world.deal.forecast_category, Some(expected));
    }
}

#[test]
fn the_shipped_pipeline_is_the_one_these_tests_are_about() {
    let stages: Vec<&str> = pipeline()
        .stages()
        .iter()
        .map(|stage| stage.key())
        .collect();
    assert_eq!(
        stages,
        [
            "prospecting",
            "discovery",
            "qualified",
            "solution_fit",
            "proposal",
            "negotiation",
            "closed_won",
            "closed_lost"
        ]
    );
}
