//! Playbooks.

use axum::http::StatusCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::query::{DiffQuery, VersionQuery};
use crate::{problem::Problem, state::Service};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get_one))
        .routes(routes!(versions))
        .routes(routes!(diff))
        .routes(routes!(lint))
        .routes(routes!(publish))
}

/// The published playbooks.
#[utoipa::path(get, path = "/playbooks", operation_id = "playbook_list", tag = "playbooks", responses((status = 200, body = api::Page<api::PlaybookVersion>)))]
async fn list() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// A published playbook, everything spelled out.
#[utoipa::path(get, path = "/playbooks/{key}", operation_id = "playbook_get", tag = "playbooks", params(("key" = String, Path), VersionQuery), responses((status = 200, body = api::Playbook)))]
async fn get_one() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Every version of a playbook, newest first.
#[utoipa::path(get, path = "/playbooks/{key}/versions", operation_id = "playbook_versions", tag = "playbooks", params(("key" = String, Path)), responses((status = 200, body = api::Page<api::PlaybookVersion>)))]
async fn versions() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// What changed between two versions.
#[utoipa::path(get, path = "/playbooks/{key}/diff", operation_id = "playbook_diff", tag = "playbooks", params(("key" = String, Path), DiffQuery), responses((status = 200, body = api::Page<api::PlaybookChange>)))]
async fn diff() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Check a playbook file without publishing it.
#[utoipa::path(post, path = "/playbooks/lint", operation_id = "playbook_lint", tag = "playbooks", request_body = api::PlaybookSource, responses((status = 200, body = api::LintReport)))]
async fn lint() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}

/// Publish a playbook file as the next version.
#[utoipa::path(post, path = "/playbooks/publish", operation_id = "playbook_publish", tag = "playbooks", request_body = api::PlaybookSource, responses((status = 201, body = api::PlaybookVersion)))]
async fn publish() -> Result<StatusCode, Problem> {
    Err(Problem::not_wired())
}
