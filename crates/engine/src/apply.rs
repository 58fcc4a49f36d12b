//! Taking over a batch of the ATS: attachments are read first, then everything is kept in one transaction.

use std::collections::BTreeMap;

use vitae_matching::Survivorship;
use vitae_model::{Record, RecordSource, Sha256};
use vitae_parse::{extract, in_windows, with_threads};
use vitae_store::{AttachmentRow, CandidateRow, RecordNo, StoreError, Writer};

use crate::enrich::{ReadDocument, digest, put_document};
use crate::incoming::Incoming;
use crate::{
    Attachment, Candidate, CandidateOutcome, Content, Decision, Engine, Known, NamedBytes, SyncBatch, SyncError, SyncOutcome, erase,
    preview,
};

/// A candidate with the digests of its attachments.
struct Prepared<'a> {
    candidate: &'a Candidate,
    sha256s: Vec<Option<Sha256>>,
}

/// An attachment that has to be read.
struct Unread<'a> {
    sha256: Sha256,
    candidate: &'a Candidate,
    attachment: &'a Attachment,
}

/// Documents that were read for this batch.
type Fresh = BTreeMap<Sha256, ReadDocument>;

impl Engine {
    /// Takes over a batch: candidates, their résumés, erasures and the cursor in one transaction.
    ///
    /// Applying the same batch again changes nothing. What the ATS says and what a résumé says stay two records of one person.
    pub fn apply(&self, batch: &SyncBatch) -> Result<SyncOutcome, SyncError> {
        let prepared: Vec<_> = batch.candidates.iter().map(Prepared::of).collect();
        let fresh = self.read_attachments(&prepared)?;
        let outcome = self.store.write(|store| {
            let outcome = self.take_over_all(store, batch, &prepared, &fresh)?;
            self.put_bytes(&prepared, &outcome)?;
            Ok::<_, SyncError>(outcome)
        })?;
        if outcome.changed + outcome.erased > 0 {
            self.sweep();
        }
        self.index_now_and_then(batch.candidates.len() + batch.erased.len());
        Ok(outcome)
    }

    /// Tells what [`Engine::apply`] would come to, and keeps nothing of it: neither rows nor bytes nor a cursor.
    pub fn preview(&self, batch: &SyncBatch) -> Result<SyncOutcome, SyncError> {
        let prepared: Vec<_> = batch.candidates.iter().map(Prepared::of).collect();
        let fresh = self.read_attachments(&prepared)?;
        preview::undone(&self.store, |store| self.take_over_all(store, batch, &prepared, &fresh))
    }

