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
    /// 429 although no limit was exceeded, and no word of how long to wait.
    Throttled,
    /// 429 with `Retry-After`.
    Paused,
    /// No answer until the client gives up.
    Stall,
    /// The body begins, and then nothing comes until the client gives up.
    Silence,
    /// The body ends before its end.
    Truncated,
    /// The body goes on and on (JSON only: a document that is too large is one).
    Oversized,
    /// 200 with a page in HTML in the place of JSON (JSON only).
    Garbled,
    /// A redirect to the same address, again and again (GET only).
    Loop,
    /// A redirect into a private network (GET only).
    Astray,
    /// The connection is cut without an answer.
    Reset,
    /// A signed address that has expired (downloads only).
    Expired,
    /// 404 for a document that is there (downloads only).
    Missing,
}

const EVERYWHERE: [Fault; 8] =
    [Fault::ServerError, Fault::Unavailable, Fault::Throttled, Fault::Paused, Fault::Stall, Fault::Silence, Fault::Truncated, Fault::Reset];
const OF_JSON: [Fault; 2] = [Fault::Oversized, Fault::Garbled];
const OF_READING: [Fault; 2] = [Fault::Loop, Fault::Astray];
const OF_DOWNLOADS: [Fault; 2] = [Fault::Expired, Fault::Missing];

const OF_STORAGE: [Fault; 6] = [Fault::ServerError, Fault::Unavailable, Fault::Stall, Fault::Silence, Fault::Truncated, Fault::Expired];

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Reading,
    Downloading,
    /// From another host, by an address that was signed.
    Storing,
    Changing,
    Buying,
}

impl Purpose {
    /// The ways in which such a request can fail.
    fn faults(self) -> Vec<Fault> {
        let more: &[&[Fault]] = match self {
            Self::Reading => &[&OF_JSON, &OF_READING],
            Self::Downloading => &[&OF_READING, &OF_DOWNLOADS],
            Self::Buying => &[&OF_JSON],
            Self::Changing => &[],
            Self::Storing => return OF_STORAGE.to_vec(),
        };
        EVERYWHERE.iter().chain(more.iter().copied().flatten()).copied().collect()
    }
}

/// Decides which requests fail.
#[derive(Debug, Default)]
pub(super) struct Faults {
    probability: f64,
    only: Option<Fault>,
    seed: u64,
    attempts: Mutex<HashMap<String, u64>>,
    done: Mutex<BTreeMap<Fault, u64>>,
}

impl Faults {
    pub(super) fn new(probability: f64, only: Option<Fault>, seed: u64) -> Self {
        Self { probability, only, seed, ..Self::default() }
    }

    /// The fault of the next request for `path`, if it has one. Depends on the seed, the path and how often it was asked for.
    pub(super) fn next(&self, path: &str, purpose: Purpose) -> Option<Fault> {
        if self.probability <= 0.0 {
            return None;
        }
        let attempt = self.count(path);
        let lane = path.bytes().fold(attempt, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mut random = Random::new(self.seed, lane);
        if !random.chance(self.probability) {
            return None;
        }
        let mut faults = purpose.faults();
        faults.retain(|fault| self.only.is_none_or(|only| only == *fault));
        if faults.is_empty() {
            return None;
        }
        let fault = random.pick(&faults);
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
