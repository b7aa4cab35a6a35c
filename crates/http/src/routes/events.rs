//! Live updates as server-sent events.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName},
    response::{
        IntoResponse, Response,
        sse::{self, KeepAlive, Sse},
    },
};
use domain::policy::{self, Action, Decision, Resource};
use futures::{StreamExt, stream};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{auth::Ctx, follower::Follower, problem::Problem, state::Service};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(stream_events))
}

/// Live changes as server-sent events; resume with Last-Event-ID.
#[utoipa::path(get, path = "/events", operation_id = "event_stream", tag = "events", responses((status = 200, content_type = "text/event-stream", body = api::Event)))]
async fn stream_events(
    State(service): State<Service>,
    ctx: Ctx,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if policy::allows(&ctx.actor, Action::EventRead, Resource::Workspace) != Decision::Allowed {
        return Err(app::Code::Forbidden.into());
    }
    let seen = headers
        .get(LAST_EVENT_ID)
        .and_then(|id| id.to_str().ok())
        .and_then(|id| id.parse().ok());
    let follower = Follower::start(&ctx, seen, service.closing.clone()).await?;
    let hello = stream::once(async {
        Ok(sse::Event::default()
            .comment("following")
            .retry(Duration::from_secs(2)))
    });
    let changes = stream::unfold(follower, |mut follower| async {
        Some((follower.next().await?, follower))
    });
    let changes = changes.map(|event| {
        let id = event.seq.to_string();
        Ok::<_, Infallible>(
            sse::Event::default()
                .id(id)
                .json_data(&event)
                .unwrap_or_default(),
        )
    });
    Ok(Sse::new(hello.chain(changes))
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
        .into_response())
}
