//! The pipeline board and the pipeline summary.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{DealRow, StageKind};

/// A pipeline as columns of cards.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Board {
    /// Key of the pipeline.
    pub pipeline: String,
    /// One per stage, in order.
    pub columns: Vec<BoardColumn>,
}

/// One stage of the board.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BoardColumn {
    /// Key of the stage.
    pub stage: String,
    /// How many deals are in it.
    pub count: i64,
    /// What they are worth, per currency.
    pub totals: Vec<Total>,
    /// How many stand longer than the stage's limit.
    pub rotting: i64,
    /// The first cards.
    pub cards: Vec<DealRow>,
    /// Pass to `GET /deals` with this pipeline and stage for more; null when all are here.
    pub next_cursor: Option<String>,
}

/// A sum in one currency, plain and weighted by stage probability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Total {
    /// ISO 4217 code.
    pub currency: String,
    /// Plain sum in minor units.
    pub amount_minor: i64,
    /// Amounts times the stage's probability, summed per stage and currency and only then rounded half-even, in minor units.
    pub weighted_minor: i64,
}

/// One line of the pipeline summary: a stage in one currency. Deals without an amount count with the stage's only
/// currency, else with the home currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct PipelineSummaryRow {
    pub pipeline: String,
    pub stage: String,
    pub kind: StageKind,
    pub count: i64,
    pub amount_minor: i64,
    pub weighted_minor: i64,
    pub currency: String,
}
