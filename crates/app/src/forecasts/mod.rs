//! Forecasting in use: quotas, the calls people make each week, and the roll-up that shows them beside the deals.

mod calls;
mod known;
mod model;
mod organisation;
mod overrides;
mod quotas;
mod rollup;
mod submit;
mod worth;

pub use calls::{SubmissionList, SubmissionRecord, list};
pub(crate) use known::targets_and_calls;
pub use model::ModelFigures;
pub use overrides::{
    DecisionKind, DecisionOutcome, Direction, OverrideList, OverrideRecord, OverrideSkill,
    Overrides, Skill, Verdict, overrides,
};
pub use quotas::{QuotaRecord, SetQuota, quotas, remove_quota, set_quota};
pub use rollup::{CallSum, Rollup, RollupNode, RollupSubject, rollup};
pub use submit::{SubmitForecast, submit};
