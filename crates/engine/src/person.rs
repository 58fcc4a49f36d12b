//! Persons and records, as they are looked at and put right by people.

use std::collections::BTreeSet;

use serde::Serialize;
use vitae_matching::{Contribution, Provenance};
use vitae_model::{Application, Evidence, PersonId, Profile, Record, RecordId, RecordSource, Sha256};
use vitae_store::{PairDecision, PairRow, PersonNo, PersonRow, RecordRow, StoreError, Writer};

use crate::golden::Said;
use crate::{Engine, PersonError, ReadError, golden};

/// Pairs of records read at a time for the review queue.
const REVIEW_PAGE: usize = 200;

/// A person with everything that is kept of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonView {
    /// Its identifier.
    pub id: PersonId,
    /// The golden profile.
    pub profile: Profile,
    /// Which record each value came from.
    pub provenance: Vec<Provenance>,
    /// Its records.
    pub records: Vec<Record>,
    /// Applications of all its records.
    pub applications: Vec<Application>,
    /// Tags of all its records.
    pub tags: Vec<String>,
}

/// A record with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordView {
    /// The record.
    pub record: Record,
    /// The person it belongs to.
    pub person: PersonId,
    /// Where in the document each value was read; empty for what is no document.
    pub evidence: Vec<Evidence>,
    /// The names its document came under.
    pub names: Vec<String>,
}

/// Two persons who may be one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Duplicate {
    /// One.
    pub left: PersonId,
    /// The other.
    pub right: PersonId,
    /// The pair of records that is most alike.
    pub records: (RecordId, RecordId),
    /// Sum of the evidence in bits.
    pub bits: f32,
    /// The evidence, strongest first.
    pub evidence: Vec<Contribution>,
}

/// What is kept, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Stats {
    /// Persons.
    pub persons: u64,
    /// Records.
    pub records: u64,
    /// Documents.
    pub documents: u64,
    /// Pairs waiting for a human.
    pub review: u64,
    /// Applications.
    pub applications: u64,
    /// Dead letters.
    pub dead_letters: u64,
}

/// One thing that was done to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// When: RFC 3339, UTC.
    pub at: String,
    /// By whom: `vitae`, `human`, or an account.
    pub actor: String,
    /// What: `merge`, `split`, `distinguish`, `erase` or `forget`.
    pub action: String,
    /// To whom: an identifier.
    pub subject: String,
    /// Which records and persons it concerned, as JSON; identifiers only.
    pub detail: String,
}

/// What the audit keeps of a distinction.
#[derive(Debug, Serialize)]
struct DistinctionDetail<'a> {
    into: &'a PersonId,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    before: Vec<Said>,
}

impl Engine {
    /// A person; an identifier that was merged away leads to the person it became.
    pub fn person(&self, id: &PersonId) -> Result<Option<PersonView>, ReadError> {
        let found = self.store.read(|store| {
            let Some(no) = store.find_person(id)? else { return Ok(None) };
            let Some(row) = store.person(no)? else { return Ok(None) };
            Ok::<_, ReadError>(Some((row, store.records_of(no)?)))
        })?;
        Ok(found.map(|(row, records)| PersonView::of(row, records)))
    }

    /// A record.
    pub fn record(&self, id: &RecordId) -> Result<Option<RecordView>, ReadError> {
        self.store.read(|store| {
            let Some(row) = store.record(id)? else { return Ok(None) };
            let person = store.person_id(row.person)?;
            let (mut evidence, mut names) = (Vec::new(), vec![row.label]);
            if let RecordSource::Document { sha256 } = &row.record.source {
                evidence = store.document(sha256)?.map(|document| document.extraction.evidence).unwrap_or_default();
                names = store.names_of(sha256)?;
            }
            Ok(Some(RecordView { record: row.record, person, evidence, names }))
        })
    }

