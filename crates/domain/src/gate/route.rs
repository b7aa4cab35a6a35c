//! What a move passes on its way.

use playbook::{CompiledPipeline, CompiledStage};

use crate::stage_visit::VisitDirection;
use crate::vocabulary::StageKind;

/// Why there is no such move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSuchMove {
    /// The playbook has no such pipeline.
    #[error("the playbook has no such pipeline")]
    UnknownPipeline,
    /// The pipeline has no such stage.
    #[error("the pipeline has no such stage")]
    UnknownStage,
    /// The deal is in that stage already.
    #[error("the deal is in that stage already")]
    AlreadyThere,
}

/// The way from one stage to another.
#[derive(Debug, Clone)]
pub struct Route<'a> {
    /// The stage entered.
    pub target: &'a CompiledStage,
    /// How it is entered.
    pub direction: VisitDirection,
    /// The open stages left forward, in order.
    pub passes: Vec<&'a CompiledStage>,
    /// The open stages undone by a backward move, the target first.
    pub undoes: Vec<&'a CompiledStage>,
    /// The won stage, when it is entered.
    pub wins: Option<&'a CompiledStage>,
    /// Whether a backward reason is needed.
    pub needs_reason: bool,
    /// Whether a coded loss is needed.
    pub needs_loss: bool,
}

/// The way from the stage a deal is in to `to`. A closed deal goes on from the open stage it was `closed_from`, so that
/// re-opening never skips a gate.
///
/// # Errors
/// When a stage is unknown, or the deal is there already.
pub fn route<'a>(
    pipeline: &'a CompiledPipeline,
    from: &str,
    closed_from: Option<&str>,
    to: &str,
) -> Result<Route<'a>, NoSuchMove> {
    let stages = pipeline.stages();
    let position = |key: &str| pipeline.position(key).ok_or(NoSuchMove::UnknownStage);
    let (current, target) = (position(from)?, position(to)?);
    if current == target {
        return Err(NoSuchMove::AlreadyThere);
    }
    let is_open = |index: usize| stages[index].kind() == StageKind::Open;
    let was_open = is_open(current);
    let reached = if was_open {
        current
    } else {
        let reached = closed_from
            .and_then(|key| pipeline.position(key))
            .filter(|index| is_open(*index));
        reached
            .or_else(|| {
                stages
                    .iter()
                    .position(|stage| stage.kind() == StageKind::Open)
            })
            .unwrap_or(0)
    };
    let open_between = |range: std::ops::Range<usize>| -> Vec<&'a CompiledStage> {
        stages[range]
            .iter()
            .filter(|stage| stage.kind() == StageKind::Open)
            .collect()
    };
    let goes_back = is_open(target) && target < reached;
    let passes = match stages[target].kind() {
        StageKind::Open if target > reached => open_between(reached..target),
        StageKind::Won => open_between(reached..stages.len()),
        StageKind::Open | StageKind::Lost => Vec::new(),
    };
    Ok(Route {
        target: &stages[target],
        direction: match (was_open, is_open(target)) {
            (_, false) => VisitDirection::Closed,
            (false, true) => VisitDirection::Reopened,
            (true, true) if goes_back => VisitDirection::Backward,
            (true, true) => VisitDirection::Forward,
        },
        passes,
        undoes: if goes_back {
            open_between(target..reached)
        } else {
            Vec::new()
        },
        wins: (stages[target].kind() == StageKind::Won).then_some(&stages[target]),
        needs_reason: goes_back || !was_open,
        needs_loss: stages[target].kind() == StageKind::Lost,
    })
}
