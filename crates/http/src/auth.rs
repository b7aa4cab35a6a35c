//! Who is asking, under which conditions.
//!
//! [`authenticate`] wraps every operation that is not explicitly public, so no handler can forget it; [`Ctx`] hands
//! its result to the handler.

use std::{convert::Infallible, time::Instant};

use app::{
    Idempotency,
    identity::{self, Caller},
    limits,
};
use axum::{
    body::Body,
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::journal::EntryOrigin;
use sha2::{Digest, Sha256};

use crate::{
    body,
    edge::RequestId,
    in_process::Door,
    origin,
    problem::Problem,
    rate_limit::{Address, Allowance},
    session_cookie,
    state::Service,
};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Programs of ours name themselves with this header: `cli`.
const CLIENT: HeaderName = HeaderName::from_static("x-proofline-client");

/// The circumstances a use case works in: the caller, their workspace, and the request's conditions.
#[derive(Clone)]
pub(crate) struct Ctx(app::Ctx);

impl std::ops::Deref for Ctx {
    type Target = app::Ctx;
    fn deref(&self) -> &app::Ctx {
        &self.0
    }
}

impl FromRequestParts<Service> for Ctx {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _service: &Service) -> Result<Self, Problem> {
        parts
            .extensions
            .remove::<app::Ctx>()
            .map(Self)
            .ok_or_else(|| Problem::defect("a handler stands outside authentication"))
    }
}

/// Lets only known callers through, as often as they may.
pub(crate) async fn authenticate(
    State(service): State<Service>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let is_write = !matches!(*request.method(), Method::GET | Method::HEAD);
    let door = request.extensions().get().cloned();
    let (caller, origin) = caller_of(&service, door, request.headers(), is_write).await?;
    let Some(address) = request.extensions().get::<Address>().copied() else {
        return Err(Problem::defect("authentication stands outside the edge"));
    };
    let now = Instant::now();
    let allowance = service.rate_limit.charge_caller(&caller, address, now);
    if allowance.is_exhausted() {
        let refused = Problem::too_many_requests(&allowance).into_response();
        return Ok(told(refused, allowance));
    }
    let mut ctx = app::Ctx::new(service.app.clone(), caller, origin);
    ctx.if_match = if_match(request.headers())?;
    if is_write {
        ctx.request_id = request
            .extensions()
            .get::<RequestId>()
            .map(|id| id.as_str().to_owned());
        (ctx.idempotency, request) = idempotency(request).await?;
    }
    request.extensions_mut().insert(ctx);
    Ok(told(next.run(request).await, allowance))
}

/// Lets the edge tell what the caller has left, rather than what their address has.
fn told(mut response: Response, allowance: Allowance) -> Response {
    response.extensions_mut().insert(allowance);
    response
}

/// How a caller showed who they are, kept by answers that go on for so long that it may stop being true.
pub(crate) struct Proof {
    service: Service,
    door: Option<Door>,
    headers: HeaderMap,
}

impl FromRequestParts<Service> for Proof {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        service: &Service,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self {
            service: service.clone(),
            door: parts.extensions.get().cloned(),
            headers: parts.headers.clone(),
        })
    }
}

impl Proof {
    /// Whether it still lets its caller through. A database that cannot say does not turn anybody away.
    pub(crate) async fn holds(&self) -> bool {
        let door = self.door.clone();
        match caller_of(&self.service, door, &self.headers, false).await {
            Ok(_caller) => true,
            Err(problem) => !problem.is_unauthenticated(),
        }
    }
}

async fn caller_of(
    service: &Service,
    door: Option<Door>,
    headers: &HeaderMap,
    is_write: bool,
) -> Result<(Caller, EntryOrigin), Problem> {
    if let Some(Door(caller)) = door {
        return Ok((caller, EntryOrigin::Cli));
    }
    if let Some(credentials) = headers.get(header::AUTHORIZATION) {
        let caller = identity::authenticate_token(&service.app, bearer(credentials)?).await?;
        let is_cli = headers.get(CLIENT).is_some_and(|client| client == "cli");
        return Ok((
            caller,
            if is_cli {
                EntryOrigin::Cli
            } else {
                EntryOrigin::Api
            },
        ));
    }
    let secret = session_cookie::read(headers).ok_or(app::Code::Unauthenticated)?;
    if is_write {
        origin::refuse_forged(headers)?;
    }
    Ok((
        identity::authenticate_session(&service.app, secret).await?,
        EntryOrigin::Ui,
    ))
}

fn bearer(credentials: &HeaderValue) -> Result<&str, Problem> {
    let (scheme, token) = credentials
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .ok_or(app::Code::Unauthenticated)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err(app::Code::Unauthenticated.into())
    }
}

/// The version the caller has seen: `If-Match: "3"`. `*` names none.
fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .and_then(|number| number.parse().ok());
    version.map(Some).ok_or_else(|| {
        Problem::malformed_header().at(app::FieldError::malformed(
            "If-Match",
            "버전을 따옴표 안에 적으세요. 예: \"3\"",
            "Put the version in double quotes, such as \"3\".",
        ))
    })
}

/// The caller's key and a hash over the whole request, for which the body is read here and put back.
async fn idempotency(request: Request) -> Result<(Option<Idempotency>, Request), Problem> {
    let Some(key) = request.headers().get(&IDEMPOTENCY_KEY) else {
        return Ok((None, request));
    };
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=limits::IDEMPOTENCY_KEY_BYTES).contains(&key.len()))
        .ok_or_else(|| {
            Problem::malformed_header().at(app::FieldError::malformed(
                "Idempotency-Key",
                format!(
                    "1자에서 {}자의 ASCII여야 합니다.",
                    limits::IDEMPOTENCY_KEY_BYTES
                ),
                format!("1 to {} ASCII characters.", limits::IDEMPOTENCY_KEY_BYTES),
            ))
        })?;
    let mut hasher = Sha256::new();
    hasher.update(request.method().as_str());
    hasher.update([0]);
    hasher.update(
        request
            .uri()
            .path_and_query()
            .map_or("", |path| path.as_str()),
    );
    hasher.update([0]);
    let key = key.to_owned();
    if body::is_upload(request.headers()) {
        return Ok((
            Some(Idempotency {
                key,
                request_hash: hasher.finalize().into(),
            }),
            request,
        ));
    }
    let (parts, content) = request.into_parts();
    let content = body::read(content).await?;
    hasher.update(&content);
    let idempotency = Idempotency {
        key,
        request_hash: hasher.finalize().into(),
    };
    Ok((
        Some(idempotency),
        Request::from_parts(parts, Body::from(content)),
    ))
}
