//! Evidence.

use app::deals::{self, AddEvidence, RetractEvidence};
use domain::ids::{DealId, EvidenceId};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, made, plain, whole},
    auth::Ctx,
    body::Json,
    params::{Key, Params},
    query::AsOfQuery,
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(retract))
}

/// The deal's evidence, oldest first, now or as they were.
#[utoipa::path(get, path = "/deals/{deal_id}/evidence", operation_id = "evidence_list", tag = "evidence", params(("deal_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Page<api::Evidence>)))]
async fn list(
    ctx: Ctx,
    Key(deal): Key<DealId>,
    Params(query): Params<AsOfQuery>,
) -> Answered<api::Page<api::Evidence>> {
    whole(
        deals::evidence(&ctx, deal, query.instant()).await?,
        shape::evidence,
    )
}

/// Record evidence.
#[utoipa::path(post, path = "/deals/{deal_id}/evidence", operation_id = "evidence_add", tag = "evidence", params(("deal_id" = Uuid, Path)), request_body = api::AddEvidence, responses((status = 201, body = api::Evidence)))]
async fn add(
    ctx: Ctx,
    Key(deal): Key<DealId>,
    Json(input): Json<AddEvidence>,
) -> Answered<api::Evidence> {
    made(shape::evidence(
        deals::add_evidence(&ctx, deal, input).await?,
    ))
}

/// Take evidence back; it stays visible as retracted.
#[utoipa::path(post, path = "/deals/{deal_id}/evidence/{evidence_id}/retract", operation_id = "evidence_retract", tag = "evidence", params(("deal_id" = Uuid, Path), ("evidence_id" = Uuid, Path)), request_body = api::RetractEvidence, responses((status = 200, body = api::Evidence)))]
async fn retract(
    ctx: Ctx,
    Key((deal, id)): Key<(DealId, EvidenceId)>,
    Json(input): Json<RetractEvidence>,
) -> Answered<api::Evidence> {
    plain(shape::evidence(
        deals::retract_evidence(&ctx, deal, id, input).await?,
    ))
}
