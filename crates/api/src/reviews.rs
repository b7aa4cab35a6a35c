//! The weekly review: its queue, its notes, its minutes, and the one-on-one beside it.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Activity, DealChangeKind, DealRow, Judgement, Named, ReviewScope, ReviewState, Text};

/// Open a review.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenReview {
    /// Whose deals.
    pub scope: ReviewScope,
    /// The person, for a one-on-one.
    pub person_id: Option<Uuid>,
    /// The team, for a team's review.
    pub team_id: Option<Uuid>,
    /// The ISO week; the present one by default.
    #[schema(example = "2026-W47")]
    pub week: Option<String>,
}

/// A review as lists show it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct ReviewSummary {
    pub id: Uuid,
    pub scope: ReviewScope,
    /// The person or the team whose deals it is about.
    pub subject: Option<Named>,
    /// The ISO week.
    #[schema(example = "2026-W47")]
    pub week: String,
    pub chair: Option<Named>,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// How many deals were picked.
    pub deals: u32,
    /// How many found no place in the queue.
    pub left_out: u32,
    pub reviewed: i64,
    pub skipped: i64,
    pub version: i64,
    pub allowed_actions: Vec<String>,
}

/// A review with its queue: the deals the caller sees, in order.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Review {
    pub id: Uuid,
    pub scope: ReviewScope,
    /// The person or the team whose deals it is about.
    pub subject: Option<Named>,
    /// The ISO week.
    #[schema(example = "2026-W47")]
    pub week: String,
    pub chair: Option<Named>,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// How many deals found no place in the queue.
    pub left_out: u32,
    pub reviewed: i64,
    pub skipped: i64,
    pub entries: Vec<ReviewEntry>,
    pub version: i64,
    pub allowed_actions: Vec<String>,
}

/// A deal of a review's queue and everything to talk about.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReviewEntry {
    /// The deal.
    pub deal: DealRow,
    /// How far it has come in this review.
    pub state: ReviewState,
    /// What the next stage asks for; null when the deal is closed.
    pub gate: Option<Judgement>,
    /// What this review says about it.
    pub note: Option<ReviewNote>,
    /// What the review before said about it.
    pub last_note: Option<ReviewNote>,
    /// Since when changes are told: the last review, else a week before this one.
    pub changed_since: Timestamp,
    /// What changed since then, each thing once.
    pub changes: Vec<DealChange>,
    /// The tasks this review agreed on.
    pub actions: Vec<Activity>,
    /// The tasks earlier reviews agreed on that are not done.
    pub open_actions: Vec<Activity>,
}

/// What a review says about a deal.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct ReviewNote {
    pub review_id: Uuid,
    pub deal_id: Uuid,
    pub state: ReviewState,
    pub evidence_answer: Option<String>,
    pub next_confirmation: Option<String>,
    pub next_confirmation_on: Option<Date>,
    pub risk: Option<String>,
    pub risk_plan: Option<String>,
    /// The deal's risk that the answer set.
    pub risk_id: Option<Uuid>,
    pub decisions: Option<String>,
    pub reviewed_at: Option<Timestamp>,
    pub reviewed_by: Option<Named>,
    pub version: i64,
}

/// One thing that is different from what it was.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DealChange {
    /// What.
    pub kind: DealChangeKind,
    /// What it was, as the journal keeps it: a stage's key, money, a day, a count, a word.
    pub before: serde_json::Value,
    /// What it is.
    pub after: serde_json::Value,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Who last changed it.
    pub changed_by: String,
}

/// Say what a review says about a deal. The answers replace those before; actions are added.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeNote {
    /// What evidence puts the deal where it is; at most 4000 characters, like the others.
    pub evidence_answer: Option<String>,
    /// Which customer confirmation moves it on.
    pub next_confirmation: Option<String>,
    /// By when.
    pub next_confirmation_on: Option<Date>,
    /// The biggest risk, in one line of at most 300 characters; it is set on the deal.
    pub risk: Option<String>,
    /// What we do about it.
    pub risk_plan: Option<String>,
    /// What else was agreed.
    pub decisions: Option<String>,
    /// How far the deal has come; as it was by default.
    pub state: Option<ReviewState>,
    /// What is to be done: each becomes a task on the deal.
    #[serde(default)]
    pub actions: Vec<NewAction>,
}

/// Something to be done.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAction {
    /// One line.
    pub subject: String,
    /// Whose it is; the deal's owner by default.
    pub owner_id: Option<Uuid>,
    /// The day it is due.
    pub due_on: Option<Date>,
}

/// A review's minutes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReviewMinutes {
    /// Whether the review is closed; else this is how they would read now.
    pub is_final: bool,
    /// Markdown, in both languages.
    pub text: Text,
    /// A `mailto:` link with the beginning of the text, in both languages.
    pub mail_link: Text,
    /// The addresses it goes to.
    pub recipients: Vec<String>,
}

/// One person's numbers over their open deals that the caller sees, their last review and what is left of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OneOnOne {
    /// Who.
    pub person: Named,
    /// Open deals.
    pub deals: i64,
    /// What they are worth, by currency.
    pub open: Vec<OpenTotal>,
    /// Open deals in commit.
    pub commit_deals: i64,
    /// What they are worth, by currency.
    pub commit: Vec<OpenTotal>,
    /// How often the close dates of the open deals were moved later, in all.
    pub pushes: i64,
    /// Open deals whose close date was moved later at least once.
    pub pushed_deals: i64,
    /// Open deals that stand in their stage for too long.
    pub rotting_deals: i64,
    /// Open deals without any evidence that the customer originated.
    pub deals_without_customer_evidence: i64,
    /// Tasks of this person that are past their day.
    pub overdue_tasks: i64,
    /// Their review that is open, if one is.
    pub open_review: Option<ReviewSummary>,
    /// Their last closed review.
    pub last_review: Option<ReviewSummary>,
    /// What that review agreed on, done and not done.
    pub last_actions: Vec<ReviewAction>,
    /// Tasks of this person from earlier reviews that are not done.
    pub open_actions: Vec<ReviewAction>,
    /// The open deals that need a word most.
    pub focus: Vec<DealRow>,
    /// What the caller may do.
    pub allowed_actions: Vec<String>,
}

/// What open deals in one currency are worth together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenTotal {
    /// The currency.
    pub currency: String,
    /// How many deals have an amount in it.
    pub count: i64,
    /// Their sum in minor units.
    pub amount_minor: i64,
}

/// A task of a review with the deal it is about.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReviewAction {
    /// The task.
    pub action: Activity,
    /// The deal.
    pub deal: Named,
}
