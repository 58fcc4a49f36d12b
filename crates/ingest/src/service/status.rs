//! How the streams of accounts stand.

use jiff::Timestamp;
use serde::Serialize;
use vitae_engine::{Engine, ReadError, Run, RunCounts};

use super::due;
use crate::account::AccountSettings;
use crate::sync::{Stream, now, reached};

/// How a stream stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It never ran.
    Never,
    /// A process is at it.
    Running,
    /// The last run ended as it should.
    Done,
    /// The last run ended early and said why.
    Failed,
    /// The process of the last run was killed.
    BrokenOff,
}

/// A run as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastRun {
    /// When it began: RFC 3339, UTC.
    pub started_at: String,
    /// When it ended, where it did.
    pub ended_at: Option<String>,
    /// Why it ended early, where it did.
    pub error: Option<String>,
    /// What it counted.
    pub counts: RunCounts,
}

/// How a stream of an account stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StreamStatus {
    /// The account's name.
    pub account: String,
    /// Which stream.
    pub stream: Stream,
    /// How it stands.
    pub state: State,
    /// Its last run.
    pub last_run: Option<LastRun>,
    /// Items that could not be taken over and wait for another try.
    pub dead_letters: u64,
    /// Everything the source changed before this moment is here; absent before the first complete run.
    pub complete_until: Option<Timestamp>,
    /// Seconds since then.
    pub lag_seconds: Option<i64>,
    /// When a service runs it next; absent where it is due.
    pub next_run: Option<Timestamp>,
}

/// Tells how each stream of `accounts` stands.
pub fn status<'a>(engine: &Engine, accounts: impl IntoIterator<Item = &'a AccountSettings>) -> Result<Vec<StreamStatus>, ReadError> {
    let (runs, letters) = (engine.last_runs(None)?, engine.dead_letters(None)?);
    let mut found = Vec::new();
    for account in accounts {
        for stream in Stream::ALL {
            let last = runs.iter().find(|run| run.account == account.name && run.stream == stream.name());
            let own = letters.iter().filter(|letter| letter.account == account.name && letter.stream == stream.name());
            let complete_until = complete_until(engine, account, stream, last)?;
            found.push(StreamStatus {
                account: account.name.clone(),
                stream,
                state: state(engine, account, stream, last)?,
                last_run: last.map(LastRun::of),
                dead_letters: own.count() as u64,
                complete_until,
                lag_seconds: complete_until.map(|moment| now().duration_since(moment).as_secs()),
                next_run: due::next(last, stream.every(account)).filter(|moment| *moment > now()),
            });
        }
    }
    Ok(found)
}

fn complete_until(engine: &Engine, account: &AccountSettings, stream: Stream, last: Option<&Run>) -> Result<Option<Timestamp>, ReadError> {
    match stream {
        Stream::Candidates => reached(engine, &account.name),
        // Each run lists all of them.
        Stream::Jobs => Ok(last.filter(|run| run.ended_at.is_some() && run.error.is_none()).and_then(|run| run.started_at.parse().ok())),
    }
}

fn state(engine: &Engine, account: &AccountSettings, stream: Stream, last: Option<&Run>) -> Result<State, ReadError> {
    Ok(match last {
        None => State::Never,
        Some(Run { ended_at: Some(_), error: None, .. }) => State::Done,
        Some(Run { ended_at: Some(_), .. }) => State::Failed,
        // Whoever is at it holds the lease as long as it lives.
        Some(_) if engine.lease(&stream.work(&account.name))?.is_none() => State::Running,
        Some(_) => State::BrokenOff,
    })
}

impl LastRun {
    fn of(run: &Run) -> Self {
        let Run { started_at, ended_at, error, counts, .. } = run.clone();
        Self { started_at, ended_at, error, counts }
    }
}
