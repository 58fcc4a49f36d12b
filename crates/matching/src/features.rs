//! The normal forms of a record that comparisons work on.

use vitae_model::{Profile, RecordId, RecordSource};

/// A record as matching sees it.
#[derive(Debug, Clone, Copy)]
pub struct RecordView<'a> {
    /// Names the record.
    pub id: &'a RecordId,
    /// Where it came from.
    pub source: &'a RecordSource,
    /// What it says.
    pub profile: &'a Profile,
}

/// The normal forms of one record: what [`crate::score`] and the keys work on.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    id: RecordId,
}

impl Features {
    /// Brings a record into normal form.
    #[must_use]
    pub fn of(view: &RecordView<'_>) -> Self {
        Self { id: view.id.clone() }
    }

    /// The record's identifier.
    #[must_use]
    pub fn id(&self) -> &RecordId {
        &self.id
    }
}
