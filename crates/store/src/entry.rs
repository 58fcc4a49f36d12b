//! What the index needs of persons, many at a time.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use vitae_model::{Consent, PersonId, Profile, RecordId, RecordSource};

use crate::error::{Fault, during};
use crate::session::json;
use crate::{Reader, StoreError};

/// A person as the index needs it. `P` is the provenance as the caller writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRow<P> {
    /// The person.
    pub person: PersonId,
    /// When it last changed, seconds since 1970.
    pub updated_at: i64,
    /// The golden profile.
    pub profile: Profile,
    /// Which record each value came from.
    pub provenance: P,
    /// Its records.
    pub records: Vec<EntryRecord>,
    /// Statuses of its applications, each once, sorted.
    pub statuses: Vec<String>,
}

/// A record as the index needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRecord {
    /// Its identifier.
    pub id: RecordId,
    /// How a human recognises its source.
    pub label: String,
    /// Where it came from.
    pub source: RecordSource,
    /// The page of each value that was read from a page.
    pub pages: Vec<(String, u32)>,
    /// Its tags.
    pub tags: Vec<String>,
    /// What the person agreed to or not.
    pub consents: Vec<Consent>,
}

impl Reader<'_> {
    /// What the index needs of `persons`; those that are gone are missing. Three statements, however many they are.
    pub fn entries<P: DeserializeOwned>(&self, persons: &[PersonId]) -> Result<Vec<EntryRow<P>>, StoreError> {
        during("read persons for the index", || {
            let ids = serde_json::to_string(persons)?;
            let mut entries: BTreeMap<i64, EntryRow<P>> = self.bare_entries(&ids)?.into_iter().collect();
            let numbers = serde_json::to_string(&entries.keys().collect::<Vec<_>>())?;
            for (person, record) in self.entry_records(&numbers)? {
                if let Some(entry) = entries.get_mut(&person) {
                    entry.records.push(record);
                }
            }
            for (person, status) in self.entry_statuses(&numbers)? {
                if let Some(entry) = entries.get_mut(&person) {
                    entry.statuses.push(status);
                }
            }
            Ok(entries.into_values().collect())
        })
    }

    fn bare_entries<P: DeserializeOwned>(&self, ids: &str) -> Result<Vec<(i64, EntryRow<P>)>, Fault> {
        const SQL: &str = "SELECT no, id, updated_at, profile, provenance FROM persons WHERE id IN (SELECT atom FROM json_each(?1))";
        self.rows(SQL, [ids], |row| {
            let id: String = row.get(1)?;
            let entry = EntryRow {
                person: PersonId::new(id),
                updated_at: row.get(2)?,
                profile: json(row, 3)?,
                provenance: json(row, 4)?,
                records: Vec::new(),
                statuses: Vec::new(),
            };
            Ok((row.get(0)?, entry))
        })
    }

    fn entry_records(&self, numbers: &str) -> Result<Vec<(i64, EntryRecord)>, Fault> {
        const SQL: &str = "SELECT person, id, label, source, pages, tags, consents FROM records
            WHERE person IN (SELECT value FROM json_each(?1)) ORDER BY person, no";
        self.rows(SQL, [numbers], |row| {
            let id: String = row.get(1)?;
            let record = EntryRecord {
                id: RecordId::new(id),
                label: row.get(2)?,
                source: json(row, 3)?,
                pages: json(row, 4)?,
                tags: json(row, 5)?,
                consents: json(row, 6)?,
            };
            Ok((row.get(0)?, record))
        })
    }

    fn entry_statuses(&self, numbers: &str) -> Result<Vec<(i64, String)>, Fault> {
        const SQL: &str = "SELECT DISTINCT r.person, a.status FROM applications a JOIN records r ON r.no = a.record
            WHERE r.person IN (SELECT value FROM json_each(?1)) ORDER BY r.person, a.status";
        self.rows(SQL, [numbers], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
