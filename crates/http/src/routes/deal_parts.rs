//! Deal parts.

use app::deals::{
    self, AnswerQuestion, CompleteMilestone, SetBuyingRole, SetMilestonePlan, SetRisk,
};
use domain::{
    deal::{Poc, ProcurementItem},
    ids::{ContactId, DealId, RiskId},
    vocabulary::BuyingRoleKind,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, created, record},
    auth::Ctx,
    body::Json,
    params::Key,
    shape,
    state::Service,
};

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
async fn set_buying_role(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Json(input): Json<SetBuyingRole>,
) -> Answered<api::Deal> {
    record(shape::deal(deals::set_buying_role(&ctx, id, input).await?))
}

/// Take a contact's part away.
#[utoipa::path(delete, path = "/deals/{deal_id}/buying-roles/{contact_id}/{role}", operation_id = "deal_remove_buying_role", tag = "deal_parts", params(("deal_id" = Uuid, Path), ("contact_id" = Uuid, Path), ("role" = api::BuyingRoleKind, Path)), responses((status = 200, body = api::Deal)))]
async fn remove_buying_role(
    ctx: Ctx,
    Key((id, contact, role)): Key<(DealId, ContactId, BuyingRoleKind)>,
) -> Answered<api::Deal> {
    record(shape::deal(
        deals::remove_buying_role(&ctx, id, contact, role).await?,
    ))
}

/// Answer a question of a question set.
#[utoipa::path(put, path = "/deals/{deal_id}/answers", operation_id = "deal_answer", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::Answer, responses((status = 200, body = api::Deal)))]
async fn answer(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Json(input): Json<AnswerQuestion>,
) -> Answered<api::Deal> {
    record(shape::deal(deals::answer_question(&ctx, id, input).await?))
}

/// Set the buyer's steps to signature.
#[utoipa::path(put, path = "/deals/{deal_id}/milestone-plan", operation_id = "deal_set_milestone_plan", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::SetMilestonePlan, responses((status = 200, body = api::Deal)))]
async fn set_milestone_plan(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Json(input): Json<SetMilestonePlan>,
) -> Answered<api::Deal> {
    record(shape::deal(
        deals::set_milestone_plan(&ctx, id, input).await?,
    ))
}

/// Mark a step as done.
#[utoipa::path(post, path = "/deals/{deal_id}/milestones/{key}/complete", operation_id = "deal_complete_milestone", tag = "deal_parts", params(("deal_id" = Uuid, Path), ("key" = String, Path)), request_body = api::CompleteMilestone, responses((status = 200, body = api::Deal)))]
async fn complete_milestone(
    ctx: Ctx,
    Key((id, key)): Key<(DealId, String)>,
    Json(input): Json<CompleteMilestone>,
) -> Answered<api::Deal> {
    record(shape::deal(
        deals::complete_milestone(&ctx, id, &key, input).await?,
    ))
}

/// Record a risk.
#[utoipa::path(post, path = "/deals/{deal_id}/risks", operation_id = "deal_add_risk", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::SetRisk, responses((status = 201, body = api::Deal)))]
async fn add_risk(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Json(input): Json<SetRisk>,
) -> Answered<api::Deal> {
    created(shape::deal(deals::set_risk(&ctx, id, None, input).await?))
}

/// Change or close a risk.
#[utoipa::path(put, path = "/deals/{deal_id}/risks/{risk_id}", operation_id = "deal_set_risk", tag = "deal_parts", params(("deal_id" = Uuid, Path), ("risk_id" = Uuid, Path)), request_body = api::SetRisk, responses((status = 200, body = api::Deal)))]
async fn set_risk(
    ctx: Ctx,
    Key((id, risk)): Key<(DealId, RiskId)>,
    Json(input): Json<SetRisk>,
) -> Answered<api::Deal> {
    record(shape::deal(
        deals::set_risk(&ctx, id, Some(risk), input).await?,
    ))
}

/// Set one item of the procurement checklist by its key.
#[utoipa::path(put, path = "/deals/{deal_id}/procurement", operation_id = "deal_set_procurement", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::ProcurementItem, responses((status = 200, body = api::Deal)))]
async fn set_procurement(
    ctx: Ctx,
    Key(id): Key<DealId>,
    Json(item): Json<ProcurementItem>,
) -> Answered<api::Deal> {
    record(shape::deal(
        deals::set_procurement_item(&ctx, id, item).await?,
    ))
}

/// Set the proof of concept.
#[utoipa::path(put, path = "/deals/{deal_id}/poc", operation_id = "deal_set_poc", tag = "deal_parts", params(("deal_id" = Uuid, Path)), request_body = api::Poc, responses((status = 200, body = api::Deal)))]
async fn set_poc(ctx: Ctx, Key(id): Key<DealId>, Json(poc): Json<Poc>) -> Answered<api::Deal> {
    record(shape::deal(deals::set_poc(&ctx, id, poc).await?))
}
