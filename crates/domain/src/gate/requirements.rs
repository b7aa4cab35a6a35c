//! What one stage asks for, and whether it is there.

use playbook::{CompiledPipeline, CompiledStage, Facts, RequiredEvidence};

use super::{Dossier, Missing, MissingKind, sentences};
use crate::deal::Deal;
use crate::vocabulary::{
    BuyingRoleKind, Origin, PipelineObject, Remedy, RemedyAction, RenewalOutcome, RequiredField,
    RoleState, Strength,
};

/// What is judged.
pub(super) struct Case<'a> {
    pub(super) deal: &'a Deal,
    pub(super) dossier: &'a Dossier<'a>,
    pub(super) facts: &'a Facts,
}

/// The key under which a missing customer confirmation is listed and waived.
pub(super) const CUSTOMER_CONFIRMATION: &str = "customer_confirmation";

/// The key under which a missing renewal outcome is listed.
pub(super) const OUTCOME: &str = "outcome";

/// What is missing to leave an open stage forward.
pub(super) fn to_leave(case: &Case<'_>, stage: &CompiledStage, missing: &mut Vec<Missing>) {
    fields(case, stage, MissingKind::Field, missing);
    evidence(case, stage, MissingKind::Evidence, missing);
    customer_confirmation(case, stage, missing);
    criteria(case, stage, MissingKind::Criterion, missing);
}

/// What is missing of the won stage's own checklist.
pub(super) fn to_win(
    case: &Case<'_>,
    won: &CompiledStage,
    pipeline: &CompiledPipeline,
    outcome: Option<RenewalOutcome>,
    missing: &mut Vec<Missing>,
) {
    fields(case, won, MissingKind::WonChecklist, missing);
    evidence(case, won, MissingKind::WonChecklist, missing);
    criteria(case, won, MissingKind::WonChecklist, missing);
    let is_renewal = pipeline.definition().object == PipelineObject::Renewal;
    if is_renewal && !matches!(outcome, Some(won) if won != RenewalOutcome::Ended) {
        let accepts = RenewalOutcome::ALL
            .iter()
            .filter(|word| **word != RenewalOutcome::Ended);
        missing.push(Missing {
            kind: MissingKind::WonChecklist,
            stage: won.key().to_owned(),
            key: OUTCOME.to_owned(),
            sentence: sentences::outcome(),
            satisfy: vec![Remedy {
                action: RemedyAction::SetField,
                target: OUTCOME.to_owned(),
                accepts: accepts.map(|word| word.as_str().to_owned()).collect(),
            }],
        });
    }
}

fn fields(case: &Case<'_>, stage: &CompiledStage, kind: MissingKind, missing: &mut Vec<Missing>) {
    for field in &stage.definition().required_fields {
        if is_filled(case.deal, *field) {
            continue;
        }
        missing.push(Missing {
            kind,
            stage: stage.key().to_owned(),
            key: field.as_str().to_owned(),
            sentence: sentences::field(*field),
            satisfy: with_waiver(vec![fill(*field)], field.as_str()),
        });
    }
}

/// Whether a required field is filled.
pub(crate) fn is_filled(deal: &Deal, field: RequiredField) -> bool {
    let has_role = |wanted: BuyingRoleKind| deal.roles.iter().any(|role| role.role == wanted);
    let has_text =
        |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    match field {
        RequiredField::Amount => deal.amount.is_some(),
        RequiredField::CloseDate => deal.close_on.is_some(),
        RequiredField::CloseBasis => deal.close_basis.is_some(),
        RequiredField::NextStep => has_text(&deal.next_step) && deal.next_step_on.is_some(),
        RequiredField::EconomicBuyer => has_role(BuyingRoleKind::EconomicBuyer),
        RequiredField::Champion => has_role(BuyingRoleKind::Champion),
        RequiredField::Competition => deal.competition.is_some(),
        RequiredField::Account => deal.account_id.is_some(),
        RequiredField::Contact => deal.contact_id.is_some(),
        RequiredField::Owner => deal.owner_id.is_some(),
        RequiredField::Product => deal.product_id.is_some(),
        RequiredField::Source => has_text(&deal.source),
        RequiredField::MilestonePlan => deal
            .plan
            .as_ref()
            .is_some_and(|plan| !plan.milestones.is_empty()),
    }
}

