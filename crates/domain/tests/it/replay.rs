//! History judged anew: by hand, and the playbook that was in force stops nothing of what it let pass.

use domain::deal::NewWaiver;
use domain::gate::StageMove;
use domain::journal::{Changes, Journaled};
use domain::replay::{Entry, Judge, Life, Replay, Replayed, Step, Surroundings, Unjudged, Verdict};
use domain::{Deal, Evidence, Instant, Role, StageVisit, VisitOrigin, Waiver};
use jiff::tz::TimeZone;
use playbook::CompiledPlaybook;

use crate::world::{World, id, loss, monday, playbook, seller};

/// The journal of a world's deal, written down after each step as the use cases do.
#[derive(Default)]
pub(crate) struct Diary {
    entries: Vec<Entry>,
    deal: Option<Deal>,
    visits: Vec<StageVisit>,
    evidence: Vec<Evidence>,
    waivers: Vec<Waiver>,
}

impl Diary {
    pub(crate) fn note(&mut self, world: &World) {
        let at = world.now;
        note(&mut self.entries, at, &mut self.visits, &world.visits);
        note(&mut self.entries, at, &mut self.evidence, &world.evidence);
        note(&mut self.entries, at, &mut self.waivers, &world.waivers);
        let changes = Deal::changes(self.deal.as_ref(), &world.deal);
        write(&mut self.entries, at, &world.deal, changes);
        self.deal = Some(world.deal.clone());
    }

    pub(crate) fn life(&self) -> Life {
        Life::of(self.entries.clone()).unwrap().unwrap()
    }
}

fn note<T: Journaled + Clone>(
    entries: &mut Vec<Entry>,
    at: Instant,
    known: &mut Vec<T>,
    now: &[T],
) {
    for (number, record) in now.iter().enumerate() {
        let changes = T::changes(known.get(number), record);
        write(entries, at, record, changes);
    }
    *known = now.to_vec();
}

fn write<T: Journaled>(entries: &mut Vec<Entry>, at: Instant, record: &T, changes: Changes) {
    if changes.is_empty() {
        return;
    }
    let id = serde_json::to_value(record).unwrap()["id"].clone();
    entries.push(Entry {
        at,
        seq: i64::try_from(entries.len()).unwrap(),
        object_kind: T::KIND.to_owned(),
        object_id: serde_json::from_value(id).unwrap(),
        changes,
    });
}

pub(crate) fn replay_by(draft: &CompiledPlaybook, life: &Life) -> Replay {
    heard(Judge::new(draft, TimeZone::UTC, (None, None)), life)
}

fn heard(mut judge: Judge<'_>, life: &Life) -> Replay {
    judge.hear(life, &Surroundings::default()).unwrap();
    judge.settle()
}

/// The shipped playbook in which leaving `discovery` also needs the fit with our profile on record.
fn draft() -> CompiledPlaybook {
    let (key, source) = playbook::shipped()[0];
    let (before, discovery) = source.split_once("- key: discovery").unwrap();
    let discovery = discovery.replacen(
        "required_evidence:\n",
        "required_evidence:\n          - { evidence_type: icp_fit, min_strength: captured }\n",
        1,
    );
    CompiledPlaybook::compile(&format!("{before}- key: discovery{discovery}"), key).unwrap()
}

/// Leaves discovery on day 5, has the fit on record on day 9, leaves `qualified` on day 12.
fn story() -> (World, Diary) {
    let (mut world, mut diary) = (World::begin(), Diary::default());
    diary.note(&world);
    world.satisfy_through("discovery");
    diary.note(&world);
    world.go_to("discovery").unwrap();
    diary.note(&world);
    world.wait_days(5);
    world.go_to("qualified").unwrap();
    diary.note(&world);
    world.wait_days(4);
    world.satisfy_through("qualified");
    diary.note(&world);
    world.wait_days(3);
    world.go_to("solution_fit").unwrap();
    diary.note(&world);
    (world, diary)
}

fn keys(replay: &Replay, steps: &[Step]) -> Vec<(String, Option<i64>)> {
    let key = |step: &Step| replay.stages[usize::from(step.stage)].key.clone();
    let day = |step: &Step| step.at.map(|at| at.days_since(monday()));
    steps.iter().map(|step| (key(step), day(step))).collect()
}

fn verdicts(deal: &Replayed) -> Vec<Verdict> {
    deal.moves
        .iter()
        .map(|judged| judged.verdict.clone())
        .collect()
}

const PASSED: Verdict = Verdict::Passed { is_excused: false };

#[test]
fn a_move_without_the_draft_s_evidence_is_stopped_until_the_evidence_came() {
    let (_, diary) = story();
    let draft = draft();
    let mut judge = Judge::new(&draft, TimeZone::UTC, (None, None));
    judge.saw_evidence("icp_fit", monday().plus_days(-30));
    let replay = heard(judge, &diary.life());
    let deal = &replay.deals[0];
    assert_eq!(
        verdicts(deal),
        [
            PASSED,
            Verdict::Stopped {
                missing: vec![0],
                passes_at: Some(monday().plus_days(9)),
            },
            PASSED
        ]
    );
    let lack = &replay.lacks[0];
    assert_eq!(
        (lack.stage.as_str(), lack.key.as_str()),
        ("discovery", "icp_fit")
    );
    let at = |stage: &str, day| (stage.to_owned(), Some(day));
    let recorded = [
        at("prospecting", 0),
        at("discovery", 0),
        at("qualified", 5),
        at("solution_fit", 12),
    ];
    let replayed = [
        at("prospecting", 0),
        at("discovery", 0),
        at("qualified", 9),
        at("solution_fit", 12),
    ];
    assert_eq!(keys(&replay, &deal.recorded), recorded);
    assert_eq!(keys(&replay, &deal.replayed), replayed);
}

