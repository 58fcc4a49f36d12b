//! From an address to the bytes behind it: retries, redirects by hand, and a key that never leaves the API's host.

use std::fmt;
use std::sync::{Arc, Once};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, DATE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Response, StatusCode, redirect};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Error};
use reqwest_retry::RetryError;
use url::Url;

use super::error::{ApiError, ApiErrorKind, Said};
use super::exchange::{BodyFault, Exchange, MaxBody};
use super::guard;
use super::limiter::Limiter;
use super::metrics::{Metrics, Traffic};
use super::redact::Redactor;
use super::registry;
use super::retry::Patience;
use crate::account::{AccountSettings, ApiKey, BaseUrl};

const KEY_HEADER: HeaderName = HeaderName::from_static("x-smarttoken");

/// How this program names itself to servers.
const USER_AGENT: &str = concat!("vitae/", env!("CARGO_PKG_VERSION"));

/// A connection must stand within this time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// Requests without a key under way at once.
const PUBLIC_CONCURRENCY: usize = 4;

/// Redirects followed for one request.
const MAX_HOPS: usize = 3;

/// Characters of a server's own words that are repeated.
const MAX_SAID: usize = 200;

/// Why no client could be made of an account's settings and key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// There is no key.
    #[error("the API key from {0} is empty")]
    NoKey(String),
    /// The key holds characters that no key has.
    #[error("the API key from {0} holds characters that cannot be sent; it should be one line of letters, digits and `-`")]
    BadKey(String),
    /// Encrypted connections cannot be made on this system.
    #[error("cannot set up encrypted connections: {0}")]
    Tls(String),
}

/// Sends requests for one credential.
pub(super) struct Transport {
    base: BaseUrl,
    /// For the API's own host: with key and limits.
    home: ClientWithMiddleware,
    /// For what the API's own host tells anybody: without key, with limits of its own.
    public: ClientWithMiddleware,
    /// For everywhere else: without.
    abroad: ClientWithMiddleware,
    limiter: Arc<Limiter>,
    metrics: Arc<Metrics>,
    redactor: Redactor,
}

/// How a request is made of the API's own host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// With the key.
    Keyed,
    /// As anybody.
    Public,
}

/// The whole body of a good answer.
#[derive(Debug)]
pub(super) struct Body {
    /// Method and path, for errors.
    pub(super) request: String,
    pub(super) bytes: Vec<u8>,
    pub(super) server_time: Option<Timestamp>,
}

impl Transport {
    pub(super) fn new(settings: &AccountSettings, key: &ApiKey, patience: Patience) -> Result<Self, ConnectError> {
        install_crypto();
        if key.expose().is_empty() {
            return Err(ConnectError::NoKey(settings.api_key.to_string()));
        }
        let mut value = HeaderValue::from_str(key.expose()).map_err(|_| ConnectError::BadKey(settings.api_key.to_string()))?;
        value.set_sensitive(true);
        let host = settings.base_url.to_string();
        let rate = settings.max_requests_per_second;
        let limiter = registry::limiter(&host, key.expose(), rate, settings.max_concurrent_requests);
        let metrics = Arc::new(Metrics::default());
        // No credential, so nobody shares these limits but other accounts of this process.
        let public = registry::limiter(&host, "", settings.max_public_requests_per_second, PUBLIC_CONCURRENCY);
        let timeout = settings.timeout.duration();
        let at_home = builder(timeout).default_headers(HeaderMap::from_iter([(KEY_HEADER, value)]));
        let elsewhere = match settings.base_url.is_loopback() {
            true => builder(timeout),
            false => builder(timeout).dns_resolver(guard::PublicOnly),
        };
        let made = |builder: reqwest::ClientBuilder, limiter: Option<Arc<Limiter>>| {
            let client = builder.build().map_err(|error| ConnectError::Tls(source_of(&error)))?;
            let exchange = Exchange { limiter, metrics: Arc::clone(&metrics) };
            Ok(ClientBuilder::new(client).with(patience.middleware()).with(exchange).build())
        };
        Ok(Self {
            home: made(at_home, Some(Arc::clone(&limiter)))?,
            public: made(builder(timeout), Some(public))?,
            abroad: made(elsewhere, None)?,
            base: settings.base_url.clone(),
            limiter,
            metrics: Arc::clone(&metrics),
            redactor: Redactor::new(key.clone()),
        })
    }

    pub(super) fn traffic(&self) -> Traffic {
        self.metrics.read()
    }

    pub(super) fn clean(&self, text: &str) -> String {
        self.redactor.clean(text, MAX_SAID)
    }

