//! The milestone plan: the buyer's steps to signature, and the close date that follows from them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::{BusinessCalendar, days_between};
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

impl Milestone {
    /// Whether nothing is left to do.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        matches!(self.state, MilestoneState::Done | MilestoneState::Skipped)
    }
}

/// The days of every step, and the close date they lead to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// The steps in the plan's order.
    pub steps: Vec<ScheduledStep>,
    /// The day everything is done.
    pub closes_on: Date,
}

/// When a step happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledStep {
    /// Key of the milestone.
    pub key: String,
    /// The day work on it begins; seen backwards, the latest such day.
    pub starts_on: Date,
    /// The day it is done; seen backwards, the latest such day.
    pub due_on: Date,
}

/// A step that is already late for the close date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    /// Key of the milestone.
    pub key: String,
    /// Which side does it.
    pub owner: MilestoneOwner,
    /// The latest day it could begin.
    pub starts_on: Date,
    /// The latest day it could be done.
    pub due_on: Date,
    /// Calendar days since the day that was missed.
    pub days_late: i64,
}

impl MilestonePlan {
    /// The days that follow when work begins on `start`: every step begins when the ones before it are done, and
    /// takes its lead time. Finished steps count with the day they were done, skipped ones take no time.
    #[must_use]
    pub fn schedule_forward(&self, start: Date, calendar: &BusinessCalendar<'_>) -> Schedule {
        let mut steps: Vec<ScheduledStep> = Vec::with_capacity(self.milestones.len());
        for milestone in &self.milestones {
            let starts_on = steps
                .iter()
                .filter(|step| milestone.after.contains(&step.key))
                .map(|step| step.due_on)
                .fold(start, Date::max);
            let due_on = match milestone.state {
                MilestoneState::Done => milestone.done_on.unwrap_or(starts_on),
                MilestoneState::Skipped => starts_on,
                MilestoneState::Planned | MilestoneState::InProgress => {
                    calendar.add(starts_on, milestone.lead_time)
                }
            };
            steps.push(ScheduledStep {
                key: milestone.key.clone(),
                starts_on: starts_on.min(due_on),
                due_on,
            });
        }
        let closes_on = steps.iter().map(|step| step.due_on).fold(start, Date::max);
        Schedule { steps, closes_on }
    }

    /// The latest days that still let the deal close on `close_on`.
    #[must_use]
    pub fn schedule_backward(&self, close_on: Date, calendar: &BusinessCalendar<'_>) -> Schedule {
        let mut steps: Vec<ScheduledStep> = Vec::with_capacity(self.milestones.len());
        for (index, milestone) in self.milestones.iter().enumerate().rev() {
            // Steps already placed are the later ones in the plan, last first.
            let due_on = self.milestones[index + 1..]
                .iter()
                .rev()
                .zip(&steps)
                .filter(|(later, _)| later.after.contains(&milestone.key))
                .map(|(_, step)| step.starts_on)
                .fold(close_on, Date::min);
            let starts_on = match milestone.state {
                MilestoneState::Skipped => due_on,
                _ => calendar.subtract(due_on, milestone.lead_time),
            };
            steps.push(ScheduledStep {
                key: milestone.key.clone(),
                starts_on,
                due_on,
            });
        }
        steps.reverse();
        Schedule {
            steps,
            closes_on: close_on,
        }
    }

    /// The days that follow from the plan's own anchor; backwards from the deal's close date, where it has one.
    #[must_use]
    pub fn schedule(&self, close_on: Option<Date>, calendar: &BusinessCalendar<'_>) -> Schedule {
        match self.anchor {
            PlanAnchor::Forward(start) => self.schedule_forward(start, calendar),
            PlanAnchor::Backward(on) => self.schedule_backward(close_on.unwrap_or(on), calendar),
        }
    }

    /// The day the plan aims at: the deal's close date, else the one it was laid out backwards from.
    #[must_use]
    pub fn aim(&self, close_on: Option<Date>) -> Option<Date> {
        close_on.or(match self.anchor {
            PlanAnchor::Backward(on) => Some(on),
            PlanAnchor::Forward(_) => None,
        })
    }

    /// The earliest day the deal can close when the remaining work goes on from `today`.
    #[must_use]
    pub fn earliest_close(&self, today: Date, calendar: &BusinessCalendar<'_>) -> Date {
        self.schedule_forward(today, calendar).closes_on
    }

    /// The steps that are already late for `close_on`: not begun after their latest start, or not done after their
    /// latest day.
    #[must_use]
    pub fn late(&self, close_on: Date, today: Date, calendar: &BusinessCalendar<'_>) -> Vec<Late> {
        let schedule = self.schedule_backward(close_on, calendar);
        let steps = self.milestones.iter().zip(schedule.steps);
        steps
            .filter_map(|(milestone, step)| {
                let missed = match milestone.state {
                    MilestoneState::Planned => step.starts_on,
                    MilestoneState::InProgress => step.due_on,
                    MilestoneState::Done | MilestoneState::Skipped => return None,
                };
                (missed < today).then(|| Late {
                    key: step.key,
                    owner: milestone.owner,
                    starts_on: step.starts_on,
                    due_on: step.due_on,
                    days_late: days_between(missed, today),
                })
            })
            .collect()
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
