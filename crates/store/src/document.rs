//! Documents that were read, and the names they came under.

use vitae_model::{Extraction, PersonId, RecordId, Sha256};

use crate::client::Row;
use crate::error::{Fault, during};
use crate::session::{json, params};
use crate::{Reader, RecordNo, StoreError, Writer};

/// A document as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDocument {
    /// What reading it gave, with record and person.
    pub extraction: Extraction,
    /// Version of the parser that read it.
    pub parser: String,
    /// Size in bytes.
    pub size: u64,
}

/// A name that a document came under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Names the bytes.
    pub sha256: Sha256,
    /// Size and time of change (nanoseconds since 1970) of the file, where it was one.
    pub stamp: Option<(u64, i64)>,
}

impl Reader<'_> {
    /// A document by its bytes.
    pub fn document(&self, sha256: &Sha256) -> Result<Option<StoredDocument>, StoreError> {
        const SQL: &str = "SELECT d.reading, d.parser, d.size, r.id, p.id, r.profile FROM documents d
            LEFT JOIN records r ON r.no = d.record LEFT JOIN persons p ON p.no = r.person WHERE d.sha256 = ?1";
        during("read a document", || self.row(SQL, [sha256.as_bytes()], document))
    }

    /// Whether a document was read by that version of the parser, and if so whether all went well.
    pub fn was_read(&self, sha256: &Sha256, parser: &str) -> Result<Option<bool>, StoreError> {
        const SQL: &str = "SELECT outcome = 'parsed' FROM documents WHERE sha256 = ?1 AND parser = ?2";
        during("look up a document", || self.value(SQL, params![sha256.as_bytes(), parser]))
    }

    /// What lay under a name when it was last seen.
    pub fn sighting(&self, name: &str) -> Result<Option<Sighting>, StoreError> {
        const SQL: &str = "SELECT sha256, size, modified_ns FROM sightings WHERE name = ?1";
        during("look up a name", || {
            self.row(SQL, [name], |row| {
                let stamp = row.get::<Option<u64>>(1)?.zip(row.get::<Option<i64>>(2)?);
                Ok(Sighting { sha256: Sha256::from_bytes(row.get(0)?), stamp })
            })
        })
    }

    /// The names that a document came under, sorted: paths and attachments.
    pub fn names_of(&self, sha256: &Sha256) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "SELECT name FROM sightings WHERE sha256 = ?1 UNION
            SELECT account || '/' || candidate || '/' || name FROM attachments WHERE sha256 = ?1 ORDER BY 1";
        during("list the names of a document", || self.column(SQL, [sha256.as_bytes()]))
    }

    /// The documents that are a record's.
    pub fn documents_of(&self, record: RecordNo) -> Result<Vec<Sha256>, StoreError> {
        during("list documents", || {
            let found: Vec<[u8; 32]> = self.column("SELECT sha256 FROM documents WHERE record = ?1", [record.0])?;
            Ok(found.into_iter().map(Sha256::from_bytes).collect())
        })
    }

    /// Whether any file or attachment is known to have these bytes.
    pub fn is_referred_to(&self, sha256: &Sha256) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM sightings WHERE sha256 = ?1)
            OR EXISTS (SELECT 1 FROM attachments WHERE sha256 = ?1)";
        during("look up a document", || Ok(self.value(SQL, [sha256.as_bytes()])?.unwrap_or(false)))
    }

    /// Bytes that nothing refers to any more, to be deleted, at most `limit`.
    pub fn garbage(&self, limit: usize) -> Result<Vec<Sha256>, StoreError> {
        const SQL: &str = "SELECT sha256 FROM garbage LIMIT ?1";
        during("list what is to be deleted", || {
            let found: Vec<[u8; 32]> = self.column(SQL, [i64::try_from(limit).unwrap_or(i64::MAX)])?;
            Ok(found.into_iter().map(Sha256::from_bytes).collect())
        })
    }

    /// Whether a document or an attachment still has these bytes.
    pub fn is_needed(&self, sha256: &Sha256) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM documents WHERE sha256 = ?1)
            OR EXISTS (SELECT 1 FROM attachments WHERE sha256 = ?1)";
        during("look up a document", || Ok(self.value(SQL, [sha256.as_bytes()])?.unwrap_or(false)))
    }
}

