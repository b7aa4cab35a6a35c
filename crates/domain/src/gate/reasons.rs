//! Coded reasons: of backward moves and of losses.

use playbook::{CompiledPlaybook, Playbook, Reason};

use super::{Missing, MissingKind, Route, StageMove, sentences};
use crate::deal::{Loss, SaidBy};
use crate::vocabulary::{Remedy, RemedyAction, Text};

/// Whether a list of reasons has this code, at either level.
#[must_use]
pub fn is_known_reason(reasons: &[Reason], key: &str) -> bool {
    reasons
        .iter()
        .any(|reason| reason.key == key || reason.details.iter().any(|detail| detail.key == key))
}

/// A part of a coded loss that is missing or not one of the playbook's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LossProblem {
    /// The first-level code.
    Reason,
    /// The second-level code, which this reason has.
    Detail,
    /// The competitor, for a loss to a competitor.
    Competitor,
    /// Who said it.
    SaidBy,
}

/// The first thing wrong with a coded loss. Imported history may lack everything but the reason.
#[must_use]
pub fn loss_problem(
    playbook: &Playbook,
    loss: Option<&Loss>,
    is_imported: bool,
) -> Option<LossProblem> {
    let Some(loss) = loss else {
        return Some(LossProblem::Reason);
    };
    let Some(reason) = playbook
        .loss_reasons
        .iter()
        .find(|reason| reason.key == loss.reason)
    else {
        return Some(LossProblem::Reason);
    };
    match &loss.detail {
        Some(detail) if !reason.details.iter().any(|known| known.key == *detail) => {
            return Some(LossProblem::Detail);
        }
        None if !reason.details.is_empty() && !is_imported => return Some(LossProblem::Detail),
        _ => {}
    }
    if is_imported {
        return None;
    }
    let names_competitor = loss
        .competitor
        .as_ref()
        .is_some_and(|name| !name.trim().is_empty());
    if is_about_competitor(&loss.reason) && !names_competitor {
        return Some(LossProblem::Competitor);
    }
    loss.said_by.is_none().then_some(LossProblem::SaidBy)
}

/// By convention the code of a loss to a competitor says so: `competitor`, `competitor-…`.
fn is_about_competitor(reason: &str) -> bool {
    reason == "competitor" || reason.starts_with("competitor-")
}

/// The reasons a move needs and does not have. They cannot be waived.
pub(super) fn of_move(
    playbook: &CompiledPlaybook,
    route: &Route<'_>,
    wanted: &StageMove,
    missing: &mut Vec<Missing>,
) {
    let playbook = playbook.playbook();
    let stage = route.target.key();
    let reason = wanted.reason.as_deref().unwrap_or_default();
    if route.needs_reason && !is_known_reason(&playbook.backward_reasons, reason) {
        let accepts = keys(&playbook.backward_reasons);
        missing.push(of_kind(
            MissingKind::BackwardReason,
            stage,
            "reason",
            sentences::backward_reason(),
            accepts,
        ));
    }
    if !route.needs_loss {
        return;
    }
    let (key, sentence, accepts) = match loss_problem(playbook, wanted.loss.as_ref(), false) {
        None => return,
        Some(LossProblem::Reason) => (
            "loss.reason",
            sentences::loss_reason(),
            keys(&playbook.loss_reasons),
        ),
        Some(LossProblem::Detail) => {
            let chosen = wanted.loss.as_ref().map(|loss| loss.reason.as_str());
            let details = playbook
                .loss_reasons
                .iter()
                .find(|reason| Some(reason.key.as_str()) == chosen);
            (
                "loss.detail",
                sentences::loss_detail(),
                details.map_or_else(Vec::new, |reason| keys(&reason.details)),
            )
        }
        Some(LossProblem::Competitor) => {
            ("loss.competitor", sentences::loss_competitor(), Vec::new())
        }
        Some(LossProblem::SaidBy) => (
            "loss.said_by",
            sentences::loss_said_by(),
            SaidBy::WORDS.iter().map(ToString::to_string).collect(),
        ),
    };
    missing.push(of_kind(
        MissingKind::LossReason,
        stage,
        key,
        sentence,
        accepts,
    ));
}

fn keys(reasons: &[Reason]) -> Vec<String> {
    reasons.iter().map(|reason| reason.key.clone()).collect()
}

fn of_kind(
    kind: MissingKind,
    stage: &str,
    key: &str,
    sentence: Text,
    accepts: Vec<String>,
) -> Missing {
    Missing {
        kind,
        stage: stage.to_owned(),
        key: key.to_owned(),
        sentence,
        satisfy: vec![Remedy {
            action: RemedyAction::SetField,
            target: key.to_owned(),
            accepts,
        }],
    }
}
