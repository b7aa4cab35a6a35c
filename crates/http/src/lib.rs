//! axum routes, problem details, sessions, OpenAPI, live updates, embedded UI.
