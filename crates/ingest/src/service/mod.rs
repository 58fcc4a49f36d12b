//! Runs the streams of all accounts, each at its own interval, until the end is asked for.
//!
//! The schedule follows from the ledger in the database: a restart waits for no second interval, and of several processes on one
//! database each run is done by one.

mod due;
mod hold;
mod status;

use std::time::Duration;

use vitae_engine::Engine;

pub use status::{LastRun, State, StreamStatus, status};

use crate::account::Account;
use crate::jobs::sync_jobs;
use crate::sync::{Ledger, Progress, Scope, Stop, Stream, SyncError, SyncOptions, last_sweep, now, sync_once};
use hold::Hold;

/// The longest sleep: then the schedule is looked at again, since clocks are set and other processes work.
const NAP: Duration = Duration::from_secs(30);

/// How long to wait for another process that is at the same account, or for a database that cannot be read.
const PATIENCE: Duration = Duration::from_secs(2);

/// Is told what a service does, from several threads.
pub trait Observer: Sync {
    /// A run goes on; `ledger` is the whole account of it so far.
    fn update(&self, account: &str, stream: Stream, ledger: &Ledger);

    /// A run ended.
    fn ended(&self, account: &str, stream: Stream, result: Result<Ledger, SyncError>);
}

/// Syncs accounts, each stream on a thread of its own.
#[derive(Debug)]
pub struct Service<'a> {
    engine: &'a Engine,
    accounts: &'a [Account],
    stop: Stop,
}

/// One stream of one account.
struct Job<'a> {
    engine: &'a Engine,
    account: &'a Account,
    stream: Stream,
    hold: &'a Hold<'a>,
    stop: &'a Stop,
    observer: &'a dyn Observer,
}

impl<'a> Service<'a> {
    /// A service for `accounts` that ends soon after `stop` asks for it.
    #[must_use]
    pub fn new(engine: &'a Engine, accounts: &'a [Account], stop: &Stop) -> Self {
        Self { engine, accounts, stop: stop.clone() }
    }

    /// Runs every stream whenever its time has come, until the end is asked for.
    ///
    /// A run that fails is told and tried again in time. Where `options` ask for [`Scope::Everything`], the first run of each stream does.
    pub fn run(&self, options: &SyncOptions, observer: &dyn Observer) {
        self.each_job(observer, &|job| job.repeat(options));
    }

    /// Runs every stream once, now.
    pub fn once(&self, options: &SyncOptions, observer: &dyn Observer) {
        self.each_job(observer, &|job| job.once(options));
    }

    fn each_job(&self, observer: &dyn Observer, work: &(dyn Fn(&Job<'_>) + Sync)) {
        let holds: Vec<Hold<'_>> = self.accounts.iter().map(|account| Hold::new(self.engine, account)).collect();
        std::thread::scope(|scope| {
            for (account, hold) in self.accounts.iter().zip(&holds) {
                for stream in Stream::ALL {
                    let job = Job { engine: self.engine, account, stream, hold, stop: &self.stop, observer };
                    scope.spawn(move || work(&job));
                }
            }
        });
    }
}

impl Job<'_> {
    fn name(&self) -> &str {
        &self.account.settings().name
    }

    /// Runs whenever the time has come. A full run is due at once, and wanted until it succeeds.
    fn repeat(&self, options: &SyncOptions) {
        let mut full = options.scope == Scope::Everything;
        let mut at_once = full;
        while !self.stop.is_requested() {
            match self.run_if_due(options, full, at_once) {
                Ok(None) => {}
                Ok(Some(ledger)) => {
                    (full, at_once) = (full && ledger.stopped, false);
                    self.observer.ended(self.name(), self.stream, Ok(ledger));
                }
                // Somebody else does it.
                Err(SyncError::Busy { .. }) => self.pause(),
                Err(error) => {
                    at_once = false;
                    self.observer.ended(self.name(), self.stream, Err(error));
                    // Where not even the ledger can be written the schedule does not move on.
                    self.pause();
                }
            }
        }
    }

    fn pause(&self) {
        // Whether the end was asked for is looked at by everybody anyway.
        let _ = self.stop.wait(PATIENCE);
    }

    /// Waits for the time to come, at most a nap long, and runs if it has.
    fn run_if_due(&self, options: &SyncOptions, full: bool, at_once: bool) -> Result<Option<Ledger>, SyncError> {
        if !at_once && self.stop.wait(self.wait()?.min(NAP)) {
            return Ok(None);
        }
        let _lease = self.hold.take()?;
        // Another process may have run since.
        if !at_once && !self.wait()?.is_zero() {
            return Ok(None);
        }
        let scope = if full { Scope::Everything } else { self.scope()? };
        self.run(&SyncOptions { scope, stop: self.stop.clone(), ..options.clone() }).map(Some)
    }

    fn once(&self, options: &SyncOptions) {
        let options = SyncOptions { stop: self.stop.clone(), ..options.clone() };
        let result = self.hold.take().and_then(|_lease| self.run(&options));
        self.observer.ended(self.name(), self.stream, result);
    }

    fn run(&self, options: &SyncOptions) -> Result<Ledger, SyncError> {
        match self.stream {
            Stream::Candidates => sync_once(self.engine, self.account, options, self),
            Stream::Jobs => sync_jobs(self.engine, self.account, options, self),
        }
    }

    /// How long until the next run is due.
    fn wait(&self) -> Result<Duration, SyncError> {
        let runs = self.engine.last_runs(Some(self.name())).map_err(|error| SyncError::read(self.account.settings(), error))?;
        let last = runs.iter().find(|run| run.stream == self.stream.name());
        Ok(due::wait(last, self.stream.every(self.account.settings()), now()))
    }

    /// What a run in time is about: changes, and now and then deletions.
    fn scope(&self) -> Result<Scope, SyncError> {
        if self.stream != Stream::Candidates {
            return Ok(Scope::Changes);
        }
        let sweep = self.account.settings().candidates.sweep.duration();
        let age = last_sweep(self.engine, self.account)?.map(|moment| now().duration_since(moment).unsigned_abs());
        Ok(if age.is_none_or(|age| age >= sweep) { Scope::Sweep } else { Scope::Changes })
    }
}

impl Progress for Job<'_> {
    fn update(&self, ledger: &Ledger) {
        self.observer.update(self.name(), self.stream, ledger);
    }
}
