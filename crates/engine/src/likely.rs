//! Who may this be? One profile against everybody who is kept, without keeping it.

use vitae_matching::{Contribution, Decision};
use vitae_model::{PersonId, Profile, Record, RecordSource};

use crate::incoming::Incoming;
use crate::{Engine, ReadError};

/// A person whom a profile may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    /// The person.
    pub person: PersonId,
    /// Base-two logarithm of the odds, for the record of the person that is most alike.
    pub bits: f32,
    /// Whether the profile would join the person, or a human would be asked.
    pub decision: Decision,
    /// What each field adds, the prior first, in a fixed order.
    pub contributions: Vec<Contribution>,
}

impl Engine {
    /// Finds the persons whom a profile may be, best first; nothing is kept.
    ///
    /// Only records that share an identifier or a blocking key with the profile are read, at most some dozens and the rest of their
    /// persons: the time does not grow with the number of records.
    pub fn likely(&self, profile: &Profile) -> Result<Vec<Likely>, ReadError> {
        let source = RecordSource::Import { source: String::new(), row: String::new() };
        let record = Record {
            id: source.record_id(),
            source,
            profile: profile.clone(),
            applications: Vec::new(),
            tags: Vec::new(),
            consents: Default::default(),
        };
        let incoming = Incoming::from_system(record);
        Ok(self.store.read(|store| {
            let found = self.judge.likely(store, incoming)?;
            let likely = found.into_iter().map(|(person, scored, decision)| {
                Ok(Likely { person: store.person_id(person)?, bits: scored.bits, decision, contributions: scored.contributions })
            });
            likely.collect::<Result<Vec<_>, vitae_store::StoreError>>()
        })?)
    }
}