    fn take_over_all(
        &self,
        store: &Writer<'_>,
        batch: &SyncBatch,
        prepared: &[Prepared<'_>],
        fresh: &Fresh,
    ) -> Result<SyncOutcome, SyncError> {
        let mut outcome = SyncOutcome { parsed: fresh.len() as u64, ..SyncOutcome::default() };
        outcome.unreadable = fresh.values().filter(|read| read.incoming("").is_none()).count() as u64;
        for prepared in prepared {
            self.take_over(store, batch, prepared, fresh, &mut outcome)?;
        }
        for told in &mut outcome.candidates {
            // A later candidate of the batch may have shown that two are one.
            if let Some(record) = &told.record
                && let Some((_, person)) = store.find_record(record)?
            {
                told.person = Some(store.person_id(person)?);
            }
        }
        for id in &batch.erased {
            outcome.erased += u64::from(erase::erase_candidate(store, &batch.account, id, &self.judge.survivorship)?);
        }
        if let Some(cursor) = &batch.cursor {
            store.set_cursor(&batch.account, &batch.stream, Some(cursor))?;
        }
        Ok(outcome)
    }

    /// Writes the bytes of those candidates that were taken over, before the transaction that refers to them is committed.
    fn put_bytes(&self, prepared: &[Prepared<'_>], outcome: &SyncOutcome) -> Result<(), SyncError> {
        for (prepared, _) in prepared.iter().zip(&outcome.candidates).filter(|(_, told)| told.record.is_some()) {
            for (attachment, sha256) in prepared.candidate.attachments.iter().zip(&prepared.sha256s) {
                match (&attachment.content, sha256) {
                    (Content::Bytes(bytes), Some(sha256)) => self.blobs.put(sha256, bytes)?,
                    (Content::Received(received), _) => self.blobs.adopt(received)?,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Parses the attachments that this version of the parser never read, each once, in parallel where there are several.
    fn read_attachments(&self, prepared: &[Prepared<'_>]) -> Result<Fresh, SyncError> {
        let unread = self.unread(prepared)?;
        let read = |unread: &Unread<'_>, bytes: &[u8]| self.parse(NamedBytes { name: &unread.attachment.name, bytes }, &unread.known());
        let mut fresh = Fresh::new();
        if let [one] = unread.as_slice() {
            fresh.insert(one.sha256, read(one, &self.attachment_bytes(one)?));
            return Ok(fresh);
        }
        let n_threads = self.settings.jobs.map_or(0, std::num::NonZero::get).min(unread.len());
        let answers = with_threads(n_threads, || {
            let mut answers = Vec::with_capacity(unread.len());
            let work = |scratch: &mut _, unread: &Unread<'_>| {
                let bytes = self.attachment_bytes(unread)?;
                let extraction = extract(&unread.attachment.name, &bytes, &self.parse_options(&unread.known()), scratch);
                Ok(ReadDocument { extraction, size: bytes.len() as u64, reused: false })
            };
            in_windows(&unread, work, |_, window: Vec<Result<_, SyncError>>| answers.extend(window));
            answers
        });
        for answer in answers.map_err(SyncError::Threads)? {
            let read = answer?;
            fresh.insert(read.extraction.sha256, read);
        }
        Ok(fresh)
    }

    fn unread<'a>(&self, prepared: &[Prepared<'a>]) -> Result<Vec<Unread<'a>>, StoreError> {
        self.store.read(|store| {
            let mut unread = BTreeMap::new();
            for prepared in prepared {
                for (attachment, sha256) in prepared.resumes() {
                    if !unread.contains_key(&sha256) && store.was_read(&sha256, vitae_parse::VERSION)?.is_none() {
                        unread.insert(sha256, Unread { sha256, candidate: prepared.candidate, attachment });
                    }
                }
            }
            Ok(unread.into_values().collect())
        })
    }

    fn attachment_bytes<'a>(&self, unread: &Unread<'a>) -> Result<std::borrow::Cow<'a, [u8]>, SyncError> {
        let stored = match &unread.attachment.content {
            Content::Bytes(bytes) => return Ok(bytes.into()),
            Content::Received(received) => received.read(self.settings.limits.bytes),
            Content::Stored(_) | Content::Missing(_) => self.blobs.read(&unread.sha256, self.settings.limits.bytes),
        };
        stored.map(Into::into).map_err(|_| SyncError::MissingBlob {
            candidate: unread.candidate.id.clone(),
            attachment: unread.attachment.id.clone(),
            sha256: unread.sha256,
        })
    }

    /// Keeps one candidate, or finds that nothing of it changed, or leaves it out.
    fn take_over(
        &self,
        store: &Writer<'_>,
        batch: &SyncBatch,
        prepared: &Prepared<'_>,
        fresh: &Fresh,
        outcome: &mut SyncOutcome,
    ) -> Result<(), SyncError> {
        let (account, candidate) = (batch.account.as_str(), prepared.candidate);
        let before = store.candidate(account, &candidate.id)?;
        let attachments = store.attachments(account, &candidate.id)?;
        let record = record(account, candidate);
        let known = before.as_ref().and_then(|row| row.record.map(|no| (no, row)));
        if let Some((no, row)) = known
            && attachments == prepared.rows()
            && !prepared.resumes().any(|(_, sha256)| fresh.contains_key(&sha256))
            && is_unchanged(store, row, candidate, &record)?
        {
            store.put_candidate(account, &candidate.id, &candidate_row(candidate, Some(no)))?;
            let person = store.person_id(store.owner_of(no)?)?;
            outcome.unchanged += 1;
            outcome.candidates.push(told(candidate, Some(record.id), Some(person), Decision::Matched, false));
            return Ok(());
        }
        let documents = documents(store, prepared, fresh)?;
        outcome.reused += documents.iter().filter(|(_, read)| read.reused).count() as u64;
        let mut bundle = vec![Incoming::from_system(record)];
        bundle.extend(documents.iter().filter_map(|(name, read)| read.incoming(name)));
        let Some(settled) = self.judge.settle(store, &bundle, batch.unknown)? else {
            store.put_candidate(account, &candidate.id, &candidate_row(candidate, None))?;
            outcome.unknown += 1;
            outcome.candidates.push(told(candidate, None, None, Decision::Unknown, before.is_none()));
            return Ok(());
        };
        put_documents(store, &documents, &bundle, &settled.records, &self.judge.survivorship)?;
        store.put_candidate(account, &candidate.id, &candidate_row(candidate, Some(settled.records[0])))?;
        put_attachments(store, account, prepared, &attachments, &self.judge.survivorship)?;
        *(if known.is_none() { &mut outcome.new } else { &mut outcome.changed }) += 1;
        let id = bundle.swap_remove(0).record.id;
        outcome.candidates.push(told(candidate, Some(id), Some(settled.person), settled.decision, true));
        Ok(())
    }
}

impl<'a> Prepared<'a> {
    fn of(candidate: &'a Candidate) -> Self {
        let sha256 = |attachment: &Attachment| match &attachment.content {
            Content::Bytes(bytes) => Some(digest(bytes)),
            Content::Received(received) => Some(received.sha256()),
            Content::Stored(sha256) => Some(*sha256),
            Content::Missing(_) => None,
        };
        Self { candidate, sha256s: candidate.attachments.iter().map(sha256).collect() }
    }

