//! Reviews, their entries and minutes, and the one-on-one.

use app::reviews::{
    Minutes, NoteRecord, OneOnOne, OpenTotal, ReviewAction, ReviewEntry, ReviewRecord,
    ReviewSummary,
};
use domain::review::DealChange;

use super::{actions, activity, deal_row, judgement, maybe_named, named, when};

pub(crate) fn review(record: ReviewRecord) -> api::Review {
    let ReviewRecord { summary, entries } = record;
    let summary = review_summary(summary);
    api::Review {
        id: summary.id,
        scope: summary.scope,
        subject: summary.subject,
        week: summary.week,
        chair: summary.chair,
        opened_at: summary.opened_at,
        closed_at: summary.closed_at,
        left_out: summary.left_out,
        reviewed: summary.reviewed,
        skipped: summary.skipped,
        entries: entries.into_iter().map(review_entry).collect(),
        version: summary.version,
        allowed_actions: summary.allowed_actions,
    }
}

pub(crate) fn review_summary(summary: ReviewSummary) -> api::ReviewSummary {
    let ReviewSummary {
        review,
        chair,
        subject,
        reviewed,
        skipped,
        allowed_actions,
    } = summary;
    api::ReviewSummary {
        id: review.id.into(),
        scope: review.scope.into(),
        subject: maybe_named(subject),
        week: review.week.to_string(),
        chair: maybe_named(chair),
        opened_at: when(review.opened_at),
        closed_at: review.closed_at.map(when),
        deals: u32::try_from(review.deals.len()).unwrap_or(u32::MAX),
        left_out: review.left_out,
        reviewed,
        skipped,
        version: review.version,
        allowed_actions: actions(allowed_actions),
    }
}

pub(crate) fn review_entry(entry: ReviewEntry) -> api::ReviewEntry {
    let state = entry.state().into();
    let ReviewEntry {
        deal,
        gate,
        note,
        last_note,
        changed_since,
        changes,
        actions,
        open_actions,
    } = entry;
    api::ReviewEntry {
        deal: deal_row(deal),
        state,
        gate: gate.map(judgement),
        note: note.map(review_note),
        last_note: last_note.map(review_note),
        changed_since: when(changed_since),
        changes: changes.into_iter().map(change).collect(),
        actions: actions.into_iter().map(activity).collect(),
        open_actions: open_actions.into_iter().map(activity).collect(),
    }
}

fn review_note(record: NoteRecord) -> api::ReviewNote {
    let NoteRecord { note, reviewed_by } = record;
    api::ReviewNote {
        review_id: note.review_id.into(),
        deal_id: note.deal_id.into(),
        state: note.state.into(),
        evidence_answer: note.evidence_answer,
        next_confirmation: note.next_confirmation,
        next_confirmation_on: note.next_confirmation_on,
        risk: note.risk,
        risk_plan: note.risk_plan,
        risk_id: note.risk_id.map(Into::into),
        decisions: note.decisions,
        reviewed_at: note.reviewed_at.map(when),
        reviewed_by: maybe_named(reviewed_by),
        version: note.version,
    }
}

fn change(change: DealChange) -> api::DealChange {
    api::DealChange {
        kind: change.kind.into(),
        before: change.before,
        after: change.after,
        changed_at: when(change.changed_at),
        changed_by: change.changed_by,
    }
}

pub(crate) fn minutes(minutes: Minutes) -> api::ReviewMinutes {
    api::ReviewMinutes {
        is_final: minutes.is_final,
        text: minutes.text.into(),
        mail_link: minutes.mail_link.into(),
        recipients: minutes.recipients,
    }
}

pub(crate) fn one_on_one(one: OneOnOne) -> api::OneOnOne {
    let totals = |totals: Vec<OpenTotal>| totals.into_iter().map(total).collect();
    let tasks = |tasks: Vec<ReviewAction>| tasks.into_iter().map(review_action).collect();
    api::OneOnOne {
        person: named(one.person),
        deals: one.deals,
        open: totals(one.open),
        commit_deals: one.commit_deals,
        commit: totals(one.commit),
        pushes: one.pushes,
        pushed_deals: one.pushed_deals,
        rotting_deals: one.rotting_deals,
        deals_without_customer_evidence: one.deals_without_customer_evidence,
        overdue_tasks: one.overdue_tasks,
        open_review: one.open_review.map(review_summary),
        last_review: one.last_review.map(review_summary),
        last_actions: tasks(one.last_actions),
        open_actions: tasks(one.open_actions),
        focus: one.focus.into_iter().map(deal_row).collect(),
        allowed_actions: actions(one.allowed_actions),
    }
}

fn total(total: OpenTotal) -> api::OpenTotal {
    api::OpenTotal {
        currency: total.currency.code().to_owned(),
        count: total.count,
        amount_minor: total.amount_minor,
    }
}

fn review_action(task: ReviewAction) -> api::ReviewAction {
    api::ReviewAction {
        action: activity(task.action),
        deal: named(task.deal),
    }
}
