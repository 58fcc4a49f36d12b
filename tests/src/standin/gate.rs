//! Everything that happens to a request before and after its answer: credentials, limits, faults, counting.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;

use super::faults::{Fault, Purpose};
use super::limits::Underway;
use super::line::Scissors;
use super::routes::{self, Asked, Route, answer, answer_with, refusal};
use super::{Shared, admin};

/// An address that leads to itself.
const LOOP: &str = "/loop";

/// Answers any request to the API.
pub(super) async fn api(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if uri.path() == LOOP {
        let underway = shared.meter.arrive(false);
        note(&shared, &underway);
        shared.count(|counters| *counters.routes.entry(LOOP.to_owned()).or_default() += 1);
        return with_limits(&shared, &underway, routes::redirect(LOOP));
    }
    let path: Vec<&str> = uri.path().trim_matches('/').split('/').collect();
    let changeable = path.first() == Some(&"webhooks-api");
    let buying = path == ["identity", "oauth", "token"];
    let route = routes::route(&path).filter(|_| changeable || method == if buying { Method::POST } else { Method::GET });
    let Some(route) = route else {
        shared.count(|counters| counters.malformed.push(format!("{method} {}", uri.path())));
        return refusal(StatusCode::NOT_FOUND, "NOT_FOUND", "no such endpoint");
    };
    shared.count(|counters| *counters.routes.entry(route.name.to_owned()).or_default() += 1);
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if !shared.is_new(header("x-request-id").unwrap_or_default()) || header("user-agent").is_none_or(str::is_empty) {
        shared.count(|counters| counters.malformed.push(format!("{}: no request id of its own, or no user agent", route.name)));
    }
    let bearer = header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    if let Some(refused) = check_key(&shared, route, header("x-smarttoken"), bearer) {
        return refused;
    }
    let asked = Asked { path, query: parameters(&uri) };
    if let Some(unknown) = asked.query.iter().find(|(name, _)| !route.parameters.contains(&name.as_str())) {
        shared.count(|counters| counters.malformed.push(format!("{}: parameter {}", route.name, unknown.0)));
        return refusal(StatusCode::BAD_REQUEST, "BAD_REQUEST", &format!("unknown parameter {}", unknown.0));
    }
    if shared.options.forbidden.iter().any(|name| name == route.name) {
        return refusal(StatusCode::FORBIDDEN, "OAuthPermissionsException", "the credential lacks the scope");
    }
    let scene = Scene { shared: &shared, scissors: &scissors, method: &method, route, uri: &uri, headers: &headers };
    if route.public {
        return faulty(&scene, &asked, &body).await;
    }
    let underway = shared.meter.arrive(route.name == "GET /candidates");
    note(&shared, &underway);
    let response = match underway.exceeded {
        Some(limit) => refusal(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", &format!("the limit of {limit} is exceeded")),
        None => faulty(&scene, &asked, &body).await,
    };
    with_limits(&shared, &underway, response)
}

/// Everything about a request but what is asked for.
struct Scene<'a> {
    shared: &'a Shared,
    scissors: &'a Scissors,
    method: &'a Method,
    route: Route,
    uri: &'a Uri,
    headers: &'a HeaderMap,
}

impl Scene<'_> {
    fn purpose(&self) -> Purpose {
        match *self.method {
            Method::GET if self.route.name.ends_with("{attachmentId}") => Purpose::Downloading,
            Method::GET => Purpose::Reading,
            _ if self.route.public => Purpose::Buying,
            _ => Purpose::Changing,
        }
    }
}

/// Does what was asked for.
async fn done(scene: &Scene<'_>, asked: &Asked<'_>, body: &Bytes) -> Response {
    match asked.path.first() {
        Some(&"webhooks-api") => admin::hooks(scene.shared, scene.method, asked, body).await.unwrap_or_else(routes::not_found),
        Some(&"identity") => admin::token(scene.shared, body),
        _ => answer(scene.shared, asked),
    }
}

