//! Weekly reviews and one-on-ones.

use app::reviews::{self, OpenReview, TakeNote};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use domain::ids::{DealId, ReviewId, UserId};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, created, page, plain, record},
    auth::Ctx,
    body::Json,
    params::{Key, Params},
    problem::Problem,
    query::{MinutesQuery, ReviewQuery},
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, open))
        .routes(routes!(get_one))
        .routes(routes!(take_note))
        .routes(routes!(close))
        .routes(routes!(minutes))
        .routes(routes!(minutes_file))
        .routes(routes!(one_on_one))
}

/// Reviews of deals of people and teams the caller sees, newest first.
#[utoipa::path(get, path = "/reviews", operation_id = "review_list", tag = "reviews", params(ReviewQuery), responses((status = 200, body = api::Page<api::ReviewSummary>)))]
async fn list(
    ctx: Ctx,
    Params(query): Params<ReviewQuery>,
) -> Answered<api::Page<api::ReviewSummary>> {
    page(
        reviews::list(&ctx, query.into()).await?,
        shape::review_summary,
    )
}

/// Open a review; its deals are picked and put in order. The caller's open one of the same subject and week is given back.
#[utoipa::path(post, path = "/reviews", operation_id = "review_open", tag = "reviews", request_body = api::OpenReview, responses((status = 201, body = api::Review)))]
async fn open(ctx: Ctx, Json(input): Json<OpenReview>) -> Answered<api::Review> {
    created(shape::review(reviews::open(&ctx, input).await?))
}

/// One review: its deals with what they miss, what changed since the last review, answers and actions.
#[utoipa::path(get, path = "/reviews/{review_id}", operation_id = "review_get", tag = "reviews", params(("review_id" = Uuid, Path)), responses((status = 200, body = api::Review)))]
async fn get_one(ctx: Ctx, Key(id): Key<ReviewId>) -> Answered<api::Review> {
    record(shape::review(reviews::get(&ctx, id).await?))
}

/// Say what the review says about a deal: the three answers, decisions, actions. `If-Match` takes the note's version.
#[utoipa::path(put, path = "/reviews/{review_id}/deals/{deal_id}", operation_id = "review_take_note", tag = "reviews", params(("review_id" = Uuid, Path), ("deal_id" = Uuid, Path)), request_body = api::TakeNote, responses((status = 200, body = api::ReviewEntry)))]
async fn take_note(
    ctx: Ctx,
    Key((id, deal)): Key<(ReviewId, DealId)>,
    Json(input): Json<TakeNote>,
) -> Answered<api::ReviewEntry> {
    plain(shape::review_entry(
        reviews::take_note(&ctx, id, deal, input).await?,
    ))
}

/// Close a review and keep its minutes.
#[utoipa::path(post, path = "/reviews/{review_id}/close", operation_id = "review_close", tag = "reviews", params(("review_id" = Uuid, Path)), responses((status = 200, body = api::Review)))]
async fn close(ctx: Ctx, Key(id): Key<ReviewId>) -> Answered<api::Review> {
    record(shape::review(reviews::close(&ctx, id).await?))
}

/// A review's minutes: as kept when it was closed, else as they would read now.
#[utoipa::path(get, path = "/reviews/{review_id}/minutes", operation_id = "review_minutes", tag = "reviews", params(("review_id" = Uuid, Path)), responses((status = 200, body = api::ReviewMinutes)))]
async fn minutes(ctx: Ctx, Key(id): Key<ReviewId>) -> Answered<api::ReviewMinutes> {
    plain(shape::minutes(reviews::minutes(&ctx, id).await?))
}

/// A review's minutes as a file: Markdown, or a message that a mail program opens as a draft. Nothing is sent.
#[utoipa::path(get, path = "/reviews/{review_id}/minutes/file", operation_id = "review_minutes_file", tag = "reviews", params(("review_id" = Uuid, Path), MinutesQuery), responses((status = 200, content_type = "text/markdown", body = String)))]
async fn minutes_file(
    ctx: Ctx,
    Key(id): Key<ReviewId>,
    Params(query): Params<MinutesQuery>,
) -> Result<Response, Problem> {
    let format = query.format.unwrap_or_default();
    let file = reviews::minutes_file(&ctx, id, format, query.language).await?;
    let head = [
        (header::CONTENT_TYPE, file.content_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", file.name),
        ),
    ];
    Ok((head, file.content).into_response())
}

/// One person at a glance: their open deals in numbers, their last review and what is left of it.
#[utoipa::path(get, path = "/users/{user_id}/one-on-one", operation_id = "one_on_one_get", tag = "reviews", params(("user_id" = Uuid, Path)), responses((status = 200, body = api::OneOnOne)))]
async fn one_on_one(ctx: Ctx, Key(id): Key<UserId>) -> Answered<api::OneOnOne> {
    plain(shape::one_on_one(reviews::one_on_one(&ctx, id).await?))
}
