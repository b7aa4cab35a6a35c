//! Reports.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::query::SummaryQuery;
use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(pipeline_summary))
}

/// Count, amount and weighted amount per stage and currency.
#[utoipa::path(get, path = "/reports/pipeline-summary", operation_id = "report_pipeline_summary", tag = "reports", params(SummaryQuery), responses((status = 200, body = api::Page<api::PipelineSummaryRow>)))]
async fn pipeline_summary() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
