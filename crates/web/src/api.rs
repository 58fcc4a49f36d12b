//! The addresses and what they answer.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query as Parameters, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use tokio::sync::Semaphore;
use vitae_engine::{Engine, Facet, Filter, IndexError, Page, Query, SearchError, Sort};

use crate::error::ApiError;
use crate::settings::Token;
use crate::{Settings, hooks};

/// Most hits on a page.
const MOST_HITS: usize = 100;
/// Most parameters in one address.
const MOST_PARAMETERS: usize = 100;

/// What every request needs.
#[derive(Clone)]
struct Shared {
    engine: Arc<Engine>,
    slots: Arc<Semaphore>,
    timeout: Duration,
}

/// Who may call.
#[derive(Clone)]
struct Gate {
    token: Option<Arc<Token>>,
}

/// Builds the addresses over an engine.
pub(crate) fn router(engine: Arc<Engine>, settings: &Settings) -> Router {
    let shared = Shared { engine, slots: Arc::new(Semaphore::new(settings.concurrency.max(1))), timeout: settings.timeout };
    let gate = Gate { token: settings.token.clone().map(Arc::new) };
    let api = Router::new().route("/api/search", get(search)).route_layer(middleware::from_fn_with_state(gate, admit)).with_state(shared);
    Router::new()
        .route("/health", get(health))
        .merge(api)
        .merge(hooks::router(settings.hooks.clone()))
        .fallback(async || ApiError::NotFound)
        .method_not_allowed_fallback(async || ApiError::Method)
        .layer(middleware::from_fn(harden))
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

async fn search(State(shared): State<Shared>, pairs: Pairs) -> Result<Json<Page>, ApiError> {
    let Parameters(pairs) = pairs.map_err(|_| invalid("q", "the address is not well-formed"))?;
    let query = query(&pairs)?;
    let slot = shared.slots.try_acquire_owned().map_err(|_| ApiError::Busy)?;
    let engine = shared.engine;
    let work = tokio::task::spawn_blocking(move || {
        // The slot is held as long as the work lasts, also when nobody waits for it any more.
        let _slot = slot;
        engine.search(&query)
    });
    let answered = tokio::time::timeout(shared.timeout, work).await.map_err(|_| ApiError::TimedOut)?;
    match answered {
        Ok(Ok(page)) => Ok(Json(page)),
        Ok(Err(SearchError::Index(IndexError::Query(error)))) => Err(ApiError::Query { message: error.message, position: error.position }),
        Ok(Err(error)) => {
            tracing::error!(error = %error, "a search failed");
            Err(ApiError::Internal)
        }
        Err(error) => {
            tracing::error!(error = %error, "a search ended early");
            Err(ApiError::Internal)
        }
    }
}

fn invalid(name: &str, message: impl Into<String>) -> ApiError {
    ApiError::Parameter { name: name.to_owned(), message: message.into() }
}

/// Reads `q`, `filter` and `facet` (both repeatable), `sort`, `limit` and `cursor`.
fn query(pairs: &[(String, String)]) -> Result<Query, ApiError> {
    if pairs.len() > MOST_PARAMETERS {
        return Err(invalid("q", format!("there are more than {MOST_PARAMETERS} parameters")));
    }
    let mut query = Query::new("");
    for (name, value) in pairs {
        match name.as_str() {
            "q" => query.text.clone_from(value),
            "filter" => query.filters.push(filter(value)?),
            "facet" => query.facets.push(Facet::parse(value).ok_or_else(|| invalid("facet", unknown_facet(value)))?),
            "sort" => query.sort = Sort::parse(value).ok_or_else(|| invalid("sort", "sort is relevance, updated or experience"))?,
            "limit" => {
                let limit = value.parse().ok().filter(|limit| (1..=MOST_HITS).contains(limit));
                query.limit = limit.ok_or_else(|| invalid("limit", format!("limit is a number from 1 to {MOST_HITS}")))?;
            }
            "cursor" => query.cursor = Some(value.clone()),
            other => return Err(invalid(other, "parameters are q, filter, facet, sort, limit and cursor")),
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
