//! Whose record is it? One bundle of incoming records against everything stored.
//!
//! A bundle is a set of records that certainly speak of one human: an ATS candidate and the résumés attached to it. It meets stored
//! records through identifiers and blocking keys, is scored against them and all other records of their persons, and joins those
//! persons it agrees with and contradicts in nothing.

use std::collections::BTreeMap;

use vitae_matching::{
    Contribution, Decision as PairDecision, Features, Frequencies, Match, RecordView, Survivorship, Thresholds, Weights, decide,
    identifiers, score, score_all, value_hashes,
};
use vitae_model::{PersonId, RecordId};
use vitae_store::{Facts, PersonNo, Reader, RecordNo, StoreError, Writer};

use crate::golden;
use crate::incoming::{Incoming, identifier_ref};
use crate::{Decision, Unknown};

/// An identifier with more holders than this leads to nobody: a switchboard, an office's address.
const MOST_HOLDERS: usize = 32;
/// A blocking key with more records than this leads to nobody.
const MOST_IN_BLOCK: usize = 64;
/// Records that one bundle is compared with, those that share most and rarest first; with each comes the rest of its person.
const MOST_NEIGHBOURS: usize = 32;

/// What was decided about a bundle.
#[derive(Debug)]
pub(crate) struct Settled {
    /// The bundle's records, in its order.
    pub(crate) records: Vec<RecordNo>,
    /// The person they belong to.
    pub(crate) person: PersonId,
    pub(crate) decision: Decision,
    pub(crate) evidence: Vec<Contribution>,
}

/// What the scores need to know of the whole.
#[derive(Debug, Default)]
pub(crate) struct Judge {
    pub(crate) weights: Weights,
    pub(crate) thresholds: Thresholds,
    /// Which record's value the golden profile takes.
    pub(crate) survivorship: Survivorship,
}

/// A stored record, ready to be compared.
struct Member {
    facts: Facts,
    features: Features,
}

/// A stored person seen from the bundle.
struct Acquaintance {
    person: PersonNo,
    members: Vec<Member>,
    /// Pairs of a bundle's record (by position) and a member (by position) that say something.
    pairs: Vec<Pair>,
    same: bool,
    contradicted: bool,
}

struct Pair {
    incoming: usize,
    member: RecordNo,
    scored: Match,
    decision: PairDecision,
}

impl Judge {
    /// Finds the person of a bundle, or makes one, and keeps the bundle's records with it.
    ///
    /// `None` where nobody matches and unknown ones are left out; nothing was kept then.
    pub(crate) fn settle(&self, store: &Writer<'_>, bundle: &[Incoming], unknown: Unknown) -> Result<Option<Settled>, StoreError> {
        let found = bundle.iter().map(|incoming| store.find_record(&incoming.record.id)).collect::<Result<Vec<_>, _>>()?;
        let acquaintances = self.acquaintances(store, bundle, &found)?;
        let (joined, refused) = self.choose(store, &acquaintances, &found)?;
        let reviewed = acquaintances.iter().any(|known| known.wants_review(&joined, &refused));
        if joined.is_empty() && unknown == Unknown::LeaveOut {
            return Ok(None);
        }
        let decision = match (joined.is_empty(), reviewed) {
            (false, _) => Decision::Matched,
            (true, true) => Decision::Review,
            (true, false) => Decision::New,
        };
        let person = unite(store, bundle, &joined)?;
        let records = keep(store, bundle, &found, person)?;
        self.keep_pairs(store, &acquaintances, &records, &joined)?;
        golden::refresh(store, person, &self.survivorship)?;
        for (_, elsewhere) in found.iter().flatten().filter(|(_, owner)| !joined.contains(owner)) {
            golden::refresh(store, *elsewhere, &self.survivorship)?;
        }
        let evidence = evidence(&acquaintances, &joined, decision);
        Ok(Some(Settled { records, person: store.person_id(person)?, decision, evidence }))
    }

    /// The persons whom a record that nobody keeps yet may be, and what speaks for each.
    pub(crate) fn likely(&self, store: &Reader<'_>, incoming: Incoming) -> Result<Vec<(PersonNo, Match, PairDecision)>, StoreError> {
        let known = self.acquaintances(store, &[incoming], &[None])?;
        let best = |known: Acquaintance| {
            let pair = known.pairs.into_iter().max_by(|left, right| left.scored.bits.total_cmp(&right.scored.bits))?;
            Some((known.person, pair.scored, pair.decision))
        };
        let mut likely: Vec<_> = known.into_iter().filter_map(best).collect();
        likely.sort_by(|left, right| right.1.bits.total_cmp(&left.1.bits).then(left.0.cmp(&right.0)));
        Ok(likely)
    }

