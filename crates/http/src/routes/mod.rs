//! One file per noun. A handler extracts, calls one use case and shapes its answer.

mod accounts;
mod activities;
mod board;
mod contacts;
mod deal_parts;
mod deals;
mod dictionary;
mod events;
mod evidence;
mod forecasts;
mod imports;
mod journal;
mod playbooks;
mod products;
mod rates;
mod reports;
mod reviews;
mod session;
mod setup;
mod teams;
mod tokens;
mod users;
mod waivers;
mod workspace;

use utoipa_axum::router::OpenApiRouter;

use crate::state::Service;

/// Operations that need no sign-in. Every other one stands behind authentication.
pub(crate) fn public() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .merge(session::public())
        .merge(setup::public())
}

/// Operations that only known callers reach.
pub(crate) fn private() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .merge(session::router())
        .merge(workspace::router())
        .merge(users::router())
        .merge(teams::router())
        .merge(tokens::router())
        .merge(playbooks::router())
        .merge(dictionary::router())
        .merge(accounts::router())
        .merge(contacts::router())
        .merge(products::router())
        .merge(deals::router())
        .merge(evidence::router())
        .merge(deal_parts::router())
        .merge(waivers::router())
        .merge(forecasts::router())
        .merge(rates::router())
        .merge(activities::router())
        .merge(journal::router())
        .merge(board::router())
        .merge(reports::router())
        .merge(reviews::router())
        .merge(imports::router())
        .merge(events::router())
}
