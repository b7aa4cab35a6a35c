//! Board.

use app::deals;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, plain},
    auth::Ctx,
    params::Params,
    query::BoardQuery,
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(get_one))
}

/// A pipeline as columns of cards.
#[utoipa::path(get, path = "/board", operation_id = "board_get", tag = "board", params(BoardQuery), responses((status = 200, body = api::Board)))]
async fn get_one(ctx: Ctx, Params(query): Params<BoardQuery>) -> Answered<api::Board> {
    plain(shape::board(deals::board(&ctx, query.into()).await?))
}