#[test]
fn what_nobody_had_ever_recorded_by_then_stops_nothing() {
    let (_, diary) = story();
    let draft = draft();
    let replay = replay_by(&draft, &diary.life());
    let deal = &replay.deals[0];
    assert_eq!(
        deal.moves[1].verdict,
        Verdict::Unjudged(Unjudged::NeverRecorded)
    );
    assert_eq!(deal.recorded, deal.replayed);
}

#[test]
fn only_moves_of_the_window_are_judged_and_the_rest_is_taken_as_it_was() {
    let (_, diary) = story();
    let draft = draft();
    let window = (Some(monday().plus_days(6)), None);
    let replay = heard(Judge::new(&draft, TimeZone::UTC, window), &diary.life());
    assert_eq!(verdicts(&replay.deals[0]), [PASSED]);
    assert_eq!(replay.deals[0].recorded, replay.deals[0].replayed);
}

#[test]
fn a_deal_lost_while_it_is_held_never_goes_on() {
    let (mut world, mut diary) = (World::begin(), Diary::default());
    world.satisfy_through("discovery");
    diary.note(&world);
    for stage in ["discovery", "qualified"] {
        world.wait_days(2);
        world.go_to(stage).unwrap();
        diary.note(&world);
    }
    world.wait_days(3);
    let lost = StageMove {
        loss: Some(loss()),
        ..StageMove::to("closed_lost")
    };
    world.go(lost).unwrap();
    diary.note(&world);
    let draft = draft();
    let mut judge = Judge::new(&draft, TimeZone::UTC, (None, None));
    judge.saw_evidence("icp_fit", monday());
    let replay = heard(judge, &diary.life());
    let stopped = Verdict::Stopped {
        missing: vec![0],
        passes_at: None,
    };
    assert_eq!(verdicts(&replay.deals[0]), [PASSED, stopped]);
    let at = |stage: &str, day| (stage.to_owned(), Some(day));
    assert_eq!(
        keys(&replay, &replay.deals[0].replayed),
        [
            at("prospecting", 0),
            at("discovery", 2),
            at("closed_lost", 7)
        ]
    );
}

#[test]
fn history_of_another_system_without_its_evidence_is_judged_neither_way() {
    let (mut world, _) = story();
    world.evidence.clear();
    for visit in &mut world.visits[1..] {
        visit.origin = VisitOrigin::Imported;
    }
    world.visits[2].origin = VisitOrigin::Inferred;
    let mut diary = Diary::default();
    diary.note(&world);
    let replay = replay_by(playbook(), &diary.life());
    let why = [Unjudged::Imported, Unjudged::Inferred, Unjudged::Inferred];
    assert_eq!(verdicts(&replay.deals[0]), why.map(Verdict::Unjudged));
    assert!(replay.deals[0].is_reconstructed);
    assert_eq!(replay.deals[0].recorded, replay.deals[0].replayed);
}

#[test]
fn what_a_waiver_excused_at_the_move_is_not_asked_again_when_it_has_run_out() {
    let (mut world, mut diary) = (World::begin(), Diary::default());
    world.satisfy_through("discovery");
    diary.note(&world);
    world.go_to("discovery").unwrap();
    diary.note(&world);
    let notes = world.evidence.iter();
    let notes = notes.filter(|item| item.evidence_type == "agenda_shared");
    for id in notes.map(|item| item.id).collect::<Vec<_>>() {
        world.retract(id);
    }
    let waiver = NewWaiver {
        criteria: vec!["agenda_shared".into()],
        stage: "qualified".into(),
        reason: "existing-customer".into(),
        note: None,
        expires_on: world.now.plus_days(2).date_utc(),
    };
    let (now, waiver_id) = (world.now, world.fresh());
    let asked = world
        .deal
        .request_waiver(waiver, waiver_id, &world.dossier(), seller());
    let granted = asked
        .unwrap()
        .approve(id(8), Role::Manager, now, now.date_utc());
    world.waivers.push(granted.unwrap());
    diary.note(&world);
    world.wait_days(1);
    world.go_to("qualified").unwrap();
    diary.note(&world);
    world.wait_days(9);
    world.prove("icp_fit");
    diary.note(&world);

    let draft = draft();
    let mut judge = Judge::new(&draft, TimeZone::UTC, (None, None));
    judge.saw_evidence("icp_fit", monday());
    let replay = heard(judge, &diary.life());
    let stopped = Verdict::Stopped {
        missing: vec![0],
        passes_at: Some(monday().plus_days(10)),
    };
    assert_eq!(verdicts(&replay.deals[0]), [PASSED, stopped]);
    let in_force = replay_by(playbook(), &diary.life());
    let excused = Verdict::Passed { is_excused: true };
    assert_eq!(verdicts(&in_force.deals[0]), [PASSED, excused]);
}
