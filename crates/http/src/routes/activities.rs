//! Activities.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::query::{PageQuery, TaskQuery};
use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(edit))
        .routes(routes!(task_list))
}

/// The deal's activities, newest first.
#[utoipa::path(get, path = "/deals/{deal_id}/activities", operation_id = "activity_list", tag = "activities", params(("deal_id" = Uuid, Path), PageQuery), responses((status = 200, body = api::Page<api::Activity>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Record an activity, or plan a task.
#[utoipa::path(post, path = "/deals/{deal_id}/activities", operation_id = "activity_create", tag = "activities", params(("deal_id" = Uuid, Path)), request_body = api::CreateActivity, responses((status = 201, body = api::Activity)))]
async fn create() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Change an activity or complete a task.
#[utoipa::path(patch, path = "/activities/{activity_id}", operation_id = "activity_edit", tag = "activities", params(("activity_id" = Uuid, Path)), request_body = api::EditActivity, responses((status = 200, body = api::Activity)))]
async fn edit() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Open tasks, soonest due first.
#[utoipa::path(get, path = "/tasks", operation_id = "task_list", tag = "activities", params(TaskQuery), responses((status = 200, body = api::Page<api::Activity>)))]
async fn task_list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
