//! Jobs and postings of ATS accounts, as they were last seen.

use serde::Serialize;
use serde::de::DeserializeOwned;
use vitae_model::{Job, Posting};

use crate::client::Row;
use crate::error::{Fault, during};
use crate::session::{json, now, params};
use crate::{Reader, StoreError, Writer};

/// What a company opens to applicants: a job, or a posting of one. Each kind lies in a table of its own.
pub trait Opening: Serialize + DeserializeOwned + sealed::Sealed {
    /// The table.
    #[doc(hidden)]
    const TABLE: &'static str;

    /// Its identifier in the ATS.
    fn id(&self) -> &str;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for vitae_model::Job {}
    impl Sealed for vitae_model::Posting {}
}

impl Opening for Job {
    const TABLE: &'static str = "jobs";

    fn id(&self) -> &str {
        &self.id
    }
}

impl Opening for Posting {
    const TABLE: &'static str = "postings";

    fn id(&self) -> &str {
        &self.id
    }
}

/// A job or posting as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningRow<T> {
    /// The account's name.
    pub account: String,
    /// The caller's digest of its line in the listing.
    pub line_hash: String,
    /// The caller's digest of everything the ATS said of it.
    pub content_hash: String,
    /// Whether the account keeps it out of what is published.
    pub hidden: bool,
    /// When it last changed here: RFC 3339, UTC.
    pub changed_at: String,
    /// When its details were last asked for: RFC 3339, UTC.
    pub checked_at: String,
    /// When it was found to be gone: RFC 3339, UTC.
    pub closed_at: Option<String>,
    /// What it says.
    pub item: T,
}

/// A job or posting to be kept, new or in place of the one of the same identifier.
#[derive(Debug, Clone, Copy)]
pub struct NewOpening<'a, T> {
    /// What it says.
    pub item: &'a T,
    /// The caller's digest of its line in the listing.
    pub line_hash: &'a str,
    /// The caller's digest of everything the ATS said of it.
    pub content_hash: &'a str,
    /// Whether the account keeps it out of what is published.
    pub hidden: bool,
}

const COLUMNS: &str = "account, line_hash, content_hash, hidden, changed_at, checked_at, closed_at, item";

impl Reader<'_> {
    /// A job or posting.
    pub fn opening<T: Opening>(&self, account: &str, id: &str) -> Result<Option<OpeningRow<T>>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {} WHERE account = ?1 AND id = ?2", T::TABLE);
        during("read a job", || self.row(&sql, [account, id], opening))
    }

    /// Jobs or postings of an account in the order of their identifiers, from after `after`, at most `limit`; gone ones among them.
    pub fn openings<T: Opening>(&self, account: &str, after: Option<&str>, limit: usize) -> Result<Vec<OpeningRow<T>>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {} WHERE account = ?1 AND id > ?2 ORDER BY id LIMIT ?3", T::TABLE);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        during("list jobs", || self.rows(&sql, params![account, after.unwrap_or_default(), limit], opening))
    }
}

impl Writer<'_> {
    /// Keeps a job or posting; it is open again where it was gone.
    pub fn put_opening<T: Opening>(&self, account: &str, new: NewOpening<'_, T>) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO {} (account, id, line_hash, content_hash, hidden, changed_at, checked_at, item)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)
            ON CONFLICT (account, id) DO UPDATE SET line_hash = excluded.line_hash, content_hash = excluded.content_hash,
            hidden = excluded.hidden, changed_at = excluded.changed_at, checked_at = excluded.checked_at, closed_at = NULL,
            item = excluded.item",
            T::TABLE
        );
        during("keep a job", || {
            let text = serde_json::to_string(new.item)?;
            self.execute(&sql, params![account, new.item.id(), new.line_hash, new.content_hash, new.hidden, now(), text])?;
            Ok(())
        })
    }

    /// Notes that the details of a job or posting were asked for and say what they said before.
    pub fn check_opening<T: Opening>(&self, account: &str, id: &str, line_hash: &str) -> Result<(), StoreError> {
        let sql = format!("UPDATE {} SET checked_at = ?4, line_hash = ?3 WHERE account = ?1 AND id = ?2", T::TABLE);
        during("keep a job", || {
            self.execute(&sql, params![account, id, line_hash, now()])?;
            Ok(())
        })
    }

    /// Hides or shows a job or posting; whether that changed it.
    pub fn hide_opening<T: Opening>(&self, account: &str, id: &str, hidden: bool) -> Result<bool, StoreError> {
        let sql = format!("UPDATE {} SET hidden = ?3, changed_at = ?4 WHERE account = ?1 AND id = ?2 AND hidden <> ?3", T::TABLE);
        during("hide a job", || Ok(self.execute(&sql, params![account, id, hidden, now()])? > 0))
    }

    /// Notes that a job or posting is gone; whether it was there.
    pub fn close_opening<T: Opening>(&self, account: &str, id: &str) -> Result<bool, StoreError> {
        let sql = format!("UPDATE {} SET closed_at = ?3, changed_at = ?3 WHERE account = ?1 AND id = ?2 AND closed_at IS NULL", T::TABLE);
        during("close a job", || Ok(self.execute(&sql, params![account, id, now()])? > 0))
    }
}

fn opening<T: Opening>(row: &Row<'_>) -> Result<OpeningRow<T>, Fault> {
    Ok(OpeningRow {
        account: row.get(0)?,
        line_hash: row.get(1)?,
        content_hash: row.get(2)?,
        hidden: row.get(3)?,
        changed_at: row.get(4)?,
        checked_at: row.get(5)?,
        closed_at: row.get(6)?,
        item: json(row, 7)?,
    })
}
