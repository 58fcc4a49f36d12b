//! Erasing: records, documents that nobody else has, persons left empty.

use serde::Serialize;
use vitae_matching::Survivorship;
use vitae_model::{PersonId, RecordId, Sha256};
use vitae_store::{PersonNo, RecordNo, StoreError, Writer};

use crate::{Engine, PersonError, golden};

/// What the audit keeps of an erasure.
#[derive(Debug, Serialize)]
struct EraseDetail {
    records: usize,
}

impl Engine {
    /// Erases a person for good: records, matches, verdicts, documents nobody else has, and its entry in the index.
    ///
    /// Returns the number of records erased. The audit keeps that it happened, under the identifier alone. What an ATS still holds comes
    /// back with the next sync, and a file on disk with the next `enrich`: erase it there first.
    pub fn forget(&self, person: &PersonId) -> Result<usize, PersonError> {
        let n_records = self.store.write(|store| {
            let no = store.find_person(person)?.ok_or_else(|| PersonError::NoPerson(person.clone()))?;
            let id = store.person_id(no)?;
            let records = store.facts_of(no)?;
            for record in &records {
                forget_record(store, record.no, &record.id, &self.judge.survivorship)?;
            }
            store.delete_person(no)?;
            store.mark_pending(&id)?;
            store.drop_saved_hit(&id)?;
            store.add_audit("human", "forget", id.as_str(), &EraseDetail { records: records.len() })?;
            Ok::<_, PersonError>(records.len())
        })?;
        self.sweep();
        self.store.checkpoint()?;
        self.index_or_tell();
        Ok(n_records)
    }
}

/// Erases a record with all that hangs on it, also what humans said of it.
fn forget_record(store: &Writer<'_>, no: RecordNo, id: &RecordId, rules: &Survivorship) -> Result<(), StoreError> {
    for sha256 in store.documents_of(no)? {
        store.delete_document(&sha256)?;
        store.add_garbage(&sha256)?;
    }
    for (account, candidate) in store.candidates_of(no)? {
        let attachments = store.attachments(&account, &candidate)?;
        store.delete_candidate(&account, &candidate)?;
        for sha256 in attachments.iter().filter_map(|attachment| attachment.sha256) {
            release(store, &sha256, rules)?;
        }
    }
    // A document of another record of this person may have taken this one along already.
    store.drop_verdicts(id)?;
    store.delete_record(no)
}

/// Erases a candidate of an account with its record and the documents that nobody else has; whether there was one.
pub(crate) fn erase_candidate(store: &Writer<'_>, account: &str, id: &str, rules: &Survivorship) -> Result<bool, StoreError> {
    let Some(row) = store.candidate(account, id)? else { return Ok(false) };
    let attachments = store.attachments(account, id)?;
    store.delete_candidate(account, id)?;
    for sha256 in attachments.iter().filter_map(|attachment| attachment.sha256) {
        release(store, &sha256, rules)?;
    }
    if let Some(no) = row.record {
        let person = store.owner_of(no)?;
        remove_record(store, no, person, rules)?;
        store.add_audit(account, "erase", &format!("{account}/{id}"), &EraseDetail { records: 1 })?;
    }
    Ok(true)
}

/// Erases a document with its record, unless some file or attachment still has its bytes.
pub(crate) fn release(store: &Writer<'_>, sha256: &Sha256, rules: &Survivorship) -> Result<(), StoreError> {
    if store.is_referred_to(sha256)? {
        return Ok(());
    }
    let source = vitae_model::RecordSource::Document { sha256: *sha256 };
    let record = store.find_record(&source.record_id())?;
    store.delete_document(sha256)?;
    store.add_garbage(sha256)?;
    record.map_or(Ok(()), |(no, person)| remove_record(store, no, person, rules))
}

/// Erases a record that no document and no candidate points to any more; its person goes with the last one.
pub(crate) fn remove_record(store: &Writer<'_>, no: RecordNo, person: PersonNo, rules: &Survivorship) -> Result<(), StoreError> {
    store.delete_record(no)?;
    if store.facts_of(person)?.is_empty() {
        let id = store.person_id(person)?;
        store.delete_person(person)?;
        store.mark_pending(&id)
    } else {
        golden::refresh(store, person, rules)
    }
}
