//! What a run did, in numbers.

use serde::Serialize;
use vitae_engine::{RunCounts, SyncOutcome};

use crate::Traffic;

/// What a run did so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Ledger {
    /// Candidates the source listed.
    pub listed: u64,
    /// Candidates the source says there are to list, where it says so.
    pub total: Option<u64>,
    /// Candidates seen for the first time and kept.
    pub new: u64,
    /// Candidates that changed.
    pub changed: u64,
    /// Candidates as before.
    pub unchanged: u64,
    /// Candidates left out because nobody in the CRM matches.
    pub skipped_unknown: u64,
    /// Candidates erased here because the source erased them.
    pub erased: u64,
    /// Candidates that could not be taken over; each has a dead letter.
    pub failed: u64,
    /// Jobs and postings that the source lists no more and that are kept for now, because too many are gone at once.
    pub withheld: u64,
    /// Documents downloaded.
    pub downloaded: u64,
    /// Documents that could not be had or are too large.
    pub missing: u64,
    /// Documents parsed.
    pub parsed: u64,
    /// Documents whose bytes had been parsed before.
    pub reused: u64,
    /// Documents that gave no profile.
    pub unreadable: u64,
    /// Whether the run was asked to stop before its end.
    pub stopped: bool,
    /// Requests behind these numbers.
    pub traffic: Traffic,
}

impl Ledger {
    /// Candidates done, whatever became of them.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.new + self.changed + self.unchanged + self.skipped_unknown + self.erased + self.failed
    }

    pub(super) fn add(&mut self, outcome: &SyncOutcome) {
        self.new += outcome.new;
        self.changed += outcome.changed;
        self.unchanged += outcome.unchanged;
        self.skipped_unknown += outcome.unknown;
        self.erased += outcome.erased;
        self.parsed += outcome.parsed;
        self.reused += outcome.reused;
        self.unreadable += outcome.unreadable;
    }

    pub(crate) fn counts(&self) -> RunCounts {
        RunCounts {
            new: self.new,
            changed: self.changed,
            unchanged: self.unchanged,
            skipped_unknown: self.skipped_unknown,
            erased: self.erased,
            failed: self.failed,
        }
    }
}

/// Is told how a run goes on, from several threads.
pub trait Progress: Sync {
    /// Something was done. `ledger` is the whole account of the run so far.
    fn update(&self, ledger: &Ledger);
}

/// Whoever does not want to know.
impl Progress for () {
    fn update(&self, _: &Ledger) {}
}
