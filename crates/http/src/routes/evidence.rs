//! Evidence.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(retract))
}

/// The deal's evidence, newest first.
#[utoipa::path(get, path = "/deals/{deal_id}/evidence", operation_id = "evidence_list", tag = "evidence", params(("deal_id" = Uuid, Path)), responses((status = 200, body = api::Page<api::Evidence>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Record evidence.
#[utoipa::path(post, path = "/deals/{deal_id}/evidence", operation_id = "evidence_add", tag = "evidence", params(("deal_id" = Uuid, Path)), request_body = api::AddEvidence, responses((status = 201, body = api::Evidence)))]
async fn add() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Take evidence back; it stays visible as retracted.
#[utoipa::path(post, path = "/deals/{deal_id}/evidence/{evidence_id}/retract", operation_id = "evidence_retract", tag = "evidence", params(("deal_id" = Uuid, Path), ("evidence_id" = Uuid, Path)), request_body = api::RetractEvidence, responses((status = 200, body = api::Evidence)))]
async fn retract() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
