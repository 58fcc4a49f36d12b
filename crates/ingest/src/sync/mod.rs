//! Takes candidates over from the ATS into the engine: what changed, everything, or what failed before.
//!
//! One side lists and fetches within the account's limits, the other hands batches to the engine; a batch's data and the
//! cursor that follows it are one transaction. Whatever happens in between, the next run goes on from the last one.

mod cursor;
pub(crate) mod digest;
mod error;
mod fetch;
mod heard;
mod keep;
mod ledger;
mod listing;
mod run;
mod stop;

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::mpsc;
use vitae_engine::Engine;

pub use error::SyncError;
pub use ledger::{Ledger, Progress};
pub use stop::Stop;

use crate::account::Account;
use keep::Keeper;
use run::Run;

/// The name of the candidates' stream in cursors, ledgers and dead letters.
const STREAM: &str = "candidates";

/// Notifications that one run sees to.
const MOST_NOTIFICATIONS: usize = 10_000;

/// Fetched candidates that wait to be kept.
const WAITING: usize = 8;

/// Which candidates a run is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Those that changed since the last run, and dead letters that are due.
    #[default]
    Changes,
    /// All, with their details, and those that the source has no more.
    Everything,
    /// Dead letters only.
    DeadLetters,
}

/// How a run is done.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SyncOptions {
    /// Which candidates.
    pub scope: Scope,
    /// Ends the run early.
    pub stop: Stop,
    /// Believes the source when most of its jobs are gone at once.
    pub accept_removals: bool,
}

impl SyncOptions {
    /// The defaults for a scope.
    #[must_use]
    pub fn of(scope: Scope) -> Self {
        Self { scope, ..Self::default() }
    }
}

/// Takes over the candidates of one account, once. Blocks; other accounts may run at the same time on other threads.
///
/// A candidate that fails becomes a dead letter and the run goes on; a source or database that fails ends it.
/// The run is written into the engine's ledger as it begins and as it ends.
pub fn sync_once(engine: &Engine, account: &Account, options: &SyncOptions, progress: &dyn Progress) -> Result<Ledger, SyncError> {
    let started = Timestamp::now();
    let notified = notifications(engine, account)?;
    let run = Run { engine, account, options, progress, ledger: Mutex::new(Ledger::default()), started, notified };
    note(&run, None)?;
    let result = fetch_and_keep(&run);
    run.count(|ledger| ledger.stopped = matches!(result, Ok(false)));
    if matches!(result, Ok(true)) {
        run.settle()?;
    }
    // So that the next search does not pay for it. The index is a cache: what it misses now it catches up later.
    if let Err(error) = engine.catch_up() {
        tracing::debug!(%error, "the index is left behind");
    }
    note(&run, Some(result.as_ref().err()))?;
    result.map(|_| *run.ledger.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Asks for a first page of candidates and keeps nothing: tells whether the address answers and the key may read.
///
/// Gives the number of candidates where the source tells it.
pub fn test_account(account: &Account) -> Result<Option<u64>, SyncError> {
    let listed = account.block_on(account.client().list_candidates(None, None));
    listed.map(|listed| listed.page.total_found).map_err(|error| SyncError::api(account.settings(), error))
}

/// What the account notified of and nobody saw to yet.
fn notifications(engine: &Engine, account: &Account) -> Result<Vec<vitae_engine::Notification>, SyncError> {
    let settings = account.settings();
    engine.notifications(&settings.name, MOST_NOTIFICATIONS).map_err(|error| SyncError::read(settings, error))
}

/// Whether the run came to its end.
fn fetch_and_keep(run: &Run<'_>) -> Result<bool, SyncError> {
    let dead = run.dead_letters()?;
    let (sender, receiver) = mpsc::channel(WAITING);
    let keeper = Keeper::new(run, dead.clone());
    std::thread::scope(|scope| {
        let keeping = scope.spawn(move || keeper.work(receiver));
        let fetched = run.account.block_on(run.fetch_all(&dead, sender));
        let kept = keeping.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // Where keeping failed, fetching only ended because of it.
        kept.and_then(|ended| fetched.map(|()| ended))
    })
}

/// Writes the run into the ledger; `end` is absent while it goes on.
fn note(run: &Run<'_>, end: Option<Option<&SyncError>>) -> Result<(), SyncError> {
    let counts = run.ledger.lock().unwrap_or_else(PoisonError::into_inner).counts();
    let row = vitae_engine::Run {
        account: run.settings().name.clone(),
        stream: STREAM.to_owned(),
        started_at: run.started.to_string(),
        ended_at: end.map(|_| Timestamp::now().to_string()),
        error: end.flatten().map(ToString::to_string),
        counts,
    };
    run.engine.record_run(&row).map_err(|error| SyncError::apply(run.settings(), error))
}
