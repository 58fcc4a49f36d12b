//! What the caller hands in.

use vitae_model::{CountryCode, PartialDate, Record};

/// A document in memory under the name it came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedBytes<'a> {
    /// A path or an attachment's name: told back, never opened, never trusted to say the format.
    pub name: &'a str,
    /// The file's bytes.
    pub bytes: &'a [u8],
}

/// What happens to a candidate that matches no person of the CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unknown {
    /// It becomes a new person.
    #[default]
    Import,
    /// It is counted and left out; nothing of it is kept but that it was seen.
    LeaveOut,
}

/// What the caller knows of a document before it is read. [`Known::default`] knows nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// What the caller's own system says of this person: an ATS candidate or a row of a CRM, with profile, applications and tags.
    ///
    /// It is kept as a record of its own beside the document's; both are certainly the same person.
    pub record: Option<Record>,
    /// The day of the application: pins "present" where the document has no date of its own.
    pub applied_on: Option<PartialDate>,
    /// The country that numbers and places without one are taken to be in.
    pub region: Option<CountryCode>,
    /// What happens where nobody in the CRM matches.
    pub unknown: Unknown,
}

impl Known {
    /// Knows the record that the document belongs to.
    #[must_use]
    pub fn of(record: Record) -> Self {
        Self { record: Some(record), ..Self::default() }
    }
}
