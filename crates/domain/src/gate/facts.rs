//! Fills in what the playbook's rules may name.

use playbook::Facts;
use playbook::facts::{
    AnswerFact, DealFacts, EvidenceFact, MilestoneFact, PocFacts, ProcurementFact, RiskFact,
    RoleFact, WaiverFact,
};

use super::Dossier;
use crate::calendar::BusinessCalendar;
use crate::deal::{Deal, MilestonePlan, MilestoneState, Poc};
use crate::evidence::Evidence;
use crate::ids::EvidenceId;
use crate::vocabulary::{RoleState, Strength};

/// The facts about a deal today. Evidence that is retracted or a mere claim is not a fact.
#[must_use]
pub fn facts(deal: &Deal, dossier: &Dossier<'_>) -> Facts {
    let mut facts = Facts::of(dossier.today, deal_facts(deal, dossier));
    facts.evidence = evidence_facts(dossier);
    facts.roles = role_facts(deal, dossier);
    facts.milestones = deal
        .plan
        .as_ref()
        .map_or_else(Vec::new, |plan| milestone_facts(plan, deal, dossier));
    facts.procurement = deal
        .procurement
        .iter()
        .map(|item| ProcurementFact {
            key: item.key.clone(),
            kind: item.kind,
            state: item.state,
            has_owner: item.owner.is_some(),
            due_on: item.due_on,
        })
        .collect();
    facts.answers = deal
        .answers
        .iter()
        .map(|answer| AnswerFact {
            set: answer.set.clone(),
            question: answer.question.clone(),
            answer: answer.answer.clone(),
            is_evidenced: answer.evidence_ids.iter().any(|id| stands(dossier, *id)),
        })
        .collect();
    facts.risks = deal
        .risks
        .iter()
        .map(|risk| RiskFact {
            severity: risk.severity,
            is_open: risk.closed_at.is_none(),
            has_plan: risk.plan.is_some(),
            has_owner: risk.owner_id.is_some(),
        })
        .collect();
    facts.waivers = waiver_facts(dossier);
    facts.poc = deal
        .poc
        .as_ref()
        .map_or_else(PocFacts::default, |poc| poc_facts(poc, dossier));
    facts
}

fn deal_facts(deal: &Deal, dossier: &Dossier<'_>) -> DealFacts {
    let account = dossier.account;
    let contact = deal
        .contact_id
        .and_then(|id| dossier.contacts.iter().find(|contact| contact.id == id));
    // A linked record whose name was not loaded is known, only not by name.
    let named = |is_linked: bool, name: Option<&str>| {
        is_linked.then(|| name.unwrap_or_default().to_owned())
    };
    DealFacts {
        name: deal.name.clone(),
        kind: deal.kind,
        pipeline: deal.pipeline.clone(),
        stage: deal.stage.clone(),
        amount_minor: deal.amount.map(|money| money.amount_minor),
        currency: deal.amount.map(|money| money.currency.code().to_owned()),
        close_on: deal.close_on,
        close_basis: deal.close_basis,
        days_to_close: deal
            .close_on
            .map(|close_on| crate::calendar::days_between(dossier.today, close_on)),
        pushes: i64::from(deal.pushes),
        pushed_days: i64::from(deal.pushed_days),
        next_step: deal.next_step.clone(),
        next_step_on: deal.next_step_on,
        competition: deal.competition,
        competitors: deal.competitors.clone(),
        account: named(
            deal.account_id.is_some(),
            account.map(|account| account.name.as_str()),
        ),
        country: account.and_then(|account| account.country.clone()),
        industry: account.and_then(|account| account.industry.clone()),
        segment: account.and_then(|account| account.segment.clone()),
        contact: named(
            deal.contact_id.is_some(),
            contact.map(|contact| contact.name.as_str()),
        ),
        owner: named(deal.owner_id.is_some(), dossier.owner_name),
        product: named(deal.product_id.is_some(), dossier.product_name),
        source: deal.source.clone(),
        outcome: deal.outcome,
        age_days: dossier.now.days_since(deal.opened_at),
        days_in_stage: dossier.now.days_since(deal.stage_entered_at),
        days_since_customer_evidence: deal
            .last_customer_evidence_at
            .map(|at| dossier.now.days_since(at)),
        on_waiver: deal.on_waiver,
    }
}

