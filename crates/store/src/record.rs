//! Records: what one source says of a person.

use vitae_model::{Application, Profile, Record, RecordId, RecordSource};

use crate::client::Row;
use crate::error::{Fault, during};
use crate::key::IdentifierRef;
use crate::session::{json, params};
use crate::{PersonNo, Reader, StoreError, Writer};

/// A record's number in this database. Never printed: it differs between databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordNo(pub(crate) i64);

/// A record to be kept, new or in place of the one of the same identifier.
#[derive(Debug, Clone, Copy)]
pub struct NewRecord<'a> {
    /// The record.
    pub record: &'a Record,
    /// How a human recognises its source.
    pub label: &'a str,
    /// What matching looks at.
    pub facts: &'a Profile,
    /// The page of each value that was read from a page: JSON pointer and page counted from 1.
    pub pages: &'a [(String, u32)],
    /// Values that name a person.
    pub identifiers: &'a [IdentifierRef<'a>],
    /// The person's name as a number.
    pub name: u64,
    /// Keys under which likely matches meet.
    pub keys: &'a [u64],
    /// Names of the values whose rarity matters.
    pub values: &'a [u64],
}

/// A record as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordRow {
    /// Its number.
    pub no: RecordNo,
    /// The person it belongs to.
    pub person: PersonNo,
    /// How a human recognises its source.
    pub label: String,
    /// The page of each value that was read from a page.
    pub pages: Vec<(String, u32)>,
    /// The record.
    pub record: Record,
}

/// What matching looks at of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The record's number.
    pub no: RecordNo,
    /// The person it belongs to.
    pub person: PersonNo,
    /// The record's identifier.
    pub id: RecordId,
    /// Where it came from.
    pub source: RecordSource,
    /// Its profile without prose.
    pub profile: Profile,
}

const COLUMNS: &str = "SELECT r.no, r.person, r.label, r.pages, r.id, r.source, r.profile, r.tags, r.consents FROM records r";

