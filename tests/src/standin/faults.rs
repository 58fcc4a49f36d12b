//! What goes wrong on purpose, the same way every time.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use crate::random::Random;

/// A way for a request to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// 500 with a page in HTML.
    ServerError,
    /// 503 without a body, with `Retry-After`.
    Unavailable,
    /// 429 although no limit was exceeded.
    Throttled,
    /// No answer until the client gives up.
    Stall,
    /// The body ends before its end.
    Truncated,
    /// The connection is cut without an answer.
    Reset,
    /// A signed address that has expired (downloads only).
    Expired,
}

const EVERYWHERE: [Fault; 6] = [Fault::ServerError, Fault::Unavailable, Fault::Throttled, Fault::Stall, Fault::Truncated, Fault::Reset];

/// Decides which requests fail.
#[derive(Debug, Default)]
pub(super) struct Faults {
    probability: f64,
    seed: u64,
    attempts: Mutex<HashMap<String, u64>>,
    done: Mutex<BTreeMap<Fault, u64>>,
}

impl Faults {
    pub(super) fn new(probability: f64, seed: u64) -> Self {
        Self { probability, seed, ..Self::default() }
    }

    /// The fault of the next request for `path`, if it has one. Depends on the seed, the path and how often it was asked for.
    pub(super) fn next(&self, path: &str, download: bool) -> Option<Fault> {
        if self.probability <= 0.0 {
            return None;
        }
        let attempt = self.count(path);
        let lane = path.bytes().fold(attempt, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mut random = Random::new(self.seed, lane);
        if !random.chance(self.probability) {
            return None;
        }
        let n_faults = EVERYWHERE.len() + usize::from(download);
        let fault = EVERYWHERE.get(random.below(n_faults)).copied().unwrap_or(Fault::Expired);
        *self.done.lock().unwrap_or_else(PoisonError::into_inner).entry(fault).or_default() += 1;
        Some(fault)
    }

    fn count(&self, path: &str) -> u64 {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let attempt = attempts.entry(path.to_owned()).or_default();
        *attempt += 1;
        *attempt
    }

    /// How often each fault happened.
    pub(super) fn done(&self) -> BTreeMap<Fault, u64> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
