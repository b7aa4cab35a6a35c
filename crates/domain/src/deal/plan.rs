//! The milestone plan: the buyer's steps to signature, and the close date that follows from them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{LeadTime, MilestoneOwner, Text};
use crate::words::words;

words! {
    /// Where a milestone stands.
    pub enum MilestoneState {
        /// Not begun.
        Planned = "planned",
        /// Underway.
        InProgress = "in_progress",
        /// Finished.
        Done = "done",
        /// Does not apply to this deal.
        Skipped = "skipped",
    }
}

/// The day a plan is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "direction", content = "on", rename_all = "snake_case")]
pub enum PlanAnchor {
    /// Work begins that day; the close date follows.
    Forward(Date),
    /// The contract is signed that day; the latest starts follow.
    Backward(Date),
}

/// The buyer's own steps to signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestonePlan {
    /// Key of the template it came from.
    pub template: Option<String>,
    /// What it is computed from.
    pub anchor: PlanAnchor,
    /// The steps; those a step comes after stand earlier in the list.
    pub milestones: Vec<Milestone>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// Key, unique in the plan.
    pub key: String,
    /// Display name.
    pub name: Text,
    /// Which side does it.
    pub owner: MilestoneOwner,
    /// How long it takes.
    pub lead_time: LeadTime,
    /// Keys of the steps that must be done before.
    #[serde(default)]
    pub after: Vec<String>,
    /// Where it stands.
    pub state: MilestoneState,
    /// The day it was done.
    #[serde(default)]
    pub done_on: Option<Date>,
}
