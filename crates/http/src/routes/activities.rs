//! Activities.

use app::activities::{self, CreateActivity, EditActivity};
use domain::ids::{ActivityId, DealId};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, created, record, whole},
    auth::Ctx,
    body::Json,
    params::{Key, Params},
    query::AsOfQuery,
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(edit))
        .routes(routes!(task_list))
}

/// The deal's activities, newest first, now or as they were.
#[utoipa::path(get, path = "/deals/{deal_id}/activities", operation_id = "activity_list", tag = "activities", params(("deal_id" = Uuid, Path), AsOfQuery), responses((status = 200, body = api::Page<api::Activity>)))]
async fn list(
    ctx: Ctx,
    Key(deal): Key<DealId>,
    Params(query): Params<AsOfQuery>,
) -> Answered<api::Page<api::Activity>> {
    whole(
        activities::list(&ctx, deal, query.instant()).await?,
        shape::activity,
    )
}

/// Record an activity, or plan a task.
#[utoipa::path(post, path = "/deals/{deal_id}/activities", operation_id = "activity_create", tag = "activities", params(("deal_id" = Uuid, Path)), request_body = api::CreateActivity, responses((status = 201, body = api::Activity)))]
async fn create(
    ctx: Ctx,
    Key(deal): Key<DealId>,
    Json(input): Json<CreateActivity>,
) -> Answered<api::Activity> {
    created(shape::activity(
        activities::create(&ctx, deal, input).await?,
    ))
}

/// Change an activity or complete a task.
#[utoipa::path(patch, path = "/activities/{activity_id}", operation_id = "activity_edit", tag = "activities", params(("activity_id" = Uuid, Path)), request_body = api::EditActivity, responses((status = 200, body = api::Activity)))]
async fn edit(
    ctx: Ctx,
    Key(id): Key<ActivityId>,
    Json(input): Json<EditActivity>,
) -> Answered<api::Activity> {
    record(shape::activity(activities::edit(&ctx, id, input).await?))
}

/// The caller's open tasks, the most urgent first.
#[utoipa::path(get, path = "/tasks", operation_id = "task_list", tag = "activities", responses((status = 200, body = api::Page<api::Activity>)))]
async fn task_list(ctx: Ctx) -> Answered<api::Page<api::Activity>> {
    whole(activities::my_tasks(&ctx).await?, shape::activity)
}
