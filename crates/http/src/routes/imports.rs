//! Imports.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::query::PageQuery;
use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get_one))
        .routes(routes!(set_mapping))
        .routes(routes!(dry_run))
        .routes(routes!(run))
        .routes(routes!(errors))
        .routes(routes!(undo))
}

/// A file to import.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "a schema; the body is read as a stream")]
struct ImportUpload {
    /// What the rows become.
    #[schema(rename = "as")]
    as_object: api::ImportObject,
    /// The CSV or XLSX file.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// Imports, newest first.
#[utoipa::path(get, path = "/imports", operation_id = "import_list", tag = "imports", params(PageQuery), responses((status = 200, body = api::Page<api::Import>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Upload a CSV or XLSX file; answers with what was detected.
#[utoipa::path(post, path = "/imports", operation_id = "import_create", tag = "imports", request_body(content = ImportUpload, content_type = "multipart/form-data"), responses((status = 201, body = api::Import)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// One import and its progress.
#[utoipa::path(get, path = "/imports/{import_id}", operation_id = "import_get", tag = "imports", params(("import_id" = Uuid, Path)), responses((status = 200, body = api::Import)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Say how columns become fields.
#[utoipa::path(put, path = "/imports/{import_id}/mapping", operation_id = "import_set_mapping", tag = "imports", params(("import_id" = Uuid, Path)), request_body = api::ImportMapping, responses((status = 200, body = api::Import)))]
async fn set_mapping() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Try the import without writing; counts and reasons per row.
#[utoipa::path(post, path = "/imports/{import_id}/dry-run", operation_id = "import_dry_run", tag = "imports", params(("import_id" = Uuid, Path)), responses((status = 202, body = api::Import)))]
async fn dry_run() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Run the import.
#[utoipa::path(post, path = "/imports/{import_id}/run", operation_id = "import_run", tag = "imports", params(("import_id" = Uuid, Path)), responses((status = 202, body = api::Import)))]
async fn run() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// The refused rows as a file: the original row, its number, the column and the reason.
#[utoipa::path(get, path = "/imports/{import_id}/errors.csv", operation_id = "import_errors", tag = "imports", params(("import_id" = Uuid, Path)), responses((status = 200, content_type = "text/csv", body = String)))]
async fn errors() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Undo an import completely, updates included.
#[utoipa::path(post, path = "/imports/{import_id}/undo", operation_id = "import_undo", tag = "imports", params(("import_id" = Uuid, Path)), responses((status = 202, body = api::Import)))]
async fn undo() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