impl Writer<'_> {
    /// Keeps what reading a document gave. Where it became a record, the profile is kept there alone.
    pub fn put_document(&self, document: &StoredDocument, record: Option<RecordNo>) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO documents (sha256, size, parser, outcome, record, reading) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (sha256) DO UPDATE SET parser = excluded.parser, outcome = excluded.outcome,
            record = excluded.record, reading = excluded.reading";
        during("keep a document", || {
            let extraction = &document.extraction;
            let size = i64::try_from(document.size).unwrap_or(i64::MAX);
            self.execute(
                SQL,
                params![
                    extraction.sha256.as_bytes(),
                    size,
                    document.parser,
                    extraction.outcome.as_str(),
                    record.map(|no| no.0),
                    reading(extraction, record.is_none())?,
                ],
            )?;
            Ok(())
        })
    }

    /// Remembers the name a document came under, in place of what lay there before.
    pub fn put_sighting(&self, name: &str, sighting: &Sighting) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO sightings (name, sha256, size, modified_ns) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name)
            DO UPDATE SET sha256 = excluded.sha256, size = excluded.size, modified_ns = excluded.modified_ns";
        during("remember a name", || {
            let (size, modified_ns) = sighting.stamp.unzip();
            let size = size.map(|size| i64::try_from(size).unwrap_or(i64::MAX));
            self.execute(SQL, params![name, sighting.sha256.as_bytes(), size, modified_ns])?;
            Ok(())
        })
    }

    /// Marks the bytes of a document for deletion.
    pub fn add_garbage(&self, sha256: &Sha256) -> Result<(), StoreError> {
        during("mark bytes for deletion", || {
            self.execute("INSERT INTO garbage (sha256) VALUES (?1) ON CONFLICT DO NOTHING", [sha256.as_bytes()])?;
            Ok(())
        })
    }

    /// Takes bytes off the list of those to be deleted.
    pub fn drop_garbage(&self, sha256: &Sha256) -> Result<(), StoreError> {
        during("take bytes off the list", || {
            self.execute("DELETE FROM garbage WHERE sha256 = ?1", [sha256.as_bytes()])?;
            Ok(())
        })
    }

    /// Forgets a document and the paths it came under. The attachments that have its bytes must be gone before.
    pub fn delete_document(&self, sha256: &Sha256) -> Result<(), StoreError> {
        during("erase a document", || {
            self.execute("DELETE FROM sightings WHERE sha256 = ?1", [sha256.as_bytes()])?;
            self.execute("DELETE FROM documents WHERE sha256 = ?1", [sha256.as_bytes()])?;
            Ok(())
        })
    }
}

/// The extraction as JSON without what other columns say.
fn reading(extraction: &Extraction, with_profile: bool) -> Result<String, Fault> {
    let mut copy = Extraction { record: None, person: None, profile: None, ..extraction.clone() };
    if with_profile {
        copy.profile.clone_from(&extraction.profile);
    }
    Ok(serde_json::to_string(&copy)?)
}

fn document(row: &Row<'_>) -> Result<StoredDocument, Fault> {
    let mut extraction: Extraction = json(row, 0)?;
    if let Some(record) = row.get::<Option<String>>(3)? {
        extraction.record = Some(RecordId::new(record));
        extraction.person = row.get::<Option<String>>(4)?.map(PersonId::new);
        extraction.profile = Some(json(row, 5)?);
    }
    Ok(StoredDocument { extraction, parser: row.get(1)?, size: row.get(2)? })
}
