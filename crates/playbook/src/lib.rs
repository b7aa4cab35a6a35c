//! Definitions as data: what pipelines, stages, evidence, reasons and questions a workspace works
//! with, written as a readable file, checked before it is used.
//!
//! - [`Playbook`] is what the file says; [`lint`](lint::lint) says what is wrong with it, to the
//!   line and column; [`CompiledPlaybook`] is what the gate asks.
//! - Rules are CEL over [`facts::Facts`]. They are parsed, type-checked and lowered once; a rule
//!   that compiled cannot fail on a deal.
//! - [`filter`] compiles the same language to predicates for lists.
//! - [`glossary`] says what the product's words mean.
//!
//! This crate never reads files, clocks or databases; texts come in, data goes out.
//! Start reading at [`model`], then [`facts`], then [`rule`].

mod compiled;
mod diff;
pub mod facts;
pub mod filter;
mod finding;
pub mod glossary;
pub mod lint;
pub mod model;
mod probability;
mod read;
pub mod reference;
pub mod rule;
pub mod schema;
mod shipped;
mod text;
mod vocabulary;

pub use compiled::{CompiledCriterion, CompiledPipeline, CompiledPlaybook, CompiledStage};
pub use diff::{Change, diff};
pub use facts::Facts;
pub use filter::{FieldCatalogue, Filter, Predicate};
pub use finding::{Finding, Position, Severity, SourceMap};
pub use model::{
    Competitor, EvidenceType, ExitCriterion, ForecastRule, LeadTime, MilestoneStep,
    MilestoneTemplate, Pipeline, Playbook, Question, QuestionSet, Reason, Remedy, RequiredEvidence,
    Stage,
};
pub use probability::{ProbabilityError, with_probability};
pub use rule::{EvalError, Rule};
pub use shipped::shipped;
pub use text::{Locale, Text};
pub use vocabulary::{
    AmountBasis, Area, BuyingRoleKind, CloseBasis, Competition, DealKind, EvidenceKind,
    ForecastCategory, LeadTimeUnit, MilestoneOwner, Origin, PipelineObject, ProcurementKind,
    ProcurementState, RemedyAction, RenewalOutcome, RequiredField, RiskSeverity, RoleState,
    StageKind, Strength, UnknownWord,
};
