//! One document: read, match, store, index.

use serde::{Deserialize, Serialize};
use vitae_matching::Contribution;
use vitae_model::{Extraction, PersonId, RecordId};

use crate::{Engine, EnrichError, Known, NamedBytes};

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

#[expect(clippy::todo, reason = "signatures first; bodies follow")]
impl Engine {
    /// Reads a document, finds whose it is, and keeps both: one transaction.
    ///
    /// The same bytes are never parsed twice by one version of the parser. What is wrong with the document is told by
    /// `extraction.outcome`; an error means that nothing was kept.
    pub fn enrich(&self, document: NamedBytes<'_>, known: &Known) -> Result<Enriched, EnrichError> {
        let _ = (document, known);
        todo!()
    }
}
