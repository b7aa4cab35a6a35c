//! Setup.

use app::{
    App,
    identity::{self, SignIn},
    sample::{self, Sample},
    setup::{self, SetUp},
};
use axum::{extract::State, http::HeaderMap, response::Response};
use domain::ids::WorkspaceId;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::session;
use crate::{
    answer::{Answered, plain},
    body::Json,
    origin,
    problem::Problem,
    state::Service,
};

pub(crate) fn public() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(get_one, create))
}

/// Whether this server still waits for its first administrator.
#[utoipa::path(get, path = "/setup", operation_id = "setup_get", tag = "setup", responses((status = 200, body = api::SetupState)))]
async fn get_one(State(service): State<Service>) -> Answered<api::SetupState> {
    plain(api::SetupState {
        is_needed: setup::is_needed(&service.app).await?,
    })
}

/// Create the workspace and its first administrator, and sign them in.
#[utoipa::path(post, path = "/setup", operation_id = "setup_create", tag = "setup", request_body = api::SetUp, responses((status = 201, body = api::Session)))]
async fn create(
    State(service): State<Service>,
    headers: HeaderMap,
    Json(input): Json<SetUp>,
) -> Result<Response, Problem> {
    origin::refuse_cross_origin(&headers)?;
    let sign_in = SignIn {
        email: input.email.clone(),
        password: input.password.clone(),
    };
    let wants_sample = input.sample;
    let (workspace, _administrator) = setup::set_up(&service.app, input).await?;
    if wants_sample {
        tokio::spawn(fill(service.app.clone(), workspace.id));
    }
    session::open(
        &service,
        &headers,
        identity::sign_in(&service.app, sign_in).await?,
    )
    .await
}

/// Fills the workspace while its administrator looks on: the deals arrive one by one.
async fn fill(app: App, workspace_id: WorkspaceId) {
    let sample = Sample {
        seed: 1,
        end: app.now(),
    };
    let filled = sample::fill(app.store(), Some(workspace_id), sample, |_done, _of| ()).await;
    if let Err(error) = filled {
        tracing::error!(%error, "the sample stays incomplete");
    }
}