    /// An address of the API; segments and values are percent-encoded.
    pub(super) fn address(&self, segments: &[&str], query: &[(&str, String)]) -> Url {
        let mut url = self.base.join(segments.iter().copied());
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// Waits for the turn to list candidates.
    pub(super) async fn one_listing(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.limiter.listing.lock().await
    }

    /// Fetches what is behind `url`, at most `limit` bytes, over at most three redirects.
    pub(super) async fn get(&self, url: Url, limit: usize) -> Result<Body, ApiError> {
        self.get_through(Door::Keyed, url, limit).await
    }

    /// As [`Transport::get`], with or without the key.
    pub(super) async fn get_through(&self, door: Door, url: Url, limit: usize) -> Result<Body, ApiError> {
        let mut url = url;
        for _ in 0..=MAX_HOPS {
            let request = self.shown(&url);
            let response = self.send(door, &url, limit, &request).await?;
            if !response.status().is_redirection() {
                return self.body_of(response, request).await;
            }
            let next = target(&url, &response);
            url = next.ok_or_else(|| ApiError::new(&request, ApiErrorKind::Redirected("it does not say where")))?;
        }
        Err(ApiError::new(&self.shown(&url), ApiErrorKind::Redirected("more than three times in a row")))
    }

    async fn send(&self, door: Door, url: &Url, limit: usize, request: &str) -> Result<Response, ApiError> {
        let at_home = self.base.is_home_of(url);
        let neighbour = self.base.is_loopback() && crate::account::is_loopback(url);
        if !at_home && !neighbour && !guard::allows(url) {
            return Err(ApiError::new(request, ApiErrorKind::Redirected("to a place that is not public, or not by https")));
        }
        let client = match door {
            Door::Keyed if at_home => &self.home,
            Door::Public if at_home => &self.public,
            Door::Keyed | Door::Public => &self.abroad,
        };
        let sent = client.get(url.clone()).header(ACCEPT, "*/*").with_extension(MaxBody(limit)).send().await;
        sent.map_err(|error| ApiError::new(request, self.failure(&error)))
    }

    async fn body_of(&self, response: Response, request: String) -> Result<Body, ApiError> {
        let status = response.status();
        let server_time = response.headers().get(DATE).and_then(|date| super::clock::http_date(date.to_str().ok()?));
        // The body was read by the exchange already; this only hands it over.
        let bytes = response.bytes().await.unwrap_or_default().into();
        if status.is_success() {
            return Ok(Body { request, bytes, server_time });
        }
        Err(ApiError::new(&request, refusal(status, self.said(&bytes))))
    }

    /// The server's own words, out of a JSON error body; pages in HTML say nothing that helps.
    fn said(&self, bytes: &[u8]) -> Said {
        let Ok(body) = serde_json::from_slice::<serde_json::Value>(bytes) else { return Said::default() };
        let message = body.get("message").and_then(serde_json::Value::as_str);
        let first = body.pointer("/errors/0");
        let code = first.and_then(|error| error.get("code")).and_then(serde_json::Value::as_str);
        let detail = first.and_then(|error| error.get("message")).and_then(serde_json::Value::as_str);
        let mut words: Vec<&str> = [code, message, detail].into_iter().flatten().collect();
        words.dedup();
        Said(self.clean(&words.join(", ")))
    }

    fn failure(&self, error: &Error) -> ApiErrorKind {
        match root(error) {
            Cause::Body(BodyFault::TooLarge(limit)) => ApiErrorKind::TooLarge { limit: *limit },
            Cause::Body(BodyFault::Interrupted { source, .. }) if source.is_timeout() => ApiErrorKind::TimedOut,
            Cause::Body(BodyFault::Interrupted { read, .. }) => ApiErrorKind::Interrupted(format!("after {read} bytes")),
            Cause::Connection(error) if error.is_timeout() => ApiErrorKind::TimedOut,
            Cause::Connection(error) if error.is_connect() => ApiErrorKind::Unreachable(self.clean(&source_of(error))),
            Cause::Connection(error) => ApiErrorKind::Interrupted(self.clean(&source_of(error))),
            Cause::Other(text) => ApiErrorKind::Interrupted(self.clean(&text)),
        }
    }

    /// Method and path; of other hosts, only the host. Never a query: it may be a signature.
    fn shown(&self, url: &Url) -> String {
        let place = if self.base.is_home_of(url) { url.path().to_owned() } else { url.origin().ascii_serialization() };
        format!("GET {}", self.clean(&place))
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").field("base", &self.base).finish_non_exhaustive()
    }
}

/// Encryption needs its algorithms installed once per process; whoever was first may have chosen others.
fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if rustls::crypto::ring::default_provider().install_default().is_err() {
            tracing::debug!("the process had chosen its cryptography before");
        }
    });
}

fn builder(timeout: Duration) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        // The environment belongs to the command line.
        .no_proxy()
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT.min(timeout))
        .timeout(timeout)
}

fn target(from: &Url, response: &Response) -> Option<Url> {
    from.join(response.headers().get(LOCATION)?.to_str().ok()?).ok()
}

fn refusal(status: StatusCode, said: Said) -> ApiErrorKind {
    match status {
        StatusCode::UNAUTHORIZED => ApiErrorKind::Unauthorized(said),
        StatusCode::FORBIDDEN => ApiErrorKind::Forbidden(said),
        StatusCode::NOT_FOUND => ApiErrorKind::NotFound(said),
        StatusCode::TOO_MANY_REQUESTS => ApiErrorKind::Throttled(said),
        status if status.is_server_error() => ApiErrorKind::Server { status: status.as_u16(), said },
        status => ApiErrorKind::Refused { status: status.as_u16(), said },
    }
}

/// What a chain of middleware failed on.
enum Cause<'a> {
    Body(&'a BodyFault),
    Connection(&'a reqwest::Error),
    Other(String),
}

fn root(error: &Error) -> Cause<'_> {
    let mut error = error;
    loop {
        let wrapped = match error {
            Error::Reqwest(error) => return Cause::Connection(error),
            Error::Middleware(wrapped) => wrapped,
        };
        if let Some(fault) = wrapped.downcast_ref::<BodyFault>() {
            return Cause::Body(fault);
        }
        match wrapped.downcast_ref::<RetryError>() {
            Some(RetryError::WithRetries { err, .. } | RetryError::Error(err)) => error = err,
            None => return Cause::Other(wrapped.to_string()),
        }
    }
}

/// The innermost reason. The outer ones repeat the address, which may be signed.
fn source_of(error: &reqwest::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    if reason.is::<reqwest::Error>() { "no reason given".to_owned() } else { reason.to_string() }
}
