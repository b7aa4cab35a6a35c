//! What belongs to a deal but stands on its own: evidence, stage visits, waivers, activities.

use app::{
    activities::ActivityRecord,
    deals::{EvidenceRecord, VisitRecord, WaiverRecord},
};

use super::{actions, maybe_named, when};

pub(crate) fn evidence(record: EvidenceRecord) -> api::Evidence {
    let EvidenceRecord {
        evidence,
        contact,
        recorded_by,
    } = record;
    api::Evidence {
        id: evidence.id.into(),
        deal_id: evidence.deal_id.into(),
        evidence_type: evidence.evidence_type,
        kind: evidence.kind.into(),
        origin: evidence.origin.into(),
        strength: evidence.strength.into(),
        title: evidence.title,
        reference: evidence.reference,
        content_hash: evidence.content_hash,
        contact: maybe_named(contact),
        occurred_at: when(evidence.occurred_at),
        recorded_at: when(evidence.recorded_at),
        recorded_by: maybe_named(recorded_by),
        retracted_at: evidence.retracted_at.map(when),
        retracted_reason: evidence.retracted_reason,
    }
}

pub(crate) fn visit(record: VisitRecord) -> api::StageVisit {
    let VisitRecord { visit, actor } = record;
    api::StageVisit {
        id: visit.id.into(),
        deal_id: visit.deal_id.into(),
        pipeline: visit.pipeline,
        stage: visit.stage,
        kind: visit.kind.into(),
        entered_at: when(visit.entered_at),
        left_at: visit.left_at.map(when),
        entered_from: visit.entered_from,
        direction: visit.direction.into(),
        reason: visit.reason,
        origin: visit.origin.into(),
        playbook_version: visit.playbook_version,
        actor: maybe_named(actor),
    }
}

pub(crate) fn waiver(record: WaiverRecord) -> api::Waiver {
    let WaiverRecord {
        waiver,
        requested_by,
        decided_by,
        allowed_actions,
    } = record;
    api::Waiver {
        id: waiver.id.into(),
        deal_id: waiver.deal_id.into(),
        stage: waiver.stage,
        criteria: waiver.criteria,
        reason: waiver.reason,
        note: waiver.note,
        state: waiver.state.into(),
        requested_by: maybe_named(requested_by),
        decided_by: maybe_named(decided_by),
        requested_at: when(waiver.requested_at),
        decided_at: waiver.decided_at.map(when),
        expires_on: waiver.expires_on,
        version: waiver.version,
        allowed_actions: actions(allowed_actions),
    }
}

pub(crate) fn activity(record: ActivityRecord) -> api::Activity {
    let ActivityRecord {
        activity,
        contact,
        owner,
        created_by,
        allowed_actions,
    } = record;
    api::Activity {
        id: activity.id.into(),
        deal_id: activity.deal_id.map(Into::into),
        account_id: activity.account_id.map(Into::into),
        contact: maybe_named(contact),
        kind: activity.kind.into(),
        subject: activity.subject,
        body: activity.body,
        occurred_at: when(activity.occurred_at),
        due_on: activity.due_on,
        completed_at: activity.completed_at.map(when),
        review_id: activity.review_id.map(Into::into),
        owner: maybe_named(owner),
        created_by: maybe_named(created_by),
        created_at: when(activity.created_at),
        version: activity.version,
        allowed_actions: actions(allowed_actions),
    }
}
