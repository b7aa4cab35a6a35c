//! Imports: a file on its way to becoming records.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{FieldError, Named, enums::wire_enum};

wire_enum! {
    /// What the rows of a file become.
    ImportObject { Accounts = "accounts", Contacts = "contacts", Products = "products", Users = "users", Deals = "deals", StageHistory = "stage-history" }
}
wire_enum! {
    /// How far an import is.
    ImportState { Uploaded = "uploaded", Ready = "ready", Running = "running", Finished = "finished", Failed = "failed", Undone = "undone" }
}

/// An import: the file as detected, the mapping, and what became of its rows.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Import {
    pub id: Uuid,
    pub file_name: String,
    pub state: ImportState,
    /// Encoding, separator and columns as detected over the whole file.
    pub encoding: String,
    pub separator: Option<String>,
    /// The preset that was recognised: `salesforce`, `hubspot`, `pipedrive` or `salesmap`.
    pub preset: Option<String>,
    pub row_count: i64,
    pub columns: Vec<ImportColumn>,
    pub mapping: Option<ImportMapping>,
    /// What a dry run found, or what the run did so far.
    pub progress: Option<ImportProgress>,
    /// Why it stopped, when it failed.
    pub failure: Option<String>,
    /// The same as a stable code.
    pub failure_code: Option<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub content_sha256: Option<String>,
    /// The sheets of a workbook; empty for text files.
    pub sheets: Vec<String>,
    pub created_by: Option<Named>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// What the caller may do with it.
    pub allowed_actions: Vec<String>,
}

/// One column of the file, as detected.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ImportColumn {
    /// The header as written.
    pub header: String,
    /// A few different values.
    pub samples: Vec<String>,
    /// What the values look like: `text`, `integer`, `decimal`, `date`, `boolean`, `email`, `url`, `empty`.
    pub kind: String,
    /// For dates: the format that fits every row.
    pub date_format: Option<String>,
    /// More formats fit every row (3/4/2017); the mapping must choose.
    pub ambiguous_formats: Vec<String>,
    /// How many rows have no value.
    pub empty_count: i64,
    /// Distinct values, when they are few enough to map one by one.
    pub distinct_values: Option<Vec<String>>,
    /// The field it most likely belongs to.
    pub suggested_field: Option<String>,
    /// How sure the suggestion is, 0 to 100.
    pub confidence_percent: u8,
}

/// How a file becomes records: the JSON form of the YAML mapping file.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportMapping {
    /// What the rows become.
    #[serde(rename = "as")]
    pub as_object: ImportObject,
    /// Create or update by this column.
    pub key: Option<String>,
    /// Header → field.
    pub columns: BTreeMap<String, String>,
    /// Header → (value in the file → value meant).
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Field → value, for what the file does not say.
    #[serde(default)]
    pub defaults: BTreeMap<String, String>,
    /// Header → date format, where detection was ambiguous.
    #[serde(default)]
    pub date_formats: BTreeMap<String, String>,
    /// Header → how its values are written, where detection would be wrong.
    #[serde(default)]
    pub formats: BTreeMap<String, ImportColumnFormat>,
    /// The system the file was exported from: `salesforce`, `hubspot`, `pipedrive` or `salesmap`.
    pub preset: Option<String>,
    /// How to read the file, where detection would be wrong.
    pub file: Option<ImportFileOptions>,
    /// `create`, `update`, or both (`upsert`, the default).
    pub mode: Option<String>,
    /// Related records that may be created on the way.
    #[serde(default)]
    pub create_missing: Vec<String>,
}

/// How the values of one column are written.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportColumnFormat {
    /// `iso`, `korean`, `ymd`, `dmy`, `mdy`, `month_name`, `compact` or `excel_serial`.
    pub date: Option<String>,
    /// `point` (1,234.56) or `comma` (1.234,56).
    pub number: Option<String>,
}

/// How a file is read, where detection would be wrong.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportFileOptions {
    /// `utf-8`, `cp949`, `utf-16le` and so on.
    pub encoding: Option<String>,
    /// Cell separator.
    pub separator: Option<String>,
    /// Whether the first row names the columns.
    pub header: Option<bool>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
}

/// Counts of an import or a dry run, and its first refused rows.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are counts of what they name")]
pub struct ImportProgress {
    /// True when nothing was written.
    pub is_dry_run: bool,
    pub processed: i64,
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    /// Left out because of the mode: known rows when only creating, unknown ones when only updating.
    pub skipped: i64,
    pub rejected: i64,
    /// When undone: records that stayed because something else points to them.
    pub kept: i64,
    /// Related records created on the way, by kind.
    pub created_related: BTreeMap<String, i64>,
    /// The first refused rows; all of them are in `errors.csv`.
    pub rejections: Vec<ImportRejection>,
    /// Values that match nothing, with the nearest existing name.
    pub near_misses: Vec<NearMiss>,
}

/// Why a row was refused.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ImportRejection {
    /// The row's number in the file; the header is row 1.
    pub row: i64,
    /// The column at fault, when it is one.
    pub column: Option<String>,
    /// A stable code.
    pub code: String,
    /// Why, for people.
    pub reason: String,
}

/// A value that matches nothing, but almost something.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NearMiss {
    /// The column.
    pub column: String,
    /// The value in the file.
    pub value: String,
    /// What it may mean.
    pub suggestion: String,
    /// How many rows say so.
    pub count: i64,
}

/// What is wrong with a mapping.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MappingFindings {
    /// Pointers into the mapping.
    pub findings: Vec<FieldError>,
}
