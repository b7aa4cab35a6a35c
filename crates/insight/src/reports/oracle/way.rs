//! What happens to a deal: its way through the stages, and what moving, closing and importing it changes.

use playbook::StageKind;

use super::dice::Dice;
use super::life::moment;
use super::world::{DAY, Deal, Entry, HOUR, Line, Moment, STAGES, World, open_stages, stage_of};

const REASONS: [&str; 2] = ["price", "product"];

/// Through the stages: on, over, back, out, and back again.
pub(super) fn way(dice: &mut Dice, pipeline: &'static str, opened_at: Moment) -> Vec<Entry> {
    let open = open_stages(pipeline);
    let mut entries = vec![Entry {
        at: opened_at,
        stage: if dice.is(85) {
            open[0]
        } else {
            dice.pick(&open)
        },
        direction: "opened",
        origin: "recorded",
    }];
    for _ in 0..dice.below(8) {
        let Entry { at, stage, .. } = *entries.last().unwrap();
        let at = at + dice.pick(&[HOUR, 3 * HOUR, 2 * DAY]) + moment(dice, 22);
        let (stage, direction) = if STAGES[stage].kind != StageKind::Open {
            if !dice.is(25) {
                break;
            }
            (dice.pick(&open), "reopened")
        } else {
            let rung = open.iter().position(|rung| *rung == stage).unwrap();
            let above = &open[rung + 1..];
            match dice.below(100) {
                0..50 if !above.is_empty() => (dice.pick(&above[..above.len().min(2)]), "forward"),
                50..60 if rung > 0 => (dice.pick(&open[..rung]), "backward"),
                0..80 => (stage_of(pipeline, StageKind::Won), "closed"),
                _ => (stage_of(pipeline, StageKind::Lost), "closed"),
            }
        };
        entries.push(Entry {
            at,
            stage,
            direction,
            origin: "recorded",
        });
    }
    entries
}

/// Makes some deals come from another system, with their way up to then: when they were entered here.
pub(super) fn import(dice: &mut Dice, entries: &mut [Entry]) -> Moment {
    let opened_at = entries[0].at;
    if !dice.is(25) {
        return opened_at;
    }
    let known = 1 + dice.place(entries.len());
    for entry in &mut entries[..known] {
        entry.origin = "imported";
    }
    if dice.is(50) {
        entries[0].origin = "inferred";
    }
    let last = entries[known - 1].at;
    match entries.get(known) {
        Some(next) => last + (next.at - last) / 2,
        None => last + 1 + moment(dice, 20),
    }
}

/// Close dates, moved while the deal is open; closing writes the day down.
pub(super) fn dates(world: &World, deal: &mut Deal, dice: &mut Dice, moments: Vec<Moment>) {
    let opened_on = world.day(deal.entries[0].at);
    let some = |dice: &mut Dice| dice.maybe(85, |dice| opened_on + dice.day(140));
    deal.close_on = Line::new(deal.entries[0].at, some(dice));
    let closings = deal
        .entries
        .iter()
        .filter(|entry| entry.origin == "recorded" && STAGES[entry.stage].kind != StageKind::Open);
    let mut steps: Vec<(Moment, bool)> = closings.map(|entry| (entry.at, true)).collect();
    steps.extend(moments.into_iter().map(|at| (at, false)));
    steps.sort_unstable();
    for (at, is_closing) in steps {
        let stage = deal.entries.iter().rev().find(|entry| entry.at <= at);
        let is_open = stage.is_some_and(|entry| STAGES[entry.stage].kind == StageKind::Open);
        let before = deal.close_on.last();
        if is_closing {
            deal.close_on.push(at, Some(world.day(at)));
        } else if is_open {
            deal.close_on.push(at, some(dice));
            if let (Some(before), Some(after)) = (before, deal.close_on.at(at))
                && after > before
            {
                deal.pushes.push((at, i64::from(after - before)));
            }
        }
    }
}

/// Losing has a reason, and sometimes sets the amount to nothing.
pub(super) fn ends(deal: &mut Deal, dice: &mut Dice) {
    for entry in deal.entries.clone() {
        let is_lost = STAGES[entry.stage].kind == StageKind::Lost;
        if entry.at == deal.entries[0].at {
            continue;
        }
        let reason = is_lost.then(|| dice.pick(&REASONS));
        deal.loss_reason.push(entry.at, reason);
        if is_lost && dice.is(20) {
            deal.amount.push(entry.at, Some(0));
        }
    }
}
