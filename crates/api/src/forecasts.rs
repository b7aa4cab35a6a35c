//! Forecasting in use: a manager's judgement of a deal, quotas, calls and the roll-up.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    CallKind, ForecastCategory, ForecastDecisionKind, ForecastDecisionOutcome, ForecastDirection,
    Named, OverrideVerdict, QuotaSubject, RollupKind,
};

/// What a manager decided a deal's forecast category to be.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ForecastOverride {
    /// The category that counts instead of the rule's.
    pub category: ForecastCategory,
    /// Key of one of the playbook's forecast override reasons.
    pub reason: String,
    /// Free text.
    pub note: Option<String>,
    /// Who decided.
    pub by: Named,
    /// When.
    pub decided_at: Timestamp,
    /// What the rule said at that moment.
    pub rule_category: Option<ForecastCategory>,
}

/// Set a deal's forecast category whatever rule and owner say. Only for whoever leads the owner, and with a reason.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideForecast {
    /// `commit`, `best_case`, `pipeline` or `omitted`.
    pub category: ForecastCategory,
    /// Key of one of the playbook's forecast override reasons.
    #[schema(example = "verbal-commitment")]
    pub reason: String,
    /// Free text.
    pub note: Option<String>,
}

/// The highest forecast category a deal shall have. It lowers what the rule says and never raises it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CapForecast {
    /// The category; `null` lifts the cap.
    pub category: Option<ForecastCategory>,
}

/// What is asked of a person, a team or a segment in a period.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Quota {
    /// Identity.
    pub id: Uuid,
    /// What kind of subject it is asked of.
    pub subject_kind: QuotaSubject,
    /// The person or the team.
    pub subject_id: Option<Uuid>,
    /// The segment.
    pub segment: Option<String>,
    /// What the subject is called.
    pub subject_name: String,
    /// A fiscal quarter, numbered by the year it ends in, or a month.
    #[schema(example = "2026-Q4")]
    pub period: String,
    /// Its first day.
    pub first_day: Date,
    /// Its last day.
    pub last_day: Date,
    /// How much, fully ramped.
    pub amount_minor: i64,
    /// The currency.
    pub currency: String,
    /// The share of it that counts.
    pub ramp_percent: u8,
    /// What counts: amount times ramp, half to even.
    pub effective_minor: i64,
    /// Grows by one with each change.
    pub version: i64,
}

/// Set the one quota of a subject in a period.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetQuota {
    /// What kind of subject it is asked of.
    pub subject_kind: QuotaSubject,
    /// The person or the team.
    pub subject_id: Option<Uuid>,
    /// The segment.
    pub segment: Option<String>,
    /// A fiscal quarter, numbered by the year it ends in, or a month.
    #[schema(example = "2026-Q4")]
    pub period: String,
    /// How much, fully ramped.
    #[schema(minimum = 0)]
    pub amount_minor: i64,
    /// The currency; the workspace's unless said otherwise.
    pub currency: Option<String>,
    /// The share of it that counts, for people who are new; 100 unless said otherwise.
    #[schema(minimum = 1, maximum = 100)]
    pub ramp_percent: Option<u8>,
}

/// What one unit of a currency is worth in home currency, from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FxRate {
    /// Identity.
    pub id: Uuid,
    /// ISO 4217 code.
    #[schema(example = "KRW")]
    pub currency: String,
    /// The first day it holds; it holds until the next.
    pub effective_on: Date,
    /// Home units per unit, as a plain decimal.
    #[schema(example = "0.000719")]
    pub rate: String,
}

/// Set what a currency is worth from a day on; the rate of the same day is replaced.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetFxRate {
    /// ISO 4217 code; not the home currency's.
    #[schema(example = "KRW")]
    pub currency: String,
    /// The first day it holds.
    pub effective_on: Date,
    /// Home units per unit, as a plain decimal with at most nine decimals.
    #[schema(example = "0.000719")]
    pub rate: String,
}