    /// The attachments to be read as résumés, with their digests.
    fn resumes(&self) -> impl Iterator<Item = (&'a Attachment, Sha256)> + '_ {
        let attachments = self.candidate.attachments.iter().zip(&self.sha256s);
        attachments.filter(|(attachment, _)| attachment.parse).filter_map(|(attachment, sha256)| Some((attachment, (*sha256)?)))
    }

    /// The attachments as they are kept, by identifier.
    fn rows(&self) -> Vec<AttachmentRow> {
        let row = |(attachment, sha256): (&Attachment, &Option<Sha256>)| AttachmentRow {
            id: attachment.id.clone(),
            name: attachment.name.clone(),
            parse: attachment.parse,
            sha256: *sha256,
            missing: match &attachment.content {
                Content::Missing(reason) => Some(reason.clone()),
                _ => None,
            },
        };
        let mut rows: Vec<_> = self.candidate.attachments.iter().zip(&self.sha256s).map(row).collect();
        rows.sort_by(|left, right| left.id.cmp(&right.id));
        rows
    }
}

impl Unread<'_> {
    fn known(&self) -> Known {
        Known { applied_on: self.candidate.applied_on, region: self.candidate.region, ..Known::default() }
    }
}

/// Keeps what a candidate has attached; erases what is gone.
fn put_attachments(
    store: &Writer<'_>,
    account: &str,
    prepared: &Prepared<'_>,
    before: &[AttachmentRow],
    survivorship: &Survivorship,
) -> Result<(), StoreError> {
    let (candidate, rows) = (prepared.candidate, prepared.rows());
    for row in &rows {
        store.put_attachment(account, &candidate.id, row)?;
    }
    for gone in before.iter().filter(|row| !rows.iter().any(|now| now.id == row.id)) {
        store.delete_attachment(account, &candidate.id, &gone.id)?;
    }
    for sha256 in before.iter().filter_map(|row| row.sha256).filter(|sha256| !prepared.sha256s.contains(&Some(*sha256))) {
        erase::release(store, &sha256, survivorship)?;
    }
    Ok(())
}

fn record(account: &str, candidate: &Candidate) -> Record {
    let source = RecordSource::Candidate { account: account.to_owned(), candidate: candidate.id.clone() };
    Record {
        id: source.record_id(),
        source,
        profile: candidate.profile.clone(),
        applications: candidate.applications.clone(),
        tags: candidate.tags.clone(),
        consents: candidate.consents.clone(),
    }
}

fn candidate_row(candidate: &Candidate, record: Option<RecordNo>) -> CandidateRow {
    CandidateRow { record, updated_on: candidate.updated_on.clone(), content_hash: candidate.content_hash.clone() }
}

/// Equal digests, or equal content where there are none.
fn is_unchanged(store: &Writer<'_>, row: &CandidateRow, candidate: &Candidate, record: &Record) -> Result<bool, StoreError> {
    if row.content_hash.is_some() && row.content_hash == candidate.content_hash {
        return Ok(true);
    }
    Ok(store.record(&record.id)?.is_some_and(|stored| stored.record == *record))
}

/// The candidate's résumés as they were read, each once, under the names of their attachments.
fn documents(store: &Writer<'_>, prepared: &Prepared<'_>, fresh: &Fresh) -> Result<Vec<(String, ReadDocument)>, StoreError> {
    let mut documents: Vec<(String, ReadDocument)> = Vec::new();
    for (attachment, sha256) in prepared.resumes() {
        if documents.iter().any(|(_, read)| read.extraction.sha256 == sha256) {
            continue;
        }
        let read = match (store.document(&sha256)?, fresh.get(&sha256)) {
            // Another candidate of this batch may have brought it in already.
            (Some(kept), _) if kept.parser == vitae_parse::VERSION => {
                ReadDocument { extraction: kept.extraction, size: kept.size, reused: true }
            }
            (_, Some(read)) => ReadDocument { extraction: read.extraction.clone(), size: read.size, reused: false },
            (_, None) => continue,
        };
        documents.push((attachment.name.clone(), read));
    }
    Ok(documents)
}

/// Keeps what reading gave, with the record each document became.
fn put_documents(
    store: &Writer<'_>,
    documents: &[(String, ReadDocument)],
    bundle: &[Incoming],
    records: &[RecordNo],
    rules: &Survivorship,
) -> Result<(), StoreError> {
    for (_, read) in documents {
        let source = RecordSource::Document { sha256: read.extraction.sha256 };
        let position = bundle.iter().position(|incoming| incoming.record.source == source);
        let is_kept = read.reused && read.extraction.record.is_some() == position.is_some();
        if !is_kept {
            put_document(store, read, position.map(|position| records[position]), rules)?;
        }
    }
    Ok(())
}

fn told(
    candidate: &Candidate,
    record: Option<vitae_model::RecordId>,
    person: Option<vitae_model::PersonId>,
    decision: Decision,
    changed: bool,
) -> CandidateOutcome {
    CandidateOutcome { id: candidate.id.clone(), record, person, decision, changed }
}
