//! What every handler can reach.

use std::{sync::Arc, time::Duration};

use app::App;
use tokio_util::sync::CancellationToken;

use crate::{metrics::Metrics, rate_limit::RateLimit};

/// What an operator decides about the server.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many requests one caller may make per minute; `None` sets no limit. Four times as many may come from one
    /// address without a known caller.
    pub requests_per_minute: Option<u32>,
    /// Whether browsers reach the server over HTTPS only, so that cookies must never travel without it.
    pub is_https_only: bool,
    /// How often a live stream makes sure that its caller is still let through; longer than nothing.
    pub proof_interval: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            requests_per_minute: Some(3_000_000),
            is_https_only: false,
            proof_interval: Duration::from_secs(30),
        }
    }
}

/// The service behind the routes. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Service(Arc<Parts>);

pub(crate) struct Parts {
    pub app: App,
    pub settings: Settings,
    pub rate_limit: RateLimit,
    pub metrics: Metrics,
    /// Cancelled when the server shuts down: live streams end.
    pub closing: CancellationToken,
}

impl Service {
    pub(crate) fn new(app: App, settings: Settings, metrics: Metrics) -> Self {
        let rate_limit = RateLimit::new(settings.requests_per_minute);
        Self(Arc::new(Parts {
            app,
            settings,
            rate_limit,
            metrics,
            closing: CancellationToken::new(),
        }))
    }
}

impl std::ops::Deref for Service {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
