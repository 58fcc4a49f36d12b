//! One attempt at one request: leave from the limiter, the exchange, the whole body within its bound.
//!
//! The body is read here, inside the retries, because an answer that breaks off half-way is as transient as one that
//! never began.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Extensions;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Request, Response, StatusCode};
use reqwest_middleware::{Error, Middleware, Next};
use tokio::time::Instant;
use vitae_engine::{Draft, DraftError};

use super::breaker::Breaker;
use super::limiter::{Limiter, Told};
use super::metrics::Metrics;
use super::pace::Kind;

/// How many bytes of an answer are accepted; travels with the request.
#[derive(Debug, Clone, Copy)]
pub(super) struct MaxBody(pub(super) usize);

/// What a good answer's body must be; travels with the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A proxy's page in its place is a failure that may pass, and so is one that is cut short or too long.
    Json,
}

/// Takes a good answer's body, so that memory need not; travels with the request.
///
/// Bytes of a body go to the system's own buffers, so writing them between two reads of a socket holds nobody up.
#[derive(Debug, Clone)]
pub(super) struct Sink(Arc<Mutex<Option<Draft>>>);

/// Names an attempt to the server and in the log, so that both can be laid side by side.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Bytes of an error's body that are looked at.
const MAX_ERROR_BODY: usize = 16 * 1024;

/// Why an answer's body could not be taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum BodyFault {
    #[error("the body is longer than {0} bytes")]
    TooLarge(usize),
    /// Of an answer that should have been JSON: such ones are never so long.
    #[error("the body is longer than {0} bytes")]
    Swollen(usize),
    #[error("the body is not JSON")]
    Garbled,
    #[error(transparent)]
    Unwritable(DraftError),
    #[error("the body broke off after {read} bytes")]
    Interrupted {
        read: usize,
        #[source]
        source: reqwest::Error,
    },
    #[error("nothing more came after {read} bytes")]
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
    /// A body that is under way and silent for this long has broken off. Waiting for an answer to begin may take longer.
    pub(super) silence: Duration,
}

#[async_trait::async_trait]
impl Middleware for Exchange {
    async fn handle(&self, mut request: Request, extensions: &mut Extensions, next: Next<'_>) -> Result<Response, Error> {
        let limit = extensions.get::<MaxBody>().map_or(MAX_ERROR_BODY, |bound| bound.0);
        let (shape, sink) = (extensions.get::<Shape>().copied(), extensions.get::<Sink>().cloned());
        if let Some(Err(left)) = self.breaker.as_ref().map(|breaker| breaker.ask()) {
            return Err(Error::middleware(BodyFault::Resting(left)));
        }
        let address = request.url().path().to_owned();
        let leave = match &self.limiter {
            Some(limiter) => Some((limiter, limiter.leave(Kind::of(&address)).await)),
            None => None,
        };
        let id = self.metrics.sent();
        request.headers_mut().insert(REQUEST_ID, HeaderValue::from_str(&id).expect("digits and letters"));
        let sent = Instant::now();
        let answer = next.run(request, extensions).await;
        if let Some((limiter, leave)) = &leave {
            limiter.answered(leave, answer.as_ref().map(told).unwrap_or_default());
        }
        let collected = match answer {
            Ok(response) => self.collect(response, limit, shape, sink.as_ref()).await,
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

impl Exchange {
    /// Reads the whole body; that of an error is cut at a bound of its own.
    async fn collect(&self, mut response: Response, limit: usize, shape: Option<Shape>, sink: Option<&Sink>) -> Result<Response, Error> {
        let good = response.status().is_success();
        let mut body = match sink {
            Some(sink) if good => Body::Disk { sink, read: sink.restart()? },
            _ => Body::Memory(Vec::new()),
        };
        let bound = if good { limit } else { MAX_ERROR_BODY };
        let too_large = || match shape {
            Some(Shape::Json) => Error::middleware(BodyFault::Swollen(bound)),
            None => Error::middleware(BodyFault::TooLarge(bound)),
        };
        if good && response.content_length().is_some_and(|length| length > bound as u64) {
            return Err(too_large());
        }
        loop {
            let Ok(chunk) = tokio::time::timeout(self.silence, response.chunk()).await else {
                return Err(Error::middleware(BodyFault::Stalled { read: body.read() }));
            };
            match chunk {
                Ok(Some(chunk)) if body.read() + chunk.len() <= bound => {
                    self.metrics.received(chunk.len());
                    body.take(&chunk)?;
                }
                Ok(Some(_)) if good => return Err(too_large()),
                Ok(Some(_) | None) => break,
                Err(_) if !good => break,
                Err(source) => {
                    let (read, source) = (body.read(), source.without_url());
                    return Err(Error::middleware(BodyFault::Interrupted { read, source }));
                }
            }
        }
        let bytes = body.into_memory();
        if good && shape == Some(Shape::Json) && serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_err() {
            return Err(Error::middleware(BodyFault::Garbled));
        }
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let mut whole = http::Response::new(bytes);
        *whole.status_mut() = status;
        *whole.headers_mut() = headers;
        Ok(whole.into())
    }
}

/// A body on its way in.
enum Body<'a> {
    Memory(Vec<u8>),
    Disk { sink: &'a Sink, read: usize },
}

impl Body<'_> {
    fn read(&self) -> usize {
        match self {
            Self::Memory(bytes) => bytes.len(),
            Self::Disk { read, .. } => *read,
        }
    }

    fn take(&mut self, chunk: &[u8]) -> Result<(), Error> {
        match self {
            Self::Memory(bytes) => bytes.extend_from_slice(chunk),
            Self::Disk { sink, read } => {
                sink.write(chunk)?;
                *read += chunk.len();
            }
        }
        Ok(())
    }

    fn into_memory(self) -> Vec<u8> {
        match self {
            Self::Memory(bytes) => bytes,
            Self::Disk { .. } => Vec::new(),
        }
    }
}

impl Sink {
    pub(super) fn new(draft: Draft) -> Self {
        Self(Arc::new(Mutex::new(Some(draft))))
    }

    /// What came, once nothing more will.
    pub(super) fn into_draft(self) -> Option<Draft> {
        self.draft().take()
    }

    fn draft(&self) -> MutexGuard<'_, Option<Draft>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what an attempt before brought; the bytes there are.
    fn restart(&self) -> Result<usize, Error> {
        self.draft().as_mut().map_or(Ok(()), Draft::restart).map_err(|error| Error::middleware(BodyFault::Unwritable(error)))?;
        Ok(0)
    }

    fn write(&self, chunk: &[u8]) -> Result<(), Error> {
        let written = self.draft().as_mut().map_or(Ok(()), |draft| draft.write(chunk));
        written.map_err(|error| Error::middleware(BodyFault::Unwritable(error)))
    }
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