    /// The persons a bundle may belong to: its own where it was seen before, and those of neighbouring records.
    fn acquaintances(
        &self,
        store: &Reader<'_>,
        bundle: &[Incoming],
        found: &[Option<(RecordNo, PersonNo)>],
    ) -> Result<Vec<Acquaintance>, StoreError> {
        let (mut neighbours, frequencies) = neighbours(store, bundle)?;
        neighbours.extend(found.iter().flatten().map(|(no, _)| *no));
        let mut persons: BTreeMap<PersonNo, Vec<Member>> = BTreeMap::new();
        for facts in store.facts_around(&neighbours)? {
            let members = persons.entry(facts.person).or_default();
            if !found.iter().flatten().any(|(no, _)| *no == facts.no) {
                members.push(Member::of(facts));
            }
        }
        let verdicts = verdicts(store, bundle)?;
        let strangers = |person: PersonNo| {
            let outside = |position: &usize| found[*position].is_none_or(|(_, owner)| owner != person);
            (0..bundle.len()).filter(outside).collect::<Vec<_>>()
        };
        let features: Vec<&Features> = persons.values().flatten().map(|member| &member.features).collect();
        let mut scored: Vec<_> =
            bundle.iter().map(|incoming| score_all(&incoming.features, &features, &self.weights, &frequencies).into_iter()).collect();
        let weigh = |(person, members): (PersonNo, Vec<Member>)| {
            let scored: Vec<Vec<Match>> = scored.iter_mut().map(|scored| scored.by_ref().take(members.len()).collect()).collect();
            self.weigh(person, members, scored, &strangers(person), &verdicts)
        };
        Ok(persons.into_iter().map(weigh).collect())
    }

    /// Compares those of a bundle that are `strangers` to a person with all its records: `scored` by position and member.
    fn weigh(
        &self,
        person: PersonNo,
        members: Vec<Member>,
        scored: Vec<Vec<Match>>,
        strangers: &[usize],
        verdicts: &BTreeMap<(usize, RecordId), bool>,
    ) -> Acquaintance {
        let mut known = Acquaintance { person, members: Vec::new(), pairs: Vec::new(), same: false, contradicted: false };
        let mut agreement = 0.0;
        let mut scored: Vec<_> = scored.into_iter().map(Vec::into_iter).collect();
        for member in &members {
            let mut best: Option<f32> = None;
            for (position, scored) in scored.iter_mut().enumerate() {
                let Some(scored) = scored.next() else { continue };
                if !strangers.contains(&position) {
                    continue;
                }
                let decision = match verdicts.get(&(position, member.facts.id.clone())) {
                    Some(true) => PairDecision::Same,
                    Some(false) => {
                        known.contradicted = true;
                        PairDecision::Different
                    }
                    None => {
                        known.contradicted |= scored.veto.is_some();
                        decide(&scored, &self.thresholds)
                    }
                };
                known.same |= decision == PairDecision::Same;
                let bits = without_prior(&scored).clamp(-20.0, 20.0);
                best = Some(best.map_or(bits, |best| best.max(bits)));
                if decision != PairDecision::Different {
                    known.pairs.push(Pair { incoming: position, member: member.facts.no, scored, decision });
                }
            }
            agreement += best.unwrap_or_default();
        }
        known.contradicted |= agreement < 0.0;
        known.members = members;
        known
    }

