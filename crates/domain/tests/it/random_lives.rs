//! Whatever is done to a deal, in whatever order: it stays legal, its visits tile its life, and its journal adds up.

use domain::deal::{
    CloseDateChange, DealEdit, DealEvent, DealStatus, NewEvidence, NewWaiver, broken_tiling,
};
use domain::gate::StageMove;
use domain::journal::{Changes, Journaled, diff, fold};
use domain::replay::Verdict;
use domain::vocabulary::{Origin, StageKind};
use domain::{Currency, Deal, Instant, Money, Role};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::replay::{Diary, replay_by};
use crate::world::{World, id, loss, monday, pipeline, playbook, seller};

/// Something somebody does.
#[derive(Debug, Clone)]
enum Step {
    Wait(i64),
    Move {
        to: Index,
        with_reason: bool,
        with_loss: bool,
    },
    Advance,
    Satisfy(Index),
    AddEvidence {
        kind: Index,
        origin: Origin,
        has_reference: bool,
        is_signed: bool,
        age_days: i64,
    },
    Retract(Index),
    Edit {
        amount: Option<i64>,
        name: String,
    },
    CloseDate {
        days: i32,
        has_reason: bool,
    },
    Waive {
        to: Index,
        criterion: Index,
        days: i64,
    },
    Archive,
    Restore,
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    prop_oneof![
        2 => (0i64..40).prop_map(Step::Wait),
        4 => (index(), any::<bool>(), any::<bool>())
            .prop_map(|(to, with_reason, with_loss)| Step::Move { to, with_reason, with_loss }),
        4 => Just(Step::Advance),
        3 => index().prop_map(Step::Satisfy),
        4 => (index(), select(Origin::ALL), any::<bool>(), any::<bool>(), -1i64..30).prop_map(
            |(kind, origin, has_reference, is_signed, age_days)| {
                Step::AddEvidence { kind, origin, has_reference, is_signed, age_days }
            }
        ),
        2 => index().prop_map(Step::Retract),
        2 => (proptest::option::of(-5i64..1_000_000), " ?[a-z]{0,3}").prop_map(|(amount, name)| Step::Edit { amount, name }),
        2 => (-400i32..400, any::<bool>()).prop_map(|(days, has_reason)| Step::CloseDate { days, has_reason }),
        2 => (index(), index(), -1i64..30).prop_map(|(to, criterion, days)| Step::Waive { to, criterion, days }),
        1 => Just(Step::Archive),
        2 => Just(Step::Restore),
    ]
}

/// The world and the journal of its deal.
struct Life {
    world: World,
    journal: Vec<Changes>,
}

impl Life {
    fn begin() -> Self {
        let world = World::begin();
        let journal = vec![Deal::changes(None, &world.deal)];
        Self { world, journal }
    }

    fn keep<E>(&mut self, result: Result<(Deal, DealEvent), E>) {
        let Ok((after, event)) = result else { return };
        let before = &self.world.deal;
        assert_eq!(after.version, before.version + 1, "one change, one version");
        self.journal.push(Deal::changes(Some(before), &after));
        let _ = self.world.keep(Ok::<_, E>((after, event)));
    }

    fn go(&mut self, wanted: StageMove) {
        let visit = self.world.fresh();
        let result = self.world.deal.clone().change_stage(
            wanted,
            &self.world.dossier(),
            visit,
            Some(seller()),
        );
        if let Ok((after, DealEvent::StageChanged { left, .. })) = &result {
            self.check_confirmed(&left.stage, left.entered_from.as_deref(), after);
        }
        self.keep(result);
    }

