//! One attempt at one request: leave from the limiter, the exchange, the whole body within its bound.
//!
//! The body is read here, inside the retries, because an answer that breaks off half-way is as transient as one that
//! never began.

use std::sync::Arc;
use std::time::Duration;

use http::Extensions;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Request, Response, StatusCode};
use reqwest_middleware::{Error, Middleware, Next};
use tokio::time::Instant;

use super::breaker::Breaker;
use super::limiter::{Limiter, Told};
use super::metrics::Metrics;

/// How many bytes of an answer are accepted; travels with the request.
#[derive(Debug, Clone, Copy)]
pub(super) struct MaxBody(pub(super) usize);

/// A body that is under way and silent for this long has broken off. Waiting for an answer to begin may take longer.
const MAX_SILENCE: Duration = Duration::from_secs(30);

/// Names an attempt to the server and in the log, so that both can be laid side by side.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Bytes of an error's body that are looked at.
const MAX_ERROR_BODY: usize = 16 * 1024;

/// Why an answer's body could not be taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum BodyFault {
    #[error("the body is longer than {0} bytes")]
    TooLarge(usize),
    #[error("the body broke off after {read} bytes")]
    Interrupted {
        read: usize,
        #[source]
        source: reqwest::Error,
    },
    #[error("nothing came for {} seconds after {read} bytes", MAX_SILENCE.as_secs())]
    Stalled { read: usize },
    /// The server only failed lately and is left alone for so long.
    #[error("not asked")]
    Resting(Duration),
    /// The token endpoint gave none.
    #[error("no access token ({0})")]
    NoToken(StatusCode),
}

/// The innermost middleware.
pub(super) struct Exchange {
    /// Absent for hosts that are not the API's.
    pub(super) limiter: Option<Arc<Limiter>>,
    /// Absent for hosts that are not the API's.
    pub(super) breaker: Option<Arc<Breaker>>,
    pub(super) metrics: Arc<Metrics>,
}

#[async_trait::async_trait]
impl Middleware for Exchange {
    async fn handle(&self, mut request: Request, extensions: &mut Extensions, next: Next<'_>) -> Result<Response, Error> {
        let limit = extensions.get::<MaxBody>().map_or(MAX_ERROR_BODY, |bound| bound.0);
        if let Some(Err(left)) = self.breaker.as_ref().map(|breaker| breaker.ask()) {
            return Err(Error::middleware(BodyFault::Resting(left)));
        }
        let leave = match &self.limiter {
            Some(limiter) => Some((limiter, limiter.leave().await)),
            None => None,
        };
        let (id, address) = (self.metrics.sent(), request.url().path().to_owned());
        request.headers_mut().insert(REQUEST_ID, HeaderValue::from_str(&id).expect("digits and letters"));
        let sent = Instant::now();
        let answer = next.run(request, extensions).await;
        if let Some((limiter, leave)) = &leave {
            limiter.answered(leave, answer.as_ref().map(told).unwrap_or_default());
        }
        let collected = match answer {
            Ok(response) => collect(response, limit, &self.metrics).await,
            Err(error) => Err(error),
        };
        let failed = self.metrics.ended(&collected);
        if let Some(breaker) = &self.breaker {
            breaker.ended(&address, failed);
        }
        let (status, took_ms) = (collected.as_ref().map_or(0, |response| response.status().as_u16()), sent.elapsed().as_millis());
        tracing::debug!(request = id, status, took_ms, "a request ended");
        collected
    }
}

/// Reads the whole body; that of an error is cut at a bound of its own.
async fn collect(mut response: Response, limit: usize, metrics: &Metrics) -> Result<Response, Error> {
    let good = response.status().is_success();
    let bound = if good { limit } else { MAX_ERROR_BODY };
    if good && response.content_length().is_some_and(|length| length > bound as u64) {
        return Err(Error::middleware(BodyFault::TooLarge(bound)));
    }
    let mut body = Vec::new();
    loop {
        let Ok(chunk) = tokio::time::timeout(MAX_SILENCE, response.chunk()).await else {
            return Err(Error::middleware(BodyFault::Stalled { read: body.len() }));
        };
        match chunk {
            Ok(Some(chunk)) if body.len() + chunk.len() <= bound => {
                metrics.received(chunk.len());
                body.extend_from_slice(&chunk);
            }
            Ok(Some(_)) if good => return Err(Error::middleware(BodyFault::TooLarge(bound))),
            Ok(Some(_) | None) => break,
            Err(_) if !good => break,
            Err(source) => {
                return Err(Error::middleware(BodyFault::Interrupted { read: body.len(), source: source.without_url() }));
            }
        }
    }
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let mut whole = http::Response::new(body);
    *whole.status_mut() = status;
    *whole.headers_mut() = headers;
    Ok(whole.into())
}

/// Reads what the headers say of limits. `Retry-After` counts where the server turns a request away.
fn told(response: &Response) -> Told {
    let headers = response.headers();
    let turned_away = matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
    Told {
        limit: number(headers, "x-ratelimit-limit"),
        remaining: number(headers, "x-ratelimit-remaining"),
        concurrent_limit: number(headers, "x-ratelimit-concurrent-limit"),
        pause: if turned_away { retry_after(headers) } else { None },
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<usize> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// Seconds, or an HTTP date in the future.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = super::clock::http_date(text)?;
    Duration::try_from(until.duration_since(jiff::Timestamp::now())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().expect("a header value"))).collect()
    }

    #[test]
    fn limits_are_read_and_nonsense_is_not() {
        let map = headers(&[("x-ratelimit-limit", "10"), ("x-ratelimit-remaining", "many")]);
        assert_eq!((number(&map, "x-ratelimit-limit"), number(&map, "x-ratelimit-remaining")), (Some(10), None));
    }

    #[test]
    fn waiting_is_told_in_seconds_or_as_a_date() {
        assert_eq!(retry_after(&headers(&[("retry-after", "3")])), Some(Duration::from_secs(3)));
        let past = retry_after(&headers(&[("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")]));
        assert_eq!(past, None);
        let future = retry_after(&headers(&[("retry-after", "Wed, 21 Oct 2950 07:28:00 GMT")]));
        assert!(future.is_some_and(|wait| wait > Duration::from_secs(3600)));
        assert_eq!(retry_after(&headers(&[("retry-after", "soon")])), None);
    }
}
