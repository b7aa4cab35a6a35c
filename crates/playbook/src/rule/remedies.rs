//! What a person can do so that a rule holds.

use crate::facts::{DealFacts, Described, EvidenceFact, Facts, PocFacts, RoleFact};
use crate::model::Remedy;
use crate::rule::eval::{fact_holds, holds};
use crate::rule::ir::{Base, FactTest, List, Literal, Node};
use crate::schema::ObjectSchema;
use crate::vocabulary::{
    BuyingRoleKind, Origin, ProcurementKind, RemedyAction, RequiredField, RoleState, Strength,
};

/// The remedies a rule suggests, in the order it asks for things.
pub(super) fn of(root: &Node) -> Vec<Remedy> {
    let mut found = Vec::new();
    collect(root, &mut found);
    found
}

/// The remedies of those of a rule's parts, joined by "and", that do not hold yet.
pub(super) fn open(root: &Node, facts: &Facts) -> Vec<Remedy> {
    let mut found = Vec::new();
    collect_open(root, facts, &mut found);
    found
}

fn collect_open(node: &Node, facts: &Facts, found: &mut Vec<Remedy>) {
    match node {
        Node::And(left, right) => {
            collect_open(left, facts, found);
            collect_open(right, facts, found);
        }
        part if holds(part, facts) == Ok(true) => {}
        part => collect(part, found),
    }
}

fn add(found: &mut Vec<Remedy>, action: RemedyAction, target: &str, accepts: &[&'static str]) {
    let remedy = Remedy {
        action,
        target: target.to_owned(),
        accepts: accepts.iter().map(|word| (*word).to_owned()).collect(),
    };
    if !found
        .iter()
        .any(|other| other.action == remedy.action && other.target == remedy.target)
    {
        found.push(remedy);
    }
}

fn collect(node: &Node, found: &mut Vec<Remedy>) {
    match node {
        Node::Fact(test) => add_fact(test, found),
        Node::Field {
            of: Base::Subject,
            index,
        } => {
            let field = DealFacts::SCHEMA.fields.get(*index).map(|field| field.name);
            if let Some(field) = field.and_then(required_field) {
                add(found, RemedyAction::SetField, field.as_str(), &[]);
            }
        }
        Node::Field {
            of: Base::Poc,
            index,
        } => {
            let field = PocFacts::SCHEMA.fields.get(*index).map(|field| field.name);
            let target = if field == Some("has_result") {
                "result"
            } else {
                "agreement"
            };
            add(found, RemedyAction::SetPoc, target, &[]);
        }
        Node::SizeOfList(list) => add_list(*list, None, found),
        Node::Quantified(_, list, body) => add_list(*list, Some(body), found),
        // Whatever is denied is not brought about by adding it.
        Node::Not(_) | Node::Literal(_) | Node::Today | Node::Field { .. } => {}
        Node::And(left, right)
        | Node::Or(left, right)
        | Node::Compare(_, left, right, _)
        | Node::InTexts(left, right)
        | Node::Arithmetic(_, left, right)
        | Node::TextTest(_, left, right) => {
            collect(left, found);
            collect(right, found);
        }
        Node::If(condition, yes, no) => {
            collect(condition, found);
            collect(yes, found);
            collect(no, found);
        }
        Node::In(inner, _) | Node::SizeOfText(inner) | Node::SizeOfTexts(inner) => {
            collect(inner, found);
        }
    }
}

fn from_strength(min: Strength) -> Vec<&'static str> {
    let strengths = Strength::ALL.iter().filter(|strength| **strength >= min);
    strengths.map(|strength| strength.as_str()).collect()
}

fn add_fact(test: &FactTest, found: &mut Vec<Remedy>) {
    match test {
        FactTest::HasEvidence { evidence_type, min } => add(
            found,
            RemedyAction::AddEvidence,
            evidence_type,
            &from_strength(*min),
        ),
        FactTest::CustomerEvidence { evidence_type } => add(
            found,
            RemedyAction::AddEvidence,
            evidence_type,
            &from_strength(Strength::CustomerOriginated),
        ),
        FactTest::RoleAtLeast { role, state } => {
            let states = RoleState::ALL.iter().filter(|other| **other >= *state);
            let states: Vec<_> = states.map(|state| state.as_str()).collect();
            add(found, RemedyAction::SetBuyingRole, role.as_str(), &states);
        }
        FactTest::Answered { set, question, .. } => add(
            found,
            RemedyAction::AnswerQuestion,
            &format!("{set}.{question}"),
            &[],
        ),
        FactTest::MilestoneDone { key } => {
            add(found, RemedyAction::CompleteMilestone, key, &[]);
        }
        FactTest::ProcurementClear { kind } => {
            let target = kind.map_or("all", ProcurementKind::as_str);
            add(found, RemedyAction::ClearProcurement, target, &[]);
        }
    }
}

