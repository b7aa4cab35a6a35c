//! Tokens.

use app::identity::tokens::{self, CreateToken};
use axum::http::StatusCode;
use domain::ids::TokenId;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, made, whole},
    auth::Ctx,
    body::Json,
    params::Key,
    problem::Problem,
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(delete))
}

/// The caller's API tokens; administrators see everybody's.
#[utoipa::path(get, path = "/tokens", operation_id = "token_list", tag = "tokens", responses((status = 200, body = api::Page<api::Token>)))]
async fn list(ctx: Ctx) -> Answered<api::Page<api::Token>> {
    whole(tokens::list(&ctx).await?, shape::token)
}

/// Create an API token. Its secret is shown only here: repeated with its `Idempotency-Key`, the request makes no second
/// token and answers 409.
#[utoipa::path(post, path = "/tokens", operation_id = "token_create", tag = "tokens", request_body = api::CreateToken, responses((status = 201, body = api::CreatedToken)))]
async fn create(ctx: Ctx, Json(input): Json<CreateToken>) -> Answered<api::CreatedToken> {
    let tokens::CreatedToken { token, secret } = tokens::create(&ctx, input).await?;
    made(api::CreatedToken {
        token: shape::token(token),
        secret,
    })
}

/// Revoke an API token.
#[utoipa::path(delete, path = "/tokens/{token_id}", operation_id = "token_delete", tag = "tokens", params(("token_id" = Uuid, Path)), responses((status = 204)))]
async fn delete(ctx: Ctx, Key(id): Key<TokenId>) -> Result<StatusCode, Problem> {
    tokens::revoke(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
