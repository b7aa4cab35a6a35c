//! Teams.

use app::teams::{self, CreateTeam, EditTeam};
use domain::ids::TeamId;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, created, record, whole},
    auth::Ctx,
    body::Json,
    params::Key,
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(edit))
}

/// The teams.
#[utoipa::path(get, path = "/teams", operation_id = "team_list", tag = "teams", responses((status = 200, body = api::Page<api::Team>)))]
async fn list(ctx: Ctx) -> Answered<api::Page<api::Team>> {
    whole(teams::list(&ctx).await?, shape::team)
}

/// Add a team.
#[utoipa::path(post, path = "/teams", operation_id = "team_create", tag = "teams", request_body = api::CreateTeam, responses((status = 201, body = api::Team)))]
async fn create(ctx: Ctx, Json(input): Json<CreateTeam>) -> Answered<api::Team> {
    created(shape::team(teams::create(&ctx, input).await?))
}

/// Change a team.
#[utoipa::path(patch, path = "/teams/{team_id}", operation_id = "team_edit", tag = "teams", params(("team_id" = Uuid, Path)), request_body = api::EditTeam, responses((status = 200, body = api::Team)))]
async fn edit(ctx: Ctx, Key(id): Key<TeamId>, Json(input): Json<EditTeam>) -> Answered<api::Team> {
    record(shape::team(teams::edit(&ctx, id, input).await?))
}