    /// An oracle of its own: whatever stage was passed without a waiver, the customer confirmed.
    fn check_confirmed(&self, left: &str, closed_from: Option<&str>, after: &Deal) {
        let world = &self.world;
        if after.status == DealStatus::Lost || !world.waivers.is_empty() {
            return;
        }
        let stages = pipeline().stages();
        let place = |key: &str| stages.iter().position(|stage| stage.key() == key).unwrap();
        let from = if stages[place(left)].kind() == StageKind::Open {
            left
        } else {
            closed_from.unwrap_or("prospecting")
        };
        for stage in stages
            .iter()
            .skip(place(from))
            .take(place(&after.stage).saturating_sub(place(from)))
        {
            let confirmed_by = &stage.definition().confirmed_by;
            let is_confirmed = world.evidence.iter().any(|item| {
                confirmed_by.contains(&item.evidence_type)
                    && item.origin == Origin::Customer
                    && item.reference.is_some()
                    && item.retracted_at.is_none()
            });
            assert!(
                is_confirmed,
                "{} was passed unconfirmed on the way from {left} to {}",
                stage.key(),
                after.stage
            );
        }
    }

    fn take(&mut self, step: &Step) {
        let (deal, now) = (self.world.deal.clone(), self.world.now);
        match step {
            Step::Wait(days) => self.world.wait_days(*days),
            Step::Move {
                to,
                with_reason,
                with_loss,
            } => self.go(StageMove {
                to: to.get(pipeline().stages()).key().to_owned(),
                reason: with_reason.then(|| "buyer-changed".to_owned()),
                loss: with_loss.then(loss),
                ..StageMove::default()
            }),
            Step::Advance => {
                if let Some(next) = pipeline().next_after(&deal.stage) {
                    self.go(StageMove::to(next.key()));
                }
            }
            Step::Satisfy(stage) if deal.archived_at.is_none() => {
                self.world
                    .satisfy_through(stage.get(pipeline().stages()).key());
                self.journal
                    .push(Deal::changes(Some(&deal), &self.world.deal));
            }
            Step::Satisfy(_) => {}
            Step::AddEvidence {
                kind,
                origin,
                has_reference,
                is_signed,
                age_days,
            } => {
                let new = NewEvidence {
                    evidence_type: kind.get(&playbook().playbook().evidence_types).key.clone(),
                    kind: None,
                    origin: Some(*origin),
                    title: "something".into(),
                    reference: has_reference.then(|| "https://mail.example/1".to_owned()),
                    content_hash: None,
                    signed_by_both: *is_signed,
                    contact_id: None,
                    occurred_at: Some(now.plus_days(-age_days)),
                };
                let id = self.world.fresh();
                let result = deal.add_evidence(new, id, &self.world.dossier(), Some(seller()));
                self.keep(result);
            }
            Step::Retract(which) if !self.world.evidence.is_empty() => {
                let id = which.get(&self.world.evidence).id;
                let result = deal.retract_evidence(id, "not so", &self.world.dossier());
                self.keep(result);
            }
            Step::Retract(_) => {}
            Step::Edit { amount, name } => {
                let amount = amount.map(|minor| Money::new(minor, Currency::USD));
                let edit = DealEdit {
                    amount: Some(amount),
                    name: Some(name.clone()),
                    ..DealEdit::default()
                };
                self.keep(deal.edit(edit, now));
            }
            Step::CloseDate { days, has_reason } => {
                let change = CloseDateChange {
                    close_on: now.plus_days(i64::from(*days)).date_utc(),
                    close_basis: None,
                    reason: has_reason.then(|| "budget-cycle".to_owned()),
                };
                let result = deal.change_close_date(change, &self.world.dossier());
                self.keep(result);
            }
            Step::Waive {
                to,
                criterion,
                days,
            } => {
                let stage = to.get(pipeline().stages()).key().to_owned();
                let missing =
                    domain::gate::judge(&deal, &self.world.dossier(), &StageMove::to(&stage));
                let missing = missing
                    .map(|judgement| judgement.missing().to_vec())
                    .unwrap_or_default();
                if missing.is_empty() {
                    return;
                }
                let new = NewWaiver {
                    criteria: vec![criterion.get(&missing).key.clone()],
                    stage,
                    reason: "existing-customer".into(),
                    note: None,
                    expires_on: now.plus_days(*days).date_utc(),
                };
                let waiver_id = self.world.fresh();
                let asked = deal.request_waiver(new, waiver_id, &self.world.dossier(), seller());
                let granted = asked
                    .and_then(|asked| asked.approve(id(8), Role::Manager, now, now.date_utc()));
                self.world.waivers.extend(granted);
            }
            Step::Archive => self.keep(deal.archive(now)),
            Step::Restore => self.keep(deal.restore(now)),
        }
    }