fn fill(field: RequiredField) -> Remedy {
    let is_role = matches!(
        field,
        RequiredField::EconomicBuyer | RequiredField::Champion
    );
    Remedy {
        action: if is_role {
            RemedyAction::SetBuyingRole
        } else {
            RemedyAction::SetField
        },
        target: field.as_str().to_owned(),
        accepts: if is_role {
            RoleState::WORDS.iter().map(ToString::to_string).collect()
        } else {
            Vec::new()
        },
    }
}

fn evidence(case: &Case<'_>, stage: &CompiledStage, kind: MissingKind, missing: &mut Vec<Missing>) {
    for required in &stage.definition().required_evidence {
        if has_evidence(case, required) {
            continue;
        }
        let mut accepts = vec![least(required).as_str().to_owned()];
        accepts.extend(required.origin.map(|origin| origin.as_str().to_owned()));
        let remedy = Remedy {
            action: RemedyAction::AddEvidence,
            target: required.evidence_type.clone(),
            accepts,
        };
        missing.push(Missing {
            kind,
            stage: stage.key().to_owned(),
            key: required.evidence_type.clone(),
            sentence: sentences::evidence(
                case.dossier.playbook.playbook(),
                required,
                least(required),
            ),
            satisfy: with_waiver(vec![remedy], &required.evidence_type),
        });
    }
}

/// A mere claim never passes, whatever the playbook says.
fn least(required: &RequiredEvidence) -> Strength {
    required.min_strength.max(Strength::Captured)
}

fn has_evidence(case: &Case<'_>, required: &RequiredEvidence) -> bool {
    case.dossier.evidence.iter().any(|item| {
        item.evidence_type == required.evidence_type
            && item.proves(least(required))
            && required.origin.is_none_or(|origin| origin == item.origin)
    })
}

fn customer_confirmation(case: &Case<'_>, stage: &CompiledStage, missing: &mut Vec<Missing>) {
    let definition = stage.definition();
    if !definition.customer_confirmation {
        return;
    }
    let confirms =
        |key: &String| definition.confirmed_by.is_empty() || definition.confirmed_by.contains(key);
    let is_confirmed = case
        .dossier
        .evidence
        .iter()
        .any(|item| confirms(&item.evidence_type) && item.is_customer_confirmation());
    if is_confirmed {
        return;
    }
    let types = &case.dossier.playbook.playbook().evidence_types;
    let accepted: Vec<_> = types
        .iter()
        .filter(|kind| kind.can_come_from_customer() && confirms(&kind.key))
        .collect();
    let remedies = accepted.iter().map(|kind| Remedy {
        action: RemedyAction::AddEvidence,
        target: kind.key.clone(),
        accepts: vec![
            Strength::CustomerOriginated.as_str().to_owned(),
            Origin::Customer.as_str().to_owned(),
        ],
    });
    missing.push(Missing {
        kind: MissingKind::CustomerConfirmation,
        stage: stage.key().to_owned(),
        key: CUSTOMER_CONFIRMATION.to_owned(),
        sentence: sentences::customer_confirmation(&definition.name, &accepted),
        satisfy: with_waiver(remedies.collect(), CUSTOMER_CONFIRMATION),
    });
}

fn criteria(case: &Case<'_>, stage: &CompiledStage, kind: MissingKind, missing: &mut Vec<Missing>) {
    for criterion in stage.criteria() {
        // A rule that runs out of steps has not been shown to hold.
        if criterion.holds(case.facts).unwrap_or(false) {
            continue;
        }
        let definition = criterion.definition();
        missing.push(Missing {
            kind,
            stage: stage.key().to_owned(),
            key: definition.key.clone(),
            sentence: definition.sentence.clone(),
            satisfy: with_waiver(criterion.open_remedies(case.facts), &definition.key),
        });
    }
}

fn with_waiver(mut remedies: Vec<Remedy>, key: &str) -> Vec<Remedy> {
    if !remedies
        .iter()
        .any(|remedy| remedy.action == RemedyAction::RequestWaiver)
    {
        remedies.push(Remedy {
            action: RemedyAction::RequestWaiver,
            target: key.to_owned(),
            accepts: Vec::new(),
        });
    }
    remedies
}
