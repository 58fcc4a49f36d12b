//! Takes jobs and postings over from the ATS: what changed, what is hidden, what is gone.
//!
//! Jobs come from the Job API with the key, postings from the public Posting API without one. A posting is linked to its job by the
//! advertisement or the reference number, and hidden where either meets the account's criterion.

mod convert;
mod criterion;
mod details;
mod guard;
mod html;
mod known;
mod links;
mod listing;
mod pass;

use jiff::Timestamp;
use vitae_engine::Engine;

pub use criterion::{Criterion, InvalidCriterion};

use crate::account::Account;
use crate::sync::{Ledger, Progress, Stream, SyncError, SyncOptions, alone};
use pass::Pass;

/// The name of the jobs' stream in cursors, ledgers and dead letters.
pub(crate) const STREAM: &str = Stream::Jobs.name();

/// Takes over the jobs and postings of one account, once. Blocks; other streams and accounts may run at the same time on other threads.
///
/// A job that fails becomes a dead letter and the run goes on; a source or database that fails ends it. What was applied is kept. When
/// everything or most is gone at once, nothing is closed until a second run finds the same, or `options.accept_removals` says so.
pub fn sync_jobs(engine: &Engine, account: &Account, options: &SyncOptions, progress: &dyn Progress) -> Result<Ledger, SyncError> {
    let _alone = alone(engine, account, &Stream::Jobs.work(&account.settings().name))?;
    let mut pass = Pass::begin(engine, account, options, progress, Timestamp::now())?;
    let result = account.block_on(pass.work());
    pass.end(result)
}
