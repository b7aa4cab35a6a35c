//! From the domain's values to their wire shapes, where no name has to be looked up.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::*;

pub(crate) fn when(instant: domain::Instant) -> Timestamp {
    instant.to_timestamp()
}

impl From<domain::Money> for Money {
    fn from(money: domain::Money) -> Self {
        Self {
            amount_minor: money.amount_minor,
            currency: money.currency.code().to_owned(),
        }
    }
}

impl From<playbook::Text> for Text {
    fn from(text: playbook::Text) -> Self {
        Self {
            ko: text.ko,
            en: text.en,
        }
    }
}

impl From<domain::Workspace> for Workspace {
    fn from(workspace: domain::Workspace) -> Self {
        Self {
            id: workspace.id.into(),
            name: workspace.name,
            home_currency: workspace.home_currency.code().to_owned(),
            time_zone: workspace.time_zone,
            fiscal_year_start_month: workspace.fiscal_year_start_month,
            locale: workspace.locale.into(),
            amount_basis: workspace.amount_basis.into(),
            created_at: when(workspace.created_at),
            version: workspace.version,
        }
    }
}

impl From<domain::deal::Loss> for Loss {
    fn from(loss: domain::deal::Loss) -> Self {
        Self {
            reason: loss.reason,
            detail: loss.detail,
            competitor: loss.competitor,
            said_by: loss.said_by.map(Into::into),
            note: loss.note,
        }
    }
}

impl From<domain::deal::Answer> for Answer {
    fn from(answer: domain::deal::Answer) -> Self {
        Self {
            set: answer.set,
            question: answer.question,
            answer: answer.answer,
            evidence_ids: answer.evidence_ids.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<domain::deal::ProcurementItem> for ProcurementItem {
    fn from(item: domain::deal::ProcurementItem) -> Self {
        Self {
            key: item.key,
            kind: item.kind.into(),
            state: item.state.into(),
            owner: item.owner,
            due_on: item.due_on,
            note: item.note,
        }
    }
}

impl From<domain::deal::Poc> for Poc {
    fn from(poc: domain::deal::Poc) -> Self {
        Self {
            success_definition: poc.success_definition,
            metric: poc.metric,
            threshold: poc.threshold,
            starts_on: poc.starts_on,
            ends_on: poc.ends_on,
            decision_rule: poc.decision_rule,
            agreed_evidence_id: poc.agreed_evidence_id.map(Into::into),
            result: poc.result.map(Into::into),
        }
    }
}

impl From<domain::deal::PlanAnchor> for PlanAnchor {
    fn from(anchor: domain::deal::PlanAnchor) -> Self {
        match anchor {
            domain::deal::PlanAnchor::Forward(on) => Self {
                direction: PlanDirection::Forward,
                on,
            },
            domain::deal::PlanAnchor::Backward(on) => Self {
                direction: PlanDirection::Backward,
                on,
            },
        }
    }
}

impl From<playbook::LeadTime> for LeadTime {
    fn from(lead_time: playbook::LeadTime) -> Self {
        Self {
            days: lead_time.days,
            unit: lead_time.unit.into(),
        }
    }
}

impl From<playbook::Remedy> for Satisfy {
    fn from(remedy: playbook::Remedy) -> Self {
        Self {
            action: remedy.action.into(),
            target: remedy.target,
            accepts: remedy.accepts,
        }
    }
}

impl From<domain::gate::Missing> for Missing {
    fn from(missing: domain::gate::Missing) -> Self {
        Self {
            kind: missing.kind.into(),
            stage: missing.stage,
            key: missing.key,
            sentence: missing.sentence.into(),
            satisfy: missing.satisfy.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<domain::journal::ActorRef> for Actor {
    fn from(actor: domain::journal::ActorRef) -> Self {
        Self {
            kind: actor.kind.into(),
            id: actor.id,
            name: actor.name,
        }
    }
}

impl From<domain::journal::JournalEntry> for JournalEntry {
    fn from(entry: domain::journal::JournalEntry) -> Self {
        Self {
            seq: entry.seq,
            id: entry.id.into(),
            occurred_at: when(entry.occurred_at),
            recorded_at: when(entry.recorded_at),
            actor: entry.actor.into(),
            origin: entry.origin.into(),
            action: entry.action,
            object_kind: entry.object_kind,
            object_id: entry.object_id,
            deal_id: entry.deal_id.map(Into::into),
            changes: entry.changes.into_iter().collect::<BTreeMap<_, _>>(),
            reason: entry.reason,
            note: entry.note,
            playbook_version: entry.playbook_version,
            request_id: entry.request_id,
            hash: entry.hash,
        }
    }
}

impl From<playbook::Finding> for Finding {
    fn from(finding: playbook::Finding) -> Self {
        Self {
            severity: finding.severity.into(),
            code: finding.code,
            message: finding.message.into(),
            file: finding.file,
            line: finding.line,
            column: finding.column,
            suggestion: finding.suggestion.map(Into::into),
        }
    }
}

impl From<playbook::Change> for PlaybookChange {
    fn from(change: playbook::Change) -> Self {
        Self {
            path: change.path,
            before: change.before,
            after: change.after,
        }
    }
}