/// What somebody said a period will bring, frozen with what the rule and the model said at that moment.
///
/// Every amount is a total for the period: what is won already and what is still to come.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ForecastSubmission {
    /// Identity.
    pub id: Uuid,
    /// The ISO week in which it was made.
    #[schema(example = "2026-W47")]
    pub week: String,
    /// The fiscal quarter or month it is about.
    #[schema(example = "2026-Q4")]
    pub period: String,
    /// The person or team whose deals it is about.
    pub subject: RollupSubject,
    /// The owner's call or a manager's.
    pub kind: CallKind,
    /// What they answer for.
    pub commit_minor: i64,
    /// What they see if things go well.
    pub best_minor: i64,
    /// The currency of the call.
    pub currency: String,
    /// Free text.
    pub note: Option<String>,
    /// Who made it.
    pub by: Named,
    /// When.
    pub submitted_at: Timestamp,
    /// The currency of the figures below.
    pub home_currency: String,
    /// Won and committed by the rule.
    pub rule_commit_minor: i64,
    /// Won, committed and best case by the rule.
    pub rule_best_minor: i64,
    /// The model's 10th percentile.
    pub model_p10_minor: Option<i64>,
    /// The model's median.
    pub model_p50_minor: Option<i64>,
    /// The model's 90th percentile.
    pub model_p90_minor: Option<i64>,
}

/// Call what a period will bring. Calling again in the same week adds another call; the latest counts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitForecast {
    /// A fiscal quarter or a month that is not over.
    #[schema(example = "2026-Q4")]
    pub period: String,
    /// The person whose deals it is about; oneself when neither person nor team is given.
    pub person_id: Option<Uuid>,
    /// The team whose deals it is about.
    pub team_id: Option<Uuid>,
    /// The owner's for oneself, else a manager's, unless said otherwise.
    pub kind: Option<CallKind>,
    /// What one answers for: won already and still to come.
    #[schema(minimum = 0)]
    pub commit_minor: i64,
    /// What one sees if things go well; not below the commit.
    #[schema(minimum = 0)]
    pub best_minor: i64,
    /// The currency; the workspace's unless said otherwise.
    pub currency: Option<String>,
    /// Free text.
    pub note: Option<String>,
}

/// Who a call or a line of the roll-up is about.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RollupSubject {
    /// A person, a team, or the deals nobody owns.
    pub kind: RollupKind,
    /// The person or the team.
    pub id: Option<Uuid>,
    /// What it is called.
    pub name: Option<String>,
}

/// The forecast of a period along the hierarchy, as far as the caller sees it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ForecastRollup {
    /// The fiscal quarter or month.
    #[schema(example = "2026-Q4")]
    pub period: String,
    /// Its first day.
    pub first_day: Date,
    /// Its last day.
    pub last_day: Date,
    /// The present ISO week.
    #[schema(example = "2026-W47")]
    pub week: String,
    /// When this was true.
    pub as_of: Timestamp,
    /// The home currency, in which all but the calls' own amounts are.
    pub currency: String,
    /// The tree, depth first: each team before its people and the teams below.
    pub rows: Vec<RollupRow>,
}