fn check_key(shared: &Shared, route: Route, key: Option<&str>, bearer: Option<&str>) -> Option<Response> {
    if route.public {
        if key.is_some() || bearer.is_some() {
            shared.count(|counters| counters.malformed.push(format!("{}: a key where none is needed", route.name)));
        }
        return None;
    }
    if let Some(token) = bearer {
        let known = shared.tokens().iter().any(|known| known == token);
        return (!known).then(|| refusal(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", &format!("token {token} is not valid")));
    }
    match key {
        Some(key) if key == shared.options.key => None,
        // Real servers have been seen to repeat what they were sent.
        Some(key) => Some(refusal(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", &format!("token {key} is not valid"))),
        None => Some(refusal(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "no token")),
    }
}

/// Decodes parameters as servers do: an unencoded `+` is a space.
fn parameters(uri: &Uri) -> Vec<(String, String)> {
    let pairs = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(name, value)| (decoded(name), decoded(value))).collect()
}

pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let code = (*first == b'%').then(|| others.get(..2)).flatten().and_then(|pair| std::str::from_utf8(pair).ok());
        match code.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = others;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn note(shared: &Shared, underway: &Underway) {
    shared.count(|counters| {
        counters.arrived(underway.at);
        counters.max_in_a_second = counters.max_in_a_second.max(underway.in_window);
        counters.max_concurrent = counters.max_concurrent.max(underway.concurrent);
        counters.max_listings = counters.max_listings.max(underway.listings);
        if let Some(limit) = underway.exceeded {
            *counters.exceeded.entry(limit).or_default() += 1;
        }
    });
}

/// Answers, unless something goes wrong on purpose.
async fn faulty(scene: &Scene<'_>, asked: &Asked<'_>, body: &Bytes) -> Response {
    let shared = scene.shared;
    tokio::time::sleep(shared.options.latency).await;
    let Some(fault) = shared.faults.next(scene.uri.path(), scene.purpose()) else {
        return compressed(shared, done(scene, asked, body).await, scene.headers).await;
    };
    match fault {
        Fault::ServerError => {
            answer_with(StatusCode::INTERNAL_SERVER_ERROR, "text/html", b"<html><body><h1>Something is wrong</h1></body></html>".to_vec())
        }
        Fault::Unavailable => {
            let mut response = answer_with(StatusCode::SERVICE_UNAVAILABLE, "text/plain", Vec::new());
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("0"));
            response
        }
        Fault::Throttled => refusal(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", "the limit of somebody else is exceeded"),
        Fault::Paused => {
            let mut response = refusal(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", "wait");
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(shared.options.retry_after));
            response
        }
        Fault::Stall => {
            tokio::time::sleep(shared.options.stall).await;
            done(scene, asked, body).await
        }
        Fault::Silence => broken_off(done(scene, asked, body).await, shared.options.stall).await,
        Fault::Truncated => broken_off(done(scene, asked, body).await, Duration::ZERO).await,
        Fault::Oversized => endless(),
        Fault::Garbled => answer_with(StatusCode::OK, "text/html", b"<html><body>Please sign in</body></html>".to_vec()),
        Fault::Loop => routes::redirect(LOOP),
        Fault::Astray => routes::redirect("http://10.0.0.1/latest/meta-data"),
        Fault::Reset => {
            scene.scissors.cut();
            answer_with(StatusCode::OK, "text/plain", b"never seen".to_vec())
        }
        Fault::Expired => answer_with(StatusCode::FORBIDDEN, "application/xml", b"<Error><Code>AccessDenied</Code></Error>".to_vec()),
        Fault::Missing => routes::not_found(),
    }
}

/// A body that never ends, of a length that nobody told.
fn endless() -> Response {
    const PIECE: &[u8] = &[b' '; 64 * 1024];
    let pieces = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(PIECE)));
    let mut response = Response::new(Body::from_stream(pieces));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

async fn bytes_of(response: Response) -> (axum::http::response::Parts, Bytes) {
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body in memory");
    (parts, bytes)
}

/// The first half of a body that announces all of it, and after a silence the end of the connection.
async fn broken_off(response: Response, silence: Duration) -> Response {
    let (mut parts, bytes) = bytes_of(response).await;
    if bytes.len() < 2 {
        parts.status = StatusCode::BAD_GATEWAY;
        return Response::from_parts(parts, Body::empty());
    }
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let half = futures_util::stream::iter([Ok(bytes.slice(..bytes.len() / 2))]);
    let end = futures_util::stream::once(async move {
        tokio::time::sleep(silence).await;
        Err(std::io::Error::from(std::io::ErrorKind::BrokenPipe))
    });
    Response::from_parts(parts, Body::from_stream(futures_util::StreamExt::chain(half, end)))
}

/// JSON travels compressed where the client takes it.
async fn compressed(shared: &Shared, response: Response, headers: &HeaderMap) -> Response {
    let takes = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("gzip"));
    let json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !takes || !json {
        return response;
    }
    shared.count(|counters| counters.compressed += 1);
    let (mut parts, bytes) = bytes_of(response).await;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&bytes).expect("writing to memory does not fail");
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    Response::from_parts(parts, Body::from(encoder.finish().expect("writing to memory does not fail")))
}

fn with_limits(shared: &Shared, underway: &Underway, mut response: Response) -> Response {
    let limits = shared.meter.limits();
    for (name, number) in [
        ("x-ratelimit-limit", limits.rate),
        ("x-ratelimit-remaining", underway.remaining),
        ("x-ratelimit-concurrent-limit", limits.concurrent),
        ("x-ratelimit-concurrent-remaining", limits.concurrent.saturating_sub(underway.concurrent)),
    ] {
        response.headers_mut().insert(name, HeaderValue::from(number));
    }
    response
}

/// Answers any request to the storage host that signed addresses lead to.
pub(super) async fn storage(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    if headers.contains_key("x-smarttoken") || headers.contains_key(header::AUTHORIZATION) {
        shared.count(|counters| counters.leaked_keys += 1);
    }
    shared.count(|counters| *counters.routes.entry("GET of a signed address".to_owned()).or_default() += 1);
    let token = uri.path().rsplit('/').next().unwrap_or_default();
    let denied = || answer_with(StatusCode::FORBIDDEN, "application/xml", b"<Error><Code>AccessDenied</Code></Error>".to_vec());
    let Some(signed) = shared.signed(token) else { return denied() };
    let whole = || answer_with(StatusCode::OK, "application/octet-stream", signed.0.bytes());
    match shared.faults.next(&signed.0.name(), Purpose::Storing) {
        None => {
            shared.burn(token);
            whole()
        }
        Some(Fault::Expired) => {
            shared.burn(token);
            denied()
        }
        Some(Fault::Stall) => {
            tokio::time::sleep(shared.options.stall).await;
            whole()
        }
        Some(Fault::Silence) => broken_off(whole(), shared.options.stall).await,
        Some(Fault::Truncated) => broken_off(whole(), Duration::ZERO).await,
        Some(_) => answer_with(StatusCode::SERVICE_UNAVAILABLE, "text/plain", Vec::new()),
    }
}
