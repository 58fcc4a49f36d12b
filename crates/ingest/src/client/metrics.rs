//! Counts what a client did.

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::{Response, StatusCode};
use reqwest_middleware::Error;

/// Counters of one client since it was made.
#[derive(Debug)]
pub(super) struct Metrics {
    /// Begins the identifier of each request: no two clients share it.
    prefix: String,
    sent: AtomicU64,
    received: AtomicU64,
    throttled: AtomicU64,
    failed: AtomicU64,
}

/// What a client did since it was made. Every attempt counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[non_exhaustive]
pub struct Traffic {
    /// Requests sent.
    pub sent: u64,
    /// Bytes of answers, unpacked.
    pub received: u64,
    /// Requests answered with 429.
    pub throttled: u64,
    /// Requests without an answer, with a broken one or with a server's failure.
    pub failed: u64,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let moment = jiff::Timestamp::now().as_nanosecond();
        let prefix = format!("vitae-{:08x}-{:x}", moment & 0xffff_ffff, std::process::id());
        Self { prefix, sent: AtomicU64::new(0), received: AtomicU64::new(0), throttled: AtomicU64::new(0), failed: AtomicU64::new(0) }
    }

    /// Counts a request and names it.
    pub(super) fn sent(&self) -> String {
        format!("{}-{}", self.prefix, self.sent.fetch_add(1, Ordering::Relaxed))
    }

    pub(super) fn received(&self, n_bytes: usize) {
        self.received.fetch_add(n_bytes as u64, Ordering::Relaxed);
    }

    /// Counts how a request ended; whether the server, or the way to it, failed.
    pub(super) fn ended(&self, answer: &Result<Response, Error>) -> bool {
        match answer {
            Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS => {
                self.throttled.fetch_add(1, Ordering::Relaxed);
                false
            }
            Ok(response) if !response.status().is_server_error() => false,
            Ok(_) | Err(_) => {
                self.failed.fetch_add(1, Ordering::Relaxed);
                true
            }
        }
    }

    pub(super) fn read(&self) -> Traffic {
        Traffic {
            sent: self.sent.load(Ordering::Relaxed),
            received: self.received.load(Ordering::Relaxed),
            throttled: self.throttled.load(Ordering::Relaxed),
            failed: self.failed.load(Ordering::Relaxed),
        }
    }
}
