//! What humans said of two records.

use vitae_model::RecordId;

use crate::error::during;
use crate::session::{now, params};
use crate::{Reader, StoreError, Writer};

/// What a human said of two records. It outlives both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The other record.
    pub other: RecordId,
    /// Whether they are one person.
    pub same: bool,
}

impl Reader<'_> {
    /// All verdicts about a record.
    pub fn verdicts(&self, record: &RecordId) -> Result<Vec<Verdict>, StoreError> {
        const SQL: &str = "SELECT b, same FROM verdicts WHERE a = ?1 UNION ALL SELECT a, same FROM verdicts WHERE b = ?1";
        during("read verdicts", || {
            self.rows(SQL, [record.as_str()], |row| {
                let other: String = row.get(0)?;
                Ok(Verdict { other: RecordId::new(other), same: row.get(1)? })
            })
        })
    }
}

impl Writer<'_> {
    /// Keeps a verdict about two records in place of an earlier one.
    pub fn put_verdict(&self, left: &RecordId, right: &RecordId, same: bool) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO verdicts (a, b, same, at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (a, b) DO UPDATE SET same = excluded.same, at = excluded.at";
        during("keep a verdict", || {
            if left != right {
                let (a, b) = (left.min(right), left.max(right));
                self.execute(SQL, params![a.as_str(), b.as_str(), same, now()])?;
            }
            Ok(())
        })
    }

    /// Drops all verdicts about a record that is erased for good.
    pub fn drop_verdicts(&self, record: &RecordId) -> Result<(), StoreError> {
        during("drop verdicts", || {
            self.execute("DELETE FROM verdicts WHERE a = ?1", [record.as_str()])?;
            self.execute("DELETE FROM verdicts WHERE b = ?1", [record.as_str()])?;
            Ok(())
        })
    }

    /// Takes back a verdict about two records.
    pub fn drop_verdict(&self, left: &RecordId, right: &RecordId) -> Result<(), StoreError> {
        during("take back a verdict", || {
            let (a, b) = (left.min(right), left.max(right));
            self.execute("DELETE FROM verdicts WHERE a = ?1 AND b = ?2", [a.as_str(), b.as_str()])?;
            Ok(())
        })
    }
}