/// One line of the roll-up: deals by category, calls, quota and model side by side.
///
/// The rule's buckets are separate: none contains another. Calls are totals for the period.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RollupRow {
    /// Who.
    pub subject: RollupSubject,
    /// The team above.
    pub parent_id: Option<Uuid>,
    /// How many teams stand above.
    pub depth: usize,
    /// Won in the period.
    pub closed_minor: i64,
    /// Open and committed.
    pub rule_commit_minor: i64,
    /// Open, best case.
    pub rule_best_minor: i64,
    /// Open, in the pipeline and no better.
    pub rule_pipeline_minor: i64,
    /// How many deals were won.
    pub closed_deals: i64,
    /// How many are committed.
    pub commit_deals: i64,
    /// How many are best case.
    pub best_deals: i64,
    /// How many are in the pipeline and no better.
    pub pipeline_deals: i64,
    /// How many of them no exchange rate leads home; they count, but with no amount.
    pub unconverted_deals: i64,
    /// The person's own latest call.
    pub owner_call: Option<ForecastSubmission>,
    /// What the owners below a team call together.
    pub owner_sum: Option<CallSum>,
    /// The latest manager's call.
    pub manager_call: Option<ForecastSubmission>,
    /// What was asked for, ramp considered.
    pub quota_minor: Option<i64>,
    /// True when that is the sum of the people's, because the team has none of its own.
    pub quota_is_sum: bool,
    /// The model's 10th percentile of the period's total.
    pub model_p10_minor: Option<i64>,
    /// Its median.
    pub model_p50_minor: Option<i64>,
    /// Its 90th percentile.
    pub model_p90_minor: Option<i64>,
}

/// Owners' calls added up, in home currency.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CallSum {
    /// The commits.
    pub commit_minor: i64,
    /// The bests.
    pub best_minor: i64,
    /// How many people have deals, a quota or a call.
    pub people: i64,
    /// How many of them called.
    pub called: i64,
}

/// Decisions about forecast categories and what they were worth.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ForecastOverrides {
    /// When this was true.
    pub as_of: Timestamp,
    /// The decisions, newest first.
    pub rows: Vec<ForecastDecision>,
    /// What they were worth by person and direction, everybody together first. The rows of the person and direction are the
    /// deals behind its numbers.
    pub skills: Vec<OverrideSkill>,
    /// When one decision was asked for: the deals left alone that it is compared with, at most 500.
    pub left_alone: Vec<DealLeftAlone>,
    /// Whether older decisions are left out.
    pub has_more: bool,
}

/// Somebody's decision about a deal's forecast category.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ForecastDecision {
    /// The journal entry it is.
    pub id: Uuid,
    /// When.
    pub decided_at: Timestamp,
    /// By whom.
    pub by: Named,
    /// By which right.
    pub kind: ForecastDecisionKind,
    /// The deal, as it was called then.
    pub deal: Named,
    /// What the rule said then.
    pub rule_category: Option<ForecastCategory>,
    /// What they set.
    pub category: ForecastCategory,
    /// Reason code of an override.
    pub reason: Option<String>,
    /// Free text.
    pub note: Option<String>,
    /// Which way it went; `null` when it agrees with the rule, which is not scored.
    pub direction: Option<ForecastDirection>,
    /// The fiscal quarter it is about.
    #[schema(example = "2026-Q4")]
    pub period: String,
    /// What became of it.
    pub outcome: ForecastDecisionOutcome,
    /// How many deals of the same category, pipeline and quarter nobody touched and are decided.
    pub left_alone: u64,
    /// How many of them were won by the quarter's last day.
    pub left_alone_came_in: u64,
}

/// A deal that stood as another and whose category nobody touched.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DealLeftAlone {
    /// The deal.
    pub deal: Named,
    /// Whether it was won by the quarter's last day.
    pub came_in: bool,
}

/// What a person's decisions of one direction were worth.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OverrideSkill {
    /// Who; `null` for everybody together.
    pub person: Option<Named>,
    /// Which way.
    pub direction: ForecastDirection,
    /// How many decisions are decided.
    pub n: u64,
    /// After how many of them the deal came in.
    pub came_in: u64,
    /// The share, 0 to 1; `null` without any.
    pub rate: Option<f64>,
    /// Lower end of its Wilson interval at 90 %.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How many of them can be compared with deals left alone.
    pub compared: u64,
    /// The share of deals left alone that came in, the mean over the compared decisions.
    pub left_alone: Option<f64>,
    /// Positive when whoever decided knew better: share of the compared ones that came in less that of those left alone,
    /// turned round for lowered ones.
    pub skill: Option<f64>,
    /// What can be said of it; `not_enough` below eight compared decisions.
    pub verdict: OverrideVerdict,
}
