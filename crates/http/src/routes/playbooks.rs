//! Playbooks.

use app::playbooks::{
    self, AdoptProbability, LintReport, PublishPlaybook, ReplayDeals, ReplayPlaybook,
};
use axum::response::{IntoResponse, Response};
use playbook::Playbook;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, made, plain, whole},
    auth::Ctx,
    body::Json,
    params::{Key, Params},
    problem::Problem,
    query::DiffQuery,
    shape,
    state::Service,
};

/// The file's content with the version it was published as, in the shape of [`api::Playbook`].
#[derive(Serialize)]
struct Definition<'p> {
    version: i64,
    #[serde(flatten)]
    playbook: &'p Playbook,
}

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get_one))
        .routes(routes!(versions))
        .routes(routes!(diff))
        .routes(routes!(lint))
        .routes(routes!(publish))
        .routes(routes!(adopt_probability))
        .routes(routes!(replay))
        .routes(routes!(replay_deals))
}

/// The published playbooks.
#[utoipa::path(get, path = "/playbooks", operation_id = "playbook_list", tag = "playbooks", responses((status = 200, body = api::Page<api::PlaybookVersion>)))]
async fn list(ctx: Ctx) -> Answered<api::Page<api::PlaybookVersion>> {
    let definitions = playbooks::list(&ctx).await?;
    whole(&definitions.playbooks, |playbook| {
        shape::published(playbook)
    })
}

/// A published playbook, everything spelled out.
#[utoipa::path(get, path = "/playbooks/{key}", operation_id = "playbook_get", tag = "playbooks", params(("key" = String, Path)), responses((status = 200, body = api::Playbook)))]
async fn get_one(ctx: Ctx, Key(key): Key<String>) -> Result<Response, Problem> {
    let playbook = playbooks::get(&ctx, &key).await?;
    let definition = playbook.compiled.playbook();
    Ok(plain(Definition {
        version: playbook.version,
        playbook: definition,
    })?
    .into_response())
}

/// Every version of a playbook, newest first.
#[utoipa::path(get, path = "/playbooks/{key}/versions", operation_id = "playbook_versions", tag = "playbooks", params(("key" = String, Path)), responses((status = 200, body = api::Page<api::PlaybookVersion>)))]
async fn versions(ctx: Ctx, Key(key): Key<String>) -> Answered<api::Page<api::PlaybookVersion>> {
    whole(
        playbooks::versions(&ctx, &key).await?,
        shape::playbook_version,
    )
}

/// What changed between two versions.
#[utoipa::path(get, path = "/playbooks/{key}/diff", operation_id = "playbook_diff", tag = "playbooks", params(("key" = String, Path), DiffQuery), responses((status = 200, body = api::Page<api::PlaybookChange>)))]
async fn diff(
    ctx: Ctx,
    Key(key): Key<String>,
    Params(query): Params<DiffQuery>,
) -> Answered<api::Page<api::PlaybookChange>> {
    whole(
        playbooks::compare(&ctx, &key, query.from, query.to).await?,
        Into::into,
    )
}

/// Check a playbook file without publishing it.
#[utoipa::path(post, path = "/playbooks/lint", operation_id = "playbook_lint", tag = "playbooks", request_body = api::PlaybookSource, responses((status = 200, body = api::LintReport)))]
async fn lint(ctx: Ctx, Json(input): Json<PublishPlaybook>) -> Answered<api::LintReport> {
    let LintReport {
        is_publishable,
        findings,
    } = playbooks::lint(&ctx, &input.source)?;
    plain(api::LintReport {
        is_publishable,
        findings: findings.into_iter().map(Into::into).collect(),
    })
}

/// Publish a playbook file as the next version.
#[utoipa::path(post, path = "/playbooks/publish", operation_id = "playbook_publish", tag = "playbooks", request_body = api::PlaybookSource, responses((status = 201, body = api::PlaybookVersion)))]
async fn publish(ctx: Ctx, Json(input): Json<PublishPlaybook>) -> Answered<api::PlaybookVersion> {
    made(shape::playbook_version(
        playbooks::publish(&ctx, input).await?,
    ))
}

/// Take over an observed probability: publishes the playbook with that one number changed.
#[utoipa::path(post, path = "/playbooks/{key}/adopt-probability", operation_id = "playbook_adopt_probability", tag = "playbooks", params(("key" = String, Path)), request_body = api::AdoptProbability, responses((status = 201, body = api::PlaybookVersion)))]
async fn adopt_probability(
    ctx: Ctx,
    Key(key): Key<String>,
    Json(input): Json<AdoptProbability>,
) -> Answered<api::PlaybookVersion> {
    made(shape::playbook_version(
        playbooks::adopt_probability(&ctx, &key, input).await?,
    ))
}

/// Judge history anew by a draft: what it would have stopped, and what that would have done. Changes nothing.
#[utoipa::path(post, path = "/playbooks/replay", operation_id = "playbook_replay", tag = "playbooks", request_body = api::ReplayPlaybook, responses((status = 200, body = api::Replay)))]
async fn replay(ctx: Ctx, Json(input): Json<ReplayPlaybook>) -> Answered<api::Replay> {
    plain(shape::replay(&*playbooks::replay(&ctx, input).await?))
}

/// The deals behind a number of a replay.
#[utoipa::path(post, path = "/playbooks/replay/deals", operation_id = "playbook_replay_deals", tag = "playbooks", request_body = api::ReplayDeals, responses((status = 200, body = api::ReportDeals)))]
async fn replay_deals(ctx: Ctx, Json(input): Json<ReplayDeals>) -> Answered<api::ReportDeals> {
    plain(shape::report_deals(
        playbooks::replay_deals(&ctx, input).await?,
    ))
}
