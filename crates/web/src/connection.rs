//! Taking connections, each with a limit to its silence, and letting them end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Settings;

/// How long to wait before connections are taken again after the system refused one (no file handles left, as a rule).
const BREATH: Duration = Duration::from_millis(100);

/// A listener and what answers on its connections.
#[derive(Debug)]
pub(crate) struct Connections {
    listener: TcpListener,
    router: Router,
    http: http1::Builder,
    places: Arc<Semaphore>,
}

impl Connections {
    pub(crate) fn new(listener: TcpListener, router: Router, settings: &Settings) -> Self {
        let mut http = http1::Builder::new();
        // The time runs from the end of the last answer too, so that an idle connection does not hold its place.
        http.timer(TokioTimer::new()).header_read_timeout(settings.silence);
        Self { listener, router, http, places: Arc::new(Semaphore::new(settings.connections)) }
    }

    /// Answers until `stop` completes; then takes no more, and gives requests in flight the time of `grace`.
    pub(crate) async fn serve(self, stop: impl Future<Output = ()>, grace: Duration) {
        let ending = GracefulShutdown::new();
        tokio::select! {
            () = self.take_all(&ending) => {}
            () = stop => {}
        }
        // Whoever is not done by then is cut off when the runtime ends.
        drop(tokio::time::timeout(grace, ending.shutdown()).await);
    }

    async fn take_all(&self, ending: &GracefulShutdown) {
        loop {
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else { return };
            match self.listener.accept().await {
                Ok((stream, _)) => self.answer(stream, place, ending.watcher()),
                Err(error) => {
                    tracing::debug!(%error, "a connection was not taken");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    }

    fn answer(&self, stream: TcpStream, place: OwnedSemaphorePermit, ending: Watcher) {
        // An answer is written at once, so there is nothing that waiting could join it with.
        drop(stream.set_nodelay(true));
        let service = TowerToHyperService::new(self.router.clone());
        let connection = self.http.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            if let Err(error) = ending.watch(connection).await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
}
