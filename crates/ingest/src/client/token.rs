//! Access tokens of OAuth clients: bought when needed, renewed before they expire, never shown.

use std::sync::Arc;
use std::time::Duration;

use http::Extensions;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Request, Response, StatusCode};
use reqwest_middleware::{ClientWithMiddleware, Error, Middleware, Next};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::Url;

use super::exchange::{BodyFault, MaxBody, Shape};
use super::redact::Redactor;
use crate::account::ApiKey;

/// A token is renewed this long before it expires, or after nine tenths of its life where that is longer.
const MARGIN: Duration = Duration::from_secs(60);

/// How long a token lives where the server does not tell.
const USUAL_LIFE: Duration = Duration::from_secs(1799);

/// Bytes of a token's answer that are accepted.
const MAX_ANSWER: usize = 64 * 1024;

/// Adds a token to every request, and buys another one where the server no longer takes it.
pub(super) struct Authenticate {
    purse: Arc<Purse>,
}

/// Buys tokens.
pub(super) struct Purse {
    client: ClientWithMiddleware,
    address: Url,
    client_id: String,
    secret: ApiKey,
    redactor: Redactor,
    token: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    header: HeaderValue,
    renew_at: Instant,
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    #[serde(default)]
    expires_in: Option<u64>,
}

impl Purse {
    pub(super) fn new(client: ClientWithMiddleware, address: Url, client_id: &str, secret: ApiKey, redactor: Redactor) -> Self {
        Self { client, address, client_id: client_id.to_owned(), secret, redactor, token: Mutex::new(None) }
    }

    /// The token in use, or a new one where there is none, or it expires soon, or it is the one that was `refused`.
    async fn token(&self, refused: Option<&HeaderValue>) -> Result<HeaderValue, Error> {
        // Held while one is bought, so that many requests at once buy one.
        let mut held = self.token.lock().await;
        if let Some(token) = held.as_ref().filter(|token| Instant::now() < token.renew_at && Some(&token.header) != refused) {
            return Ok(token.header.clone());
        }
        let token = self.buy().await?;
        *held = Some(token.clone());
        Ok(token.header)
    }

    fn form(&self) -> String {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        form.append_pair("client_id", &self.client_id).append_pair("client_secret", self.secret.expose());
        form.finish()
    }

    async fn buy(&self) -> Result<Token, Error> {
        let sent = self.client.post(self.address.clone()).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = sent.body(self.form()).with_extension(MaxBody(MAX_ANSWER)).with_extension(Shape::Json).send().await?;
        let status = response.status();
        if !status.is_success() {
            return Err(Error::middleware(BodyFault::NoToken(status)));
        }
        let bytes = response.bytes().await.unwrap_or_default();
        let answer: Answer = serde_json::from_slice(&bytes).map_err(|_| Error::middleware(BodyFault::NoToken(status)))?;
        self.redactor.learn(ApiKey::new(answer.access_token.clone()));
        let life = answer.expires_in.map_or(USUAL_LIFE, Duration::from_secs);
        let mut header =
            HeaderValue::from_str(&format!("Bearer {}", answer.access_token)).map_err(|_| Error::middleware(BodyFault::NoToken(status)))?;
        header.set_sensitive(true);
        tracing::debug!(seconds = life.as_secs(), "bought an access token");
        Ok(Token { header, renew_at: Instant::now() + life.saturating_sub(MARGIN).max(life / 10 * 9).min(life) })
    }
}

impl Authenticate {
    pub(super) fn new(purse: Arc<Purse>) -> Self {
        Self { purse }
    }
}

#[async_trait::async_trait]
impl Middleware for Authenticate {
    async fn handle(&self, mut request: Request, extensions: &mut Extensions, next: Next<'_>) -> Result<Response, Error> {
        let token = self.purse.token(None).await?;
        let again = request.try_clone();
        request.headers_mut().insert(AUTHORIZATION, token.clone());
        let response = next.clone().run(request, extensions).await?;
        let Some(mut request) = again.filter(|_| response.status() == StatusCode::UNAUTHORIZED) else { return Ok(response) };
        // It may have been revoked, or the clocks run differently: another one tells.
        request.headers_mut().insert(AUTHORIZATION, self.purse.token(Some(&token)).await?);
        next.run(request, extensions).await
    }
}
