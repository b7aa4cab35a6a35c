//! Answers: JSON once, with the record's version as its `ETag`.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::problem::Problem;

/// What a handler gives.
pub(crate) type Answered<T> = Result<Answer<T>, Problem>;

/// A JSON answer.
#[derive(Debug)]
pub(crate) struct Answer<T> {
    status: StatusCode,
    version: Option<i64>,
    body: T,
}

/// A shape with a version, which becomes the `ETag`.
pub(crate) trait Versioned {
    /// The record's version.
    fn version(&self) -> i64;
}

macro_rules! versioned {
    ($($shape:ty),* $(,)?) => {$(
        impl Versioned for $shape {
            fn version(&self) -> i64 {
                self.version
            }
        }
    )*};
}

versioned!(
    api::Deal,
    api::Account,
    api::Contact,
    api::Product,
    api::User,
    api::Team,
    api::Workspace,
    api::Waiver,
    api::Quota,
    api::Activity,
    api::Review
);

/// Something that has no version of its own.
pub(crate) fn plain<T>(body: T) -> Answered<T> {
    Ok(Answer {
        status: StatusCode::OK,
        version: None,
        body,
    })
}

/// A new thing that has no version of its own.
pub(crate) fn made<T>(body: T) -> Answered<T> {
    Ok(Answer {
        status: StatusCode::CREATED,
        version: None,
        body,
    })
}

/// A record.
pub(crate) fn record<T: Versioned>(body: T) -> Answered<T> {
    Ok(Answer {
        status: StatusCode::OK,
        version: Some(body.version()),
        body,
    })
}

/// A new record.
pub(crate) fn created<T: Versioned>(body: T) -> Answered<T> {
    Ok(Answer {
        status: StatusCode::CREATED,
        version: Some(body.version()),
        body,
    })
}

/// A page of a list.
pub(crate) fn page<T, U>(page: app::Page<T>, shape: impl FnMut(T) -> U) -> Answered<api::Page<U>> {
    plain(api::Page {
        rows: page.rows.into_iter().map(shape).collect(),
        next_cursor: page.next_cursor,
    })
}

/// A list that is always given whole.
pub(crate) fn whole<T, U>(
    rows: impl IntoIterator<Item = T>,
    shape: impl FnMut(T) -> U,
) -> Answered<api::Page<U>> {
    plain(api::Page {
        rows: rows.into_iter().map(shape).collect(),
        next_cursor: None,
    })
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let Ok(text) = serde_json::to_vec(&self.body) else {
            return Problem::defect("an answer cannot be written as JSON").into_response();
        };
        let mut response = (
            self.status,
            [(header::CONTENT_TYPE, "application/json")],
            text,
        )
            .into_response();
        if let Some(version) = self.version
            && let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\""))
        {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}
