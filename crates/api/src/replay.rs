//! Counterfactual replay: history judged anew by a draft.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{ReportColumn, ReportNote, StageKind, Text};

/// Which playbook judges which part of history: a file, or a stored playbook.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayPlaybook {
    /// YAML of a draft.
    pub source: Option<String>,
    /// Key of a stored playbook, instead of a file.
    pub playbook: Option<String>,
    /// Which of its versions; the one in force when absent.
    pub version: Option<i64>,
    /// Only this pipeline.
    pub pipeline: Option<String>,
    /// The first day whose moves are judged, in the workspace's zone; the beginning when absent.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
}

/// Which deals of a replay are wanted.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayDeals {
    /// The replay.
    pub replay: ReplayPlaybook,
    /// `overall`, `stages` or `criteria`.
    pub table: String,
    /// The values of the row's key columns; empty for all rows.
    pub row: Vec<Value>,
    /// A column; absent for every deal of the row.
    pub measure: Option<String>,
    /// How many deals.
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// What a draft would have done to history.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Replay {
    /// Key of the playbook that judged.
    pub playbook: String,
    /// Its name.
    pub name: Text,
    /// The pipelines that were replayed.
    pub pipelines: Vec<String>,
    /// As of when outcomes are known.
    pub as_of: Timestamp,
    /// The position in the journal that it reflects.
    pub position: i64,
    /// What the numbers say.
    pub summary: Text,
    /// What a reader must know to read them.
    pub notes: Vec<ReportNote>,
    /// The stages that rows name.
    pub stage_names: Vec<ReplayStage>,
    /// One row: moves, what became of the deals, cycle and forecast error.
    pub overall: ReplayTable,
    /// A row for each open stage: moves out of it.
    pub stages: ReplayTable,
    /// A row for each thing that was missing, what stopped most first.
    pub criteria: ReplayTable,
}

/// A stage that rows name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct ReplayStage {
    pub pipeline: String,
    pub key: String,
    pub name: Text,
    pub kind: StageKind,
}

/// A table of a replay.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReplayTable {
    /// The columns of the rows, in order.
    pub columns: Vec<ReportColumn>,
    /// Flat objects: a value per column, `null` where nothing was measured.
    #[schema(value_type = Vec<std::collections::HashMap<String, serde_json::Value>>)]
    pub rows: Vec<Map<String, Value>>,
}
