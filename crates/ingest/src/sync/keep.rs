//! Hands what was fetched to the engine, in batches, on a thread of its own.

use std::collections::HashSet;

use tokio::sync::mpsc::Receiver;
use vitae_engine::{DeadLetter, SyncBatch, SyncOutcome, Unknown};

use super::fetch::Fetched;
use super::run::Run;
use super::{STREAM, SyncError};

/// Candidates in one transaction.
const BATCH: usize = 32;

/// Failures in a row after which the source is taken to be ill.
const MAX_FAILURES: u64 = 25;

/// What the fetching side tells the keeping side.
#[derive(Debug)]
pub(super) enum Message {
    /// One candidate was asked for.
    Fetched(Fetched),
    /// Everything was fetched: this is the cursor that follows it, where the run moves it.
    End(Option<String>),
}

/// Keeps what was fetched.
pub(super) struct Keeper<'a> {
    run: &'a Run<'a>,
    /// Candidates with a dead letter.
    dead: HashSet<String>,
    batch: SyncBatch,
    downloaded: u64,
    missing: u64,
    failures: u64,
}

impl<'a> Keeper<'a> {
    pub(super) fn new(run: &'a Run<'a>, dead: HashSet<String>) -> Self {
        Self { run, dead, batch: Self::empty_batch(run), downloaded: 0, missing: 0, failures: 0 }
    }

    fn empty_batch(run: &Run<'_>) -> SyncBatch {
        let settings = run.settings();
        SyncBatch {
            account: settings.name.clone(),
            stream: STREAM.to_owned(),
            unknown: if settings.candidates.import_unknown { Unknown::Import } else { Unknown::LeaveOut },
            ..SyncBatch::default()
        }
    }

    /// Takes messages until the other side is done; returns whether it came to its end.
    pub(super) fn work(mut self, mut messages: Receiver<Message>) -> Result<bool, SyncError> {
        while let Some(message) = messages.blocking_recv() {
            if let Some(ended) = self.take(message)? {
                return Ok(ended);
            }
            while !self.is_full() {
                let Ok(message) = messages.try_recv() else { break };
                if let Some(ended) = self.take(message)? {
                    return Ok(ended);
                }
            }
            self.apply(None)?;
        }
        self.apply(None)?;
        Ok(false)
    }

    fn is_full(&self) -> bool {
        self.batch.candidates.len() + self.batch.erased.len() >= BATCH
    }

    fn take(&mut self, message: Message) -> Result<Option<bool>, SyncError> {
        match message {
            Message::End(cursor) => {
                self.apply(cursor)?;
                return Ok(Some(true));
            }
            Message::Fetched(Fetched::Candidate { candidate, downloaded, missing }) => {
                self.failures = 0;
                self.downloaded += downloaded;
                self.missing += missing;
                self.batch.candidates.push(*candidate);
            }
            Message::Fetched(Fetched::Gone(id)) => {
                self.failures = 0;
                self.batch.erased.push(id);
            }
            Message::Fetched(Fetched::Failed(id, error)) => {
                self.failures += 1;
                self.bury(&id, &error.to_string())?;
                if self.failures >= MAX_FAILURES {
                    self.apply(None)?;
                    let account = self.run.settings().name.clone();
                    return Err(SyncError::Broken { account, what: STREAM, number: self.failures, last: error.to_string() });
                }
            }
        }
        Ok(None)
    }

    /// Applies what has come together, with the cursor that follows it.
    fn apply(&mut self, cursor: Option<String>) -> Result<(), SyncError> {
        if self.batch.candidates.is_empty() && self.batch.erased.is_empty() && cursor.is_none() {
            return Ok(());
        }
        let batch = SyncBatch { cursor, ..std::mem::replace(&mut self.batch, Self::empty_batch(self.run)) };
        match self.keep(&batch) {
            Ok(outcome) => self.applied(&batch, &outcome)?,
            // One candidate must not hold back the others, nor the cursor.
            Err(vitae_engine::SyncError::MissingBlob { .. }) => self.apply_one_by_one(batch)?,
            Err(error) => return Err(SyncError::apply(self.run.settings(), error)),
        }
        let (downloaded, missing) = (std::mem::take(&mut self.downloaded), std::mem::take(&mut self.missing));
        self.run.count(|ledger| {
            ledger.downloaded += downloaded;
            ledger.missing += missing;
        });
        Ok(())
    }

    fn keep(&self, batch: &SyncBatch) -> Result<SyncOutcome, vitae_engine::SyncError> {
        let engine = self.run.engine;
        if self.run.options.preview { engine.preview(batch) } else { engine.apply(batch) }
    }

    fn apply_one_by_one(&mut self, mut batch: SyncBatch) -> Result<(), SyncError> {
        for candidate in std::mem::take(&mut batch.candidates) {
            let id = candidate.id.clone();
            let single = SyncBatch { candidates: vec![candidate], ..Self::empty_batch(self.run) };
            match self.keep(&single) {
                Ok(outcome) => self.applied(&single, &outcome)?,
                Err(error @ vitae_engine::SyncError::MissingBlob { .. }) => self.bury(&id, &error.to_string())?,
                Err(error) => return Err(SyncError::apply(self.run.settings(), error)),
            }
        }
        let outcome = self.keep(&batch).map_err(|error| SyncError::apply(self.run.settings(), error))?;
        self.applied(&batch, &outcome)
    }

    fn applied(&mut self, batch: &SyncBatch, outcome: &SyncOutcome) -> Result<(), SyncError> {
        self.run.count(|ledger| ledger.add(outcome));
        if self.run.options.preview {
            return Ok(());
        }
        for id in batch.candidates.iter().map(|candidate| &candidate.id).chain(&batch.erased) {
            if self.dead.remove(id) {
                let cleared = self.run.engine.clear_dead_letter(&batch.account, STREAM, id);
                cleared.map_err(|error| SyncError::apply(self.run.settings(), error))?;
            }
        }
        Ok(())
    }

    /// Remembers a candidate that could not be taken over.
    fn bury(&mut self, id: &str, reason: &str) -> Result<(), SyncError> {
        tracing::warn!(account = self.run.settings().name, candidate = id, reason, "a candidate was not taken over");
        let letter = DeadLetter {
            account: self.run.settings().name.clone(),
            stream: STREAM.to_owned(),
            item: id.to_owned(),
            reason: reason.to_owned(),
            attempts: 0,
            last_failed_at: String::new(),
        };
        if !self.run.options.preview {
            self.run.engine.add_dead_letter(&letter).map_err(|error| SyncError::apply(self.run.settings(), error))?;
        }
        self.run.count(|ledger| ledger.failed += 1);
        Ok(())
    }
}
