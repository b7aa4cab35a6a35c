//! Deals, whole and as rows, and the boards they stand on.

use std::collections::BTreeMap;

use app::deals::{Board, BoardColumn, DealRecord, DealRow, GateReport, PlanDates, Total};
use domain::{
    deal::{BuyingRole, Milestone, MilestonePlan, Risk, Rot},
    ids::ContactId,
};

use super::{actions, maybe_named, when};

pub(crate) fn deal(record: DealRecord) -> api::Deal {
    let DealRecord {
        deal,
        account,
        contact,
        owner,
        product,
        contacts,
        weighted,
        rot,
        plan_dates,
        allowed_actions,
    } = record;
    api::Deal {
        id: deal.id.into(),
        number: deal.number,
        name: deal.name,
        kind: deal.kind.into(),
        pipeline: deal.pipeline,
        stage: deal.stage,
        status: deal.status.into(),
        outcome: deal.outcome.map(Into::into),
        account: maybe_named(account),
        contact: maybe_named(contact),
        owner: maybe_named(owner),
        product: maybe_named(product),
        amount: deal.amount.map(Into::into),
        weighted_minor: weighted.map(|weighted| weighted.amount_minor),
        close_on: deal.close_on,
        close_basis: deal.close_basis.map(Into::into),
        pushes: deal.pushes,
        pushed_days: deal.pushed_days,
        next_step: deal.next_step,
        next_step_on: deal.next_step_on,
        competition: deal.competition.map(Into::into),
        competitors: deal.competitors,
        source: deal.source,
        external_id: deal.external_id,
        opened_at: when(deal.opened_at),
        closed_at: deal.closed_at.map(when),
        stage_entered_at: when(deal.stage_entered_at),
        last_customer_evidence_at: deal.last_customer_evidence_at.map(when),
        loss: deal.loss.map(Into::into),
        forecast_category: deal.forecast_category.map(Into::into),
        rule_category: deal.rule_category.map(Into::into),
        forecast_cap: deal.forecast_cap.map(Into::into),
        forecast_override: deal.forecast_override.map(super::forecast_override),
        on_waiver: deal.on_waiver,
        playbook_version: deal.playbook_version,
        rot: shape_rot(&rot),
        buying_roles: deal
            .roles
            .into_iter()
            .filter_map(|role| buying_role(role, &contacts))
            .collect(),
        answers: deal.answers.into_iter().map(Into::into).collect(),
        plan: deal
            .plan
            .map(|plan| milestone_plan(plan, plan_dates.as_ref())),
        risks: deal.risks.into_iter().map(risk).collect(),
        procurement: deal.procurement.into_iter().map(Into::into).collect(),
        poc: deal.poc.map(Into::into),
        custom: deal.custom,
        created_at: when(deal.created_at),
        updated_at: when(deal.updated_at),
        archived_at: deal.archived_at.map(when),
        version: deal.version,
        allowed_actions: actions(allowed_actions),
    }
}

pub(crate) fn deal_row(row: DealRow) -> api::DealRow {
    let DealRow {
        deal,
        account,
        owner,
        product,
        weighted,
        rot,
        allowed_actions,
    } = row;
    api::DealRow {
        id: deal.id.into(),
        number: deal.number,
        name: deal.name,
        kind: deal.kind.into(),
        pipeline: deal.pipeline,
        stage: deal.stage,
        status: deal.status.into(),
        account: maybe_named(account),
        owner: maybe_named(owner),
        product: maybe_named(product),
        amount: deal.amount.map(Into::into),
        weighted_minor: weighted.map(|weighted| weighted.amount_minor),
        close_on: deal.close_on,
        next_step: deal.next_step,
        next_step_on: deal.next_step_on,
        pushes: deal.pushes,
        forecast_category: deal.forecast_category.map(Into::into),
        on_waiver: deal.on_waiver,
        rot: shape_rot(&rot),
        opened_at: when(deal.opened_at),
        closed_at: deal.closed_at.map(when),
        stage_entered_at: when(deal.stage_entered_at),
        last_customer_evidence_at: deal.last_customer_evidence_at.map(when),
        updated_at: when(deal.updated_at),
        archived_at: deal.archived_at.map(when),
        version: deal.version,
        allowed_actions: actions(allowed_actions),
    }
}

pub(crate) fn judgement(report: GateReport) -> api::Judgement {
    api::Judgement {
        from: report.from,
        to: report.to,
        is_met: report.is_met,
        missing: report.missing.into_iter().map(Into::into).collect(),
        waived: report
            .waived
            .into_iter()
            .map(|missing| missing.key)
            .collect(),
    }
}

pub(crate) fn board(board: Board) -> api::Board {
    api::Board {
        pipeline: board.pipeline,
        columns: board.columns.into_iter().map(column).collect(),
    }
}

fn column(column: BoardColumn) -> api::BoardColumn {
    api::BoardColumn {
        stage: column.stage,
        count: column.count,
        totals: column.totals.into_iter().map(total).collect(),
        rotting: column.rotting,
        cards: column.cards.rows.into_iter().map(deal_row).collect(),
        next_cursor: column.cards.next_cursor,
    }
}

fn total(total: Total) -> api::Total {
    api::Total {
        currency: total.currency.code().to_owned(),
        amount_minor: total.amount_minor,
        weighted_minor: total.weighted_minor,
    }
}

fn shape_rot(rot: &Rot) -> api::Rot {
    api::Rot {
        is_rotting: rot.is_rotting,
        days_in_stage: rot.days_in_stage,
        limit_days: rot.limit_days,
    }
}

fn buying_role(
    role: BuyingRole,
    contacts: &BTreeMap<ContactId, String>,
) -> Option<api::BuyingRole> {
    let name = contacts.get(&role.contact_id)?.clone();
    Some(api::BuyingRole {
        contact: api::Named {
            id: role.contact_id.into(),
            name,
        },
        role: role.role.into(),
        state: role.state.into(),
        evidence_id: role.evidence_id.map(Into::into),
    })
}

fn risk(risk: Risk) -> api::Risk {
    api::Risk {
        id: risk.id.into(),
        title: risk.title,
        plan: risk.plan,
        severity: risk.severity.into(),
        owner_id: risk.owner_id.map(Into::into),
        opened_at: when(risk.opened_at),
        closed_at: risk.closed_at.map(when),
    }
}

fn milestone_plan(plan: MilestonePlan, dates: Option<&PlanDates>) -> api::MilestonePlan {
    api::MilestonePlan {
        template: plan.template,
        anchor: plan.anchor.into(),
        earliest_close_on: dates.map(|dates| dates.earliest_close_on),
        milestones: plan
            .milestones
            .into_iter()
            .map(|step| milestone(step, dates))
            .collect(),
    }
}

fn milestone(step: Milestone, dates: Option<&PlanDates>) -> api::Milestone {
    let scheduled = dates.and_then(|dates| {
        dates
            .schedule
            .steps
            .iter()
            .find(|scheduled| scheduled.key == step.key)
    });
    let late = dates.and_then(|dates| dates.late.iter().find(|late| late.key == step.key));
    api::Milestone {
        starts_on: scheduled.map(|scheduled| scheduled.starts_on),
        due_on: scheduled.map(|scheduled| scheduled.due_on),
        late_days: late.map(|late| late.days_late),
        key: step.key,
        name: step.name.into(),
        owner: step.owner.into(),
        lead_time: step.lead_time.into(),
        after: step.after,
        state: step.state.into(),
        done_on: step.done_on,
    }
}
