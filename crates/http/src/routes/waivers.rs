//! Waivers.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, request))
        .routes(routes!(approve))
        .routes(routes!(reject))
}

/// The deal's waivers, newest first.
#[utoipa::path(get, path = "/deals/{deal_id}/waivers", operation_id = "waiver_list", tag = "waivers", params(("deal_id" = Uuid, Path)), responses((status = 200, body = api::Page<api::Waiver>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Ask for a time-boxed exception to a gate.
#[utoipa::path(post, path = "/deals/{deal_id}/waivers", operation_id = "waiver_request", tag = "waivers", params(("deal_id" = Uuid, Path)), request_body = api::RequestWaiver, responses((status = 201, body = api::Waiver)))]
async fn request() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Approve a waiver.
#[utoipa::path(post, path = "/waivers/{waiver_id}/approve", operation_id = "waiver_approve", tag = "waivers", params(("waiver_id" = Uuid, Path)), request_body = api::DecideWaiver, responses((status = 200, body = api::Waiver)))]
async fn approve() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Reject a waiver.
#[utoipa::path(post, path = "/waivers/{waiver_id}/reject", operation_id = "waiver_reject", tag = "waivers", params(("waiver_id" = Uuid, Path)), request_body = api::DecideWaiver, responses((status = 200, body = api::Waiver)))]
async fn reject() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