fn counts(item: &Evidence) -> bool {
    item.proves(Strength::Captured)
}

fn stands(dossier: &Dossier<'_>, id: EvidenceId) -> bool {
    dossier
        .evidence
        .iter()
        .any(|item| item.id == id && counts(item))
}

fn evidence_facts(dossier: &Dossier<'_>) -> Vec<EvidenceFact> {
    let mut counting: Vec<&Evidence> = dossier
        .evidence
        .iter()
        .filter(|item| counts(item))
        .collect();
    counting.sort_by_key(|item| std::cmp::Reverse(item.occurred_at));
    counting
        .into_iter()
        .map(|item| EvidenceFact {
            evidence_type: item.evidence_type.clone(),
            kind: item.kind,
            origin: item.origin,
            strength: item.strength,
            occurred_days_ago: dossier.now.days_since(item.occurred_at),
        })
        .collect()
}

/// A role whose evidence was retracted falls back to `identified`.
fn role_facts(deal: &Deal, dossier: &Dossier<'_>) -> Vec<RoleFact> {
    deal.roles
        .iter()
        .map(|role| {
            let is_evidenced = role.evidence_id.is_some_and(|id| stands(dossier, id));
            let contact = dossier
                .contacts
                .iter()
                .find(|contact| contact.id == role.contact_id);
            RoleFact {
                role: role.role,
                state: if is_evidenced {
                    role.state
                } else {
                    RoleState::Identified
                },
                contact: contact.map_or_else(String::new, |contact| contact.name.clone()),
                is_evidenced,
            }
        })
        .collect()
}

fn milestone_facts(plan: &MilestonePlan, deal: &Deal, dossier: &Dossier<'_>) -> Vec<MilestoneFact> {
    let calendar = BusinessCalendar::new(dossier.holidays);
    let schedule = plan.schedule(deal.close_on, &calendar);
    let aim = plan.aim(deal.close_on);
    let late = aim.map_or_else(Vec::new, |aim| plan.late(aim, dossier.today, &calendar));
    plan.milestones
        .iter()
        .zip(schedule.steps)
        .map(|(milestone, step)| MilestoneFact {
            key: milestone.key.clone(),
            owner: milestone.owner,
            due_on: Some(step.due_on),
            is_done: milestone.state == MilestoneState::Done
                || milestone.state == MilestoneState::Skipped,
            is_late: late.iter().any(|late| late.key == milestone.key),
        })
        .collect()
}

fn waiver_facts(dossier: &Dossier<'_>) -> Vec<WaiverFact> {
    let holding = dossier
        .waivers
        .iter()
        .filter(|waiver| waiver.holds_on(dossier.today));
    holding
        .flat_map(|waiver| {
            waiver.criteria.iter().map(|criterion| WaiverFact {
                stage: waiver.stage.clone(),
                criterion: criterion.clone(),
                reason: waiver.reason.clone(),
            })
        })
        .collect()
}

fn poc_facts(poc: &Poc, dossier: &Dossier<'_>) -> PocFacts {
    let has = |text: &str| !text.trim().is_empty();
    PocFacts {
        is_recorded: true,
        has_success_definition: has(&poc.success_definition),
        has_threshold: has(&poc.metric) && has(&poc.threshold),
        has_decision_rule: has(&poc.decision_rule),
        is_agreed: poc.agreed_evidence_id.is_some_and(|id| stands(dossier, id)),
        has_result: poc.result.is_some(),
        ends_on: Some(poc.ends_on),
    }
}
