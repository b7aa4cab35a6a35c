//! Forecasting in use: judgements on deals, quotas, calls, the roll-up.

use app::{
    deals::{self, CapForecast, OverrideForecast},
    forecasts::{self, SetQuota, SubmitForecast},
};
use axum::http::StatusCode;
use domain::ids::{DealId, QuotaId};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, made, page, plain, record, whole},
    auth::Ctx,
    body::Json,
    params::{Key, Params},
    problem::Problem,
    query::{OverrideQuery, PeriodQuery, SubmissionListQuery},
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(cap))
        .routes(routes!(override_one, clear_override))
        .routes(routes!(quotas, set_quota))
        .routes(routes!(remove_quota))
        .routes(routes!(submissions, submit))
        .routes(routes!(rollup))
        .routes(routes!(overrides))
}

/// Lower the deal's forecast category, or lift the cap.
#[utoipa::path(put, path = "/deals/{deal_id}/forecast-cap", operation_id = "deal_cap_forecast", tag = "forecasts", params(("deal_id" = Uuid, Path)), request_body = api::CapForecast, responses((status = 200, body = api::Deal)))]
async fn cap(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Json(input): Json<CapForecast>,
) -> Answered<api::Deal> {
    record(shape::deal(deals::cap_forecast(&ctx, id, input).await?))
}

/// Set the deal's forecast category, as whoever leads its owner, with a reason.
#[utoipa::path(post, path = "/deals/{deal_id}/forecast-override", operation_id = "deal_override_forecast", tag = "forecasts", params(("deal_id" = Uuid, Path)), request_body = api::OverrideForecast, responses((status = 200, body = api::Deal)))]
async fn override_one(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Json(input): Json<OverrideForecast>,
) -> Answered<api::Deal> {
    record(shape::deal(
        deals::override_forecast(&ctx, id, input).await?,
    ))
}

/// Take that back: rule and cap count again.
#[utoipa::path(delete, path = "/deals/{deal_id}/forecast-override", operation_id = "deal_clear_forecast_override", tag = "forecasts", params(("deal_id" = Uuid, Path)), responses((status = 200, body = api::Deal)))]
async fn clear_override(ctx: Ctx, Key(id): Key<DealId>) -> Answered<api::Deal> {
    record(shape::deal(deals::clear_forecast_override(&ctx, id).await?))
}

/// The quotas of the people and teams the caller sees, and of segments.
#[utoipa::path(get, path = "/quotas", operation_id = "quota_list", tag = "forecasts", params(PeriodQuery), responses((status = 200, body = api::Page<api::Quota>)))]
async fn quotas(ctx: Ctx, Params(query): Params<PeriodQuery>) -> Answered<api::Page<api::Quota>> {
    whole(forecasts::quotas(&ctx, query.period).await?, shape::quota)
}

/// Set the one quota of a subject in a period.
#[utoipa::path(put, path = "/quotas", operation_id = "quota_set", tag = "forecasts", request_body = api::SetQuota, responses((status = 200, body = api::Quota)))]
async fn set_quota(ctx: Ctx, Json(input): Json<SetQuota>) -> Answered<api::Quota> {
    record(shape::quota(forecasts::set_quota(&ctx, input).await?))
}

/// Remove a quota.
#[utoipa::path(delete, path = "/quotas/{quota_id}", operation_id = "quota_remove", tag = "forecasts", params(("quota_id" = Uuid, Path)), responses((status = 204)))]
async fn remove_quota(ctx: Ctx, Key(id): Key<QuotaId>) -> Result<StatusCode, Problem> {
    forecasts::remove_quota(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The calls about people and teams the caller sees, newest first.
#[utoipa::path(get, path = "/forecast-submissions", operation_id = "forecast_submission_list", tag = "forecasts", params(SubmissionListQuery), responses((status = 200, body = api::Page<api::ForecastSubmission>)))]
async fn submissions(
    ctx: Ctx,
    Params(query): Params<SubmissionListQuery>,
) -> Answered<api::Page<api::ForecastSubmission>> {
    page(
        forecasts::list(&ctx, query.into()).await?,
        shape::submission,
    )
}

/// Call what a period will bring; the call is frozen with what the rule and the model say now.
#[utoipa::path(post, path = "/forecast-submissions", operation_id = "forecast_submit", tag = "forecasts", request_body = api::SubmitForecast, responses((status = 201, body = api::ForecastSubmission)))]
async fn submit(ctx: Ctx, Json(input): Json<SubmitForecast>) -> Answered<api::ForecastSubmission> {
    made(shape::submission(forecasts::submit(&ctx, input).await?))
}

/// The forecast along the hierarchy: deals by category, calls, quota and model side by side. The present fiscal quarter by
/// default.
#[utoipa::path(get, path = "/forecast-rollup", operation_id = "forecast_rollup", tag = "forecasts", params(PeriodQuery), responses((status = 200, body = api::ForecastRollup)))]
async fn rollup(ctx: Ctx, Params(query): Params<PeriodQuery>) -> Answered<api::ForecastRollup> {
    plain(shape::rollup(forecasts::rollup(&ctx, query.period).await?))
}

/// Decisions about forecast categories, what became of the deals, and how good those who took them were against deals left
/// alone.
#[utoipa::path(get, path = "/forecasts/overrides", operation_id = "forecast_override_list", tag = "forecasts", params(OverrideQuery), responses((status = 200, body = api::ForecastOverrides)))]
async fn overrides(
    ctx: Ctx,
    Params(query): Params<OverrideQuery>,
) -> Answered<api::ForecastOverrides> {
    plain(shape::overrides(
        forecasts::overrides(&ctx, query.into()).await?,
    ))
}
