//! Session.

use app::{
    Code,
    identity::{self, SignIn, SignedIn},
    limits,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    journal::EntryOrigin,
    policy::{self, Action, Decision, Resource},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, made, plain},
    auth::Ctx,
    body::Json,
    origin,
    problem::Problem,
    session_cookie, shape,
    state::Service,
};

pub(crate) fn public() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(create))
}

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(get_one, delete))
}

/// Who is asking.
#[utoipa::path(get, path = "/session", operation_id = "session_get", tag = "session", responses((status = 200, body = api::Session)))]
async fn get_one(ctx: Ctx) -> Answered<api::Session> {
    session_of(&ctx).await.and_then(plain)
}

/// Sign in; sets the session cookie.
#[utoipa::path(post, path = "/session", operation_id = "session_create", tag = "session", request_body = api::SignIn, responses((status = 201, body = api::Session)))]
async fn create(
    State(service): State<Service>,
    headers: HeaderMap,
    Json(input): Json<SignIn>,
) -> Result<Response, Problem> {
    origin::refuse_cross_origin(&headers)?;
    let signed_in = identity::sign_in(&service.app, input).await?;
    open(&service, &headers, signed_in).await
}

/// Sign out.
#[utoipa::path(delete, path = "/session", operation_id = "session_delete", tag = "session", responses((status = 204)))]
async fn delete(
    State(service): State<Service>,
    headers: HeaderMap,
    ctx: Ctx,
) -> Result<Response, Problem> {
    if let Some(secret) = session_cookie::read(&headers) {
        identity::sign_out(&service.app, ctx.workspace_id, secret).await?;
    }
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, session_cookie::forget())],
    )
        .into_response())
}

/// Answers a sign-in: the session, and the cookie that stands for it.
pub(super) async fn open(
    service: &Service,
    headers: &HeaderMap,
    signed_in: SignedIn,
) -> Result<Response, Problem> {
    let caller = identity::authenticate_session(&service.app, &signed_in.secret).await?;
    let ctx = app::Ctx::new(service.app.clone(), caller, EntryOrigin::Ui);
    let is_https = service.settings.is_https_only || session_cookie::is_https(headers);
    let cookie = session_cookie::keep(&signed_in.secret, limits::SESSION_SECONDS, is_https)?;
    Ok((
        [(header::SET_COOKIE, cookie)],
        made(session_of(&ctx).await?)?,
    )
        .into_response())
}

async fn session_of(ctx: &app::Ctx) -> Result<api::Session, Problem> {
    let user_id = ctx.actor.user_id.ok_or(Code::Unauthenticated)?;
    let is_allowed = |action: &Action| {
        !action.is_about_owned_records()
            && policy::allows(&ctx.actor, *action, Resource::Workspace) == Decision::Allowed
    };
    Ok(api::Session {
        user: shape::user(app::users::get(ctx, user_id).await?),
        workspace: app::workspace::get(ctx).await?.into(),
        allowed_actions: shape::actions(Action::ALL.iter().copied().filter(is_allowed).collect()),
    })
}