    fn check(&self) {
        let World {
            deal,
            visits,
            evidence,
            now,
            ..
        } = &self.world;
        assert_eq!(deal.broken_rule(pipeline()), None);
        assert_eq!(broken_tiling(deal, visits), None);
        assert_eq!(
            visits
                .iter()
                .filter(|visit| visit.left_at.is_none())
                .count(),
            1
        );
        assert_eq!(
            visits
                .iter()
                .map(|visit| stay_micros(visit, *now))
                .sum::<i64>(),
            age_micros(deal, *now)
        );
        let confirmed = evidence
            .iter()
            .filter(|item| item.is_customer_confirmation());
        assert_eq!(
            deal.last_customer_evidence_at,
            confirmed.map(|item| item.occurred_at).max()
        );
        let remembered: Deal = serde_json::from_value(fold(&self.journal).into()).unwrap();
        assert_eq!(remembered, *deal, "the journal adds up to the deal");
    }
}

fn stay_micros(visit: &domain::StageVisit, now: Instant) -> i64 {
    visit.left_at.unwrap_or(now).as_micros() - visit.entered_at.as_micros()
}

fn age_micros(deal: &Deal, now: Instant) -> i64 {
    now.as_micros() - deal.opened_at.as_micros()
}

fn json(deal: &Deal) -> serde_json::Map<String, serde_json::Value> {
    match serde_json::to_value(deal).unwrap() {
        serde_json::Value::Object(fields) => fields,
        other => panic!("a deal is an object, not {other}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_commands_reaches_an_illegal_deal(steps in prop::collection::vec(step(), 1..40)) {
        let mut life = Life::begin();
        life.check();
        for step in &steps {
            life.take(step);
            life.check();
        }
    }

    #[test]
    fn the_playbook_that_was_in_force_stops_nothing_of_what_it_let_pass(steps in prop::collection::vec(step(), 1..40)) {
        let (mut life, mut diary) = (Life::begin(), Diary::default());
        diary.note(&life.world);
        for step in &steps {
            life.take(step);
            diary.note(&life.world);
        }
        let replay = replay_by(playbook(), &diary.life());
        let deal = &replay.deals[0];
        for judged in &deal.moves {
            prop_assert!(matches!(judged.verdict, Verdict::Passed { .. }), "{judged:?}");
        }
        prop_assert_eq!(&deal.recorded, &deal.replayed);
    }

    #[test]
    fn the_difference_of_two_deals_is_the_difference_of_their_json(steps in prop::collection::vec(step(), 1..12)) {
        let mut life = Life::begin();
        let before = life.world.deal.clone();
        steps.iter().for_each(|step| life.take(step));
        let after = &life.world.deal;
        prop_assert_eq!(Deal::changes(Some(&before), after), diff(&json(&before), &json(after)));
    }

    #[test]
    fn weighing_rounds_half_to_even_and_never_exceeds_the_amount(amount in any::<i64>(), percent in 0u8..=100) {
        let weighted = domain::weighted_minor(amount, percent);
        let (exact, doubled) = (i128::from(amount) * i128::from(percent), i128::from(weighted) * 200);
        let error = doubled - 2 * exact;
        prop_assert!(error.abs() <= 100, "at most half a unit off");
        prop_assert!(error.abs() < 100 || weighted % 2 == 0, "a tie goes to the even neighbour");
        prop_assert!(weighted.unsigned_abs() <= amount.unsigned_abs());
    }
}

#[test]
fn a_life_in_which_everything_is_confirmed_advances_stage_by_stage_to_won() {
    // The property above would prove little if its steps never moved anything.
    let mut life = Life::begin();
    life.world.satisfy_through("closed_won");
    life.journal.push(Deal::changes(None, &life.world.deal));
    for _ in 0..6 {
        life.take(&Step::Advance);
        life.check();
    }
    assert_eq!(
        (life.world.deal.status, life.world.now),
        (DealStatus::Won, monday())
    );
}
