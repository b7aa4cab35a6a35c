//! The deal: what is tracked about an opportunity. The commands live beside this file, one concern each.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, ContactId, DealId, EvidenceId, ProductId, UserId};
use crate::vocabulary::{
    BuyingRoleKind, CloseBasis, Competition, DealKind, ForecastCategory, RenewalOutcome, RoleState,
};
use crate::words::words;
use crate::{Instant, Money};

pub use answers::{Gap, GapKind};
pub use change_stage::ChangeStageError;
pub use close_date::CloseDateChange;
pub use create::{CreateDealError, NewDeal, NewDealIds};
pub use edit::{DealEdit, EditDealError};
pub use event::DealEvent;
pub use evidence::NewEvidence;
pub use forecast::{ForecastOverride, NewForecastOverride, OverrideForecastError};
pub use history::{HistoricEntry, History, ImportDealError};
pub use judgements::Rot;
pub use legal::broken_tiling;
pub use loss::{Loss, SaidBy};
pub use plan::{
    Late, Milestone, MilestonePlan, MilestoneState, PlanAnchor, Schedule, ScheduledStep,
};
pub use poc::{Poc, PocResult};
pub use procurement::ProcurementItem;
pub use risks::Risk;
pub use waivers::{NewWaiver, WaiverError};

mod answers;
mod buying_roles;
mod change_stage;
mod close_date;
mod create;
mod edit;
mod event;
mod evidence;
mod forecast;
mod history;
mod judgements;
mod legal;
mod loss;
mod milestones;
mod plan;
mod poc;
mod procurement;
mod risks;
mod waivers;

words! {
    /// Whether a deal is underway or how it ended.
    pub enum DealStatus {
        /// Underway.
        Open = "open",
        /// Ended with a contract.
        Won = "won",
        /// Ended without one.
        Lost = "lost",
    }
}

/// An opportunity: a problem is clear, evaluation is active, and there is a hint of time or budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// Identity.
    pub id: DealId,
    /// Short number in the workspace, shown as `D-123`.
    pub number: i64,
    /// Display name.
    pub name: String,
    /// What kind of business it is.
    pub kind: DealKind,
    /// Key of its pipeline.
    pub pipeline: String,
    /// Key of its current stage.
    pub stage: String,
    /// Open, won or lost; always the kind of its stage.
    pub status: DealStatus,
    /// How a renewal ended; only on closed renewals.
    pub outcome: Option<RenewalOutcome>,
    /// The customer.
    pub account_id: Option<AccountId>,
    /// The main contact.
    pub contact_id: Option<ContactId>,
    /// Whose deal it is.
    pub owner_id: Option<UserId>,
    /// What is sold.
    pub product_id: Option<ProductId>,
    /// Expected or final amount, on the workspace's one basis.
    pub amount: Option<Money>,
    /// Expected close date; on closed deals the day it closed.
    pub close_on: Option<Date>,
    /// What the close date rests on.
    pub close_basis: Option<CloseBasis>,
    /// How often the close date was moved later.
    pub pushes: u32,
    /// Days the close date was moved in all, later positive.
    pub pushed_days: i32,
    /// The next meeting or action.
    pub next_step: Option<String>,
    /// Its day.
    pub next_step_on: Option<Date>,
    /// Whom we compete with.
    pub competition: Option<Competition>,
    /// Keys or names of competitors.
    pub competitors: Vec<String>,
    /// Where it came from.
    pub source: Option<String>,
    /// Key in the system it was imported from.
    pub external_id: Option<String>,
    /// When it began.
    pub opened_at: Instant,
    /// When it was won or lost; set exactly when it is not open.
    pub closed_at: Option<Instant>,
    /// When it entered its current stage.
    pub stage_entered_at: Instant,
    /// When the customer last confirmed something.
    pub last_customer_evidence_at: Option<Instant>,
    /// Why it was lost; set exactly when it is lost.
    pub loss: Option<Loss>,
    /// The forecast category that counts: the manager's ([`Deal::forecast_override`]), else what the rule says, lowered
    /// by its owner where [`Deal::forecast_cap`] says so.
    pub forecast_category: Option<ForecastCategory>,
    /// The forecast category the published rules give it, whatever people say of it.
    #[serde(default)]
    pub rule_category: Option<ForecastCategory>,
    /// The highest category its owner lets it have.
    #[serde(default)]
    pub forecast_cap: Option<ForecastCategory>,
    /// What a manager decided it to be.
    #[serde(default)]
    pub forecast_override: Option<ForecastOverride>,
    /// Whether it stands where it does only by a waiver.
    pub on_waiver: bool,
    /// The playbook version that last judged it.
    pub playbook_version: i64,
    /// The buyer's steps to signature.
    pub plan: Option<MilestonePlan>,
    /// Who plays which part on the buyer's side.
    pub roles: Vec<BuyingRole>,
    /// Answers to qualification questions.
    pub answers: Vec<Answer>,
    /// What could go wrong.
    pub risks: Vec<Risk>,
    /// What the buyer's purchase needs.
    pub procurement: Vec<ProcurementItem>,
    /// The proof of concept.
    pub poc: Option<Poc>,
    /// Columns the workspace added.
    pub custom: BTreeMap<String, String>,
    /// When it was entered.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// When it was put away.
    pub archived_at: Option<Instant>,
    /// Grows by one with each change.
    pub version: i64,
}

/// A contact's part on one deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyingRole {
    /// Who.
    pub contact_id: ContactId,
    /// Which part.
    pub role: BuyingRoleKind,
    /// How far it is established.
    pub state: RoleState,
    /// What shows it.
    pub evidence_id: Option<EvidenceId>,
}

/// An answer to one question of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Key of the question set, e.g. `meddicc`.
    pub set: String,
    /// Key of the question in it.
    pub question: String,
    /// What we learnt.
    pub answer: String,
    /// What shows it.
    pub evidence_ids: Vec<EvidenceId>,
}
