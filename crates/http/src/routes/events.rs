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

use crate::{
    auth::{Ctx, Proof},
    follower::Follower,
    problem::Problem,
    state::Service,
};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(stream_events))
}

/// Live changes as server-sent events; resume with Last-Event-ID. An event named `reset` says that too much was missed to be told.
#[utoipa::path(get, path = "/events", operation_id = "event_stream", tag = "events", responses((status = 200, content_type = "text/event-stream", body = api::Event)))]
async fn stream_events(
    State(service): State<Service>,
    ctx: Ctx,
    proof: Proof,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if policy::allows(&ctx.actor, Action::EventRead, Resource::Workspace) != Decision::Allowed {
        return Err(app::Code::Forbidden.into());
    }
    let seen = headers
        .get(LAST_EVENT_ID)
        .and_then(|id| id.to_str().ok())
        .and_then(|id| id.parse().ok());
    let interval = service.settings.proof_interval;
    let closing = service.closing.clone();
    let follower = Follower::start(&ctx, seen, proof, interval, closing).await?;
    // A browser passes on only events that carry data.
    let reset = follower.reset().map(|position| {
        let event = sse::Event::default().event("reset");
        Ok(event.id(position.to_string()).data("{}"))
    });
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
    Ok(Sse::new(hello.chain(stream::iter(reset)).chain(changes))
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
        .into_response())
}
