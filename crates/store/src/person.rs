//! Persons: sets of records judged to be one human.

use serde::Serialize;
use serde::de::DeserializeOwned;
use vitae_model::{PersonId, Profile};

use crate::error::during;
use crate::session::{json, params};
use crate::{Reader, StoreError, Writer};

/// A person's number in this database. Never printed: it differs between databases. Older persons have smaller ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonNo(pub(crate) i64);

/// A person as it is kept. `P` is the provenance as the caller writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonRow<P> {
    /// Its number.
    pub no: PersonNo,
    /// Its identifier.
    pub id: PersonId,
    /// When it last changed, seconds since 1970.
    pub updated_at: i64,
    /// The golden profile.
    pub profile: Profile,
    /// Which record each value came from.
    pub provenance: P,
}

impl Reader<'_> {
    /// The number of the person of that identifier, or of the person it was merged into.
    pub fn find_person(&self, id: &PersonId) -> Result<Option<PersonNo>, StoreError> {
        const SQL: &str = "SELECT no FROM persons WHERE id = ?1 UNION ALL SELECT person FROM aliases WHERE id = ?1 LIMIT 1";
        during("look up a person", || Ok(self.value(SQL, [id.as_str()])?.map(PersonNo)))
    }

    /// A person's identifier.
    pub fn person_id(&self, no: PersonNo) -> Result<PersonId, StoreError> {
        during("look up a person", || {
            let id: Option<String> = self.value("SELECT id FROM persons WHERE no = ?1", [no.0])?;
            id.map(PersonId::new).ok_or_else(|| crate::error::Fault::Value("the person is gone".to_owned()))
        })
    }

    /// A person.
    pub fn person<P: DeserializeOwned>(&self, no: PersonNo) -> Result<Option<PersonRow<P>>, StoreError> {
        const SQL: &str = "SELECT no, id, updated_at, profile, provenance FROM persons WHERE no = ?1";
        during("read a person", || {
            self.row(SQL, [no.0], |row| {
                let id: String = row.get(1)?;
                Ok(PersonRow {
                    no: PersonNo(row.get(0)?),
                    id: PersonId::new(id),
                    updated_at: row.get(2)?,
                    profile: json(row, 3)?,
                    provenance: json(row, 4)?,
                })
            })
        })
    }

    /// Identifiers of persons after `after`, in order, at most `limit`.
    pub fn person_ids(&self, after: Option<&PersonId>, limit: usize) -> Result<Vec<PersonId>, StoreError> {
        const SQL: &str = "SELECT id FROM persons WHERE id > ?1 ORDER BY id LIMIT ?2";
        during("list persons", || {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let ids: Vec<String> = self.column(SQL, params![after.map_or("", PersonId::as_str), limit])?;
            Ok(ids.into_iter().map(PersonId::new).collect())
        })
    }
}

impl Writer<'_> {
    /// Makes a person without records. Its identifier is forgotten as an alias, should it have been one.
    pub fn insert_person(&self, id: &PersonId) -> Result<PersonNo, StoreError> {
        const SQL: &str = "INSERT INTO persons (id, updated_at, profile, provenance) VALUES (?1, ?2, '{}', '[]') RETURNING no";
        during("make a person", || {
            self.execute("DELETE FROM aliases WHERE id = ?1", [id.as_str()])?;
            Ok(PersonNo(self.insert(SQL, params![id.as_str(), jiff::Timestamp::now().as_second()])?))
        })
    }

    /// Replaces a person's golden profile.
    pub fn set_golden(&self, no: PersonNo, profile: &Profile, provenance: &impl Serialize) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE persons SET updated_at = ?2, profile = ?3, provenance = ?4 WHERE no = ?1";
        during("change a person", || {
            let now = jiff::Timestamp::now().as_second();
            self.execute(SQL, params![no.0, now, serde_json::to_string(profile)?, serde_json::to_string(provenance)?])?;
            Ok(())
        })
    }

    /// Moves all records of `gone` to `kept`; from now on the identifier of `gone` leads to `kept`.
    pub fn absorb(&self, kept: PersonNo, gone: PersonNo) -> Result<(), StoreError> {
        during("merge persons", || {
            let id: Option<String> = self.value("SELECT id FROM persons WHERE no = ?1", [gone.0])?;
            self.execute("UPDATE records SET person = ?1 WHERE person = ?2", params![kept.0, gone.0])?;
            self.execute("UPDATE aliases SET person = ?1 WHERE person = ?2", params![kept.0, gone.0])?;
            self.execute("DELETE FROM persons WHERE no = ?1", [gone.0])?;
            self.execute("INSERT INTO aliases (id, person) VALUES (?1, ?2)", params![id, kept.0])?;
            Ok(())
        })
    }

    /// Erases a person that has no records left, and its aliases.
    pub fn delete_person(&self, no: PersonNo) -> Result<(), StoreError> {
        during("erase a person", || {
            self.execute("DELETE FROM aliases WHERE person = ?1", [no.0])?;
            self.execute("DELETE FROM persons WHERE no = ?1", [no.0])?;
            Ok(())
        })
    }
}
