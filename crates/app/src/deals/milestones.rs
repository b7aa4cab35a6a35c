//! The buyer's steps to signature.

use domain::{
    Date,
    deal::{Milestone, MilestonePlan, MilestoneState, PlanAnchor},
    ids::DealId,
    policy::Action,
};
use playbook::{LeadTime, MilestoneOwner, MilestoneTemplate, Text};
use serde::Deserialize;

use super::{DealRecord, bench::About, change::change};
use crate::{Ctx, Error, FieldError, ctx::Why};

/// Set the plan: from a template, or step by step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SetMilestonePlan {
    /// Key of a template of the playbook; by default the pipeline's.
    pub template: Option<String>,
    /// What to compute from; by default back from the deal's close date, or forward from today without one.
    pub anchor: Option<PlanAnchor>,
    /// The steps, when they differ from the template's.
    pub milestones: Option<Vec<NewMilestone>>,
}

/// One step to put in a plan.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMilestone {
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
}

/// Mark a step of the plan as done.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CompleteMilestone {
    /// When it was done; today by default.
    pub done_on: Option<Date>,
}

/// Sets or replaces the milestone plan. Steps that were done stay done when the new plan has them too.
///
/// # Errors
/// `invalid` for an unknown template or steps that cannot be put in order, `not-found`, `deal-archived`, `forbidden`.
pub async fn set_milestone_plan(
    ctx: &Ctx,
    id: DealId,
    input: SetMilestonePlan,
) -> Result<DealRecord, Error> {
    change(
        ctx,
        id,
        Action::DealPlan,
        Why::default(),
        |deal, about, _work| {
            let anchor = input.anchor.unwrap_or(match deal.close_on {
                Some(close_on) => PlanAnchor::Backward(close_on),
                None => PlanAnchor::Forward(about.today),
            });
            let default = about
                .pipeline(&deal)
                .and_then(|pipeline| pipeline.definition().milestone_template.clone());
            let template = input.template.clone().or(default);
            let mut plan = match input.milestones {
                Some(steps) => MilestonePlan {
                    template: input.template,
                    anchor,
                    milestones: steps.into_iter().map(planned).collect(),
                },
                None => MilestonePlan::from_template(
                    template_named(about, template.as_deref())?,
                    anchor,
                ),
            };
            for step in &mut plan.milestones {
                let before = deal
                    .plan
                    .iter()
                    .flat_map(|plan| &plan.milestones)
                    .find(|before| before.key == step.key);
                if let Some(before) = before {
                    (step.state, step.done_on) = (before.state, before.done_on);
                }
            }
            Ok(deal.set_milestone_plan(plan, &about.dossier())?)
        },
    )
    .await
}

/// Completes a step of the plan.
///
/// # Errors
/// `invalid` for an unknown or finished step or a day in the future, `not-found`, `deal-archived`, `forbidden`.
pub async fn complete_milestone(
    ctx: &Ctx,
    id: DealId,
    key: &str,
    input: CompleteMilestone,
) -> Result<DealRecord, Error> {
    change(
        ctx,
        id,
        Action::DealPlan,
        Why::default(),
        |deal, about, _work| {
            let done_on = input.done_on.unwrap_or(about.today);
            Ok(deal.complete_milestone(key, done_on, &about.dossier())?)
        },
    )
    .await
}

fn template_named<'a>(about: &'a About, key: Option<&str>) -> Result<&'a MilestoneTemplate, Error> {
    let key = key.ok_or_else(|| FieldError::required("/template"))?;
    let template = about.playbook.compiled.playbook().milestone_template(key);
    template.ok_or_else(|| FieldError::unknown("/template", key).into())
}

fn planned(step: NewMilestone) -> Milestone {
    Milestone {
        key: step.key,
        name: step.name,
        owner: step.owner,
        lead_time: step.lead_time,
        after: step.after,
        state: MilestoneState::Planned,
        done_on: None,
    }
}
