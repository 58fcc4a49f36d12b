//! What was asked of the server, for assertions.

use std::collections::BTreeMap;

use super::faults::Fault;

/// What was asked of the server so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counters {
    /// Requests by route, such as `GET /candidates/{id}`.
    pub routes: BTreeMap<String, u64>,
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
    /// What went wrong on purpose.
    pub faults: BTreeMap<Fault, u64>,
}

impl Counters {
    /// Requests of one route.
    #[must_use]
    pub fn of(&self, route: &str) -> u64 {
        self.routes.get(route).copied().unwrap_or_default()
    }

    /// All requests.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.routes.values().sum()
    }
}
