//! What was asked of the server, for assertions.

use std::collections::BTreeMap;
use std::time::Duration;

use super::faults::Fault;

/// What was asked of the server so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counters {
    /// Requests by route, such as `GET /candidates/{id}`.
    pub routes: BTreeMap<String, u64>,
    /// Requests that count against the limits, by the second of the server's life in which they arrived.
    pub per_second: Vec<u32>,
    /// When the first of them arrived.
    pub first: Option<Duration>,
    /// Time from the first of them to the last.
    pub span: Duration,
    /// Most requests in any one second.
    pub max_in_a_second: usize,
    /// Most requests at once.
    pub max_concurrent: usize,
    /// Most candidate listings at once.
    pub max_listings: usize,
    /// Requests beyond a limit, by limit.
    pub exceeded: BTreeMap<&'static str, u64>,
    /// Requests the documentation does not allow: unknown parameters, malformed values.
    pub malformed: Vec<String>,
    /// Requests to the storage host that carried the key.
    pub leaked_keys: u64,
    /// Answers that travelled compressed.
    pub compressed: u64,
    /// What went wrong on purpose.
    pub faults: BTreeMap<Fault, u64>,
}

impl Counters {
    /// Notes a request that counts against the limits.
    pub(super) fn arrived(&mut self, at: Duration) {
        let second = usize::try_from(at.as_secs()).unwrap_or(usize::MAX - 1);
        if self.per_second.len() <= second {
            self.per_second.resize(second + 1, 0);
        }
        self.per_second[second] += 1;
        let first = *self.first.get_or_insert(at);
        self.span = at.saturating_sub(first).max(self.span);
    }

    /// Requests of one route.
    #[must_use]
    pub fn of(&self, route: &str) -> u64 {
        self.routes.get(route).copied().unwrap_or_default()
    }

    /// Which share of `rate` requests a second was used from the first request to the last, the burst at the start not counted:
    /// a window that is empty at first lets a second's worth through at once.
    #[must_use]
    pub fn share_of(&self, rate: usize) -> f64 {
        let n_counted = self.per_second.iter().sum::<u32>() as usize;
        n_counted.saturating_sub(rate) as f64 / (rate as f64 * self.span.as_secs_f64().max(f64::MIN_POSITIVE))
    }

    /// The least share of `rate` that was used in any minute from the first request to the last.
    #[must_use]
    pub fn least_share_of(&self, rate: usize) -> Option<f64> {
        let first = self.per_second.iter().position(|n| *n > 0)?;
        // The last second is not whole.
        let whole = self.per_second[first..].split_last()?.1;
        whole.windows(60).map(|minute| f64::from(minute.iter().sum::<u32>()) / (60 * rate) as f64).reduce(f64::min)
    }

    /// All requests.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.routes.values().sum()
    }
}
