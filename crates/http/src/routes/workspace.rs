//! Workspace.

use app::workspace::{self, EditWorkspace};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, record},
    auth::Ctx,
    body::Json,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(get_one, edit))
}

/// The workspace and how it counts.
#[utoipa::path(get, path = "/workspace", operation_id = "workspace_get", tag = "workspace", responses((status = 200, body = api::Workspace)))]
async fn get_one(ctx: Ctx) -> Answered<api::Workspace> {
    record(workspace::get(&ctx).await?.into())
}

/// Change the workspace.
#[utoipa::path(patch, path = "/workspace", operation_id = "workspace_edit", tag = "workspace", request_body = api::EditWorkspace, responses((status = 200, body = api::Workspace)))]
async fn edit(ctx: Ctx, Json(input): Json<EditWorkspace>) -> Answered<api::Workspace> {
    record(workspace::edit(&ctx, input).await?.into())
}
