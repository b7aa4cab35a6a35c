//! The running server.

use std::{future::Future, io, net::SocketAddr, time::Duration};

use app::App;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use crate::{Settings, router_and_service};

/// How long requests may go on after the server was told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Serves until `shutdown` completes, then lets running requests finish for at most ten seconds.
///
/// # Errors
/// When the socket fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    settings: Settings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    if let Err(error) = app::imports::resume(&app).await {
        tracing::warn!(%error, "imports that were cut off could not be resumed");
    }
    let (router, service) = router_and_service(app.clone(), settings);
    let closing = service.closing.clone();
    // However serving ends, nothing goes on without it.
    let _closed_at_last = closing.clone().drop_guard();
    let stopped = closing.clone();
    tokio::task::spawn_blocking(move || {
        let keep = stopped.run_until_cancelled(app::reports::keep(app));
        tokio::runtime::Handle::current().block_on(keep)
    });
    let listener = listener.tap_io(|stream| {
        // Small answers must not wait for company; failing to say so only costs latency.
        let _ = stream.set_nodelay(true);
    });
    let told_to_stop = {
        let closing = closing.clone();
        async move {
            shutdown.await;
            closing.cancel();
        }
    };
    let serving = axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(told_to_stop)
    .into_future();
    let give_up = async {
        closing.cancelled().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        served = serving => served,
        () = give_up => Ok(()),
    }
}
