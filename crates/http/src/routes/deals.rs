//! Deals.

use app::deals::{self, ChangeCloseDate, CreateDeal, EditDeal};
use axum::http::StatusCode;
use domain::{gate::StageMove, ids::DealId};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, created, page, plain, record, whole},
    auth::Ctx,
    body::Json,
    params::{Key, Params},
    problem::Problem,
    query::{AsOfQuery, DealListQuery, GateQuery, PageQuery},
    shape,
    state::Service,
};

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
async fn list(ctx: Ctx, Params(query): Params<DealListQuery>) -> Answered<api::Page<api::DealRow>> {
    page(deals::list(&ctx, query.into()).await?, shape::deal_row)
}

/// Open a deal.
#[utoipa::path(post, path = "/deals", operation_id = "deal_create", tag = "deals", request_body = api::CreateDeal, responses((status = 201, body = api::Deal)))]
async fn create(ctx: Ctx, Json(input): Json<CreateDeal>) -> Answered<api::Deal> {
    created(shape::deal(deals::create(&ctx, input).await?))
}

/// One deal, now or as it was.
#[utoipa::path(get, path = "/deals/{deal_id}", operation_id = "deal_get", tag = "deals", params(("deal_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Deal)))]
async fn get_one(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Params(query): Params<AsOfQuery>,
) -> Answered<api::Deal> {
    let found = match query.instant() {
        Some(instant) => deals::as_of(&ctx, id, instant).await?,
        None => deals::get(&ctx, id).await?,
    };
    record(shape::deal(found))
}

/// Change a deal's fields.
#[utoipa::path(patch, path = "/deals/{deal_id}", operation_id = "deal_edit", tag = "deals", params(("deal_id" = Uuid, Path)), request_body = api::EditDeal, responses((status = 200, body = api::Deal)))]
async fn edit(ctx: Ctx, Key(id): Key<DealId>, Json(input): Json<EditDeal>) -> Answered<api::Deal> {
    record(shape::deal(deals::edit(&ctx, id, input).await?))
}

/// Put a deal away.
#[utoipa::path(delete, path = "/deals/{deal_id}", operation_id = "deal_archive", tag = "deals", params(("deal_id" = Uuid, Path)), responses((status = 204)))]
async fn archive(ctx: Ctx, Key(id): Key<DealId>) -> Result<StatusCode, Problem> {
    deals::archive(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take an archived deal back.
#[utoipa::path(post, path = "/deals/{deal_id}/restore", operation_id = "deal_restore", tag = "deals", params(("deal_id" = Uuid, Path)), responses((status = 200, body = api::Deal)))]
async fn restore(ctx: Ctx, Key(id): Key<DealId>) -> Answered<api::Deal> {
    record(shape::deal(deals::restore(&ctx, id).await?))
}

/// What entering a stage asks of the deal; by default the next stage.
#[utoipa::path(get, path = "/deals/{deal_id}/gate", operation_id = "deal_gate", tag = "deals", params(("deal_id" = Uuid, Path), GateQuery), responses((status = 200, body = api::Judgement)))]
async fn gate(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Params(query): Params<GateQuery>,
) -> Answered<api::Judgement> {
    plain(shape::judgement(deals::gate(&ctx, id, query.to).await?))
}

/// Move a deal to another stage, through its gate.
#[utoipa::path(post, path = "/deals/{deal_id}/change-stage", operation_id = "deal_change_stage", tag = "deals", params(("deal_id" = Uuid, Path)), request_body = api::ChangeStage, responses((status = 200, body = api::Deal)))]
async fn change_stage(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Json(wanted): Json<StageMove>,
) -> Answered<api::Deal> {
    record(shape::deal(deals::change_stage(&ctx, id, wanted).await?))
}

/// Move the close date, with a reason.
#[utoipa::path(post, path = "/deals/{deal_id}/change-close-date", operation_id = "deal_change_close_date", tag = "deals", params(("deal_id" = Uuid, Path)), request_body = api::ChangeCloseDate, responses((status = 200, body = api::Deal)))]
async fn change_close_date(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Json(input): Json<ChangeCloseDate>,
) -> Answered<api::Deal> {
    record(shape::deal(
        deals::change_close_date(&ctx, id, input).await?,
    ))
}

/// The deal's stays in stages, oldest first, now or as they were.
#[utoipa::path(get, path = "/deals/{deal_id}/visits", operation_id = "deal_visits", tag = "deals", params(("deal_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Page<api::StageVisit>)))]
async fn visits(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Params(query): Params<AsOfQuery>,
) -> Answered<api::Page<api::StageVisit>> {
    whole(
        deals::visits(&ctx, id, query.instant()).await?,
        shape::visit,
    )
}

/// Every change of the deal, newest first.
#[utoipa::path(get, path = "/deals/{deal_id}/journal", operation_id = "deal_journal", tag = "deals", params(("deal_id" = Uuid, Path), PageQuery), responses((status = 200, body = api::Page<api::JournalEntry>)))]
async fn journal(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Params(query): Params<PageQuery>,
) -> Answered<api::Page<api::JournalEntry>> {
    page(
        deals::timeline(&ctx, id, query.limit, query.cursor).await?,
        Into::into,
    )
}
