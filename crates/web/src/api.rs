//! The addresses and what they answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query as Parameters, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use tokio::sync::Semaphore;
use vitae_engine::{Duplicate, Engine, Facet, Filter, Page, PersonView, Query, Sort};
use vitae_model::{PersonId, Sha256};

use crate::error::ApiError;
use crate::metrics::Metrics;
use crate::settings::Token;
use crate::{Settings, hooks, openapi};

/// Most hits on a page.
pub(crate) const MOST_HITS: usize = 100;
/// Most pairs of the review queue on a page.
pub(crate) const MOST_DUPLICATES: usize = 500;
/// Pairs where no number is asked for.
const USUAL_DUPLICATES: usize = 50;
/// Most parameters in one address.
const MOST_PARAMETERS: usize = 100;

/// What every request needs.
#[derive(Clone)]
struct Shared {
    engine: Arc<Engine>,
    slots: Arc<Semaphore>,
    patience: Duration,
    timeout: Duration,
    metrics: Arc<Metrics>,
}

/// Who may call.
#[derive(Clone)]
struct Gate {
    token: Option<Arc<Token>>,
}

/// Builds the addresses over an engine.
pub(crate) fn router(engine: Arc<Engine>, settings: &Settings) -> Router {
    let metrics = Arc::new(Metrics::default());
    let slots = Arc::new(Semaphore::new(settings.concurrency.max(1)));
    let shared = Shared { engine, slots, patience: settings.patience, timeout: settings.timeout, metrics: Arc::clone(&metrics) };
    let gate = Gate { token: settings.token.clone().map(Arc::new) };
    let api = Router::new()
        .route("/api/search", get(search))
        .route("/api/persons/{id}", get(person))
        .route("/api/persons/{id}/similar", get(similar))
        .route("/api/documents/{sha256}", get(document))
        .route("/api/duplicates", get(duplicates))
        .route("/metrics", get(told))
        .route("/openapi.json", get(async || Json(openapi::document())))
        .route_layer(middleware::from_fn_with_state(gate, admit))
        .with_state(shared);
    Router::new()
        .route("/health", get(health))
        .merge(api)
        .merge(hooks::router(settings.hooks.clone()))
        .fallback(async || ApiError::NotFound)
        .method_not_allowed_fallback(async || ApiError::Method)
        .layer(middleware::from_fn(harden))
        .layer(middleware::from_fn_with_state(metrics, count))
}

/// Counts a request and the time it took.
async fn count(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    /// Counts also what was given up on: a caller who went away drops the request.
    struct Counted {
        metrics: Arc<Metrics>,
        start: Instant,
        status: u16,
    }
    impl Drop for Counted {
        fn drop(&mut self) {
            self.metrics.end(self.status, self.start.elapsed());
        }
    }
    metrics.begin();
    let mut counted = Counted { metrics, start: Instant::now(), status: 499 };
    let response = next.run(request).await;
    counted.status = response.status().as_u16();
    response
}

async fn told(State(shared): State<Shared>) -> Result<([(header::HeaderName, &'static str); 1], String), ApiError> {
    let metrics = Arc::clone(&shared.metrics);
    let persons = shared.work(|engine| Ok(engine.stats()?.persons)).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.text(persons)))
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
}

async fn health() -> Json<Health> {
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}

/// Lets a caller through who shows the token, or, where there is none, who asked for this machine by name: a page of another
/// site in the user's browser cannot.
async fn admit(State(gate): State<Gate>, headers: HeaderMap, request: Request, next: Next) -> Result<Response, ApiError> {
    match &gate.token {
        Some(token) => {
            let shown =
                headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Bearer "));
            if !shown.is_some_and(|shown| token.is(shown.trim())) {
                return Err(ApiError::Unauthorized);
            }
        }
        None if !is_local(&headers) => return Err(ApiError::Misdirected),
        None => {}
    }
    Ok(next.run(request).await)
}

fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return true };
    let name = if host.starts_with('[') { host.split_inclusive(']').next() } else { host.split(':').next() };
    name.is_some_and(|name| name == "localhost" || name == "[::1]" || name.parse().is_ok_and(|ip: std::net::Ipv4Addr| ip.is_loopback()))
}

/// Answers are data: not to be kept, guessed at, or shown inside of other pages.
async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, header::HeaderValue::from_static(value));
    }
    response
}

type Pairs = Result<Parameters<Vec<(String, String)>>, QueryRejection>;

impl Shared {
    /// Does work that blocks within the limits of time and number.
    async fn work<T: Send + 'static>(self, work: impl FnOnce(&Engine) -> Result<T, ApiError> + Send + 'static) -> Result<T, ApiError> {
        let turn = tokio::time::timeout(self.patience, self.slots.acquire_owned()).await;
        let slot = turn.ok().and_then(Result::ok).ok_or(ApiError::Busy)?;
        let engine = self.engine;
        let work = tokio::task::spawn_blocking(move || {
            // The slot is held as long as the work lasts, also when nobody waits for it any more.
            let _slot = slot;
            work(&engine)
        });
        let answered = tokio::time::timeout(self.timeout, work).await.map_err(|_| ApiError::TimedOut)?;
        answered.unwrap_or_else(|error| {
            tracing::error!(%error, "a request ended early");
            Err(ApiError::Internal)
        })
    }
}

async fn search(State(shared): State<Shared>, pairs: Pairs) -> Result<Json<Page>, ApiError> {
    let query = query(&read(pairs)?, true)?;
    shared.work(move |engine| Ok(engine.search(&query)?)).await.map(Json)
}

