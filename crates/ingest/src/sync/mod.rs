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
mod stream;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;
use vitae_engine::{Engine, Lease};

pub use error::SyncError;
pub use ledger::{Ledger, Progress};
pub use stop::Stop;
pub use stream::Stream;

use crate::account::Account;
use keep::Keeper;
use run::Run;

/// The name of the candidates' stream in cursors, ledgers and dead letters.
const STREAM: &str = Stream::Candidates.name();

/// The name under which the moment of the last sweep for deletions is kept.
const SWEPT: &str = "candidates.swept";

/// How old a document without an owner must be: between its arrival and its transaction seconds pass.
const ORPHANED: Duration = Duration::from_secs(3600);

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
    /// As [`Scope::Changes`] by listing all, and those that the source has no more. Costs one request for a hundred candidates.
    Sweep,
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
    /// Only tells what would change: nothing is kept, no résumé is downloaded.
    ///
    /// A candidate in whom only a new résumé would show somebody known counts as unknown, or as new where unknown ones are imported.
    pub preview: bool,
    /// The moment at which the run begins, where the caller keeps a time of its own.
    pub now: Option<Timestamp>,
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
/// The run is written into the engine's ledger as it begins and as it ends. Two of one account never overlap, whatever the process.
pub fn sync_once(engine: &Engine, account: &Account, options: &SyncOptions, progress: &dyn Progress) -> Result<Ledger, SyncError> {
    let started = options.now.unwrap_or_else(now);
    let _alone = alone(engine, account, &Stream::Candidates.work(&account.settings().name))?;
    let notified = notifications(engine, account)?;
    let run = Run { engine, account, options, progress, ledger: Mutex::new(Ledger::default()), started, notified };
    note(&run, None)?;
    let result = fetch_and_keep(&run);
    run.count(|ledger| ledger.stopped = matches!(result, Ok(false)));
    if options.preview {
        return result.map(|_| *run.ledger.lock().unwrap_or_else(PoisonError::into_inner));
    }
    if matches!(result, Ok(true)) {
        run.settle()?;
    }
    // So that the next search does not pay for it. The index is a cache: what it misses now it catches up later.
    if let Err(error) = engine.catch_up() {
        tracing::debug!(%error, "the index is left behind");
    }
    if matches!(result, Ok(true)) && matches!(options.scope, Scope::Everything | Scope::Sweep) {
        let kept = engine.set_cursor(&account.settings().name, SWEPT, Some(&started.to_string()));
        kept.map_err(|error| SyncError::apply(account.settings(), error))?;
        sweep_documents(engine);
    }
    // One that was asked to stop has not ended: it is due again at once.
    note(&run, if matches!(result, Ok(false)) { None } else { Some(result.as_ref().err()) })?;
    result.map(|_| *run.ledger.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Deletes documents that a killed process left without an owner. What cannot be deleted now is with the next sweep.
fn sweep_documents(engine: &Engine) {
    match engine.orphans(ORPHANED, true) {
        Ok(found) if found.files > 0 => tracing::info!(files = found.files, bytes = found.bytes, "deleted documents without an owner"),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "documents without an owner were not looked for"),
    }
}

/// When the account was last swept for deletions, where it was.
pub(crate) fn last_sweep(engine: &Engine, account: &Account) -> Result<Option<Timestamp>, SyncError> {
    let kept = engine.cursor(&account.settings().name, SWEPT).map_err(|error| SyncError::read(account.settings(), error))?;
    Ok(kept.and_then(|moment| moment.parse().ok()))
}

/// The moment until which the source's changes to candidates were taken over.
pub(crate) fn reached(engine: &Engine, account: &str) -> Result<Option<Timestamp>, vitae_engine::ReadError> {
    Ok(cursor::Cursor::read(engine.cursor(account, STREAM)?.as_deref()).map(cursor::Cursor::moment))
}

/// The right to do `work` alone, or the news that somebody else is at it.
pub(crate) fn alone(engine: &Engine, account: &Account, work: &str) -> Result<Lease, SyncError> {
    let lease = engine.lease(work).map_err(|error| SyncError::read(account.settings(), error))?;
    lease.ok_or_else(|| SyncError::Busy { account: account.settings().name.clone() })
}

/// The moment, to the microsecond: of one length, so that moments sort as their texts do.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
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
    if run.options.preview {
        return Ok(());
    }
    let counts = run.ledger.lock().unwrap_or_else(PoisonError::into_inner).counts();
    let row = vitae_engine::Run {
        account: run.settings().name.clone(),
        stream: STREAM.to_owned(),
        started_at: format!("{:.6}", run.started),
        ended_at: end.map(|_| format!("{:.0}", Timestamp::now())),
        error: end.flatten().map(ToString::to_string),
        counts,
    };
    run.engine.record_run(&row).map_err(|error| SyncError::apply(run.settings(), error))
}
