//! Deal parts.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(set_buying_role))
        .routes(routes!(remove_buying_role))
        .routes(routes!(answer))
        .routes(routes!(set_milestone_plan))
        .routes(routes!(complete_milestone))
        .routes(routes!(add_risk))
        .routes(routes!(set_risk))
        .routes(routes!(set_procurement))
        .routes(routes!(set_poc))
}

/// Say what part a contact plays.
#[utoipa::path(put, path = "/deals/{deal_id}/buying-roles", operation_id = "deal_set_buying_role", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::SetBuyingRole, responses((status = 200, body = api::Deal)))]
async fn set_buying_role() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Take a contact's part away.
#[utoipa::path(delete, path = "/deals/{deal_id}/buying-roles/{contact_id}/{role}", operation_id = "deal_remove_buying_role", tag = "deal_parts", params(("deal_id" = Uuid, Path), ("contact_id" = Uuid, Path), ("role" = api::BuyingRoleKind, Path)), responses((status = 200, body = api::Deal)))]
async fn remove_buying_role() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Answer a question of a question set.
#[utoipa::path(put, path = "/deals/{deal_id}/answers", operation_id = "deal_answer", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::Answer, responses((status = 200, body = api::Deal)))]
async fn answer() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Set the buyer's steps to signature.
#[utoipa::path(put, path = "/deals/{deal_id}/milestone-plan", operation_id = "deal_set_milestone_plan", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::SetMilestonePlan, responses((status = 200, body = api::Deal)))]
async fn set_milestone_plan() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Mark a step as done.
#[utoipa::path(post, path = "/deals/{deal_id}/milestones/{key}/complete", operation_id = "deal_complete_milestone", tag = "deal_parts", params(("deal_id" = Uuid, Path), ("key" = String, Path)), request_body = api::CompleteMilestone, responses((status = 200, body = api::Deal)))]
async fn complete_milestone() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Record a risk.
#[utoipa::path(post, path = "/deals/{deal_id}/risks", operation_id = "deal_add_risk", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::SetRisk, responses((status = 201, body = api::Deal)))]
async fn add_risk() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Change or close a risk.
#[utoipa::path(put, path = "/deals/{deal_id}/risks/{risk_id}", operation_id = "deal_set_risk", tag = "deal_parts", params(("deal_id" = Uuid, Path), ("risk_id" = Uuid, Path)), request_body = api::SetRisk, responses((status = 200, body = api::Deal)))]
async fn set_risk() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Set one item of the procurement checklist by its key.
#[utoipa::path(put, path = "/deals/{deal_id}/procurement", operation_id = "deal_set_procurement", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::ProcurementItem, responses((status = 200, body = api::Deal)))]
async fn set_procurement() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Set the proof of concept.
#[utoipa::path(put, path = "/deals/{deal_id}/poc", operation_id = "deal_set_poc", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::Poc, responses((status = 200, body = api::Deal)))]
async fn set_poc() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