async fn similar(State(shared): State<Shared>, Path(id): Path<String>, pairs: Pairs) -> Result<Json<Page>, ApiError> {
    let query = query(&read(pairs)?, false)?;
    let found = shared.work(move |engine| Ok(engine.similar(&PersonId::new(id), &query)?)).await?;
    found.map(Json).ok_or(ApiError::NotFound)
}

async fn person(State(shared): State<Shared>, Path(id): Path<String>) -> Result<Json<PersonView>, ApiError> {
    let found = shared.work(move |engine| Ok(engine.person(&PersonId::new(id))?)).await?;
    found.map(Json).ok_or(ApiError::NotFound)
}

/// The bytes as they came in: to be saved, never to be shown by the browser as something of this server's.
async fn document(State(shared): State<Shared>, Path(sha256): Path<String>) -> Result<Response, ApiError> {
    let sha256: Sha256 = sha256.parse().map_err(|_| invalid("sha256", "a document is named by 64 hexadecimal digits"))?;
    let bytes = shared.work(move |engine| Ok(engine.document(&sha256)?)).await?.ok_or(ApiError::NotFound)?;
    let disposition = format!("attachment; filename=\"{sha256}\"");
    Ok(([(header::CONTENT_TYPE, "application/octet-stream".to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

async fn duplicates(State(shared): State<Shared>, pairs: Pairs) -> Result<Json<Vec<Duplicate>>, ApiError> {
    let mut limit = USUAL_DUPLICATES;
    for (name, value) in read(pairs)? {
        match name.as_str() {
            "limit" => limit = bounded(&value, MOST_DUPLICATES)?,
            other => return Err(invalid(other, "the parameter is limit")),
        }
    }
    shared.work(move |engine| Ok(engine.duplicates(limit)?)).await.map(Json)
}

fn read(pairs: Pairs) -> Result<Vec<(String, String)>, ApiError> {
    pairs.map(|Parameters(pairs)| pairs).map_err(|_| invalid("q", "the address is not well-formed"))
}

fn bounded(value: &str, most: usize) -> Result<usize, ApiError> {
    let number = value.parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| invalid("limit", format!("limit is a number from 1 to {most}")))
}

fn flag(name: &str, value: &str) -> Result<bool, ApiError> {
    value.parse().map_err(|_| invalid(name, format!("{name} is true or false")))
}

fn invalid(name: &str, message: impl Into<String>) -> ApiError {
    ApiError::Parameter { name: name.to_owned(), message: message.into() }
}

/// Reads `q`, `filter` and `facet` (both repeatable), `sort`, `limit`, `cursor`, `expand` and `explain`.
fn query(pairs: &[(String, String)], is_search: bool) -> Result<Query, ApiError> {
    if pairs.len() > MOST_PARAMETERS {
        return Err(invalid("q", format!("there are more than {MOST_PARAMETERS} parameters")));
    }
    let mut query = Query::new("");
    for (name, value) in pairs {
        match name.as_str() {
            "q" if is_search => query.text.clone_from(value),
            "expand" if is_search => query.expand = flag(name, value)?,
            "explain" => query.explain = flag(name, value)?,
            "filter" => query.filters.push(filter(value)?),
            "facet" => query.facets.push(Facet::parse(value).ok_or_else(|| invalid("facet", unknown_facet(value)))?),
            "sort" => query.sort = Sort::parse(value).ok_or_else(|| invalid("sort", "sort is relevance, updated or experience"))?,
            "limit" => query.limit = bounded(value, MOST_HITS)?,
            "cursor" => query.cursor = Some(value.clone()),
            other => return Err(invalid(other, "parameters are q, filter, facet, sort, limit, cursor, expand and explain")),
        }
    }
    Ok(query)
}

fn filter(value: &str) -> Result<Filter, ApiError> {
    let (name, value) = value.split_once(':').ok_or_else(|| invalid("filter", "a filter is field:value"))?;
    let facet = Facet::parse(name).ok_or_else(|| invalid("filter", unknown_facet(name)))?;
    Ok(Filter { facet, value: value.trim().trim_matches('"').to_owned() })
}

fn unknown_facet(name: &str) -> String {
    let known = Facet::ALL.map(Facet::as_str).join(", ");
    format!("there is no facet `{}`; there are {known}", name.chars().take(40).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_tells_of_every_address_and_every_parameter() {
        let document = openapi::document();
        let source = [include_str!("api.rs"), include_str!("hooks.rs")].concat();
        for (method, path, _) in openapi::PATHS {
            assert!(source.contains(&format!(".route(\"{path}\", {method}(")), "{path} is not served");
            assert!(document["paths"][path][method]["responses"]["200"].is_object(), "{path} is not described");
        }
        let routes = source.matches(".route(\"/").count();
        assert_eq!(routes, openapi::PATHS.len(), "an address is not described");
        for path in ["/api/search", "/api/persons/{id}/similar"] {
            for parameter in document["paths"][path]["get"]["parameters"].as_array().expect("parameters") {
                if parameter["in"] == "query" {
                    let name = parameter["name"].as_str().expect("a name").to_owned();
                    let value = match name.as_str() {
                        "limit" => "5",
                        "sort" => "updated",
                        "facet" => "city",
                        "filter" => "city:Berlin",
                        "expand" | "explain" => "false",
                        _ => "x",
                    };
                    assert!(query(&[(name.clone(), value.to_owned())], path == "/api/search").is_ok(), "{path} {name}");
                }
            }
        }
    }
}
