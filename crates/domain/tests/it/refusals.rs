//! What single commands refuse, and what they count.

use domain::deal::{
    Answer, BuyingRole, CloseDateChange, CreateDealError, DealEdit, DealEvent, EditDealError,
    GapKind, MilestonePlan, NewDeal, NewDealIds, PlanAnchor, Poc, PocResult,
};
use domain::field::{MAX_AMOUNT_MINOR, Problem};
use domain::gate::{Dossier, StageMove};
use domain::vocabulary::{BuyingRoleKind, EvidenceKind, Origin, RenewalOutcome, RoleState};
use domain::{Currency, Date, Deal, Money};

use crate::world::{World, evidence, id, new_deal, playbook, renewals};

fn problem<T: std::fmt::Debug>(result: Result<T, EditDealError>) -> (String, Problem) {
    match result {
        Err(EditDealError::Invalid(invalid)) => (invalid.field, invalid.problem),
        other => panic!("expected a wrong value, got {other:?}"),
    }
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn pushes_are_counted_with_their_days_and_pulling_in_is_not_a_push() {
    let mut world = World::begin();
    let change = |close_on: &str, reason: Option<&str>| CloseDateChange {
        close_on: date(close_on),
        close_basis: None,
        reason: reason.map(str::to_owned),
    };
    let first = world
        .deal
        .clone()
        .change_close_date(change("2026-06-30", None), &world.dossier());
    world.keep(first).unwrap();
    let mv = |world: &World, to, reason| {
        world
            .deal
            .clone()
            .change_close_date(change(to, reason), &world.dossier())
    };
    assert_eq!(
        problem(mv(&world, "2026-07-31", None)),
        ("reason".into(), Problem::NeedsReason)
    );
    assert_eq!(
        problem(mv(&world, "2026-07-31", Some("because"))),
        ("reason".into(), Problem::Unknown)
    );
    for (to, reason) in [
        ("2026-07-31", "budget-cycle"),
        ("2026-07-15", "earlier-than-planned"),
        ("2026-09-30", "security-legal"),
    ] {
        let moved = mv(&world, to, Some(reason));
        world.keep(moved).unwrap();
    }
    assert_eq!((world.deal.pushes, world.deal.pushed_days), (2, 31 + 77));
    let edit = DealEdit {
        close_on: Some(date("2026-12-31")),
        ..DealEdit::default()
    };
    assert_eq!(
        problem(world.deal.clone().edit(edit, world.now)),
        ("close_on".into(), Problem::NeedsReason)
    );
}

#[test]
fn edits_keep_what_they_do_not_name_and_empty_what_they_empty() {
    let mut world = World::begin();
    world.fill();
    let edit = DealEdit {
        next_step: Some(None),
        ..DealEdit::default()
    };
    let (deal, _) = world.deal.clone().edit(edit, world.now).unwrap();
    assert_eq!(
        (deal.next_step, deal.next_step_on),
        (None, world.deal.next_step_on)
    );
    let negative = DealEdit {
        amount: Some(Some(Money::new(-1, Currency::KRW))),
        ..DealEdit::default()
    };
    assert_eq!(
        problem(world.deal.clone().edit(negative, world.now)),
        ("amount/amount_minor".into(), Problem::Negative)
    );
    let nameless = DealEdit {
        name: Some(" ".into()),
        ..DealEdit::default()
    };
    assert_eq!(
        problem(world.deal.clone().edit(nameless, world.now)),
        ("name".into(), Problem::Blank)
    );
}

#[test]
fn a_million_of_the_largest_amount_add_up_and_more_is_refused() {
    let world = World::begin();
    let of = |minor| Some(Money::new(minor, Currency::KRW));
    let edit = |minor| {
        let amount = Some(of(minor));
        let edit = DealEdit {
            amount,
            ..DealEdit::default()
        };
        world.deal.clone().edit(edit, world.now)
    };
    let create = |minor| {
        let new = NewDeal {
            amount: of(minor),
            ..new_deal()
        };
        let ids = NewDealIds {
            id: id(1),
            number: 3,
            visit_id: id(2),
        };
        match Deal::create(new, ids, &world.dossier(), None) {
            Ok(_) => None,
            Err(CreateDealError::Invalid(invalid)) => Some((invalid.field, invalid.problem)),
            Err(other) => panic!("expected a wrong value, got {other:?}"),
        }
    };
    assert!(MAX_AMOUNT_MINOR.checked_mul(1_000_000).is_some());
    assert!(edit(MAX_AMOUNT_MINOR).is_ok());
    assert_eq!(create(MAX_AMOUNT_MINOR), None);
    let at = |problem| ("amount/amount_minor".to_owned(), problem);
    for minor in [MAX_AMOUNT_MINOR + 1, i64::MAX] {
        let too_much = at(Problem::TooMuch(MAX_AMOUNT_MINOR));
        assert_eq!(problem(edit(minor)), too_much);
        assert_eq!(create(minor), Some(too_much));
    }
    assert_eq!(problem(edit(i64::MIN)), at(Problem::Negative));
    assert_eq!(create(i64::MIN), Some(at(Problem::Negative)));
}

#[test]
fn evidence_is_of_a_known_type_by_somebody_who_can_originate_it_and_not_from_the_future() {
    let world = World::begin();
    let add = |new| {
        world
            .deal
            .clone()
            .add_evidence(new, id(90), &world.dossier(), None)
    };
    let mut unknown = evidence("two_way_reply");
    unknown.evidence_type = "gut_feeling".into();
    assert_eq!(
        problem(add(unknown)),
        ("evidence_type".into(), Problem::Unknown)
    );
    let mut ours = evidence("two_way_reply");
    ours.origin = Some(Origin::Us);
    assert_eq!(problem(add(ours)), ("origin".into(), Problem::Unknown));
    let mut tomorrow = evidence("two_way_reply");
    tomorrow.occurred_at = Some(world.now.plus_days(1));
    assert_eq!(
        problem(add(tomorrow)),
        ("occurred_at".into(), Problem::TooLate)
    );
}

#[test]
fn evidence_nobody_gave_an_origin_is_the_customers_only_when_nobody_else_can_originate_it() {
    let world = World::begin();
    let added = |evidence_type| {
        let mut new = evidence(evidence_type);
        new.origin = None;
        let added = world
            .deal
            .clone()
            .add_evidence(new, id(90), &world.dossier(), None);
        let (deal, DealEvent::EvidenceAdded(item)) = added.unwrap() else {
            panic!("adding evidence makes evidence")
        };
        (item.origin, deal.last_customer_evidence_at.is_some())
    };
    // The playbook's list begins with the customer, and ends with the system.
    assert_eq!(added("first_contact"), (Origin::Us, false));
    assert_eq!(added("payment_terms"), (Origin::Us, false));
    assert_eq!(added("two_way_reply"), (Origin::Customer, true));
}

#[test]
fn only_a_document_or_approval_the_customer_can_originate_is_signed_by_both() {
    let world = World::begin();
    let sign = |evidence_type, kind| {
        let mut new = evidence(evidence_type);
        (new.kind, new.signed_by_both) = (Some(kind), true);
        world
            .deal
            .clone()
            .add_evidence(new, id(90), &world.dossier(), None)
    };
    let refused = ("is_countersigned".to_owned(), Problem::NotSignable);
    // Our own note, and the customer's mail.
    assert_eq!(problem(sign("target_fit", EvidenceKind::Document)), refused);
    assert_eq!(
        problem(sign("purchase_order", EvidenceKind::Email)),
        refused
    );
    assert!(sign("purchase_order", EvidenceKind::Document).is_ok());
    assert!(sign("signed_contract", EvidenceKind::Document).is_ok());
}

#[test]
fn each_step_of_a_buying_role_has_its_evidence() {
    let mut world = World::begin();
    let ours = world.prove("target_fit");
    let theirs = world.prove("two_way_reply");
    let set = |state, evidence_id| {
        let role = BuyingRole {
            contact_id: id(12),
            role: BuyingRoleKind::Champion,
            state,
            evidence_id,
        };
        world.deal.clone().set_buying_role(role, &world.dossier())
    };
    assert!(set(RoleState::Identified, None).is_ok());
    assert_eq!(
        problem(set(RoleState::Engaged, None)).1,
        Problem::NeedsEvidence
    );
    assert!(set(RoleState::Engaged, Some(ours)).is_ok());
    assert_eq!(
        problem(set(RoleState::Confirmed, Some(ours))).1,
        Problem::NeedsCustomerEvidence
    );
    assert!(set(RoleState::Confirmed, Some(theirs)).is_ok());
    assert_eq!(
        problem(set(RoleState::Engaged, Some(id(5)))).1,
        Problem::NeedsEvidence
    );
}

#[test]
fn a_question_is_a_gap_until_its_answer_has_evidence_that_stands() {
    let mut world = World::begin();
    let shown = world.prove("two_way_reply");
    let gap = |world: &World| {
        let gaps = world.deal.question_gaps(&world.dossier());
        gaps.into_iter()
            .find(|gap| gap.set == "meddicc" && gap.question == "metrics")
            .map(|gap| gap.kind)
    };
    assert_eq!(gap(&world), Some(GapKind::Unanswered));
    world.answer("metrics");
    assert_eq!(gap(&world), Some(GapKind::Unbacked));
    let answer = |text: &str| Answer {
        set: "meddicc".into(),
        question: "metrics".into(),
        answer: text.into(),
        evidence_ids: vec![shown],
    };
    let result = world
        .deal
        .clone()
        .answer_question(answer("nine days to three"), &world.dossier());
    world.keep(result).unwrap();
    assert_eq!(gap(&world), None);
    world.retract(shown);
    assert_eq!(gap(&world), Some(GapKind::Unbacked));
    let unknown = Answer {
        question: "mood".into(),
        ..answer("fine")
    };
    assert_eq!(
        problem(
            world
                .deal
                .clone()
                .answer_question(unknown, &world.dossier())
        )
        .0,
        "question"
    );
}

#[test]
fn a_milestone_plan_is_put_in_order_and_circles_are_refused() {
    let world = World::begin();
    let template = playbook()
        .playbook()
        .milestone_template("us-enterprise-purchase")
        .unwrap();
    let mut plan = MilestonePlan::from_template(template, PlanAnchor::Backward(date("2026-03-31")));
    plan.milestones.reverse();
    let (deal, _) = world
        .deal
        .clone()
        .set_milestone_plan(plan.clone(), &world.dossier())
        .unwrap();
    let keys: Vec<_> = deal
        .plan
        .as_ref()
        .unwrap()
        .milestones
        .iter()
        .map(|step| step.key.as_str())
        .collect();
    assert_eq!(
        keys,
        [
            "security_review",
            "legal_review",
            "procurement",
            "internal_approval"
        ]
    );
    let (done, _) = deal
        .complete_milestone("security_review", date("2026-03-01"), &world.dossier())
        .unwrap();
    let again =
        done.clone()
            .complete_milestone("security_review", date("2026-03-01"), &world.dossier());
    assert_eq!(problem(again).1, Problem::Fixed);
    let ahead = done.complete_milestone("legal_review", date("2026-04-01"), &world.dossier());
    assert_eq!(problem(ahead).1, Problem::TooLate);
    let last = plan.milestones[0].key.clone();
    plan.milestones.last_mut().unwrap().after.push(last);
    let circle = world
        .deal
        .clone()
        .set_milestone_plan(plan, &world.dossier());
    assert_eq!(
        problem(circle),
        ("milestones/after".into(), Problem::Circle)
    );
}

#[test]
fn the_rule_that_decides_a_proof_of_concept_is_agreed_before_it_starts_and_then_fixed() {
    let mut world = World::begin();
    let agreed = world.prove("two_way_reply");
    let poc = Poc {
        success_definition: "Closing takes three days".into(),
        metric: "days to close".into(),
        threshold: "3".into(),
        starts_on: date("2026-03-09"),
        ends_on: date("2026-03-20"),
        decision_rule: "At three days or less they sign in April".into(),
        agreed_evidence_id: Some(agreed),
        result: None,
    };
    let set = |world: &World, poc: Poc| world.deal.clone().set_poc(poc, &world.dossier());
    let unagreed = Poc {
        agreed_evidence_id: None,
        result: Some(PocResult::Passed),
        ..poc.clone()
    };
    assert_eq!(
        problem(set(&world, unagreed)).1,
        Problem::NeedsCustomerEvidence
    );
    let too_late = Poc {
        starts_on: date("2026-03-01"),
        ..poc.clone()
    };
    assert_eq!(problem(set(&world, too_late)).1, Problem::TooLate);
    let result = set(&world, poc.clone());
    world.keep(result).unwrap();
    world.wait_days(10);
    let moved_goal = Poc {
        threshold: "5".into(),
        ..poc.clone()
    };
    assert_eq!(problem(set(&world, moved_goal)).1, Problem::Fixed);
    assert!(
        set(
            &world,
            Poc {
                result: Some(PocResult::Passed),
                ..poc
            }
        )
        .is_ok()
    );
}

#[test]
fn a_won_renewal_says_how_it_ended_and_a_lost_one_has_ended() {
    let pipeline = &renewals().pipelines()[0];
    let ids = NewDealIds {
        id: id(1),
        number: 3,
        visit_id: id(2),
    };
    let world = World::begin();
    let dossier = Dossier::new(renewals(), 1, world.now, world.today());
    let new = NewDeal {
        name: "갱신".into(),
        pipeline: pipeline.key().into(),
        ..NewDeal::default()
    };
    let (deal, event) = Deal::create(new, ids, &dossier, None).unwrap();
    let domain::deal::DealEvent::Created { visit } = event else {
        panic!("a creation creates")
    };
    let dossier = Dossier {
        current_visit: Some(&visit),
        ..dossier
    };
    let won = pipeline
        .first_of(domain::vocabulary::StageKind::Won)
        .unwrap()
        .key();
    let asks_outcome = |outcome| {
        let wanted = StageMove {
            outcome,
            ..StageMove::to(won)
        };
        let judgement = domain::gate::judge(&deal, &dossier, &wanted).unwrap();
        judgement
            .missing()
            .iter()
            .any(|missing| missing.key == "outcome")
    };
    assert!(asks_outcome(None));
    assert!(!asks_outcome(Some(RenewalOutcome::Upgraded)));

    let lost = pipeline
        .first_of(domain::vocabulary::StageKind::Lost)
        .unwrap()
        .key();
    let reasons = &renewals().playbook().loss_reasons;
    let reason = &reasons[0];
    let loss = domain::deal::Loss {
        reason: reason.key.clone(),
        detail: reason.details.first().map(|detail| detail.key.clone()),
        competitor: Some("somebody".into()),
        said_by: Some(domain::deal::SaidBy::Us),
        note: None,
    };
    let wanted = StageMove {
        loss: Some(loss),
        ..StageMove::to(lost)
    };
    let (ended, _) = deal.change_stage(wanted, &dossier, id(4), None).unwrap();
    assert_eq!(ended.outcome, Some(RenewalOutcome::Ended));
}
