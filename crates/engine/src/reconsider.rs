//! Who is who, decided anew by what is known now.

use serde::Serialize;
use vitae_store::RecordNo;

use crate::{Engine, PersonError};

/// Records that one transaction looks at.
const CHUNK: usize = 200;
/// Times that everybody is looked at: what changed the last time may show more, and less each time.
const MOST_ROUNDS: usize = 4;

/// What deciding anew came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Reconsidered {
    /// Records that were looked at.
    pub records: usize,
    /// Persons that became part of others.
    pub merged: usize,
    /// Persons that records left.
    pub parted: usize,
}

impl Engine {
    /// Decides anew about all records, as if they came in all at once: `progress` is told how many are done, and of how many.
    ///
    /// What speaks for one person depends on how rare it is, and what is rare among the first records may be an agency's number among
    /// all of them. Each record that comes in is judged by what is known then; this judges all by what is known now. Verdicts of humans
    /// stay. What was done until it is cut short is kept.
    pub fn reconsider(&self, mut progress: impl FnMut(usize, usize)) -> Result<Reconsidered, PersonError> {
        let mut all = Reconsidered::default();
        for _ in 0..MOST_ROUNDS {
            let round = self.reconsider_once(&mut progress)?;
            all = Reconsidered { records: round.records, merged: all.merged + round.merged, parted: all.parted + round.parted };
            if round.merged + round.parted == 0 {
                break;
            }
        }
        self.index_or_tell();
        Ok(all)
    }

    fn reconsider_once(&self, progress: &mut impl FnMut(usize, usize)) -> Result<Reconsidered, PersonError> {
        let total = usize::try_from(self.store.read(|store| store.counts())?.records).unwrap_or(usize::MAX);
        let mut round = Reconsidered::default();
        let mut last: Option<RecordNo> = None;
        progress(0, total);
        loop {
            let looked_at = self.store.write(|store| {
                let chunk = store.facts_after(last, CHUNK)?;
                let looked_at = chunk.len();
                last = chunk.last().map(|facts| facts.no);
                for mut facts in chunk {
                    // Somebody before it may have taken it along.
                    facts.person = store.owner_of(facts.no)?;
                    let arranged = self.judge.settle_again(store, facts)?;
                    round.merged += arranged.n_merged;
                    round.parted += arranged.n_parted;
                }
                Ok::<_, PersonError>(looked_at)
            })?;
            if looked_at == 0 {
                return Ok(round);
            }
            round.records += looked_at;
            progress(round.records, total.max(round.records));
        }
    }
}
