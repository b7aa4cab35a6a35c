//! Deals that lived elsewhere before.

use domain::deal::{
    DealStatus, HistoricEntry, History, ImportDealError, Loss, NewDeal, NewDealIds, broken_tiling,
};
use domain::field::Problem;
use domain::gate::Dossier;
use domain::{Deal, Instant, StageVisit, VisitDirection, VisitOrigin};
use proptest::prelude::*;

use crate::world::{id, monday, new_deal, pipeline, playbook};

fn day(days_ago: i64) -> Instant {
    monday().plus_days(-days_ago)
}

fn unknown_loss() -> Loss {
    Loss {
        reason: "imported-unknown".into(),
        detail: None,
        competitor: None,
        said_by: None,
        note: None,
    }
}

fn import(stage: &str, history: History) -> Result<(Deal, Vec<StageVisit>), ImportDealError> {
    import_new(new_deal(), stage, history)
}

fn import_new(
    new: NewDeal,
    stage: &str,
    history: History,
) -> Result<(Deal, Vec<StageVisit>), ImportDealError> {
    let loss = (stage == "closed_lost").then(unknown_loss);
    let new = NewDeal {
        stage: Some(stage.into()),
        loss,
        ..new
    };
    let ids = NewDealIds {
        id: id(1),
        number: 9,
        visit_id: id(200),
    };
    let mut next = 200;
    let mint = || {
        next += 1;
        id(next)
    };
    let today = monday().date_utc();
    Deal::import_historic(
        new,
        history,
        ids,
        mint,
        &Dossier::new(playbook(), 1, monday(), today),
        None,
    )
}

fn closed(opened: i64, closed: i64) -> History {
    History {
        opened_at: day(opened),
        closed_at: Some(day(closed)),
        entries: Vec::new(),
    }
}

fn open(opened: i64, entries: &[(&str, i64)]) -> History {
    let entries = entries
        .iter()
        .map(|(stage, days_ago)| HistoricEntry {
            stage: (*stage).into(),
            entered_at: day(*days_ago),
        })
        .collect();
    History {
        opened_at: day(opened),
        closed_at: None,
        entries,
    }
}

fn stages(visits: &[StageVisit]) -> Vec<(&str, VisitOrigin)> {
    visits
        .iter()
        .map(|visit| (visit.stage.as_str(), visit.origin))
        .collect()
}

#[test]
fn a_closed_deal_without_history_gets_an_inferred_visit_and_an_imported_one() {
    let (deal, visits) = import("closed_won", closed(100, 40)).unwrap();
    assert_eq!(
        stages(&visits),
        [
            ("prospecting", VisitOrigin::Inferred),
            ("closed_won", VisitOrigin::Imported)
        ]
    );
    assert_eq!(broken_tiling(&deal, &visits), None);
    assert_eq!(deal.broken_rule(pipeline()), None);
    assert_eq!(
        (deal.status, deal.closed_at),
        (DealStatus::Won, Some(day(40)))
    );
    assert_eq!(deal.close_on, Some(day(40).date_utc()));
    assert_eq!(visits[1].entered_from.as_deref(), Some("prospecting"));
    assert_eq!(visits[1].direction, VisitDirection::Closed);
}

#[test]
fn an_open_deal_stands_in_its_stage_since_it_was_opened() {
    let (deal, visits) = import("qualified", open(30, &[])).unwrap();
    assert_eq!(stages(&visits), [("qualified", VisitOrigin::Imported)]);
    assert_eq!((deal.stage_entered_at, deal.opened_at), (day(30), day(30)));
    assert_eq!(broken_tiling(&deal, &visits), None);
}

#[test]
fn a_known_history_is_kept_and_its_gap_at_the_start_inferred() {
    let entries = [
        ("solution_fit", 20),
        ("qualified", 50),
        ("discovery", 60),
        ("discovery", 10),
    ];
    let (deal, visits) = import("discovery", open(90, &entries)).unwrap();
    assert_eq!(
        stages(&visits),
        [
            ("prospecting", VisitOrigin::Inferred),
            ("discovery", VisitOrigin::Imported),
            ("qualified", VisitOrigin::Imported),
            ("solution_fit", VisitOrigin::Imported),
            ("discovery", VisitOrigin::Imported),
        ]
    );
    assert_eq!(visits[4].direction, VisitDirection::Backward);
    assert_eq!(broken_tiling(&deal, &visits), None);
}

