//! Candidates of ATS accounts, as they were last seen.

use vitae_model::Sha256;

use crate::error::during;
use crate::session::params;
use crate::{Reader, RecordNo, StoreError, Writer};

/// A candidate as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateRow {
    /// Its record; absent where it was left out.
    pub record: Option<RecordNo>,
    /// When the ATS last changed it, as sent.
    pub updated_on: Option<String>,
    /// Digest of everything the ATS said of it.
    pub content_hash: Option<String>,
}

/// An attachment as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentRow {
    /// Its identifier in the ATS.
    pub id: String,
    /// Its file name.
    pub name: String,
    /// Whether it is read as a résumé.
    pub parse: bool,
    /// Its bytes.
    pub sha256: Option<Sha256>,
    /// Why there are no bytes.
    pub missing: Option<String>,
}

impl Reader<'_> {
    /// A candidate.
    pub fn candidate(&self, account: &str, id: &str) -> Result<Option<CandidateRow>, StoreError> {
        const SQL: &str = "SELECT record, updated_on, content_hash FROM candidates WHERE account = ?1 AND id = ?2";
        during("read a candidate", || {
            self.row(SQL, [account, id], |row| {
                let record = row.get::<Option<i64>>(0)?.map(RecordNo);
                Ok(CandidateRow { record, updated_on: row.get(1)?, content_hash: row.get(2)? })
            })
        })
    }

    /// A candidate's attachments by identifier.
    pub fn attachments(&self, account: &str, candidate: &str) -> Result<Vec<AttachmentRow>, StoreError> {
        const SQL: &str = "SELECT id, name, parse, sha256, missing FROM attachments WHERE account = ?1 AND candidate = ?2 ORDER BY id";
        during("read attachments", || {
            self.rows(SQL, [account, candidate], |row| {
                Ok(AttachmentRow {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    parse: row.get(2)?,
                    sha256: row.get::<Option<[u8; 32]>>(3)?.map(Sha256::from_bytes),
                    missing: row.get(4)?,
                })
            })
        })
    }

    /// Identifiers of an account's candidates after `after`, in order, at most `limit`.
    pub fn candidate_ids(&self, account: &str, after: Option<&str>, limit: usize) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "SELECT id FROM candidates WHERE account = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        during("list candidates", || self.column(SQL, params![account, after.unwrap_or_default(), limit]))
    }

    /// The candidates whose record this is, as account and identifier.
    pub fn candidates_of(&self, record: RecordNo) -> Result<Vec<(String, String)>, StoreError> {
        const SQL: &str = "SELECT account, id FROM candidates WHERE record = ?1 ORDER BY account, id";
        during("list candidates", || self.rows(SQL, [record.0], |row| Ok((row.get(0)?, row.get(1)?))))
    }

    /// The records of candidates that have a document attached to be read as a résumé.
    pub fn records_attached_to(&self, sha256: &Sha256) -> Result<Vec<RecordNo>, StoreError> {
        const SQL: &str = "SELECT c.record FROM attachments t JOIN candidates c ON c.account = t.account AND c.id = t.candidate
            WHERE t.sha256 = ?1 AND t.parse = 1 AND c.record IS NOT NULL ORDER BY c.record";
        during("list candidates", || Ok(self.column(SQL, [sha256.as_bytes()])?.into_iter().map(RecordNo).collect()))
    }
}

impl Writer<'_> {
    /// Keeps a candidate.
    pub fn put_candidate(&self, account: &str, id: &str, row: &CandidateRow) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO candidates (account, id, record, updated_on, content_hash) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (account, id) DO UPDATE SET record = excluded.record, updated_on = excluded.updated_on,
            content_hash = excluded.content_hash";
        during("keep a candidate", || {
            self.execute(SQL, params![account, id, row.record.map(|no| no.0), row.updated_on, row.content_hash])?;
            Ok(())
        })
    }

    /// Keeps an attachment of a candidate that is kept.
    pub fn put_attachment(&self, account: &str, candidate: &str, row: &AttachmentRow) -> Result<(), StoreError> {
        const SQL: &str =
            "INSERT INTO attachments (account, candidate, id, name, parse, sha256, missing) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (account, candidate, id) DO UPDATE SET name = excluded.name, parse = excluded.parse, sha256 = excluded.sha256,
            missing = excluded.missing";
        during("keep an attachment", || {
            let sha256 = row.sha256.as_ref().map(Sha256::as_bytes);
            self.execute(SQL, params![account, candidate, row.id, row.name, row.parse, sha256, row.missing])?;
            Ok(())
        })
    }

    /// Drops an attachment.
    pub fn delete_attachment(&self, account: &str, candidate: &str, id: &str) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM attachments WHERE account = ?1 AND candidate = ?2 AND id = ?3";
        during("drop an attachment", || {
            self.execute(SQL, [account, candidate, id])?;
            Ok(())
        })
    }

    /// Drops a candidate and its attachments; its record stays. Whether there was one.
    pub fn delete_candidate(&self, account: &str, id: &str) -> Result<bool, StoreError> {
        during("drop a candidate", || {
            self.execute("DELETE FROM attachments WHERE account = ?1 AND candidate = ?2", [account, id])?;
            Ok(self.execute("DELETE FROM candidates WHERE account = ?1 AND id = ?2", [account, id])? > 0)
        })
    }
}
