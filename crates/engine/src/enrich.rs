//! One document: read, match, store, index.

use serde::{Deserialize, Serialize};
use sha2::Digest;
use vitae_matching::{Contribution, Survivorship};
use vitae_model::{Extraction, Outcome, PersonId, Profile, Record, RecordId, RecordSource, Sha256};
use vitae_parse::{ParseOptions, extract};
use vitae_store::{CandidateRow, RecordNo, Sighting, StoreError, StoredDocument, Writer};

use crate::home::locked;
use crate::incoming::Incoming;
use crate::{Engine, EnrichError, Known, NamedBytes, Stamp, erase};

/// What was decided about the person behind a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Decision {
    /// Nobody matches: a new person.
    New,
    /// Somebody matches: that person now has this record too.
    Matched,
    /// Somebody may match: a new person, and a pair in the review queue.
    Review,
    /// Nobody matches, and unknown ones are left out: nothing was kept.
    Unknown,
    /// Nothing was read that could name a person.
    Unreadable,
}

/// What enriching one document gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Enriched {
    /// What was read, with `record` and `person` filled in: the line `vitae enrich --out` prints.
    pub extraction: Extraction,
    /// The document's record; absent where nothing was read of a person, or it was left out.
    pub record: Option<RecordId>,
    /// The person it belongs to.
    pub person: Option<PersonId>,
    /// What was decided.
    pub decision: Decision,
    /// Why, strongest first; empty for new persons.
    pub evidence: Vec<Contribution>,
    /// Whether the same bytes had been read before, so that nothing was parsed.
    pub reused: bool,
}

/// A document that was read just now or before, on its way into the CRM.
#[derive(Debug)]
pub(crate) struct ReadDocument {
    pub(crate) extraction: Extraction,
    pub(crate) size: u64,
    pub(crate) reused: bool,
}

impl Engine {
    /// Reads a document, finds whose it is, and keeps both: one transaction.
    ///
    /// The same bytes are never parsed twice by one version of the parser. What is wrong with the document is told by
    /// `extraction.outcome`; an error means that nothing was kept. Search finds the person from now on.
    pub fn enrich(&self, document: NamedBytes<'_>, known: &Known) -> Result<Enriched, EnrichError> {
        let sha256 = digest(document.bytes);
        let read = match self.read_before(&sha256, document.name)? {
            Some(read) => read,
            None => self.parse(document, known),
        };
        let enriched = self.store.write(|store| {
            let enriched = self.keep(store, read, known, document.name, document.name, None)?;
            if keeps_bytes(&enriched) {
                self.blobs.put(&sha256, document.bytes)?;
            }
            Ok::<_, EnrichError>(enriched)
        })?;
        self.index_now_and_then(1);
        Ok(enriched)
    }

    /// What the stored reading of a document said, where this version of the parser read it.
    pub(crate) fn read_before(&self, sha256: &Sha256, name: &str) -> Result<Option<ReadDocument>, StoreError> {
        let stored = self.store.read(|reader| reader.document(sha256))?;
        Ok(stored.filter(|document| document.parser == vitae_parse::VERSION).map(|document| ReadDocument {
            extraction: Extraction { source: name.to_owned(), ..document.extraction },
            size: document.size,
            reused: true,
        }))
    }

    /// Parses a document on the calling thread.
    pub(crate) fn parse(&self, document: NamedBytes<'_>, known: &Known) -> ReadDocument {
        let mut scratch = locked(&self.scratches).pop().unwrap_or_default();
        let extraction = extract(document.name, document.bytes, &self.parse_options(known), &mut scratch);
        locked(&self.scratches).push(scratch);
        ReadDocument { extraction, size: document.bytes.len() as u64, reused: false }
    }

    pub(crate) fn parse_options(&self, known: &Known) -> ParseOptions {
        ParseOptions {
            limits: self.settings.limits.clone(),
            document_date: known.applied_on,
            region: known.region.or(self.settings.region),
            ..ParseOptions::default()
        }
    }

    /// Matches and keeps a document that was read, under `key` (its path in full), with its `stamp` where it is a file.
    pub(crate) fn keep(
        &self,
        store: &Writer<'_>,
        read: ReadDocument,
        known: &Known,
        name: &str,
        key: &str,
        stamp: Option<Stamp>,
    ) -> Result<Enriched, StoreError> {
        let sha256 = read.extraction.sha256;
        let sighting = Sighting { sha256, stamp: stamp.map(|stamp| (stamp.size, stamp.modified_ns)) };
        if read.reused && known.record.is_none() && !needs_settling(&read.extraction) {
            store.put_sighting(key, &sighting)?;
            return Ok(Enriched::told(read, None));
        }
        let bundle: Vec<_> = known.record.clone().map(Incoming::from_system).into_iter().chain(read.incoming(name)).collect();
        if bundle.is_empty() {
            put_document(store, &read, None, &self.judge.survivorship)?;
            store.put_sighting(key, &sighting)?;
            return Ok(Enriched::told(read, None));
        }
        let Some(settled) = self.judge.settle(store, &bundle, known.unknown)? else {
            return Ok(Enriched::left_out(read));
        };
        let last = bundle.len() - 1;
        let is_document = |incoming: &Incoming| matches!(incoming.record.source, RecordSource::Document { .. });
        let record = is_document(&bundle[last]).then_some(settled.records[last]);
        put_document(store, &read, record, &self.judge.survivorship)?;
        store.put_sighting(key, &sighting)?;
        remember_candidate(store, &bundle[0].record, settled.records[0])?;
        let mut enriched = Enriched::told(read, Some((bundle[last].record.id.clone(), settled.person)));
        enriched.decision = settled.decision;
        enriched.evidence = settled.evidence;
        Ok(enriched)
    }
}

