//! Waivers.

use app::deals::{self, DecideWaiver, RequestWaiver};
use domain::ids::{DealId, WaiverId};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, created, record, whole},
    auth::Ctx,
    body::Json,
    params::{Key, Params},
    query::AsOfQuery,
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, request))
        .routes(routes!(approve))
        .routes(routes!(reject))
        .routes(routes!(revoke))
        .routes(routes!(list_to_decide))
}

/// The deal's waivers, oldest first, now or as they were.
#[utoipa::path(get, path = "/deals/{deal_id}/waivers", operation_id = "waiver_list", tag = "waivers", params(("deal_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Page<api::Waiver>)))]
async fn list(
    ctx: Ctx,
    Key(deal): Key<DealId>,
    Params(query): Params<AsOfQuery>,
) -> Answered<api::Page<api::Waiver>> {
    whole(
        deals::waivers(&ctx, deal, query.instant()).await?,
        shape::waiver,
    )
}

/// Ask for a time-boxed exception to a gate.
#[utoipa::path(post, path = "/deals/{deal_id}/waivers", operation_id = "waiver_request", tag = "waivers", params(("deal_id" = Uuid, Path)), request_body = api::RequestWaiver, responses((status = 201, body = api::Waiver)))]
async fn request(
    ctx: Ctx,
    Key(deal): Key<DealId>,
    Json(input): Json<RequestWaiver>,
) -> Answered<api::Waiver> {
    created(shape::waiver(
        deals::request_waiver(&ctx, deal, input).await?,
    ))
}

/// Approve a waiver.
#[utoipa::path(post, path = "/waivers/{waiver_id}/approve", operation_id = "waiver_approve", tag = "waivers", params(("waiver_id" = Uuid, Path)), request_body = api::DecideWaiver, responses((status = 200, body = api::Waiver)))]
async fn approve(
    ctx: Ctx,
    Key(id): Key<WaiverId>,
    Json(input): Json<DecideWaiver>,
) -> Answered<api::Waiver> {
    record(shape::waiver(deals::approve_waiver(&ctx, id, input).await?))
}

/// Reject a waiver.
#[utoipa::path(post, path = "/waivers/{waiver_id}/reject", operation_id = "waiver_reject", tag = "waivers", params(("waiver_id" = Uuid, Path)), request_body = api::DecideWaiver, responses((status = 200, body = api::Waiver)))]
async fn reject(
    ctx: Ctx,
    Key(id): Key<WaiverId>,
    Json(input): Json<DecideWaiver>,
) -> Answered<api::Waiver> {
    record(shape::waiver(deals::reject_waiver(&ctx, id, input).await?))
}

/// Take a granted waiver back.
#[utoipa::path(post, path = "/waivers/{waiver_id}/revoke", operation_id = "waiver_revoke", tag = "waivers", params(("waiver_id" = Uuid, Path)), request_body = api::DecideWaiver, responses((status = 200, body = api::Waiver)))]
async fn revoke(
    ctx: Ctx,
    Key(id): Key<WaiverId>,
    Json(input): Json<DecideWaiver>,
) -> Answered<api::Waiver> {
    record(shape::waiver(deals::revoke_waiver(&ctx, id, input).await?))
}

/// The waivers that wait for a decision on deals the caller sees, oldest first.
#[utoipa::path(get, path = "/waivers", operation_id = "waiver_list_to_decide", tag = "waivers", responses((status = 200, body = api::Page<api::Waiver>)))]
async fn list_to_decide(ctx: Ctx) -> Answered<api::Page<api::Waiver>> {
    whole(deals::waivers_to_decide(&ctx).await?, shape::waiver)
}
