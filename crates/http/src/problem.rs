//! Problem details (RFC 9457): the one place where a refusal becomes a response.
//!
//! Handlers and extractors return a [`Problem`]; it travels in the response's extensions to the
//! [`edge`](crate::edge), which knows the request's id and language and renders it, once.

use std::sync::Arc;

use api::FieldError;
use app::{Code, Kind};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use playbook::{Locale, Text};

use crate::{rate_limit::Allowance, shape};

/// A refusal on its way out.
#[derive(Debug, Clone)]
pub struct Problem(Arc<Refusal>);

#[derive(Debug)]
struct Refusal {
    status: StatusCode,
    code: &'static str,
    title: Text,
    detail: Option<Text>,
    fields: Vec<app::FieldError>,
    missing: Option<Vec<api::Missing>>,
    current_version: Option<i64>,
    retry_after_seconds: Option<u64>,
    /// For the log only.
    cause: Option<String>,
}

/// What the request says about how its problem is to be told.
pub(crate) struct Listener<'r> {
    pub request_id: &'r str,
    pub locale: Locale,
    /// The caller named a version, so a conflict is a failed precondition.
    pub named_version: bool,
}

macro_rules! edge_problems {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:ident, $ko:literal, $en:literal;)*) => {
        impl Problem {
            $($(#[$doc])* pub(crate) fn $name() -> Self {
                Self::new(StatusCode::$status, $code, Text::new($ko, $en))
            })*
        }
    };
}

edge_problems! {
    /// The body is no JSON at all.
    malformed_json = "malformed-json", BAD_REQUEST, "요청 본문이 올바른 JSON이 아닙니다.", "The body is not valid JSON.";
    /// The body is something else than JSON.
    unsupported_media_type = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "Content-Type은 application/json이어야 합니다.", "The Content-Type has to be application/json.";
    /// A header that steers the request is malformed.
    malformed_header = "malformed-header", BAD_REQUEST, "요청 헤더가 올바르지 않습니다.", "A request header is malformed.";
    /// The body broke off.
    incomplete_body = "incomplete-body", BAD_REQUEST, "요청 본문이 끝나기 전에 끊겼습니다.", "The body broke off.";
    /// A change by cookie without the header that other sites cannot send.
    csrf_header_missing = "csrf-header-missing", FORBIDDEN, "X-Proofline-CSRF 헤더가 필요합니다.", "The header X-Proofline-CSRF is missing.";
    /// A change sent by a page of another site.
    cross_origin = "cross-origin", FORBIDDEN, "다른 사이트에서 보낸 요청은 받지 않습니다.", "Requests from other sites are refused.";
    /// The path exists, the method does not.
    method_not_allowed = "method-not-allowed", METHOD_NOT_ALLOWED, "이 주소에서는 지원하지 않는 메서드입니다.", "This address does not support the method.";
    /// Too many requests in a short time.
    rate_limited = "rate-limited", TOO_MANY_REQUESTS, "요청이 너무 많습니다. 잠시 후 다시 시도하세요.", "Too many requests. Try again in a moment.";
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, title: Text) -> Self {
        Self(Arc::new(Refusal {
            status,
            code,
            title,
            detail: None,
            fields: Vec::new(),
            missing: None,
            current_version: None,
            retry_after_seconds: None,
            cause: None,
        }))
    }

    /// The input is wrong at one place.
    pub(crate) fn field(field: app::FieldError) -> Self {
        app::Error::from(field).into()
    }

    /// Points at a place of the request.
    pub(crate) fn at(mut self, field: app::FieldError) -> Self {
        if let Some(refusal) = Arc::get_mut(&mut self.0) {
            refusal.fields.push(field);
        }
        self
    }

    /// Says when to come back.
    fn retry_after(mut self, seconds: u64) -> Self {
        if let Some(refusal) = Arc::get_mut(&mut self.0) {
            refusal.retry_after_seconds = Some(seconds);
        }
        self
    }

    /// Whoever has used up their allowance comes back later.
    pub(crate) fn too_many_requests(allowance: &Allowance) -> Self {
        Self::rate_limited().retry_after(allowance.seconds_to_wait())
    }

    /// Whether nobody known is asking.
    pub(crate) fn is_unauthenticated(&self) -> bool {
        self.0.status == StatusCode::UNAUTHORIZED
    }

    /// A defect of ours; the cause goes to the log.
    pub(crate) fn defect(cause: impl ToString) -> Self {
        app::Error::internal(cause.to_string()).into()
    }

    /// The response, in the listener's language. Logs what the caller is not told.
    pub(crate) fn render(&self, listener: &Listener<'_>) -> Response {
        let refusal = &*self.0;
        if let Some(cause) = &refusal.cause {
            tracing::error!(
                request_id = listener.request_id,
                code = refusal.code,
                cause,
                "a request failed"
            );
        }
        let say = |text: &Text| text.in_locale(listener.locale).to_owned();
        let status = self.status(listener);
        let body = api::Problem {
            kind: format!("/problems/{}", refusal.code),
            code: refusal.code.to_owned(),
            title: say(&refusal.title),
            status: status.as_u16(),
            detail: refusal.detail.as_ref().map(say),
            errors: refusal
                .fields
                .iter()
                .map(|field| told(field, listener.locale))
                .collect(),
            request_id: listener.request_id.to_owned(),
            missing: refusal.missing.clone(),
            current_version: refusal.current_version,
        };
        let text = serde_json::to_string(&body).unwrap_or_default();
        let mut response = (
            status,
            [(header::CONTENT_TYPE, "application/problem+json")],
            text,
        )
            .into_response();
        if let Some(seconds) = refusal.retry_after_seconds {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"proofline\""),
            );
        }
        response
    }

    fn status(&self, listener: &Listener<'_>) -> StatusCode {
        let raced = self.0.status == StatusCode::PRECONDITION_FAILED && !listener.named_version;
        if raced {
            StatusCode::CONFLICT
        } else {
            self.0.status
        }
    }
}

fn told(field: &app::FieldError, locale: Locale) -> FieldError {
    FieldError {
        pointer: field.pointer.clone(),
        code: field.code.to_string(),
        detail: field.detail.in_locale(locale).to_owned(),
    }
}

fn status_of(kind: Kind) -> StatusCode {
    match kind {
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Conflict | Kind::GateNotMet => StatusCode::CONFLICT,
        Kind::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Kind::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        app::Error::from(code).into()
    }
}

impl From<app::Error> for Problem {
    fn from(error: app::Error) -> Self {
        let kind = error.code.kind();
        let tells_cause = matches!(kind, Kind::Internal | Kind::StorageFull);
        Self(Arc::new(Refusal {
            status: status_of(kind),
            code: error.code.as_str(),
            title: error.code.sentence(),
            detail: error.detail.clone(),
            fields: error.fields.clone(),
            missing: (kind == Kind::GateNotMet)
                .then(|| error.missing.iter().map(shape::missing).collect()),
            current_version: error.current_version,
            retry_after_seconds: error
                .retry_after_seconds
                .or((kind == Kind::Busy).then_some(1)),
            cause: tells_cause.then(|| {
                error
                    .source
                    .as_ref()
                    .map_or_else(|| error.to_string(), ToString::to_string)
            }),
        }))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