    /// The bytes of a document that is kept, and `None` where they are not.
    pub fn document(&self, sha256: &Sha256) -> Result<Option<Vec<u8>>, ReadError> {
        match self.blobs.read(sha256, usize::MAX - 1) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ReadError::Blob { path: self.blobs.path(sha256), source }),
        }
    }

    /// Identifiers of persons after `after`, in order, at most `limit`: to go through all of them.
    pub fn persons(&self, after: Option<&PersonId>, limit: usize) -> Result<Vec<PersonId>, ReadError> {
        Ok(self.store.read(|store| store.person_ids(after, limit))?)
    }

    /// The review queue: pairs that may be one person, most alike first, at most `limit`.
    pub fn duplicates(&self, limit: usize) -> Result<Vec<Duplicate>, ReadError> {
        self.store.read(|store| {
            let (mut duplicates, mut seen, mut skip) = (Vec::new(), BTreeSet::new(), 0);
            while duplicates.len() < limit {
                let page: Vec<PairRow<Vec<Contribution>>> = store.review_queue(skip, REVIEW_PAGE)?;
                let is_last = page.len() < REVIEW_PAGE;
                skip += page.len();
                let fresh = page.into_iter().map(Duplicate::of).filter(|pair| seen.insert((pair.left.clone(), pair.right.clone())));
                duplicates.extend(fresh);
                if is_last {
                    break;
                }
            }
            duplicates.truncate(limit);
            Ok(duplicates)
        })
    }

    /// Says that two are one person. Remembered for ever; returns the person that remains, the older one.
    pub fn merge(&self, left: &PersonId, right: &PersonId) -> Result<PersonId, PersonError> {
        let merged = self.store.write(|store| {
            let (one, other) = two_persons(store, left, right)?;
            let before = judge_between(store, one, other, true)?;
            let (kept, gone) = (one.min(other), one.max(other));
            golden::absorb(store, kept, gone, "human", &before)?;
            golden::refresh(store, kept, &self.judge.survivorship)?;
            Ok::<_, PersonError>(store.person_id(kept)?)
        })?;
        self.index_or_tell();
        Ok(merged)
    }

    /// Says that `records` are another human than the rest of `person`. Remembered for ever; returns the new person.
    pub fn split(&self, person: &PersonId, records: &[RecordId]) -> Result<PersonId, PersonError> {
        let new = self.store.write(|store| {
            let no = store.find_person(person)?.ok_or_else(|| PersonError::NoPerson(person.clone()))?;
            let members = store.facts_of(no)?;
            let mut moved = Vec::new();
            for record in records {
                let member = members.iter().find(|member| member.id == *record);
                let member = member.ok_or_else(|| PersonError::NotAMember { person: person.clone(), record: record.clone() })?;
                moved.push((member.no, &member.id));
            }
            moved.sort_unstable();
            moved.dedup();
            let Some((_, first)) = moved.first().filter(|_| moved.len() < members.len()) else {
                return Err(PersonError::NothingLeft(person.clone()));
            };
            let new = golden::new_person(store, first)?;
            let numbers: Vec<_> = moved.iter().map(|(no, _)| *no).collect();
            store.move_records(&numbers, new)?;
            let before = judge_between(store, no, new, false)?;
            golden::refresh(store, no, &self.judge.survivorship)?;
            golden::refresh(store, new, &self.judge.survivorship)?;
            let id = store.person_id(new)?;
            golden::note_split(store, (no, new), records, "human", &before)?;
            Ok(id)
        })?;
        self.index_or_tell();
        Ok(new)
    }

    /// Says that two persons are different humans. Remembered for ever; the pair leaves the review queue.
    pub fn distinguish(&self, left: &PersonId, right: &PersonId) -> Result<(), PersonError> {
        self.store.write(|store| {
            let (one, other) = two_persons(store, left, right)?;
            let before = judge_between(store, one, other, false)?;
            let (one, other) = (store.person_id(one)?, store.person_id(other)?);
            Ok(store.add_audit("human", "distinguish", one.as_str(), &DistinctionDetail { into: &other, before })?)
        })
    }

    /// What was done to persons, latest first, at most `limit`; to one of them or to all. Entries are added, never changed.
    pub fn audit(&self, subject: Option<&PersonId>, limit: usize) -> Result<Vec<AuditEntry>, ReadError> {
        let entries = self.store.read(|store| store.audit::<serde_json::Value>(subject.map(PersonId::as_str), limit))?;
        let entry = |entry: vitae_store::AuditEntry<serde_json::Value>| AuditEntry {
            at: entry.at,
            actor: entry.actor,
            action: entry.action,
            subject: entry.subject,
            detail: entry.detail.to_string(),
        };
        Ok(entries.into_iter().map(entry).collect())
    }

    /// What is kept, in numbers.
    pub fn stats(&self) -> Result<Stats, ReadError> {
        let counts = self.store.read(|store| store.counts())?;
        Ok(Stats {
            persons: counts.persons,
            records: counts.records,
            documents: counts.documents,
            review: counts.review,
            applications: counts.applications,
            dead_letters: counts.dead_letters,
        })
    }
}

fn two_persons(store: &Writer<'_>, left: &PersonId, right: &PersonId) -> Result<(PersonNo, PersonNo), PersonError> {
    let find = |id: &PersonId| store.find_person(id)?.ok_or_else(|| PersonError::NoPerson(id.clone()));
    let (one, other) = (find(left)?, find(right)?);
    if one == other { Err(PersonError::SamePerson(left.clone())) } else { Ok((one, other)) }
}

/// Remembers what a human said of two persons for each pair of their records: persons come and go, records stay.
///
/// Answers what was said of the pairs before, so that it can be taken back.
fn judge_between(store: &Writer<'_>, left: PersonNo, right: PersonNo, same: bool) -> Result<Vec<Said>, StoreError> {
    let others = store.facts_of(right)?;
    let mut before = Vec::new();
    for one in store.facts_of(left)? {
        let verdicts = store.verdicts(&one.id)?;
        for other in &others {
            let earlier = verdicts.iter().find(|verdict| verdict.other == other.id);
            before.extend(earlier.map(|verdict| (one.id.clone(), other.id.clone(), verdict.same)));
            store.put_verdict(&one.id, &other.id, same)?;
        }
    }
    store.decide_between(left, right, if same { PairDecision::Same } else { PairDecision::Different })?;
    Ok(before)
}

impl PersonView {
    fn of(row: PersonRow<Vec<Provenance>>, rows: Vec<RecordRow>) -> Self {
        let records: Vec<_> = rows.into_iter().map(|row| row.record).collect();
        let applications = records.iter().flat_map(|record| record.applications.iter().cloned()).collect();
        let mut tags: Vec<_> = records.iter().flat_map(|record| record.tags.iter().cloned()).collect();
        tags.sort_unstable();
        tags.dedup();
        Self { id: row.id, profile: row.profile, provenance: row.provenance, records, applications, tags }
    }
}

impl Duplicate {
    /// The pair with its persons in a fixed order.
    fn of(row: PairRow<Vec<Contribution>>) -> Self {
        let PairRow { records, persons, bits, mut evidence } = row;
        evidence.sort_by(|left, right| right.bits.abs().total_cmp(&left.bits.abs()));
        let ((left, one), (right, other)) = if persons.0 <= persons.1 {
            ((persons.0, records.0), (persons.1, records.1))
        } else {
            ((persons.1, records.1), (persons.0, records.0))
        };
        Self { left, right, records: (one, other), bits, evidence }
    }
}
