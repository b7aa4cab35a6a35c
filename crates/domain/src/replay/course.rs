//! Two courses of a deal: the one it took, and the one it would have taken.

use super::{Move, StageNumber, Step, Verdict};
use crate::Instant;
use crate::stage_visit::VisitDirection;
use crate::vocabulary::StageKind;

/// A stay in a stage as it was recorded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stay {
    pub(super) stage: StageNumber,
    pub(super) kind: StageKind,
    pub(super) position: Option<usize>,
    pub(super) entered_at: Instant,
    pub(super) direction: VisitDirection,
    /// The move that led here, where the gate was asked.
    pub(super) judged: Option<usize>,
}

/// An entry that the replay made or still waits for.
#[derive(Clone, Copy)]
struct Entered {
    stage: StageNumber,
    kind: StageKind,
    position: Option<usize>,
    /// None: never.
    at: Option<Instant>,
}

/// The course as recorded and as replayed.
///
/// A stage is entered when it was, and not before the stage before it was, and not before the move's gate was met:
/// `entered = max(recorded, gate met, entered the stage before)`. What takes a deal back or out of the race happens when it
/// did, and whatever it was still held from by then never comes.
pub(super) fn both(stays: &[Stay], moves: &[Move]) -> (Vec<Step>, Vec<Step>) {
    let recorded = stays.iter().map(|stay| Step {
        stage: stay.stage,
        at: Some(stay.entered_at),
    });
    let mut replayed: Vec<Entered> = Vec::with_capacity(stays.len());
    for stay in stays {
        let now = stay.entered_at;
        let entered = |at| Entered {
            stage: stay.stage,
            kind: stay.kind,
            position: stay.position,
            at,
        };
        match (stay.direction, stay.kind) {
            (VisitDirection::Opened, _) => replayed.push(entered(Some(now))),
            (VisitDirection::Forward, _) | (VisitDirection::Closed, StageKind::Won) => {
                let front = replayed.last().map_or(Some(now), |last| last.at);
                let opens =
                    stay.judged
                        .and_then(|judged| moves.get(judged))
                        .map_or(Some(now), |judged| match &judged.verdict {
                            Verdict::Stopped { passes_at, .. } => *passes_at,
                            Verdict::Passed { .. } | Verdict::Unjudged(_) => Some(now),
                        });
                let at = front
                    .zip(opens)
                    .map(|(front, opens)| front.max(opens).max(now));
                replayed.push(entered(at));
            }
            (VisitDirection::Closed, _) => {
                replayed.retain(|step| is_by(step, now));
                replayed.push(entered(Some(now)));
            }
            (VisitDirection::Backward, _) => {
                // Held from a stage that lies beyond: not held any more. What it is held from before that, it still is.
                replayed.retain(|step| is_by(step, now) || step.position <= stay.position);
                if replayed
                    .last()
                    .is_none_or(|last| last.position > stay.position)
                {
                    replayed.push(entered(Some(now)));
                }
            }
            (VisitDirection::Reopened, _) => {
                replayed.retain(|step| is_by(step, now));
                let is_there = replayed.last().is_some_and(|last| {
                    last.kind == StageKind::Open && last.position <= stay.position
                });
                if !is_there {
                    replayed.push(entered(Some(now)));
                }
            }
        }
    }
    let replayed = replayed.iter().map(|step| Step {
        stage: step.stage,
        at: step.at,
    });
    (recorded.collect(), replayed.collect())
}

fn is_by(step: &Entered, now: Instant) -> bool {
    step.at.is_some_and(|at| at <= now)
}
