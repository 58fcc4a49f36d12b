//! What is changed or told beside candidates and jobs: tokens, subscriptions, the audit.

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use super::Shared;
use super::gate;
use super::routes::{Asked, answer_with, bad_request, json_body, not_found, refusal};
use super::world::stamp;
use crate::random::Random;

/// The path below which subscriptions are.
const HOOKS: [&str; 3] = ["webhooks-api", "v201907", "subscriptions"];

/// How long a token lives.
pub(super) const LIFE: u64 = 1799;

/// Answers a request for an access token.
pub(super) fn token(shared: &Shared, body: &Bytes) -> Response {
    let text = String::from_utf8_lossy(body);
    let field = |name: &str| text.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(gate::decoded);
    let given = (field("grant_type"), field("client_id"), field("client_secret"));
    let expected = ["client_credentials", &shared.options.client_id, &shared.options.key].map(|text| Some(text.to_owned()));
    if given != expected.into() {
        return answer_with(StatusCode::UNAUTHORIZED, "application/json", json!({"error": "invalid_client"}).to_string().into_bytes());
    }
    let mut tokens = shared.tokens();
    let token = format!("tok-{:016x}", Random::new(shared.options.seed, 77 + tokens.len() as u64).next());
    tokens.push(token.clone());
    json_body(&json!({"access_token": token, "token_type": "bearer", "expires_in": shared.options.token_life, "scope": "candidates_read"}))
}

/// Answers requests about subscriptions; `None` where the path is none of theirs.
pub(super) async fn hooks(shared: &Shared, method: &Method, asked: &Asked<'_>, body: &Bytes) -> Option<Response> {
    let path = asked.path.strip_prefix(&HOOKS)?;
    Some(match (method, path) {
        (&Method::GET, []) => json_body(&shared.hooks().all.iter().map(super::hooks::Subscription::told).collect()),
        (&Method::POST, []) => {
            match serde_json::from_slice::<Value>(body).map_err(|_| "no JSON").and_then(|body| shared.hooks().add(&body)) {
                Ok(told) => answer_with(StatusCode::CREATED, "application/json", told.to_string().into_bytes()),
                Err(reason) => bad_request(reason),
            }
        }
        (&Method::DELETE, [id]) => {
            if shared.hooks().remove(id) {
                empty()
            } else {
                not_found()
            }
        }
        (&Method::PUT, [id, "activation"]) => activate(shared, id).await,
        (&Method::GET, [id, "secret-key"]) => secret(shared.hooks().find(id).and_then(|one| one.secret.clone())),
        (&Method::POST, [id, "secret-key"]) => secret(shared.hooks().new_secret(id)),
        (&Method::GET, [id, "callbacks-log"]) => log(shared, id, asked),
        _ => return None,
    })
}

fn empty() -> Response {
    answer_with(StatusCode::NO_CONTENT, "application/json", Vec::new())
}

fn secret(secret: Option<String>) -> Response {
    secret.map_or_else(not_found, |secret| json_body(&json!({"secretKey": secret})))
}

/// Calls the callback as the documentation says, and activates the subscription where it answers.
async fn activate(shared: &Shared, id: &str) -> Response {
    let Some(callback) = shared.hooks().find(id).map(|one| one.callback.clone()) else { return not_found() };
    let shaken = tokio::task::spawn_blocking(move || super::line::shake_hands(&callback, "hook-secret-1")).await.unwrap_or(false);
    if !shaken {
        return refusal(StatusCode::UNPROCESSABLE_ENTITY, "HANDSHAKE_FAILED", "the callback did not answer the handshake");
    }
    match shared.hooks().find(id) {
        Some(one) => {
            one.active = true;
            empty()
        }
        None => not_found(),
    }
}

fn log(shared: &Shared, id: &str, asked: &Asked<'_>) -> Response {
    let parameter = |name: &str| asked.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let limit = parameter("limit").and_then(|limit| limit.parse().ok()).unwrap_or(10);
    let mut hooks = shared.hooks();
    let found = hooks.find(id).map(|one| one.log(parameter("after").unwrap_or_default(), parameter("before"), limit));
    found.map_or_else(not_found, |told| json_body(&told))
}

/// The audit's events of the asked for names from a moment on.
pub(super) fn audit(shared: &Shared, asked: &Asked<'_>) -> Response {
    let parameters = |name: &'static str| asked.query.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str());
    let after = parameters("eventDateAfter").next().unwrap_or_default().to_owned();
    let names: Vec<&str> = parameters("eventName").collect();
    let world = shared.world();
    let meant = world.audit.iter().filter(|(moment, name, _)| stamp(*moment) >= after && (names.is_empty() || names.contains(name)));
    let told =
        meant.map(|(moment, name, id)| json!({"eventDate": stamp(*moment), "eventName": name, "entityType": "CANDIDATE", "entityId": id}));
    json_body(&json!({"content": told.collect::<Vec<_>>()}))
}
