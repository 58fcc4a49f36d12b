//! What a sync service must remember between two runs.

use serde::{Deserialize, Serialize};
use vitae_model::Sha256;
use vitae_store::{AttachmentRow, DeadLetterRow, RunRow};

use crate::{Engine, ReadError, SyncError};

/// An attachment as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentState {
    /// The attachment's identifier in the ATS.
    pub id: String,
    /// Its bytes; absent where it could not be had (see `missing`).
    pub sha256: Option<Sha256>,
    /// Why it could not be had, where it could not.
    pub missing: Option<String>,
}

/// A candidate as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateState {
    /// When the ATS last changed it, as sent.
    pub updated_on: Option<String>,
    /// The caller's digest of everything the ATS said of it.
    pub content_hash: Option<String>,
    /// Whether it was left out because nobody matched.
    pub left_out: bool,
    /// Its attachments by identifier.
    pub attachments: Vec<AttachmentState>,
}

/// Something that could not be taken over, to be tried again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// The account's name.
    pub account: String,
    /// The stream, such as `candidates`.
    pub stream: String,
    /// The item's identifier in the ATS; one letter per account, stream and item.
    pub item: String,
    /// Why, one sentence without secrets.
    pub reason: String,
    /// How often it was tried.
    #[serde(default)]
    pub attempts: u32,
    /// When it last failed: RFC 3339, UTC. Filled in by the engine.
    #[serde(default)]
    pub last_failed_at: String,
}

/// What a run of a stream counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunCounts {
    /// Seen for the first time and kept.
    pub new: u64,
    /// Changed since last time.
    pub changed: u64,
    /// As last time.
    pub unchanged: u64,
    /// Left out because nobody matched.
    pub skipped_unknown: u64,
    /// Erased because the source erased it.
    pub erased: u64,
    /// Not taken over; each has a dead letter.
    pub failed: u64,
}

/// One run of one stream of one account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Run {
    /// The account's name.
    pub account: String,
    /// The stream, such as `candidates`.
    pub stream: String,
    /// When it began: RFC 3339, UTC.
    pub started_at: String,
    /// When it ended; absent while it goes on, or where the process was killed.
    pub ended_at: Option<String>,
    /// Why it ended early, where it did.
    pub error: Option<String>,
    /// What it counted.
    pub counts: RunCounts,
}

/// The right to do a piece of work alone: see [`Engine::lease`].
#[derive(Debug)]
#[expect(dead_code, reason = "it is held for what happens when it is dropped")]
pub struct Lease(vitae_store::Lease);

/// How long the ledger remembers a run.
const RUNS_ARE_KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(90 * 24);

impl Engine {
    /// The cursor of a stream, as last set or applied.
    pub fn cursor(&self, account: &str, stream: &str) -> Result<Option<String>, ReadError> {
        Ok(self.store.read(|store| store.cursor(account, stream))?)
    }

    /// Sets the cursor of a stream by itself; `None` starts it over. With data, hand it to [`Engine::apply`] instead.
    pub fn set_cursor(&self, account: &str, stream: &str, cursor: Option<&str>) -> Result<(), SyncError> {
        Ok(self.store.write(|store| store.set_cursor(account, stream, cursor))?)
    }

    /// A candidate as it was last applied; `None` where it never was.
    pub fn candidate_state(&self, account: &str, candidate: &str) -> Result<Option<CandidateState>, ReadError> {
        let found = self.store.read(|store| {
            let Some(row) = store.candidate(account, candidate)? else { return Ok(None) };
            Ok::<_, ReadError>(Some((row, store.attachments(account, candidate)?)))
        })?;
        Ok(found.map(|(row, attachments)| CandidateState {
            updated_on: row.updated_on,
            content_hash: row.content_hash,
            left_out: row.record.is_none(),
            attachments: attachments.into_iter().map(AttachmentState::from).collect(),
        }))
    }

    /// Identifiers of the account's candidates after `after`, in order, at most `limit`: to find deletions in a full sweep.
    pub fn candidates(&self, account: &str, after: Option<&str>, limit: usize) -> Result<Vec<String>, ReadError> {
        Ok(self.store.read(|store| store.candidate_ids(account, after, limit))?)
    }

    /// Remembers something that could not be taken over; a further failure of the same item counts up.
    pub fn add_dead_letter(&self, letter: &DeadLetter) -> Result<(), SyncError> {
        let DeadLetter { account, stream, item, reason, .. } = letter;
        Ok(self.store.write(|store| store.add_dead_letter(account, stream, item, reason))?)
    }

    /// The dead letters, of one account or of all, oldest first.
    pub fn dead_letters(&self, account: Option<&str>) -> Result<Vec<DeadLetter>, ReadError> {
        let rows = self.store.read(|store| store.dead_letters(account))?;
        Ok(rows.into_iter().map(DeadLetter::from).collect())
    }

    /// Drops a dead letter; whether there was one.
    pub fn clear_dead_letter(&self, account: &str, stream: &str, item: &str) -> Result<bool, SyncError> {
        Ok(self.store.write(|store| store.clear_dead_letter(account, stream, item))?)
    }

    /// Writes a run's state into the ledger; the same account, stream and `started_at` is overwritten.
    ///
    /// The ledger forgets runs after 90 days, so that a service may run for years.
    pub fn record_run(&self, run: &Run) -> Result<(), SyncError> {
        let row = RunRow::from(run.clone());
        let oldest = (jiff::Timestamp::now() - RUNS_ARE_KEPT).to_string();
        Ok(self.store.write(|store| {
            store.drop_runs_before(&row.account, &row.stream, &oldest)?;
            store.put_run(&row)
        })?)
    }

    /// Takes the right to do `work` alone among all processes that share the database; `None` where somebody has it.
    ///
    /// It ends when it is dropped, or with its process, however that ends.
    pub fn lease(&self, work: &str) -> Result<Option<Lease>, ReadError> {
        Ok(self.store.lease(work)?.map(Lease))
    }

    /// The last run of each stream, of one account or of all.
    pub fn last_runs(&self, account: Option<&str>) -> Result<Vec<Run>, ReadError> {
        let rows = self.store.read(|store| store.last_runs(account))?;
        Ok(rows.into_iter().map(Run::from).collect())
    }
}

impl From<AttachmentRow> for AttachmentState {
    fn from(row: AttachmentRow) -> Self {
        Self { id: row.id, sha256: row.sha256, missing: row.missing }
    }
}

impl From<DeadLetterRow> for DeadLetter {
    fn from(row: DeadLetterRow) -> Self {
        let DeadLetterRow { account, stream, item, reason, attempts, last_failed_at } = row;
        Self { account, stream, item, reason, attempts, last_failed_at }
    }
}

impl From<Run> for RunRow<RunCounts> {
    fn from(run: Run) -> Self {
        let Run { account, stream, started_at, ended_at, error, counts } = run;
        Self { account, stream, started_at, ended_at, error, counts }
    }
}

impl From<RunRow<RunCounts>> for Run {
    fn from(row: RunRow<RunCounts>) -> Self {
        let RunRow { account, stream, started_at, ended_at, error, counts } = row;
        Self { account, stream, started_at, ended_at, error, counts }
    }
}
