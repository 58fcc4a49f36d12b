//! Counts what a client did.

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::{Response, StatusCode};
use reqwest_middleware::Error;

/// Counters of one client since it was made.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    sent: AtomicU64,
    throttled: AtomicU64,
    failed: AtomicU64,
}

/// What a client did since it was made. Every attempt counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Traffic {
    /// Requests sent.
    pub sent: u64,
    /// Requests answered with 429.
    pub throttled: u64,
    /// Requests without an answer, with a broken one or with a server's failure.
    pub failed: u64,
}

impl Metrics {
    pub(super) fn sent(&self) {
        self.sent.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn ended(&self, answer: &Result<Response, Error>) {
        match answer {
            Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS => self.throttled.fetch_add(1, Ordering::Relaxed),
            Ok(response) if !response.status().is_server_error() => return,
            Ok(_) | Err(_) => self.failed.fetch_add(1, Ordering::Relaxed),
        };
    }

    pub(super) fn read(&self) -> Traffic {
        Traffic {
            sent: self.sent.load(Ordering::Relaxed),
            throttled: self.throttled.load(Ordering::Relaxed),
            failed: self.failed.load(Ordering::Relaxed),
        }
    }
}