    /// The persons to be joined, the bundle's own first, then by strength; and those that agree but contradict one of the former.
    fn choose(
        &self,
        store: &Reader<'_>,
        acquaintances: &[Acquaintance],
        found: &[Option<(RecordNo, PersonNo)>],
    ) -> Result<(Vec<PersonNo>, Vec<PersonNo>), StoreError> {
        let own = |known: &Acquaintance| found.iter().position(|found| found.is_some_and(|(_, person)| person == known.person));
        let mut willing: Vec<_> = acquaintances.iter().filter(|known| own(known).is_some() || known.same).collect();
        willing.sort_by(|left, right| {
            let rank = |known: &Acquaintance| own(known).unwrap_or(usize::MAX);
            rank(left).cmp(&rank(right)).then(right.bits().total_cmp(&left.bits())).then(left.person.cmp(&right.person))
        });
        let (mut joined, mut refused) = (Vec::<&Acquaintance>::new(), Vec::new());
        for known in willing {
            // The first record never leaves its person; a résumé that two candidates share does not make them one by itself.
            let welcome = own(known) == Some(0) || !known.contradicted;
            if welcome && self.fits(store, known, &joined)? {
                joined.push(known);
            } else {
                refused.push(known.person);
            }
        }
        Ok((joined.into_iter().map(|known| known.person).collect(), refused))
    }

