//! The words the playbook and the deal share. They are the playbook's; the domain adds none.

pub use playbook::{
    AmountBasis, BuyingRoleKind, CloseBasis, Competition, DealKind, EvidenceKind, ForecastCategory,
    LeadTime, LeadTimeUnit, Locale, MilestoneOwner, Origin, PipelineObject, ProcurementKind,
    ProcurementState, Remedy, RemedyAction, RenewalOutcome, RequiredField, RiskSeverity, RoleState,
    StageKind, Strength, Text, UnknownWord,
};
