//! Reports.

use app::reports;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, whole},
    auth::Ctx,
    params::Params,
    query::SummaryQuery,
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(pipeline_summary))
}

/// Count, amount and weighted amount per stage and currency.
#[utoipa::path(get, path = "/reports/pipeline-summary", operation_id = "report_pipeline_summary", tag = "reports", params(SummaryQuery), responses((status = 200, body = api::Page<api::PipelineSummaryRow>)))]
async fn pipeline_summary(
    ctx: Ctx,
    Params(query): Params<SummaryQuery>,
) -> Answered<api::Page<api::PipelineSummaryRow>> {
    whole(
        reports::pipeline_summary(&ctx, query.pipeline.as_deref()).await?,
        shape::summary_row,
    )
}
