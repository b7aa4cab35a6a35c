//! Reports.

use std::collections::BTreeMap;

use app::FieldError;
use app::reports::{self, Question};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, plain, whole},
    auth::Ctx,
    params::{Key, Params},
    problem::Problem,
    query::{ReportDealsQuery, ReportQuery},
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(run))
        .routes(routes!(deals))
}

/// What each report means and can be asked.
#[utoipa::path(get, path = "/reports", operation_id = "report_list", tag = "reports", responses((status = 200, body = api::Page<api::ReportDefinition>)))]
async fn list(ctx: Ctx) -> Answered<api::Page<api::ReportDefinition>> {
    whole(reports::definitions(&ctx)?, shape::definition)
}

/// A report's numbers, as they were known at a moment.
#[utoipa::path(get, path = "/reports/{report}", operation_id = "report_run", tag = "reports", params(("report" = String, Path), ReportQuery), responses((status = 200, body = api::Report)))]
async fn run(
    ctx: Ctx,
    Key(report): Key<String>,
    Params(parameters): Params<BTreeMap<String, String>>,
) -> Answered<api::Report> {
    plain(shape::report(
        reports::run(&ctx, &report, Question { parameters }).await?,
    ))
}

/// The deals behind a number of a report.
#[utoipa::path(get, path = "/reports/{report}/deals", operation_id = "report_deals", tag = "reports", params(("report" = String, Path), ReportQuery, ReportDealsQuery), responses((status = 200, body = api::ReportDeals)))]
async fn deals(
    ctx: Ctx,
    Key(report): Key<String>,
    Params(mut parameters): Params<BTreeMap<String, String>>,
) -> Answered<api::ReportDeals> {
    let row = match parameters.remove("row") {
        None => Vec::new(),
        Some(row) => serde_json::from_str(&row).map_err(|_| {
            Problem::field(FieldError::malformed(
                "?row",
                "행의 키 값을 담은 JSON 배열이어야 합니다.",
                "A JSON array of the row's key cells.",
            ))
        })?,
    };
    let measure = parameters.remove("measure");
    let limit = parameters.remove("limit").map(|limit| limit.parse());
    let limit = limit.transpose().map_err(|_| {
        Problem::field(FieldError::malformed(
            "?limit",
            "정수여야 합니다.",
            "A whole number.",
        ))
    })?;
    let cursor = parameters.remove("cursor");
    let question = Question { parameters };
    let behind = reports::behind(&ctx, &report, question, (row, measure), (limit, cursor)).await;
    plain(shape::report_deals(behind.map_err(Problem::from)?))
}
