//! Quotas, calls and the roll-up.

use app::forecasts::{
    CallSum, DecisionKind, DecisionOutcome, Direction, OverrideRecord, OverrideSkill, Overrides,
    QuotaRecord, Rollup, RollupNode, RollupSubject, SubmissionRecord, Verdict,
};
use domain::{FxRate, deal::ForecastOverride, forecast::Node};

use super::{named, when};

pub(crate) fn forecast_override(judged: ForecastOverride) -> api::ForecastOverride {
    api::ForecastOverride {
        category: judged.category.into(),
        reason: judged.reason,
        note: judged.note,
        by: api::Named {
            id: judged.by.into(),
            name: judged.by_name,
        },
        decided_at: when(judged.decided_at),
        rule_category: judged.rule_category.map(Into::into),
    }
}

pub(crate) fn fx_rate(rate: FxRate) -> api::FxRate {
    api::FxRate {
        id: rate.id.into(),
        currency: rate.currency.code().to_owned(),
        effective_on: rate.effective_on,
        rate: rate.rate_text(),
    }
}

pub(crate) fn quota(record: QuotaRecord) -> api::Quota {
    let QuotaRecord {
        quota,
        subject_kind,
        subject_name,
        first_day,
        last_day,
    } = record;
    let effective_minor = quota.effective().amount_minor;
    let person = quota.person_id.map(Into::into);
    api::Quota {
        id: quota.id.into(),
        subject_kind: subject_kind.into(),
        subject_id: person.or(quota.team_id.map(Into::into)),
        segment: quota.segment,
        subject_name,
        period: quota.period.to_string(),
        first_day,
        last_day,
        amount_minor: quota.amount.amount_minor,
        currency: quota.amount.currency.code().to_owned(),
        ramp_percent: quota.ramp_percent,
        effective_minor,
        version: quota.version,
    }
}

pub(crate) fn submission(record: SubmissionRecord) -> api::ForecastSubmission {
    let SubmissionRecord {
        submission,
        subject,
        by,
    } = record;
    let kind = if submission.team_id.is_some() {
        api::RollupKind::Team
    } else {
        api::RollupKind::Person
    };
    api::ForecastSubmission {
        id: submission.id.into(),
        week: submission.week.to_string(),
        period: submission.period.to_string(),
        subject: api::RollupSubject {
            kind,
            id: Some(subject.id),
            name: Some(subject.name),
        },
        kind: submission.kind.into(),
        commit_minor: submission.commit_minor,
        best_minor: submission.best_minor,
        currency: submission.currency.code().to_owned(),
        note: submission.note,
        by: named(by),
        submitted_at: when(submission.submitted_at),
        home_currency: submission.home_currency.code().to_owned(),
        rule_commit_minor: submission.rule_commit_minor,
        rule_best_minor: submission.rule_best_minor,
        model_p10_minor: submission.model_p10_minor,
        model_p50_minor: submission.model_p50_minor,
        model_p90_minor: submission.model_p90_minor,
    }
}

pub(crate) fn rollup(rollup: Rollup) -> api::ForecastRollup {
    api::ForecastRollup {
        period: rollup.period.to_string(),
        first_day: rollup.first_day,
        last_day: rollup.last_day,
        week: rollup.week.to_string(),
        as_of: when(rollup.as_of),
        currency: rollup.currency.code().to_owned(),
        rows: rollup.nodes.into_iter().map(row).collect(),
    }
}

