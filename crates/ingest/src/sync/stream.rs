//! What is taken over from an account, each in its own time.

use serde::Serialize;

use crate::account::{AccountSettings, Interval};

/// What is taken over from an account, each in its own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// Candidates with their applications and documents.
    Candidates,
    /// Jobs and postings.
    Jobs,
}

impl Stream {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Candidates, Self::Jobs];

    /// Its name in cursors, ledgers and dead letters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Candidates => "candidates",
            Self::Jobs => "jobs",
        }
    }

    /// The time between two runs.
    #[must_use]
    pub fn every(self, account: &AccountSettings) -> Interval {
        match self {
            Self::Candidates => account.candidates.every,
            Self::Jobs => account.jobs.every,
        }
    }

    /// Names a run of this stream among all processes.
    pub(crate) fn work(self, account: &str) -> String {
        format!("{account}+{}", self.name())
    }
}
