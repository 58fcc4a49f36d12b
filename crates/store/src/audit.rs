//! What was done to persons, and by whom. Rows are added, never changed.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::during;
use crate::session::{json, now, params};
use crate::{Reader, StoreError, Writer};

/// One thing that was done. `D` is its detail as the caller writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry<D> {
    /// Its number, growing.
    pub no: i64,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// By whom.
    pub actor: String,
    /// What, such as `merge`.
    pub action: String,
    /// To whom: an identifier.
    pub subject: String,
    /// Details, without personal data.
    pub detail: D,
}

impl Reader<'_> {
    /// What was done, latest first, at most `limit`; to one subject or to all.
    pub fn audit<D: DeserializeOwned>(&self, subject: Option<&str>, limit: usize) -> Result<Vec<AuditEntry<D>>, StoreError> {
        const SQL: &str = "SELECT no, at, actor, action, subject, detail FROM audit
            WHERE CAST(?1 AS TEXT) IS NULL OR subject = ?1 ORDER BY no DESC LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        during("read the audit", || {
            self.rows(SQL, params![subject, limit], |row| {
                Ok(AuditEntry {
                    no: row.get(0)?,
                    at: row.get(1)?,
                    actor: row.get(2)?,
                    action: row.get(3)?,
                    subject: row.get(4)?,
                    detail: json(row, 5)?,
                })
            })
        })
    }
}

impl Writer<'_> {
    /// Adds what was done.
    pub fn add_audit(&self, actor: &str, action: &str, subject: &str, detail: &impl Serialize) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)";
        during("write the audit", || {
            self.execute(SQL, params![now(), actor, action, subject, serde_json::to_string(detail)?])?;
            Ok(())
        })
    }
}
