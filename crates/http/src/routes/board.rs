//! Board.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::query::BoardQuery;
use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(get_one))
}

/// A pipeline as columns of cards.
#[utoipa::path(get, path = "/board", operation_id = "board_get", tag = "board", params(BoardQuery), responses((status = 200, body = api::Board)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