#[test]
fn dates_that_cannot_be_are_refused_with_the_field() {
    let problem = |result: Result<_, ImportDealError>| match result {
        Err(ImportDealError::Invalid(invalid)) => (invalid.field, invalid.problem),
        other => panic!("expected a wrong value, got {other:?}"),
    };
    let at = |field: &str, problem| (field.to_owned(), problem);
    assert_eq!(
        problem(import("closed_won", closed(10, 20))),
        at("closed_on", Problem::TooEarly)
    );
    assert_eq!(
        problem(import("closed_won", closed(10, -2))),
        at("closed_on", Problem::TooLate)
    );
    assert_eq!(
        problem(import("closed_won", open(10, &[]))),
        at("closed_on", Problem::Blank)
    );
    assert_eq!(
        problem(import("qualified", closed(10, 5))),
        at("closed_on", Problem::OutOfRange)
    );
    assert_eq!(
        problem(import("qualified", open(-3, &[]))),
        at("opened_on", Problem::TooLate)
    );
    assert_eq!(
        problem(import("engaged", open(3, &[]))),
        at("stage", Problem::Unknown)
    );
    assert_eq!(
        problem(import("qualified", open(3, &[("discovery", 1)]))),
        at("stage", Problem::OutOfRange)
    );
    assert_eq!(
        problem(import("qualified", open(3, &[("qualified", 4)]))),
        at("entered_on", Problem::TooEarly)
    );
    assert_eq!(
        problem(import("qualified", open(3, &[("qualified", -4)]))),
        at("entered_on", Problem::TooLate)
    );
}

#[test]
fn an_imported_amount_has_the_limits_of_every_amount() {
    let new = NewDeal {
        amount: Some(domain::Money::new(i64::MAX, domain::Currency::KRW)),
        ..new_deal()
    };
    let result = import_new(new, "qualified", open(3, &[]));
    let Err(ImportDealError::Invalid(invalid)) = result else {
        panic!("expected a wrong value, got {result:?}")
    };
    assert_eq!(invalid.field, "amount/amount_minor");
    assert_eq!(invalid.problem.code(), "too_much");
}

#[test]
fn an_imported_loss_needs_a_known_code_and_no_more() {
    assert!(import("closed_lost", closed(10, 5)).is_ok());
    let new = NewDeal {
        stage: Some("closed_lost".into()),
        ..new_deal()
    };
    let ids = NewDealIds {
        id: id(1),
        number: 9,
        visit_id: id(200),
    };
    let dossier = Dossier::new(playbook(), 1, monday(), monday().date_utc());
    let refused = Deal::import_historic(new, closed(10, 5), ids, || id(201), &dossier, None);
    assert_eq!(
        refused,
        Err(ImportDealError::Invalid(Problem::Unknown.of("loss/reason")))
    );
}

#[test]
fn history_can_be_taken_in_again_until_the_deal_moves_here() {
    let (deal, mut visits) = import("qualified", open(30, &[])).unwrap();
    let dossier = Dossier::new(playbook(), 1, monday(), monday().date_utc());
    let mut next = 300;
    let mut again = |deal: Deal, visits: &[StageVisit]| {
        let history = open(30, &[("qualified", 20)]);
        let mint = || {
            next += 1;
            id(next)
        };
        deal.reimport_history("qualified", history, visits, mint, &dossier, None)
    };
    let (richer, rebuilt) = again(deal.clone(), &visits).unwrap();
    assert_eq!(
        stages(&rebuilt),
        [
            ("prospecting", VisitOrigin::Inferred),
            ("qualified", VisitOrigin::Imported)
        ]
    );
    assert_eq!(richer.version, 2);
    visits[0].origin = VisitOrigin::Recorded;
    visits[0].direction = VisitDirection::Forward;
    assert_eq!(
        again(deal, &visits).unwrap_err(),
        ImportDealError::HasRecordedVisits
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_history_is_taken_in_tiles_the_deals_life(
        stage in 0usize..8,
        opened in 0i64..60,
        closing in proptest::option::of(0i64..60),
        entries in prop::collection::vec((0usize..8, 0i64..60), 0..6),
    ) {
        let stage = pipeline().stages()[stage].key();
        let entries: Vec<(&str, i64)> =
            entries.iter().map(|(stage, at)| (pipeline().stages()[*stage].key(), *at)).collect();
        let history = History { closed_at: closing.map(day), ..open(opened, &entries) };
        if let Ok((deal, visits)) = import(stage, history) {
            prop_assert_eq!(broken_tiling(&deal, &visits), None);
            prop_assert_eq!(deal.broken_rule(pipeline()), None);
        }
    }
}
