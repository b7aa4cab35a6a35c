//! The pipeline board.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DealRow;

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