    /// Whether a person contradicts none of those joined already: no chain through a third record.
    fn fits(&self, store: &Reader<'_>, known: &Acquaintance, joined: &[&Acquaintance]) -> Result<bool, StoreError> {
        for other in joined {
            if !self.agree(store, &known.members, &other.members)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether two persons may be one: no human and no veto says otherwise, and on the whole they do not disagree.
    fn agree(&self, store: &Reader<'_>, left: &[Member], right: &[Member]) -> Result<bool, StoreError> {
        let frequencies = frequencies(store, left.iter().flat_map(|member| value_hashes(&member.features)))?;
        let mut agreement = 0.0;
        for one in left {
            let verdicts = store.verdicts(&one.facts.id)?;
            let mut best: Option<f32> = None;
            for other in right {
                match verdicts.iter().find(|verdict| verdict.other == other.facts.id).map(|verdict| verdict.same) {
                    Some(false) => return Ok(false),
                    Some(true) => best = Some(20.0),
                    None => {
                        let scored = score(&one.features, &other.features, &self.weights, &frequencies);
                        if scored.veto.is_some() {
                            return Ok(false);
                        }
                        let bits = without_prior(&scored).clamp(-20.0, 20.0);
                        best = Some(best.map_or(bits, |best| best.max(bits)));
                    }
                }
            }
            agreement += best.unwrap_or_default();
        }
        Ok(agreement >= 0.0)
    }

    /// Keeps the scores: what joined as evidence, the rest for a human.
    fn keep_pairs(
        &self,
        store: &Writer<'_>,
        acquaintances: &[Acquaintance],
        records: &[RecordNo],
        joined: &[PersonNo],
    ) -> Result<(), StoreError> {
        for known in acquaintances {
            let one = joined.contains(&known.person);
            for pair in &known.pairs {
                let decision = match (one, pair.decision) {
                    (true, PairDecision::Same) => vitae_store::PairDecision::Same,
                    (true, _) => continue,
                    (false, _) => vitae_store::PairDecision::Review,
                };
                store.put_pair((records[pair.incoming], pair.member), pair.scored.bits, decision, &pair.scored.contributions)?;
            }
        }
        Ok(())
    }
}

impl Member {
    fn of(facts: Facts) -> Self {
        let features = Features::of(&RecordView { id: &facts.id, source: &facts.source, profile: &facts.profile });
        Self { facts, features }
    }
}

impl Acquaintance {
    fn bits(&self) -> f32 {
        self.pairs.iter().map(|pair| pair.scored.bits).fold(f32::MIN, f32::max)
    }

    fn wants_review(&self, joined: &[PersonNo], refused: &[PersonNo]) -> bool {
        !joined.contains(&self.person) && (refused.contains(&self.person) || !self.pairs.is_empty())
    }
}

/// How rare `values` are among all that is stored.
fn frequencies(store: &Reader<'_>, values: impl Iterator<Item = u64>) -> Result<Frequencies, StoreError> {
    let mut frequencies = Frequencies::default();
    frequencies.set_records(store.about_how_many_records()?);
    let values: Vec<_> = values.collect();
    store.value_counts(&values)?.into_iter().for_each(|(value, count)| frequencies.set_count(value, count));
    Ok(frequencies)
}

/// How rare the values of `records` are, and how many hold their identifiers.
pub(crate) fn rarity(store: &Reader<'_>, records: &[&Features]) -> Result<Frequencies, StoreError> {
    let mut frequencies = frequencies(store, records.iter().flat_map(|features| value_hashes(features)))?;
    for identifier in records.iter().flat_map(|features| identifiers(features)) {
        let holders = store.holders(identifier_ref(&identifier), MOST_HOLDERS)?;
        frequencies.set_holders(&identifier, holders.count);
    }
    Ok(frequencies)
}

/// Stored records that share an identifier or a blocking key with the bundle, and how many hold each identifier.
fn neighbours(store: &Reader<'_>, bundle: &[Incoming]) -> Result<(Vec<RecordNo>, Frequencies), StoreError> {
    let mut shared: BTreeMap<RecordNo, f32> = BTreeMap::new();
    let mut frequencies = frequencies(store, bundle.iter().flat_map(|incoming| incoming.values.iter().copied()))?;
    for incoming in bundle {
        for identifier in &incoming.identifiers {
            let holders = store.holders(identifier_ref(identifier), MOST_HOLDERS)?;
            frequencies.set_holders(identifier, holders.count);
            holders.records.iter().for_each(|no| *shared.entry(*no).or_default() += rarity_of(MOST_HOLDERS, holders.records.len()));
        }
        let keys: Vec<u64> = incoming.keys.iter().map(|key| key.0).collect();
        for block in store.blocks(&keys, MOST_IN_BLOCK)? {
            block.iter().for_each(|no| *shared.entry(*no).or_default() += rarity_of(MOST_IN_BLOCK, block.len()));
        }
    }
    let mut neighbours: Vec<_> = shared.into_iter().collect();
    neighbours.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    neighbours.truncate(MOST_NEIGHBOURS);
    Ok((neighbours.into_iter().map(|(no, _)| no).collect(), frequencies))
}

/// What it says to share a key with so few others, in bits; no key that leads anywhere says nothing.
fn rarity_of(most: usize, holders: usize) -> f32 {
    1.0 + (most as f32 / holders.max(1) as f32).log2()
}

/// What humans said of the bundle's records, by position and the other record.
fn verdicts(store: &Reader<'_>, bundle: &[Incoming]) -> Result<BTreeMap<(usize, RecordId), bool>, StoreError> {
    let mut all = BTreeMap::new();
    for (position, incoming) in bundle.iter().enumerate() {
        for verdict in store.verdicts(&incoming.record.id)? {
            all.insert((position, verdict.other), verdict.same);
        }
    }
    Ok(all)
}

/// Makes the joined persons one, the oldest, or makes a new person where there are none.
fn unite(store: &Writer<'_>, bundle: &[Incoming], joined: &[PersonNo]) -> Result<PersonNo, StoreError> {
    let Some(oldest) = joined.iter().copied().min() else {
        let first = bundle.first().map(|incoming| &incoming.record.id);
        return golden::new_person(store, first.expect("a bundle holds at least one record"));
    };
    for gone in joined.iter().copied().filter(|person| *person != oldest) {
        golden::absorb(store, oldest, gone, "vitae", &[])?;
    }
    Ok(oldest)
}

/// Keeps the records: new ones with `person`, known ones where they are.
fn keep(
    store: &Writer<'_>,
    bundle: &[Incoming],
    found: &[Option<(RecordNo, PersonNo)>],
    person: PersonNo,
) -> Result<Vec<RecordNo>, StoreError> {
    let keep_one = |(incoming, found): (&Incoming, &Option<(RecordNo, PersonNo)>)| {
        incoming.with_row(|row| match found {
            Some((no, _)) => store.update_record(*no, row).map(|()| *no),
            None => store.insert_record(row, person),
        })
    };
    bundle.iter().zip(found).map(keep_one).collect()
}

/// Why it was decided so, strongest first.
fn evidence(acquaintances: &[Acquaintance], joined: &[PersonNo], decision: Decision) -> Vec<Contribution> {
    let told = acquaintances.iter().filter(|known| joined.contains(&known.person) == (decision == Decision::Matched));
    let best = told.flat_map(|known| &known.pairs).max_by(|left, right| left.scored.bits.total_cmp(&right.scored.bits));
    let mut contributions = best.map(|pair| pair.scored.contributions.clone()).unwrap_or_default();
    contributions.sort_by(|left, right| right.bits.abs().total_cmp(&left.bits.abs()));
    contributions
}

/// What the records themselves say, the rarity of matches left aside.
fn without_prior(scored: &Match) -> f32 {
    scored.contributions.iter().filter(|contribution| contribution.field != "prior").map(|contribution| contribution.bits).sum()
}
