//! The HTTP edge: axum routes, problem details, sessions, OpenAPI, live updates, the embedded UI.
//!
//! It translates and nothing else: a handler extracts, calls one use case of [`app`] and shapes the answer with
//! [`api`]. No rule about deals lives here, and no SQL. Start reading at [`router`], then `routes/deals.rs`;
//! `edge` is what holds for every request, `auth` who is let through, `problem` how every refusal looks.

mod answer;
mod auth;
mod body;
mod edge;
mod follower;
mod in_process;
mod metrics;
mod openapi;
mod origin;
mod params;
mod pointer;
mod problem;
mod query;
mod rate_limit;
mod routes;
mod serve;
mod service;
mod session_cookie;
mod shape;
mod state;
mod ui;

use app::App;
use axum::{Router, middleware, routing::get};
use tower_http::compression::CompressionLayer;

pub use body::BODY_BYTES;
pub use in_process::InProcess;
pub use openapi::openapi;
pub use problem::Problem;
pub use serve::serve;
pub use state::Settings;

use openapi::Routes;
use state::Service;

/// Everything that is served: the API, what operators ask, and the UI.
pub fn router(app: App, settings: Settings) -> Router {
    router_and_service(app, settings).0
}

fn router_and_service(app: App, settings: Settings) -> (Router, Service) {
    let Routes {
        public,
        private,
        operations,
    } = openapi::routes();
    let service = Service::new(app, settings, metrics::Metrics::of(operations));
    let private = private.route_layer(middleware::from_fn_with_state(
        service.clone(),
        auth::authenticate,
    ));
    let ui = Router::new()
        .fallback(ui::serve)
        .layer(CompressionLayer::new());
    let router = public
        .merge(private)
        .route("/api/v1/openapi.json", get(service::openapi))
        .route("/healthz", get(service::healthz))
        .route("/readyz", get(service::readyz))
        .route("/metrics", get(service::metrics))
        .method_not_allowed_fallback(edge::no_such_method)
        .fallback_service(ui)
        .layer(middleware::from_fn_with_state(service.clone(), edge::edge))
        .with_state(service.clone());
    (router, service)
}
