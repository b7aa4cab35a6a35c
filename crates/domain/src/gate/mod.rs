//! The gate: may this deal enter that stage now? One judgement for every path; the only way past it is a waiver.
//!
//! Leaving an open stage forward needs its required fields, its required evidence, a confirmation the customer
//! originated, and its exit criteria, for every stage that is passed. Winning needs the won stage's own checklist as
//! well. Losing needs a coded reason. Moving backward, or out of a closed stage, needs a reason code.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use playbook::{CompiledPipeline, CompiledPlaybook, Facts};

use crate::deal::{Deal, Loss};
use crate::evidence::Evidence;
use crate::stage_visit::StageVisit;
use crate::vocabulary::{Remedy, RenewalOutcome, Text};
use crate::waiver::Waiver;
use crate::words::words;
use crate::{Account, Contact, Instant};

mod facts;
mod forecast;
mod reasons;
mod requirements;
mod route;
mod sentences;
mod waived;

pub use facts::facts;
pub(crate) use forecast::category_in;
pub use forecast::rule_category;
pub use reasons::{LossProblem, is_known_reason, loss_problem};
pub(crate) use requirements::is_filled;
pub use route::{NoSuchMove, Route, route};
pub use waived::rests_on_waiver;

/// Everything about a deal, beside the deal itself, that the gate may look at.
#[derive(Debug, Clone, Copy)]
pub struct Dossier<'a> {
    /// The published playbook that judges.
    pub playbook: &'a CompiledPlaybook,
    /// Its version.
    pub playbook_version: i64,
    /// The deal's evidence, retracted items too.
    pub evidence: &'a [Evidence],
    /// The deal's waivers, in any state.
    pub waivers: &'a [Waiver],
    /// The visit the deal is in; none for a deal that is being created.
    pub current_visit: Option<&'a StageVisit>,
    /// The deal's account.
    pub account: Option<&'a Account>,
    /// The contacts the deal names.
    pub contacts: &'a [Contact],
    /// The owner's name.
    pub owner_name: Option<&'a str>,
    /// The product's name.
    pub product_name: Option<&'a str>,
    /// Days nobody works, for milestones counted in business days.
    pub holidays: &'a [Date],
    /// Now.
    pub now: Instant,
    /// Today in the workspace's time zone.
    pub today: Date,
}

impl<'a> Dossier<'a> {
    /// A dossier with nothing in it but the playbook and the time.
    #[must_use]
    pub const fn new(
        playbook: &'a CompiledPlaybook,
        playbook_version: i64,
        now: Instant,
        today: Date,
    ) -> Self {
        Self {
            playbook,
            playbook_version,
            evidence: &[],
            waivers: &[],
            current_visit: None,
            account: None,
            contacts: &[],
            owner_name: None,
            product_name: None,
            holidays: &[],
            now,
            today,
        }
    }
}

/// The move that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageMove {
    /// Key of the stage to enter.
    pub to: String,
    /// Reason code, for backward moves and re-opening.
    #[serde(default)]
    pub reason: Option<String>,
    /// Free text beside the code.
    #[serde(default)]
    pub note: Option<String>,
    /// Why the deal is lost, for lost stages.
    #[serde(default)]
    pub loss: Option<Loss>,
    /// How the renewal ended, for won renewals.
    #[serde(default)]
    pub outcome: Option<RenewalOutcome>,
}

impl StageMove {
    /// A move that says only where to.
    #[must_use]
    pub fn to(stage: impl Into<String>) -> Self {
        Self {
            to: stage.into(),
            ..Self::default()
        }
    }
}

/// What the gate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// The deal may enter.
    Met {
        /// What is missing but excused by an approved, unexpired waiver.
        waived: Vec<Missing>,
    },
    /// The deal may not enter yet.
    NotMet(Vec<Missing>),
}

impl Judgement {
    /// Whether the deal may enter.
    #[must_use]
    pub const fn is_met(&self) -> bool {
        matches!(self, Self::Met { .. })
    }

    /// What keeps the deal out; empty when nothing does.
    #[must_use]
    pub fn missing(&self) -> &[Missing] {
        match self {
            Self::Met { .. } => &[],
            Self::NotMet(missing) => missing,
        }
    }
}

words! {
    /// What sort of thing is missing.
    pub enum MissingKind {
        /// A required field.
        Field = "field",
        /// A required evidence item.
        Evidence = "evidence",
        /// A confirmation the customer originated.
        CustomerConfirmation = "customer_confirmation",
        /// An exit criterion.
        Criterion = "criterion",
        /// The coded reason of a loss.
        LossReason = "loss_reason",
        /// The coded reason of a backward move.
        BackwardReason = "backward_reason",
        /// An item of the won stage's checklist.
        WonChecklist = "won_checklist",
    }
}

/// Something the gate did not find, and what would satisfy it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// What sort of thing.
    pub kind: MissingKind,
    /// The stage whose rule asks for it.
    pub stage: String,
    /// The field, evidence type or criterion; with the stage, what a waiver names.
    pub key: String,
    /// What is asked, in words.
    pub sentence: Text,
    /// What would satisfy it, quickest first.
    pub satisfy: Vec<Remedy>,
}

/// Judges a move.
///
/// # Errors
/// When there is no such move: an unknown stage, or the stage the deal is in already.
pub fn judge(
    deal: &Deal,
    dossier: &Dossier<'_>,
    wanted: &StageMove,
) -> Result<Judgement, NoSuchMove> {
    let pipeline = dossier
        .playbook
        .pipeline(&deal.pipeline)
        .ok_or(NoSuchMove::UnknownPipeline)?;
    let closed_from = dossier
        .current_visit
        .and_then(|visit| visit.entered_from.as_deref());
    let route = route(pipeline, &deal.stage, closed_from, &wanted.to)?;
    let facts = facts(deal, dossier);
    Ok(judge_route(deal, dossier, pipeline, &facts, &route, wanted))
}

pub(crate) fn judge_route(
    deal: &Deal,
    dossier: &Dossier<'_>,
    pipeline: &CompiledPipeline,
    facts: &Facts,
    route: &Route<'_>,
    wanted: &StageMove,
) -> Judgement {
    let case = requirements::Case {
        deal,
        dossier,
        facts,
    };
    let mut missing = Vec::new();
    for stage in &route.passes {
        requirements::to_leave(&case, stage, &mut missing);
    }
    if let Some(won) = route.wins {
        requirements::to_win(&case, won, pipeline, wanted.outcome, &mut missing);
    }
    let (waived, mut missing) = waived::split(missing, dossier, pipeline, &wanted.to);
    reasons::of_move(dossier.playbook, route, wanted, &mut missing);
    if missing.is_empty() {
        Judgement::Met { waived }
    } else {
        Judgement::NotMet(missing)
    }
}
