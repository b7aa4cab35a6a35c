//! Deals: one use case per file; every change goes through [`change`].

mod answers;
mod archive;
mod bench;
mod board;
mod buying_roles;
mod change;
mod change_close_date;
mod change_stage;
mod create;
mod edit;
mod evidence;
mod forecast;
mod gate;
mod list;
mod milestones;
mod poc;
mod procurement;
mod read;
mod record;
mod risks;
mod timeline;
mod waivers;

pub use answers::{AnswerQuestion, answer_question};
pub use archive::{archive, restore};
pub use board::{Board, BoardColumn, BoardInput, Total, board};
pub use buying_roles::{SetBuyingRole, remove_buying_role, set_buying_role};
pub use change_close_date::{ChangeCloseDate, change_close_date};
pub use change_stage::change_stage;
pub use create::{CreateDeal, NewBuyingRole, create};
pub use domain::gate::StageMove as ChangeStage;
pub use edit::{EditDeal, edit};
pub use evidence::{
    AddEvidence, EvidenceRecord, RetractEvidence, add_evidence, evidence, retract_evidence,
};
pub use forecast::{
    CapForecast, OverrideForecast, cap_forecast, clear_forecast_override, override_forecast,
};
pub(crate) use gate::gate_in;
pub use gate::{GateReport, gate};
pub use list::{DealList, list};
pub use milestones::{
    CompleteMilestone, NewMilestone, SetMilestonePlan, complete_milestone, set_milestone_plan,
};
pub use poc::set_poc;
pub use procurement::set_procurement_item;
pub(crate) use read::rows_of;
pub use read::{as_of, find_by_number, get};
pub(crate) use record::Rows;
pub use record::{DealRecord, DealRow, PlanDates};
pub(crate) use risks::set_risk_in;
pub use risks::{SetRisk, set_risk};
pub use timeline::{VisitRecord, timeline, visits};
pub use waivers::{
    DecideWaiver, RequestWaiver, WaiverRecord, approve_waiver, reject_waiver, request_waiver,
    revoke_waiver, waivers, waivers_to_decide,
};
