//! What happened to a deal, as journal, webhooks and live updates name it.

use crate::evidence::Evidence;
use crate::stage_visit::StageVisit;

/// What a command did beside changing the deal: the other records it made or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DealEvent {
    /// The deal began in this visit.
    Created {
        /// Its first visit.
        visit: StageVisit,
    },
    /// Fields changed.
    Edited,
    /// The deal moved.
    StageChanged {
        /// The visit that ended.
        left: StageVisit,
        /// The visit that began.
        entered: StageVisit,
        /// Evidence that a backward move re-opened: it no longer counts.
        reopened: Vec<Evidence>,
    },
    /// The expected close date moved.
    CloseDateChanged {
        /// Calendar days, later positive; none when there was no date before.
        moved_days: Option<i64>,
    },
    /// The deal was put away.
    Archived,
    /// The deal was taken out again.
    Restored,
    /// Evidence was recorded.
    EvidenceAdded(Evidence),
    /// Evidence was withdrawn.
    EvidenceRetracted(Evidence),
    /// A buying role was named or moved on.
    BuyingRoleSet,
    /// A buying role was removed.
    BuyingRoleRemoved,
    /// A qualification question was answered.
    QuestionAnswered,
    /// The milestone plan was set.
    MilestonePlanSet,
    /// A milestone was completed.
    MilestoneCompleted,
    /// A risk was set.
    RiskSet,
    /// The procurement checklist changed.
    ProcurementSet,
    /// The proof of concept changed.
    PocSet,
    /// The owner lowered the forecast category, or took that back.
    ForecastCapped,
    /// A manager set the forecast category.
    ForecastOverridden,
    /// The manager's forecast category was taken back.
    ForecastOverrideCleared,
}

impl DealEvent {
    /// The journal's action.
    #[must_use]
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Created { .. } => "deal.created",
            Self::Edited => "deal.edited",
            Self::StageChanged { .. } => "deal.stage_changed",
            Self::CloseDateChanged { .. } => "deal.close_date_changed",
            Self::Archived => "deal.archived",
            Self::Restored => "deal.restored",
            Self::EvidenceAdded(_) => "evidence.added",
            Self::EvidenceRetracted(_) => "evidence.retracted",
            Self::BuyingRoleSet => "deal.buying_role_set",
            Self::BuyingRoleRemoved => "deal.buying_role_removed",
            Self::QuestionAnswered => "deal.question_answered",
            Self::MilestonePlanSet => "deal.milestone_plan_set",
            Self::MilestoneCompleted => "deal.milestone_completed",
            Self::RiskSet => "deal.risk_set",
            Self::ProcurementSet => "deal.procurement_set",
            Self::PocSet => "deal.poc_set",
            Self::ForecastCapped => "deal.forecast_capped",
            Self::ForecastOverridden => "deal.forecast_overridden",
            Self::ForecastOverrideCleared => "deal.forecast_override_cleared",
        }
    }
}
