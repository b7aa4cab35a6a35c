//! Reports: what each means, and its answer.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{DealRow, Text};

/// What a report means.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReportDefinition {
    /// Name in URLs and on the command line.
    pub name: String,
    /// Grows when the formula changes.
    pub version: u32,
    /// Title.
    pub title: Text,
    /// The question it answers.
    pub question: Text,
    /// What is counted, and how.
    pub definition: Text,
    /// The formula.
    pub formula: String,
    /// Who answers for the definition.
    pub owner: Text,
    /// The decision it serves.
    pub decision: Text,
    /// What it can be asked beyond `pipeline`, `by`, `where`, `as_of`, `from` and `to`.
    pub parameters: Vec<ReportParameter>,
    /// What it can be cut by, at most three at once; also `custom.<column>`.
    pub dimensions: Vec<ReportDimension>,
    /// What it is cut by when nothing is asked.
    pub default_by: Vec<String>,
    /// Its columns after those of the dimensions.
    pub columns: Vec<ReportColumn>,
    /// How it is drawn.
    pub chart: ReportChart,
}

/// Something a report can be asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReportParameter {
    /// Name in the query.
    pub name: String,
    /// `text`, `whole`, `number`, `share`, `money`, `days`, `date` or `flag`.
    pub kind: String,
    /// Label.
    pub label: Text,
    /// The values it takes; empty for any of its kind.
    pub choices: Vec<String>,
}

/// Something deals are told apart by.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReportDimension {
    /// Name in `by` and in the rows.
    pub name: String,
    /// Label.
    pub label: Text,
}

/// A column of a report.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReportColumn {
    /// Name in the rows.
    pub name: String,
    /// `text`, `deals` (a count), `whole`, `number`, `share` (0 to 1), `money` (minor units of the answer's currency), `days`,
    /// `date` or `flag`.
    pub kind: String,
    /// Label.
    pub label: Text,
    /// Whether it tells rows apart: pass the values of these columns as `row` to open one.
    pub is_key: bool,
}

/// How a report is drawn.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReportChart {
    /// `bar`, `stacked`, `line`, `curve`, `funnel`, `waterfall`, `heat`, `histogram`, `reliability` or `none`.
    pub kind: String,
    /// Column of the categories or the horizontal axis; empty for the first key column.
    pub x: String,
    /// Columns of the values.
    pub y: Vec<String>,
}

/// What a reader must know to read the numbers.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReportNote {
    /// Stable code, e.g. `reconstructed`.
    pub code: String,
    /// The sentence.
    pub detail: Text,
}

/// A report's answer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// The report's name.
    pub report: String,
    /// The version of its definition.
    pub version: u32,
    /// The moment it speaks of, as it was then known.
    pub as_of: Timestamp,
    /// The position in the journal that it reflects.
    pub position: i64,
    /// Whether any number rests on imported history.
    pub reconstructed: bool,
    /// ISO 4217 code of its amounts: the workspace's home currency.
    pub currency: String,
    /// The columns of the rows, in order.
    pub columns: Vec<ReportColumn>,
    /// Flat objects: a value per column, `null` where nothing was measured.
    #[schema(value_type = Vec<std::collections::HashMap<String, serde_json::Value>>)]
    pub rows: Vec<Map<String, Value>>,
    /// One sentence that says what the numbers say.
    pub summary: Option<Text>,
    /// What a reader must know to read them.
    pub notes: Vec<ReportNote>,
}

/// A page of the deals behind a number.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReportDeals {
    /// The deals of this page.
    pub rows: Vec<DealRow>,
    /// How many there are in all: the number that was opened.
    pub count: u64,
    /// Pass as `cursor` to get the next page; null on the last one.
    pub next_cursor: Option<String>,
}
