//! Which failures are worth another try, and when.

use std::time::Duration;

use reqwest::{Response, StatusCode};
use reqwest_middleware::Error;
use reqwest_retry::policies::ExponentialBackoff;
use reqwest_retry::{Jitter, RetryTransientMiddleware, Retryable, RetryableStrategy, default_on_request_failure};

use super::exchange::BodyFault;

/// How long a request is waited for, and how often and after which waits it is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Patience {
    /// Tries after the first.
    pub retries: u32,
    /// The first wait, at most; it doubles from try to try.
    pub shortest: Duration,
    /// No wait is longer.
    pub longest: Duration,
    /// How long a connection may take to stand.
    pub connecting: Duration,
    /// How long a body may be silent before it has broken off.
    pub silence: Duration,
}

impl Default for Patience {
    /// Six retries within about two minutes.
    fn default() -> Self {
        Self {
            retries: 6,
            shortest: Duration::from_secs(1),
            longest: Duration::from_secs(60),
            connecting: Duration::from_secs(15),
            silence: Duration::from_secs(30),
        }
    }
}

impl Patience {
    /// Six retries whose waits start at `shortest` and end at `longest`.
    #[must_use]
    pub fn between(shortest: Duration, longest: Duration) -> Self {
        Self { shortest, longest, ..Self::default() }
    }

    pub(super) fn middleware(self) -> RetryTransientMiddleware<ExponentialBackoff, Transient> {
        let policy = ExponentialBackoff::builder()
            .retry_bounds(self.shortest, self.longest.max(self.shortest))
            .jitter(Jitter::Bounded)
            .build_with_max_retries(self.retries);
        RetryTransientMiddleware::new_with_policy_and_strategy(policy, Transient)
    }
}

/// Tells transient failures from lasting ones.
pub(super) struct Transient;

impl RetryableStrategy for Transient {
    fn handle(&self, answer: &Result<Response, Error>) -> Option<Retryable> {
        match answer {
            Ok(response) => of_status(response.status()),
            Err(Error::Middleware(error)) => match error.downcast_ref::<BodyFault>() {
                Some(BodyFault::Interrupted { .. } | BodyFault::Stalled { .. } | BodyFault::Swollen(_) | BodyFault::Garbled) => {
                    Some(Retryable::Transient)
                }
                Some(BodyFault::NoToken(status)) => of_status(*status).or(Some(Retryable::Fatal)),
                Some(BodyFault::TooLarge(_) | BodyFault::Unwritable(_) | BodyFault::Resting(_)) | None => Some(Retryable::Fatal),
            },
            Err(error) => of_connection(error),
        }
    }
}

fn of_status(status: StatusCode) -> Option<Retryable> {
    let transient = matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS)
        || (status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED && status != StatusCode::HTTP_VERSION_NOT_SUPPORTED);
    transient.then_some(Retryable::Transient)
}

/// Requests of this client are reads, or writes that are looked after when they are done, so one that was sent and never answered may be sent again, however it died.
fn of_connection(error: &Error) -> Option<Retryable> {
    if error.is_request() && !error.is_builder() { Some(Retryable::Transient) } else { default_on_request_failure(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_pass_is_tried_again() {
        let tried_again = |status: u16| of_status(StatusCode::from_u16(status).expect("a status")).is_some();
        for status in [408, 429, 500, 502, 503, 504] {
            assert!(tried_again(status), "{status}");
        }
        for status in [200, 302, 400, 401, 403, 404, 409, 410, 422, 501] {
            assert!(!tried_again(status), "{status}");
        }
    }
}
