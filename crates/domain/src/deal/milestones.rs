//! Setting the milestone plan and completing its steps.

use jiff::civil::Date;
use playbook::MilestoneTemplate;

use super::{Deal, DealEvent, EditDealError, Milestone, MilestonePlan, MilestoneState, PlanAnchor};
use crate::calendar::MAX_LEAD_DAYS;
use crate::field::{self, InvalidField, MAX_NAME_CHARS, Problem};
use crate::gate::Dossier;

impl MilestonePlan {
    /// A plan with the steps of a template, none begun.
    #[must_use]
    pub fn from_template(template: &MilestoneTemplate, anchor: PlanAnchor) -> Self {
        let steps = template.steps.iter().map(|step| Milestone {
            key: step.key.clone(),
            name: step.name.clone(),
            owner: step.owner,
            lead_time: step.lead_time,
            after: step.after.clone(),
            state: MilestoneState::Planned,
            done_on: None,
        });
        Self {
            template: Some(template.key.clone()),
            anchor,
            milestones: in_order(steps.collect()),
        }
    }

    /// Refuses plans whose steps cannot be put in order, and brings them into it.
    fn checked(mut self) -> Result<Self, InvalidField> {
        field::entries("milestones", self.milestones.len())?;
        for (index, milestone) in self.milestones.iter().enumerate() {
            field::required("milestones/key", &milestone.key, MAX_NAME_CHARS)?;
            if self.milestones[..index]
                .iter()
                .any(|other| other.key == milestone.key)
            {
                return Err(Problem::Duplicate.of("milestones/key"));
            }
            if milestone.lead_time.days > MAX_LEAD_DAYS {
                return Err(Problem::OutOfRange.of("milestones/lead_time"));
            }
            if (milestone.state == MilestoneState::Done) != milestone.done_on.is_some() {
                return Err(Problem::Malformed.of("milestones/done_on"));
            }
            if !milestone
                .after
                .iter()
                .all(|key| self.milestones.iter().any(|other| other.key == *key))
            {
                return Err(Problem::Unknown.of("milestones/after"));
            }
        }
        let count = self.milestones.len();
        self.milestones = in_order(self.milestones);
        if self.milestones.len() < count {
            return Err(Problem::Circle.of("milestones/after"));
        }
        Ok(self)
    }
}

/// The steps so that each stands behind those it comes after, otherwise as given. Steps in a circle are left out.
fn in_order(mut waiting: Vec<Milestone>) -> Vec<Milestone> {
    let mut ordered: Vec<Milestone> = Vec::with_capacity(waiting.len());
    loop {
        let is_ready = |step: &Milestone| {
            step.after
                .iter()
                .all(|key| ordered.iter().any(|done| done.key == *key))
        };
        let Some(next) = waiting.iter().position(is_ready) else {
            return ordered;
        };
        ordered.push(waiting.remove(next));
    }
}

impl Deal {
    /// Sets or replaces the milestone plan.
    ///
    /// # Errors
    /// When the deal is archived or the steps cannot be put in order.
    pub fn set_milestone_plan(
        mut self,
        plan: MilestonePlan,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        self.plan = Some(plan.checked()?);
        Ok((self.touched(dossier.now), DealEvent::MilestonePlanSet))
    }

    /// Completes a step.
    ///
    /// # Errors
    /// When the deal is archived, the step is unknown or done, or the day is in the future.
    pub fn complete_milestone(
        mut self,
        key: &str,
        done_on: Date,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        let step = self
            .plan
            .as_mut()
            .and_then(|plan| plan.milestones.iter_mut().find(|step| step.key == key));
        let step = step.ok_or_else(|| Problem::Unknown.of("key"))?;
        if step.state == MilestoneState::Done {
            return Err(Problem::Fixed.of("key").into());
        }
        if done_on > dossier.today {
            return Err(Problem::TooLate.of("done_on").into());
        }
        step.state = MilestoneState::Done;
        step.done_on = Some(done_on);
        Ok((self.touched(dossier.now), DealEvent::MilestoneCompleted))
    }
}
