//! Listening, and stopping without cutting anybody off.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use vitae_engine::{Engine, IndexError, SearchError};

use crate::connection::Connections;
use crate::{ServeError, Settings, api};

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    addr: SocketAddr,
    router: Router,
    settings: Settings,
    engine: Arc<Engine>,
}

/// How long what was stored may wait for the index.
const FRESHNESS: Duration = Duration::from_millis(500);

/// Brings the index up to date twice a second, whoever changed the database, so that searches find it done.
async fn keep_fresh(engine: Arc<Engine>) {
    let cold = Arc::clone(&engine);
    // Requests are answered meanwhile; what fails here is told by the first search.
    drop(tokio::task::spawn_blocking(move || cold.warm()));
    loop {
        tokio::time::sleep(FRESHNESS).await;
        let engine = Arc::clone(&engine);
        match tokio::task::spawn_blocking(move || engine.catch_up()).await {
            Ok(Ok(_) | Err(SearchError::Index(IndexError::Busy))) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the index is behind the database"),
            Err(error) => tracing::warn!(%error, "the index is behind the database"),
        }
    }
}

impl Server {
    /// Starts to listen. An address that others can reach is refused without a token.
    pub async fn bind(engine: Arc<Engine>, settings: Settings) -> Result<Self, ServeError> {
        let addr = settings.addr;
        if !addr.ip().is_loopback() && settings.token.is_none() {
            return Err(ServeError::Unprotected { addr });
        }
        let listener = TcpListener::bind(addr).await.map_err(|source| ServeError::Bind { addr, source })?;
        let addr = listener.local_addr().map_err(|source| ServeError::Bind { addr, source })?;
        Ok(Self { listener, addr, router: api::router(Arc::clone(&engine), &settings), settings, engine })
    }

    /// The address that is listened on; tells the port where any was asked for.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Answers requests until `stop` completes; then takes no more, and gives those in flight the time of grace.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
        let connections = Connections::new(self.listener, self.router, &self.settings);
        tokio::select! {
            () = keep_fresh(self.engine) => {}
            () = connections.serve(stop, self.settings.grace) => {}
        }
        Ok(())
    }
}

/// Serves `engine` until the process is asked to stop (Ctrl-C, or SIGTERM where there are signals).
///
/// `ready` is told the address as soon as requests are taken. Blocks the calling thread, and makes the runtime it needs.
pub fn serve(engine: Arc<Engine>, settings: Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Run)?;
    runtime.block_on(async {
        let server = Server::bind(engine, settings).await?;
        ready(server.addr());
        server.run(asked_to_stop()).await
    })
}

async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler there is nothing to wait for but the end of the process.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
