//! Notifications from the ATS: `POST /hooks/{account}`. No token: each is signed.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use vitae_ingest::{Received, Receiver, Refusal};

/// Bytes of a notification that are read; it holds identifiers only.
const MAX_BODY: usize = 64 * 1024;

/// The receivers of the accounts that are served.
#[derive(Debug, Clone, Default)]
pub struct Hooks(Arc<Vec<Receiver>>);

impl Hooks {
    /// Serves these accounts, each at `/hooks/` and its name.
    #[must_use]
    pub fn new(receivers: Vec<Receiver>) -> Self {
        Self(Arc::new(receivers))
    }
}

pub(crate) fn router(hooks: Hooks) -> Router {
    Router::new().route("/hooks/{account}", post(receive)).layer(DefaultBodyLimit::max(MAX_BODY)).with_state(hooks)
}

/// The ATS waits five seconds for its answer, and twenty at the handshake: a notification is only kept here, and seen to later.
async fn receive(State(hooks): State<Hooks>, Path(account): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let kept = tokio::task::spawn_blocking(move || {
        let receiver = hooks.0.iter().find(|receiver| receiver.account() == account)?;
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        Some(receiver.receive(header, &body, jiff::Timestamp::now()))
    });
    match kept.await {
        Ok(Some(received)) => answer(received),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a notification could not be taken");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn answer(received: Received) -> Response {
    match received {
        Received::Handshake(secret) => match HeaderValue::from_str(&secret) {
            Ok(secret) => ([("x-hook-secret", secret)], StatusCode::OK).into_response(),
            Err(_) => StatusCode::BAD_REQUEST.into_response(),
        },
        Received::Event(_) | Received::Repeated => StatusCode::ACCEPTED.into_response(),
        Received::Refused(Refusal::Unkept) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Received::Refused(_) => StatusCode::UNAUTHORIZED.into_response(),
    }
}
