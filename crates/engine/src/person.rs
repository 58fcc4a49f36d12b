//! Persons and records, as they are looked at and put right by people.

use serde::Serialize;
use vitae_matching::{Contribution, Provenance};
use vitae_model::{Application, Evidence, PersonId, Profile, Record, RecordId};

use crate::{Engine, PersonError, ReadError};

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

#[expect(clippy::todo, reason = "signatures first; bodies follow")]
impl Engine {
    /// A person; an identifier that was merged away leads to the person it became.
    pub fn person(&self, id: &PersonId) -> Result<Option<PersonView>, ReadError> {
        let _ = id;
        todo!()
    }

    /// A record.
    pub fn record(&self, id: &RecordId) -> Result<Option<RecordView>, ReadError> {
        let _ = id;
        todo!()
    }

    /// The review queue: pairs that may be one person, most alike first, at most `limit`.
    pub fn duplicates(&self, limit: usize) -> Result<Vec<Duplicate>, ReadError> {
        let _ = limit;
        todo!()
    }

    /// Says that two are one person. Remembered for ever; returns the person that remains.
    pub fn merge(&self, left: &PersonId, right: &PersonId) -> Result<PersonId, PersonError> {
        let _ = (left, right);
        todo!()
    }

    /// Says that `records` are another human than the rest of `person`. Remembered for ever; returns the new person.
    pub fn split(&self, person: &PersonId, records: &[RecordId]) -> Result<PersonId, PersonError> {
        let _ = (person, records);
        todo!()
    }

    /// Says that two persons are different humans. Remembered for ever; the pair leaves the review queue.
    pub fn distinguish(&self, left: &PersonId, right: &PersonId) -> Result<(), PersonError> {
        let _ = (left, right);
        todo!()
    }

    /// Erases a person: records, documents nobody else has, index, history of values. Returns the number of records erased.
    pub fn forget(&self, person: &PersonId) -> Result<usize, PersonError> {
        let _ = person;
        todo!()
    }

    /// What is kept, in numbers.
    pub fn stats(&self) -> Result<Stats, ReadError> {
        todo!()
    }
}
