//! Persons whose entry in the index is older than the database.
//!
//! A change of a person and its row here are one transaction, so that the index can always catch up after a crash.

use vitae_model::PersonId;

use crate::error::during;
use crate::session::params;
use crate::{Reader, StoreError, Writer};

/// A person to be indexed, or to be dropped from the index where it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The person.
    pub person: PersonId,
    seq: i64,
}

impl Reader<'_> {
    /// Persons to be indexed, at most `limit`.
    pub fn pending(&self, limit: usize) -> Result<Vec<Pending>, StoreError> {
        during("list what is to be indexed", || {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            self.rows("SELECT person, seq FROM index_pending LIMIT ?1", [limit], |row| {
                let person: String = row.get(0)?;
                Ok(Pending { person: PersonId::new(person), seq: row.get(1)? })
            })
        })
    }

    /// How many persons are to be indexed.
    pub fn pending_count(&self) -> Result<u64, StoreError> {
        during("count what is to be indexed", || Ok(self.value("SELECT count(*) FROM index_pending", params![])?.unwrap_or_default()))
    }

    /// A value under a name of its own.
    pub fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        during("read a setting", || self.value("SELECT value FROM meta WHERE name = ?1", [name]))
    }
}

impl Writer<'_> {
    /// Marks a person as changed or gone.
    pub fn mark_pending(&self, person: &PersonId) -> Result<(), StoreError> {
        const SQL: &str =
            "INSERT INTO index_pending (person, seq) VALUES (?1, 1) ON CONFLICT (person) DO UPDATE SET seq = index_pending.seq + 1";
        during("mark a person for the index", || {
            self.execute(SQL, [person.as_str()])?;
            Ok(())
        })
    }

    /// Marks all persons as changed.
    pub fn mark_all_pending(&self) -> Result<u64, StoreError> {
        const SQL: &str = "INSERT INTO index_pending (person, seq) SELECT id, 1 FROM persons WHERE true
            ON CONFLICT (person) DO UPDATE SET seq = index_pending.seq + 1";
        during("mark all persons for the index", || Ok(self.execute(SQL, params![])? as u64))
    }

    /// Takes off the list what was indexed, except where it changed again meanwhile.
    pub fn clear_pending(&self, done: &[Pending]) -> Result<(), StoreError> {
        during("take persons off the list", || {
            for pending in done {
                let sql = "DELETE FROM index_pending WHERE person = ?1 AND seq = ?2";
                self.execute(sql, params![pending.person.as_str(), pending.seq])?;
            }
            Ok(())
        })
    }

    /// Keeps a value under a name of its own.
    pub fn set_meta(&self, name: &str, value: &str) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        during("keep a setting", || {
            self.execute(SQL, [name, value])?;
            Ok(())
        })
    }
}