impl Reader<'_> {
    /// The number of a record, and the person it belongs to.
    pub fn find_record(&self, id: &RecordId) -> Result<Option<(RecordNo, PersonNo)>, StoreError> {
        const SQL: &str = "SELECT no, person FROM records WHERE id = ?1";
        during("look up a record", || self.row(SQL, [id.as_str()], |row| Ok((RecordNo(row.get(0)?), PersonNo(row.get(1)?)))))
    }

    /// How many records there are, counting those erased since: cheap, and near enough for judging how rare a match is.
    pub fn about_how_many_records(&self) -> Result<u64, StoreError> {
        during("count records", || Ok(self.value("SELECT coalesce(max(no), 0) FROM records", params![])?.unwrap_or_default()))
    }

    /// The person a record belongs to.
    pub fn owner_of(&self, no: RecordNo) -> Result<PersonNo, StoreError> {
        during("look up a record", || {
            let person: Option<i64> = self.value("SELECT person FROM records WHERE no = ?1", [no.0])?;
            person.map(PersonNo).ok_or_else(|| Fault::Value("the record is gone".to_owned()))
        })
    }

    /// A record with its applications.
    pub fn record(&self, id: &RecordId) -> Result<Option<RecordRow>, StoreError> {
        during("read a record", || {
            let found = self.row(&format!("{COLUMNS} WHERE r.id = ?1"), [id.as_str()], record_row)?;
            let mut rows: Vec<_> = found.into_iter().collect();
            self.add_applications(&mut rows)?;
            Ok(rows.pop())
        })
    }

    /// All records of a person with their applications, in the order they came.
    pub fn records_of(&self, person: PersonNo) -> Result<Vec<RecordRow>, StoreError> {
        during("read a person's records", || {
            let mut rows = self.rows(&format!("{COLUMNS} WHERE r.person = ?1 ORDER BY r.no"), [person.0], record_row)?;
            self.add_applications(&mut rows)?;
            Ok(rows)
        })
    }

    /// What matching looks at, of all records of the persons who own `records`.
    ///
    /// Whoever may join a person is compared with all of it, so that no contradiction stays unseen.
    pub fn facts_around(&self, records: &[RecordNo]) -> Result<Vec<Facts>, StoreError> {
        const SQL: &str = "SELECT no, person, id, source, facts FROM records
            WHERE person IN (SELECT person FROM records WHERE no IN (SELECT value FROM json_each(?1))) ORDER BY no";
        if records.is_empty() {
            return Ok(Vec::new());
        }
        during("read what matching looks at", || {
            let numbers: Vec<i64> = records.iter().map(|no| no.0).collect();
            self.rows(SQL, [serde_json::to_string(&numbers)?], facts)
        })
    }

    /// What matching looks at, of the records after one, at most `limit`: to go through all of them.
    pub fn facts_after(&self, after: Option<RecordNo>, limit: usize) -> Result<Vec<Facts>, StoreError> {
        const SQL: &str = "SELECT no, person, id, source, facts FROM records WHERE no > ?1 ORDER BY no LIMIT ?2";
        during("go through what matching looks at", || {
            self.rows(SQL, params![after.map_or(0, |no| no.0), i64::try_from(limit).unwrap_or(i64::MAX)], facts)
        })
    }

    /// What matching looks at, of all records of a person.
    pub fn facts_of(&self, person: PersonNo) -> Result<Vec<Facts>, StoreError> {
        const SQL: &str = "SELECT no, person, id, source, facts FROM records WHERE person = ?1 ORDER BY no";
        during("read what matching looks at", || self.rows(SQL, [person.0], facts))
    }

    fn add_applications(&self, rows: &mut [RecordRow]) -> Result<(), Fault> {
        const SQL: &str = "SELECT record, application FROM applications
            WHERE record IN (SELECT value FROM json_each(?1)) ORDER BY record, position";
        let numbers: Vec<i64> = rows.iter().map(|row| row.no.0).collect();
        let found = self.rows(SQL, [serde_json::to_string(&numbers)?], |row| Ok((row.get::<i64>(0)?, json::<Application>(row, 1)?)))?;
        for (no, application) in found {
            if let Some(row) = rows.iter_mut().find(|row| row.no.0 == no) {
                row.record.applications.push(application);
            }
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Keeps a new record as part of `person`.
    pub fn insert_record(&self, new: &NewRecord<'_>, person: PersonNo) -> Result<RecordNo, StoreError> {
        const SQL: &str = "INSERT INTO records (id, person, label, source, profile, facts, pages, tags, hashes, consents)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING no";
        during("keep a record", || {
            let record = new.record;
            let no = self.insert(
                SQL,
                params![
                    record.id.as_str(),
                    person.0,
                    new.label,
                    serde_json::to_string(&record.source)?,
                    serde_json::to_string(&record.profile)?,
                    serde_json::to_string(new.facts)?,
                    serde_json::to_string(new.pages)?,
                    serde_json::to_string(&record.tags)?,
                    hashes(new.values)?,
                    serde_json::to_string(&record.consents)?,
                ],
            )?;
            let no = RecordNo(no);
            self.add_details(no, new)?;
            Ok(no)
        })
    }

    /// Replaces what the record `no` says; it stays with its person.
    pub fn update_record(&self, no: RecordNo, new: &NewRecord<'_>) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE records SET label = ?2, profile = ?3, facts = ?4, pages = ?5, tags = ?6, hashes = ?7, consents = ?8
            WHERE no = ?1";
        during("change a record", || {
            let record = new.record;
            self.drop_details(no)?;
            self.execute(
                SQL,
                params![
                    no.0,
                    new.label,
                    serde_json::to_string(&record.profile)?,
                    serde_json::to_string(new.facts)?,
                    serde_json::to_string(new.pages)?,
                    serde_json::to_string(&record.tags)?,
                    hashes(new.values)?,
                    serde_json::to_string(&record.consents)?,
                ],
            )?;
            self.add_details(no, new)
        })
    }

    /// Makes `records` part of `person`.
    pub fn move_records(&self, records: &[RecordNo], person: PersonNo) -> Result<(), StoreError> {
        during("move records", || {
            for record in records {
                self.execute("UPDATE records SET person = ?2 WHERE no = ?1", params![record.0, person.0])?;
            }
            Ok(())
        })
    }

    /// Erases a record with its keys, applications and pairs. Documents and candidates that point to it must be gone before.
    pub fn delete_record(&self, no: RecordNo) -> Result<(), StoreError> {
        during("erase a record", || {
            self.drop_details(no)?;
            self.execute("DELETE FROM ties WHERE record = ?1", [no.0])?;
            self.execute("DELETE FROM ties WHERE anchor = ?1", [no.0])?;
            self.execute("DELETE FROM records WHERE no = ?1", [no.0])?;
            Ok(())
        })
    }

    fn add_details(&self, no: RecordNo, new: &NewRecord<'_>) -> Result<(), Fault> {
        const COUNT: &str = "INSERT INTO value_counts (hash, count) SELECT DISTINCT value, 1 FROM json_each(?1) WHERE true
            ON CONFLICT (hash) DO UPDATE SET count = value_counts.count + 1";
        self.execute(COUNT, [hashes(new.values)?])?;
        for identifier in new.identifiers {
            self.execute(
                "INSERT INTO identifiers (kind, value, record, name) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                params![identifier.kind, identifier.value, no.0, new.name.cast_signed()],
            )?;
        }
        // One statement for all: a server is asked once.
        let sql = "INSERT INTO blocking_keys (key, record) SELECT value, CAST(?2 AS BIGINT) FROM json_each(?1) WHERE true
            ON CONFLICT DO NOTHING";
        self.execute(sql, params![hashes(new.keys)?, no.0])?;
        for (position, application) in new.record.applications.iter().enumerate() {
            self.execute(
                "INSERT INTO applications (record, position, job, status, application) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    no.0,
                    i64::try_from(position).unwrap_or(i64::MAX),
                    application.job_id,
                    application.status.as_str(),
                    serde_json::to_string(application)?
                ],
            )?;
        }
        Ok(())
    }

    /// Drops what hangs on a record, matches included: they spoke of what it used to say.
    fn drop_details(&self, no: RecordNo) -> Result<(), Fault> {
        for sql in [
            "UPDATE value_counts SET count = count - 1 WHERE hash IN
                (SELECT e.value FROM records r, json_each(r.hashes) e WHERE r.no = ?1)",
            "DELETE FROM identifiers WHERE record = ?1",
            "DELETE FROM blocking_keys WHERE record = ?1",
            "DELETE FROM applications WHERE record = ?1",
            "DELETE FROM matches WHERE a = ?1",
            "DELETE FROM matches WHERE b = ?1",
        ] {
            self.execute(sql, [no.0])?;
        }
        Ok(())
    }
}

fn record_row(row: &Row<'_>) -> Result<RecordRow, Fault> {
    let id: String = row.get(4)?;
    let record = Record {
        id: RecordId::new(id),
        source: json(row, 5)?,
        profile: json(row, 6)?,
        applications: Vec::new(),
        tags: json(row, 7)?,
        consents: json(row, 8)?,
    };
    Ok(RecordRow { no: RecordNo(row.get(0)?), person: PersonNo(row.get(1)?), label: row.get(2)?, pages: json(row, 3)?, record })
}

fn facts(row: &Row<'_>) -> Result<Facts, Fault> {
    let id: String = row.get(2)?;
    Ok(Facts {
        no: RecordNo(row.get(0)?),
        person: PersonNo(row.get(1)?),
        id: RecordId::new(id),
        source: json(row, 3)?,
        profile: json(row, 4)?,
    })
}

/// Hashes as the database keeps them: signed, as JSON.
pub(crate) fn hashes(values: &[u64]) -> Result<String, Fault> {
    let signed: Vec<i64> = values.iter().map(|value| value.cast_signed()).collect();
    Ok(serde_json::to_string(&signed)?)
}
