//! Journal.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::query::PageQuery;
use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Every change the caller may see, newest first.
#[utoipa::path(get, path = "/journal", operation_id = "journal_list", tag = "journal", params(PageQuery), responses((status = 200, body = api::Page<api::JournalEntry>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