impl ReadDocument {
    /// The document's record, where it speaks of somebody.
    pub(crate) fn incoming(&self, name: &str) -> Option<Incoming> {
        let extraction = &self.extraction;
        let profile = extraction.profile.as_ref().filter(|profile| names_somebody(profile))?;
        if extraction.outcome == Outcome::NotAResume {
            return None;
        }
        let source = RecordSource::Document { sha256: extraction.sha256 };
        let record = Record {
            id: source.record_id(),
            source,
            profile: profile.clone(),
            applications: Vec::new(),
            tags: Vec::new(),
            consents: Vec::new(),
        };
        Some(Incoming::from_document(record, name, &extraction.evidence))
    }
}

impl Enriched {
    /// What is told of a document that is kept: its own record and person, else those it was kept with.
    pub(crate) fn told(read: ReadDocument, kept: Option<(RecordId, PersonId)>) -> Self {
        let mut extraction = read.extraction;
        if let Some((record, person)) = kept {
            extraction.record = Some(record);
            extraction.person = Some(person);
        }
        let decision = if extraction.person.is_some() { Decision::Matched } else { Decision::Unreadable };
        let (record, person) = (extraction.record.clone(), extraction.person.clone());
        Self { extraction, record, person, decision, evidence: Vec::new(), reused: read.reused }
    }

    fn left_out(read: ReadDocument) -> Self {
        let extraction = Extraction { record: None, person: None, ..read.extraction };
        Self { extraction, record: None, person: None, decision: Decision::Unknown, evidence: Vec::new(), reused: read.reused }
    }
}

pub(crate) fn digest(bytes: &[u8]) -> Sha256 {
    Sha256::from_bytes(sha2::Sha256::digest(bytes).into())
}

/// Whether the bytes of a document are worth keeping: it was not left out, and is no stray file.
pub(crate) fn keeps_bytes(enriched: &Enriched) -> bool {
    let stray = matches!(enriched.extraction.outcome, Outcome::Unsupported | Outcome::TooLarge);
    enriched.decision != Decision::Unknown && (!stray || enriched.record.is_some())
}

/// Keeps what reading gave. A record that an earlier version of the parser found, and this one does not, goes.
pub(crate) fn put_document(
    store: &Writer<'_>,
    read: &ReadDocument,
    record: Option<RecordNo>,
    rules: &Survivorship,
) -> Result<(), StoreError> {
    let source = RecordSource::Document { sha256: read.extraction.sha256 };
    let former = if record.is_none() && !read.reused { store.find_record(&source.record_id())? } else { None };
    let parser = vitae_parse::VERSION.to_owned();
    let document = StoredDocument { extraction: read.extraction.clone(), parser, size: read.size };
    store.put_document(&document, record)?;
    former.map_or(Ok(()), |(no, person)| erase::remove_record(store, no, person, rules))
}

/// A document kept before that speaks of somebody and has no record yet was kept beside a candidate that was left out.
fn needs_settling(extraction: &Extraction) -> bool {
    extraction.record.is_none() && extraction.outcome != Outcome::NotAResume && extraction.profile.as_ref().is_some_and(names_somebody)
}

/// Remembers the candidate that a record of the caller's stands for, so that it can be erased with the candidate.
fn remember_candidate(store: &Writer<'_>, record: &Record, no: RecordNo) -> Result<(), StoreError> {
    let RecordSource::Candidate { account, candidate } = &record.source else { return Ok(()) };
    let before = store.candidate(account, candidate)?;
    let row = before.unwrap_or(CandidateRow { record: None, updated_on: None, content_hash: None });
    store.put_candidate(account, candidate, &CandidateRow { record: Some(no), ..row })
}

/// Whether a profile says who it speaks of.
fn names_somebody(profile: &Profile) -> bool {
    let basics = &profile.basics;
    basics.name.is_some()
        || basics.family_name.is_some()
        || basics.email.is_some()
        || !basics.emails.is_empty()
        || basics.phone.is_some()
        || !basics.phones.is_empty()
        || !basics.profiles.is_empty()
}
