//! From an address to the bytes behind it: retries, redirects by hand, and a key that never leaves the API's host.

use std::fmt;
use std::sync::{Arc, Once};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, Response, StatusCode, redirect};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Error};
use reqwest_retry::RetryError;
use url::Url;
use vitae_engine::{Draft, Received};

use super::breaker::Breaker;
use super::error::{ApiError, ApiErrorKind, Said};
use super::exchange::{BodyFault, Exchange, MaxBody, Shape, Sink};
use super::guard;
use super::limiter::Limiter;
use super::metrics::{Metrics, Traffic};
use super::redact::Redactor;
use super::registry;
use super::retry::Patience;
use super::token::{Authenticate, Purse};
use crate::account::{AccountSettings, ApiKey, BaseUrl};

/// Where access tokens are bought.
const TOKEN_PATH: [&str; 3] = ["identity", "oauth", "token"];

const KEY_HEADER: HeaderName = HeaderName::from_static("x-smarttoken");

/// How this program names itself to servers.
const USER_AGENT: &str = concat!("vitae/", env!("CARGO_PKG_VERSION"));

/// Requests without a key under way at once.
const PUBLIC_CONCURRENCY: usize = 4;

/// Redirects followed for one request.
const MAX_HOPS: usize = 3;

/// Times that a request is made which is led astray: a gateway may do so for a moment.
const MAX_STARTS: usize = 3;

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

