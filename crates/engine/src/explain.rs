//! Why two are taken for one person, or not: the evidence of a pair, weighed anew.

use serde::Serialize;
use vitae_matching::{Contribution, Decision, Features, Match, RecordView, decide, score};
use vitae_model::{PersonId, RecordId};
use vitae_store::{Facts, Reader};

use crate::{Engine, PersonError, identity};

/// Records of each side that are compared, at most; the best pair is told.
const MOST_RECORDS: usize = 64;

/// The evidence of a pair of records, and what follows from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// One record.
    pub left: RecordId,
    /// The other.
    pub right: RecordId,
    /// Sum of the contributions: base-two logarithm of the odds that both are one person.
    pub bits: f32,
    /// What follows from the evidence.
    pub decision: Decision,
    /// What a human said of the two, which counts more: whether they are one person.
    pub verdict: Option<bool>,
    /// What forbids a merge without asking, in words.
    pub veto: Option<String>,
    /// What each field adds, the prior first, in a fixed order.
    pub contributions: Vec<Contribution>,
}

impl Engine {
    /// Weighs the evidence between two records or persons; of persons, the pair of records that is most alike.
    pub fn explain(&self, left: &str, right: &str) -> Result<Explanation, PersonError> {
        self.store.read(|store| {
            let (left, right) = (side(store, left)?, side(store, right)?);
            let views = |side: &[Facts]| side.iter().map(features).collect::<Vec<_>>();
            let (lefts, rights) = (views(&left), views(&right));
            let all: Vec<&Features> = lefts.iter().chain(&rights).collect();
            let frequencies = identity::rarity(store, &all)?;
            let mut best: Option<(&RecordId, &RecordId, Match)> = None;
            for one in &lefts {
                for other in rights.iter().filter(|other| other.id() != one.id()) {
                    let scored = score(one, other, &self.judge.weights, &frequencies);
                    if best.as_ref().is_none_or(|(_, _, best)| scored.bits > best.bits) {
                        best = Some((one.id(), other.id(), scored));
                    }
                }
            }
            let Some((one, other, scored)) = best else { return Err(PersonError::OneRecord(left[0].id.clone())) };
            let verdicts = store.verdicts(one)?;
            Ok(Explanation {
                left: one.clone(),
                right: other.clone(),
                bits: scored.bits,
                decision: decide(&scored, &self.judge.thresholds),
                verdict: verdicts.iter().find(|verdict| verdict.other == *other).map(|verdict| verdict.same),
                veto: scored.veto,
                contributions: scored.contributions,
            })
        })
    }
}

/// The records that an identifier of a record or a person stands for; never none.
fn side(store: &Reader<'_>, id: &str) -> Result<Vec<Facts>, PersonError> {
    if let Some(row) = store.record(&RecordId::new(id))? {
        let mut facts = store.facts_of(row.person)?;
        facts.retain(|facts| facts.id == row.record.id);
        return Ok(facts);
    }
    let missing = || PersonError::NeitherOfBoth(id.to_owned());
    let no = store.find_person(&PersonId::new(id))?.ok_or_else(missing)?;
    let mut facts = store.facts_of(no)?;
    facts.truncate(MOST_RECORDS);
    if facts.is_empty() { Err(missing()) } else { Ok(facts) }
}

fn features(facts: &Facts) -> Features {
    Features::of(&RecordView { id: &facts.id, source: &facts.source, profile: &facts.profile })
}