fn add_list(list: List, body: Option<&Node>, found: &mut Vec<Remedy>) {
    let named = |schema, field| {
        let mut names = Vec::new();
        if let Some(body) = body {
            named_values(body, schema, field, &mut names);
        }
        names
    };
    match list {
        List::Evidence => {
            for evidence_type in named(EvidenceFact::SCHEMA, "evidence_type") {
                add(found, RemedyAction::AddEvidence, &evidence_type, &[]);
            }
        }
        List::Roles => {
            for role in named(RoleFact::SCHEMA, "role") {
                add(found, RemedyAction::SetBuyingRole, &role, &[]);
            }
        }
        List::Milestones => add(
            found,
            RemedyAction::SetField,
            RequiredField::MilestonePlan.as_str(),
            &[],
        ),
        List::Procurement => add(found, RemedyAction::ClearProcurement, "all", &[]),
        List::Answers | List::Risks | List::Waivers => {}
    }
}

/// The texts a field of the item is compared with.
fn named_values(node: &Node, schema: &ObjectSchema, field: &str, names: &mut Vec<String>) {
    let is_field = |node: &Node| {
        matches!(node, Node::Field { of: Base::Item, index }
            if schema.fields.get(*index).is_some_and(|candidate| candidate.name == field))
    };
    match node {
        Node::Compare(_, left, right, _) => match (&**left, &**right) {
            (subject, Node::Literal(Literal::Text(text)))
            | (Node::Literal(Literal::Text(text)), subject)
                if is_field(subject) =>
            {
                names.push(text.clone());
            }
            _ => {}
        },
        Node::In(subject, values) if is_field(subject) => {
            names.extend(values.iter().filter_map(|value| match value {
                Literal::Text(text) => Some(text.clone()),
                _ => None,
            }));
        }
        Node::And(left, right) | Node::Or(left, right) => {
            named_values(left, schema, field, names);
            named_values(right, schema, field, names);
        }
        _ => {}
    }
}

/// The field a person fills to change a fact about the deal.
fn required_field(fact: &str) -> Option<RequiredField> {
    Some(match fact {
        "amount_minor" | "currency" | "has_amount" => RequiredField::Amount,
        "close_on" | "days_to_close" | "has_close_date" => RequiredField::CloseDate,
        "close_basis" => RequiredField::CloseBasis,
        "next_step" | "next_step_on" | "has_next_step" => RequiredField::NextStep,
        "competition" | "competitors" => RequiredField::Competition,
        "account" | "country" | "industry" | "segment" => RequiredField::Account,
        "contact" => RequiredField::Contact,
        "owner" => RequiredField::Owner,
        "product" => RequiredField::Product,
        "source" => RequiredField::Source,
        _ => return None,
    })
}

/// Whether these facts show that a remedy was already applied, so that only what is still open
/// needs to be offered.
pub fn remedy_is_done(remedy: &Remedy, facts: &Facts) -> bool {
    let target = remedy.target.as_str();
    let accepts = |word: &str| {
        remedy.accepts.is_empty() || remedy.accepts.iter().any(|accepted| accepted == word)
    };
    match remedy.action {
        RemedyAction::AddEvidence => facts.evidence.iter().any(|item| {
            item.evidence_type == target
                && accepts(item.strength.as_str())
                && (item.strength != Strength::CustomerOriginated
                    || item.origin == Origin::Customer)
        }),
        RemedyAction::SetBuyingRole => BuyingRoleKind::find(target).is_some_and(|role| {
            let mut roles = facts.roles.iter();
            roles.any(|item| item.role == role && accepts(item.state.as_str()))
        }),
        RemedyAction::AnswerQuestion => target.split_once('.').is_some_and(|(set, question)| {
            fact_holds(
                &FactTest::Answered {
                    set: set.to_owned(),
                    question: question.to_owned(),
                    evidenced: false,
                },
                facts,
            )
        }),
        RemedyAction::CompleteMilestone => fact_holds(
            &FactTest::MilestoneDone {
                key: target.to_owned(),
            },
            facts,
        ),
        RemedyAction::ClearProcurement => fact_holds(
            &FactTest::ProcurementClear {
                kind: ProcurementKind::find(target),
            },
            facts,
        ),
        RemedyAction::SetPoc if target == "result" => facts.poc.has_result,
        RemedyAction::SetPoc => facts.poc.is_agreed,
        RemedyAction::SetField | RemedyAction::RequestWaiver => false,
    }
}
