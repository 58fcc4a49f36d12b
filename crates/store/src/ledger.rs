//! Cursors, dead letters and runs of sync streams.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::client::Row;
use crate::error::{Fault, during};
use crate::session::{json, now, params};
use crate::{Reader, StoreError, Writer};

/// Something that could not be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetterRow {
    /// The account's name.
    pub account: String,
    /// The stream.
    pub stream: String,
    /// The item's identifier in the ATS.
    pub item: String,
    /// Why.
    pub reason: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it last failed: RFC 3339, UTC.
    pub last_failed_at: String,
}

/// One run of one stream. `C` is what it counted, as the caller writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow<C> {
    /// The account's name.
    pub account: String,
    /// The stream.
    pub stream: String,
    /// When it began: RFC 3339, UTC.
    pub started_at: String,
    /// When it ended.
    pub ended_at: Option<String>,
    /// Why it ended early.
    pub error: Option<String>,
    /// What it counted.
    pub counts: C,
}

impl Reader<'_> {
    /// Where a stream goes on.
    pub fn cursor(&self, account: &str, stream: &str) -> Result<Option<String>, StoreError> {
        during("read a cursor", || self.value("SELECT cursor FROM cursors WHERE account = ?1 AND stream = ?2", [account, stream]))
    }

    /// The dead letters, of one account or of all, oldest first.
    pub fn dead_letters(&self, account: Option<&str>) -> Result<Vec<DeadLetterRow>, StoreError> {
        const SQL: &str = "SELECT account, stream, item, reason, attempts, last_failed_at FROM dead_letters
            WHERE CAST(?1 AS TEXT) IS NULL OR account = ?1 ORDER BY last_failed_at, account, stream, item";
        during("list dead letters", || {
            self.rows(SQL, [account], |row| {
                Ok(DeadLetterRow {
                    account: row.get(0)?,
                    stream: row.get(1)?,
                    item: row.get(2)?,
                    reason: row.get(3)?,
                    attempts: row.get(4)?,
                    last_failed_at: row.get(5)?,
                })
            })
        })
    }

    /// The last run of each stream, of one account or of all.
    pub fn last_runs<C: DeserializeOwned>(&self, account: Option<&str>) -> Result<Vec<RunRow<C>>, StoreError> {
        const SQL: &str = "SELECT r.account, r.stream, r.started_at, r.ended_at, r.error, r.counts FROM runs r
            JOIN (SELECT account, stream, max(started_at) AS latest FROM runs GROUP BY account, stream) l
              ON l.account = r.account AND l.stream = r.stream AND l.latest = r.started_at
            WHERE CAST(?1 AS TEXT) IS NULL OR r.account = ?1 ORDER BY r.account, r.stream";
        during("list runs", || self.rows(SQL, [account], run))
    }
}

impl Writer<'_> {
    /// Sets where a stream goes on; `None` starts it over.
    pub fn set_cursor(&self, account: &str, stream: &str, cursor: Option<&str>) -> Result<(), StoreError> {
        const PUT: &str = "INSERT INTO cursors (account, stream, cursor, updated_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (account, stream) DO UPDATE SET cursor = excluded.cursor, updated_at = excluded.updated_at";
        during("set a cursor", || {
            match cursor {
                Some(cursor) => self.execute(PUT, params![account, stream, cursor, now()])?,
                None => self.execute("DELETE FROM cursors WHERE account = ?1 AND stream = ?2", [account, stream])?,
            };
            Ok(())
        })
    }

    /// Remembers something that could not be taken over; a further failure counts up.
    pub fn add_dead_letter(&self, account: &str, stream: &str, item: &str, reason: &str) -> Result<(), StoreError> {
        const SQL: &str =
            "INSERT INTO dead_letters (account, stream, item, reason, attempts, last_failed_at) VALUES (?1, ?2, ?3, ?4, 1, ?5)
            ON CONFLICT (account, stream, item) DO UPDATE SET reason = excluded.reason, attempts = dead_letters.attempts + 1,
            last_failed_at = excluded.last_failed_at";
        during("keep a dead letter", || {
            self.execute(SQL, params![account, stream, item, reason, now()])?;
            Ok(())
        })
    }

    /// Drops a dead letter; whether there was one.
    pub fn clear_dead_letter(&self, account: &str, stream: &str, item: &str) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM dead_letters WHERE account = ?1 AND stream = ?2 AND item = ?3";
        during("drop a dead letter", || Ok(self.execute(SQL, [account, stream, item])? > 0))
    }

    /// Forgets runs of a stream that began before `moment`, RFC 3339 in UTC.
    pub fn drop_runs_before(&self, account: &str, stream: &str, moment: &str) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM runs WHERE account = ?1 AND stream = ?2 AND started_at < ?3";
        during("forget old runs", || {
            self.execute(SQL, [account, stream, moment])?;
            Ok(())
        })
    }

    /// Writes a run into the ledger in place of one with the same beginning.
    pub fn put_run<C: Serialize>(&self, run: &RunRow<C>) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO runs (account, stream, started_at, ended_at, error, counts) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (account, stream, started_at) DO UPDATE SET ended_at = excluded.ended_at, error = excluded.error,
            counts = excluded.counts";
        during("keep a run", || {
            let counts = serde_json::to_string(&run.counts)?;
            self.execute(SQL, params![run.account, run.stream, run.started_at, run.ended_at, run.error, counts])?;
            Ok(())
        })
    }
}

fn run<C: DeserializeOwned>(row: &Row<'_>) -> Result<RunRow<C>, Fault> {
    Ok(RunRow {
        account: row.get(0)?,
        stream: row.get(1)?,
        started_at: row.get(2)?,
        ended_at: row.get(3)?,
        error: row.get(4)?,
        counts: json(row, 5)?,
    })
}
