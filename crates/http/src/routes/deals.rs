//! Deals.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::query::{AsOfQuery, DealListQuery, GateQuery, PageQuery};
use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get_one, edit, archive))
        .routes(routes!(restore))
        .routes(routes!(gate))
        .routes(routes!(change_stage))
        .routes(routes!(change_close_date))
        .routes(routes!(visits))
        .routes(routes!(journal))
}

/// Deals, filtered and sorted.
#[utoipa::path(get, path = "/deals", operation_id = "deal_list", tag = "deals", params(DealListQuery), responses((status = 200, body = api::Page<api::DealRow>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Open a deal.
#[utoipa::path(post, path = "/deals", operation_id = "deal_create", tag = "deals", request_body = api::CreateDeal, responses((status = 201, body = api::Deal)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// One deal, now or as it was.
#[utoipa::path(get, path = "/deals/{deal_id}", operation_id = "deal_get", tag = "deals", params(("deal_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Deal)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Change a deal's fields.
#[utoipa::path(patch, path = "/deals/{deal_id}", operation_id = "deal_edit", tag = "deals", params(("deal_id" = Uuid, Path)), request_body = api::EditDeal, responses((status = 200, body = api::Deal)))]
async fn edit() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Put a deal away.
#[utoipa::path(delete, path = "/deals/{deal_id}", operation_id = "deal_archive", tag = "deals", params(("deal_id" = Uuid, Path)), responses((status = 204)))]
async fn archive() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Take an archived deal back.
#[utoipa::path(post, path = "/deals/{deal_id}/restore", operation_id = "deal_restore", tag = "deals", params(("deal_id" = Uuid, Path)), responses((status = 200, body = api::Deal)))]
async fn restore() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// What entering a stage asks of the deal; by default the next stage.
#[utoipa::path(get, path = "/deals/{deal_id}/gate", operation_id = "deal_gate", tag = "deals", params(("deal_id" = Uuid, Path), GateQuery), responses((status = 200, body = api::Judgement)))]
async fn gate() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Move a deal to another stage, through its gate.
#[utoipa::path(post, path = "/deals/{deal_id}/change-stage", operation_id = "deal_change_stage", tag = "deals", params(("deal_id" = Uuid, Path)), request_body = api::ChangeStage, responses((status = 200, body = api::Deal)))]
async fn change_stage() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Move the close date, with a reason.
#[utoipa::path(post, path = "/deals/{deal_id}/change-close-date", operation_id = "deal_change_close_date", tag = "deals", params(("deal_id" = Uuid, Path)), request_body = api::ChangeCloseDate, responses((status = 200, body = api::Deal)))]
async fn change_close_date() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// The deal's stays in stages, oldest first.
#[utoipa::path(get, path = "/deals/{deal_id}/visits", operation_id = "deal_visits", tag = "deals", params(("deal_id" = Uuid, Path)), responses((status = 200, body = api::Page<api::StageVisit>)))]
async fn visits() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Every change of the deal, newest first.
#[utoipa::path(get, path = "/deals/{deal_id}/journal", operation_id = "deal_journal", tag = "deals", params(("deal_id" = Uuid, Path), PageQuery), responses((status = 200, body = api::Page<api::JournalEntry>)))]
async fn journal() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