fn row(node: RollupNode) -> api::RollupRow {
    let buckets = node.buckets;
    api::RollupRow {
        subject: subject(node.subject),
        parent_id: node.branch.parent.map(Into::into),
        depth: node.branch.depth,
        closed_minor: buckets.closed_minor,
        rule_commit_minor: buckets.commit_minor,
        rule_best_minor: buckets.best_minor,
        rule_pipeline_minor: buckets.pipeline_minor,
        closed_deals: buckets.closed_deals,
        commit_deals: buckets.commit_deals,
        best_deals: buckets.best_deals,
        pipeline_deals: buckets.pipeline_deals,
        unconverted_deals: buckets.unconverted_deals,
        owner_call: node.owner_call.map(submission),
        owner_sum: node.owner_sum.map(call_sum),
        manager_call: node.manager_call.map(submission),
        quota_minor: node.quota_minor,
        quota_is_sum: node.quota_is_sum,
        model_p10_minor: node.model.map(|model| model.p10_minor),
        model_p50_minor: node.model.map(|model| model.p50_minor),
        model_p90_minor: node.model.map(|model| model.p90_minor),
    }
}

fn subject(subject: RollupSubject) -> api::RollupSubject {
    let (kind, id) = match subject.node {
        Node::Team(team) => (api::RollupKind::Team, Some(team.into())),
        Node::Person(person) => (api::RollupKind::Person, Some(person.into())),
        Node::Unassigned => (api::RollupKind::Unassigned, None),
    };
    api::RollupSubject {
        kind,
        id,
        name: subject.name,
    }
}

fn call_sum(sum: CallSum) -> api::CallSum {
    api::CallSum {
        commit_minor: sum.commit_minor,
        best_minor: sum.best_minor,
        people: sum.people,
        called: sum.called,
    }
}

pub(crate) fn overrides(overrides: Overrides) -> api::ForecastOverrides {
    let left_alone = overrides.left_alone.into_iter();
    api::ForecastOverrides {
        as_of: when(overrides.as_of),
        rows: overrides.rows.into_iter().map(decision).collect(),
        skills: overrides.skills.into_iter().map(skill).collect(),
        left_alone: left_alone
            .map(|(deal, came_in)| api::DealLeftAlone {
                deal: named(deal),
                came_in,
            })
            .collect(),
        has_more: overrides.has_more,
    }
}

fn decision(row: OverrideRecord) -> api::ForecastDecision {
    let (left_alone_came_in, left_alone) = row.left_alone;
    api::ForecastDecision {
        id: row.id.into(),
        decided_at: when(row.decided_at),
        by: named(row.by),
        kind: match row.kind {
            DecisionKind::Override => api::ForecastDecisionKind::Override,
            DecisionKind::Cap => api::ForecastDecisionKind::Cap,
        },
        deal: named(row.deal),
        rule_category: row.rule_category.map(Into::into),
        category: row.category.into(),
        reason: row.reason,
        note: row.note,
        direction: row.direction.map(direction),
        period: row.period.to_string(),
        outcome: match row.outcome {
            DecisionOutcome::CameIn => api::ForecastDecisionOutcome::CameIn,
            DecisionOutcome::DidNot => api::ForecastDecisionOutcome::DidNot,
            DecisionOutcome::Pending => api::ForecastDecisionOutcome::Pending,
            DecisionOutcome::Replaced => api::ForecastDecisionOutcome::Replaced,
        },
        left_alone,
        left_alone_came_in,
    }
}

fn direction(direction: Direction) -> api::ForecastDirection {
    match direction {
        Direction::Raised => api::ForecastDirection::Raised,
        Direction::Lowered => api::ForecastDirection::Lowered,
    }
}

fn skill(row: OverrideSkill) -> api::OverrideSkill {
    let skill = row.skill;
    api::OverrideSkill {
        person: row.person.map(named),
        direction: direction(row.direction),
        n: skill.n,
        came_in: skill.came_in,
        rate: skill.rate,
        low: skill.interval.map(|interval| interval.low),
        high: skill.interval.map(|interval| interval.high),
        compared: skill.compared,
        left_alone: skill.left_alone,
        skill: skill.skill,
        verdict: match skill.verdict {
            Verdict::NotEnough => api::OverrideVerdict::NotEnough,
            Verdict::Better => api::OverrideVerdict::Better,
            Verdict::Worse => api::OverrideVerdict::Worse,
            Verdict::Unclear => api::OverrideVerdict::Unclear,
        },
    }
}
