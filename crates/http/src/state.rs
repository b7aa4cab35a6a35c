//! What every handler can reach.

/// The service behind the routes.
#[derive(Clone)]
pub(crate) struct Service;