/// What a request is for.
#[derive(Debug, Clone)]
enum What<'a> {
    /// An answer in JSON.
    Json,
    /// A document, which goes to disk.
    Document(&'a Sink),
    /// Something to be done, which this body tells of.
    Done(Option<Vec<u8>>),
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
    /// Makes one for a credential: `secret` is the API key, or the secret of the OAuth client that the settings name.
    pub(super) fn new(settings: &AccountSettings, secret: &ApiKey, patience: Patience) -> Result<Self, ConnectError> {
        install_crypto();
        if secret.expose().is_empty() {
            return Err(ConnectError::NoKey(settings.secret_place()));
        }
        let mut value = HeaderValue::from_str(secret.expose()).map_err(|_| ConnectError::BadKey(settings.secret_place()))?;
        value.set_sensitive(true);
        let host = settings.base_url.to_string();
        let timeout = settings.timeout.duration();
        let metrics = Arc::new(Metrics::new());
        let redactor = Redactor::new(secret.clone());
        let limiter = registry::limiter(&host, secret.expose(), settings.max_requests_per_second, settings.max_concurrent_requests);
        // No credential, so nobody shares these limits but other accounts of this process.
        let public_limiter = registry::limiter(&host, "", settings.max_public_requests_per_second, PUBLIC_CONCURRENCY);
        let exchange = |limiter: &Arc<Limiter>| Exchange {
            limiter: Some(Arc::clone(limiter)),
            breaker: Some(Arc::new(Breaker::new(patience.longest))),
            metrics: Arc::clone(&metrics),
            silence: patience.silence,
        };
        let builder = || builder(timeout, patience.connecting);
        let made = |builder: reqwest::ClientBuilder| builder.build().map_err(|error| ConnectError::Tls(source_of(&error)));
        let home = match &settings.oauth {
            None => {
                let client = made(builder().default_headers(HeaderMap::from_iter([(KEY_HEADER, value)])))?;
                ClientBuilder::new(client).with(patience.middleware()).with(exchange(&limiter)).build()
            }
            Some(oauth) => {
                let client = made(builder())?;
                let buying = ClientBuilder::new(client.clone()).with(patience.middleware()).with(exchange(&limiter)).build();
                let address = settings.base_url.join(TOKEN_PATH);
                let purse = Purse::new(buying, address, &oauth.client_id, secret.clone(), redactor.clone());
                let authenticate = Authenticate::new(Arc::new(purse));
                ClientBuilder::new(client).with(patience.middleware()).with(authenticate).with(exchange(&limiter)).build()
            }
        };
        let public = ClientBuilder::new(made(builder())?).with(patience.middleware()).with(exchange(&public_limiter)).build();
        let elsewhere = match settings.base_url.is_loopback() {
            true => builder(),
            false => builder().dns_resolver(guard::PublicOnly),
        };
        let unbounded = Exchange { limiter: None, breaker: None, metrics: Arc::clone(&metrics), silence: patience.silence };
        let abroad = ClientBuilder::new(made(elsewhere)?).with(patience.middleware()).with(unbounded).build();
        Ok(Self { home, public, abroad, base: settings.base_url.clone(), limiter, metrics, redactor })
    }

    pub(super) fn traffic(&self) -> Traffic {
        self.metrics.read()
    }

    /// Takes one more secret out of everything that is shown.
    pub(super) fn learn(&self, secret: ApiKey) {
        self.redactor.learn(secret);
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

    /// Fetches the JSON behind `url`, at most `limit` bytes, over at most three redirects.
    pub(super) async fn get(&self, url: Url, limit: usize) -> Result<Body, ApiError> {
        self.get_through(Door::Keyed, url, limit).await
    }

    /// As [`Transport::get`], with or without the key.
    pub(super) async fn get_through(&self, door: Door, url: Url, limit: usize) -> Result<Body, ApiError> {
        self.follow(door, url, limit, What::Json).await
    }

    /// Fetches what is behind `url` to disk, at most `limit` bytes, over at most three redirects.
    pub(super) async fn save(&self, url: Url, limit: usize, draft: Draft) -> Result<Received, ApiError> {
        let sink = Sink::new(draft);
        let body = self.follow(Door::Keyed, url, limit, What::Document(&sink)).await?;
        let draft = sink.into_draft().ok_or_else(|| ApiError::unreadable(&body.request, "nothing was received"))?;
        Ok(draft.finish())
    }

    async fn follow(&self, door: Door, url: Url, limit: usize, what: What<'_>) -> Result<Body, ApiError> {
        for _ in 1..MAX_STARTS {
            match self.follow_once(door, url.clone(), limit, what.clone()).await {
                Err(error) if matches!(error.kind(), ApiErrorKind::Redirected(_)) => tracing::debug!(%error, "led astray"),
                other => return other,
            }
        }
        self.follow_once(door, url, limit, what).await
    }

    async fn follow_once(&self, door: Door, url: Url, limit: usize, what: What<'_>) -> Result<Body, ApiError> {
        let mut url = url;
        for _ in 0..=MAX_HOPS {
            let request = self.shown(&Method::GET, &url);
            let response = self.send(door, Method::GET, &url, limit, what.clone(), &request).await?;
            if !response.status().is_redirection() {
                return self.body_of(response, request).await;
            }
            let next = target(&url, &response);
            url = next.ok_or_else(|| ApiError::new(&request, ApiErrorKind::Redirected("it does not say where")))?;
        }
        Err(ApiError::new(&self.shown(&Method::GET, &url), ApiErrorKind::Redirected("more than three times in a row")))
    }

    /// Asks for something to be changed, with a body of JSON where there is one. Does not follow redirects.
    pub(super) async fn change(&self, method: Method, url: Url, json: Option<Vec<u8>>, limit: usize) -> Result<Body, ApiError> {
        let request = self.shown(&method, &url);
        let response = self.send(Door::Keyed, method, &url, limit, What::Done(json), &request).await?;
        if response.status().is_redirection() {
            return Err(ApiError::new(&request, ApiErrorKind::Redirected("which is not followed with something to change")));
        }
        self.body_of(response, request).await
    }

    async fn send(&self, door: Door, method: Method, url: &Url, limit: usize, what: What<'_>, request: &str) -> Result<Response, ApiError> {
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
        let mut sent = client.request(method, url.clone()).header(ACCEPT, "*/*").with_extension(MaxBody(limit));
        match what {
            What::Json => sent = sent.with_extension(Shape::Json),
            What::Document(sink) => sent = sent.with_extension(sink.clone()),
            What::Done(None) => {}
            What::Done(Some(json)) => sent = sent.header(CONTENT_TYPE, "application/json").body(json),
        }
        sent.send().await.map_err(|error| ApiError::new(request, self.failure(&error)))
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
            Cause::Body(BodyFault::TooLarge(limit) | BodyFault::Swollen(limit)) => ApiErrorKind::TooLarge { limit: *limit },
            Cause::Body(BodyFault::Garbled) => ApiErrorKind::Unreadable("no JSON, also when asked again".to_owned()),
            Cause::Body(BodyFault::Unwritable(error)) => ApiErrorKind::Unwritable(format!("{error} ({})", error.source)),
            Cause::Body(BodyFault::Interrupted { source, .. }) if source.is_timeout() => ApiErrorKind::TimedOut,
            Cause::Body(BodyFault::Stalled { .. }) => ApiErrorKind::TimedOut,
            Cause::Body(BodyFault::Resting(left)) => ApiErrorKind::Resting { seconds: left.as_secs() + 1 },
            Cause::Body(BodyFault::NoToken(status)) => no_token(*status),
            Cause::Body(BodyFault::Interrupted { read, .. }) => ApiErrorKind::Interrupted(format!("after {read} bytes")),
            Cause::Connection(error) if error.is_timeout() => ApiErrorKind::TimedOut,
            Cause::Connection(error) if error.is_connect() => ApiErrorKind::Unreachable(self.clean(&source_of(error))),
            Cause::Connection(error) => ApiErrorKind::Interrupted(self.clean(&source_of(error))),
            Cause::Other(text) => ApiErrorKind::Interrupted(self.clean(&text)),
        }
    }

    /// Method and path; of other hosts, only the host. Never a query: it may be a signature.
    fn shown(&self, method: &Method, url: &Url) -> String {
        let place = if self.base.is_home_of(url) { url.path().to_owned() } else { url.origin().ascii_serialization() };
        format!("{method} {}", self.clean(&place))
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

fn builder(timeout: Duration, connecting: Duration) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        // The environment belongs to the command line.
        .no_proxy()
        .referer(false)
        .connect_timeout(connecting.min(timeout))
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

/// What it means that the token endpoint gave none.
fn no_token(status: StatusCode) -> ApiErrorKind {
    let said = || Said("the client's credentials buy no access token".to_owned());
    match status {
        StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ApiErrorKind::Unauthorized(said()),
        status if status.is_success() => ApiErrorKind::Unreadable("the token endpoint gave no access token".to_owned()),
        status => refusal(status, said()),
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
