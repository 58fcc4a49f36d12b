//! Whose record is it? One bundle of incoming records against everything stored.
//!
//! A bundle is a set of records that speak of one human as far as anybody knows: an ATS candidate and the résumés attached to it. It meets
//! stored records through identifiers and blocking keys and is scored against them and all other records of their persons. All records
//! that certain pairs connect with it are then sorted into persons anew, as a batch of all records would sort them: what was decided of
//! some before others came does not matter.

use std::collections::BTreeMap;

use vitae_matching::{
    Contribution, Decision as PairDecision, Features, Frequencies, Match, Survivorship, Thresholds, Weights, decide, identifiers,
    score_all, value_hashes,
};
use vitae_model::{PersonId, RecordId};
use vitae_store::{Facts, PersonNo, Reader, RecordNo, StoreError, Writer};

use crate::arrange::{Arranged, arrange};
use crate::circle::{Circle, Member};
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

/// A stored person seen from the bundle.
struct Acquaintance {
    person: PersonNo,
    members: Vec<Member>,
    /// Pairs of a bundle's record (by position) and a member that say something.
    pairs: Vec<Pair>,
}

struct Pair {
    incoming: usize,
    member: RecordNo,
    scored: Match,
    decision: PairDecision,
}

/// What was found out about a bundle.
struct Seen<'a> {
    acquaintances: Vec<Acquaintance>,
    circle: Circle<'a>,
    /// Which places of the circle are one person.
    groups: Vec<Vec<usize>>,
}

impl Judge {
    /// Finds the person of a bundle, or makes one, and keeps the bundle's records with it.
    ///
    /// `None` where nobody matches and unknown ones are left out; nothing was kept then.
    pub(crate) fn settle(&self, store: &Writer<'_>, bundle: &[Incoming], unknown: Unknown) -> Result<Option<Settled>, StoreError> {
        let found = bundle.iter().map(|incoming| store.find_record(&incoming.record.id)).collect::<Result<Vec<_>, _>>()?;
        let seen = self.look(store, bundle, &found)?;
        let decision = seen.decision();
        if !seen.is_known() && unknown == Unknown::LeaveOut {
            return Ok(None);
        }
        let mut arranged = arrange(store, &seen.circle.places, &seen.groups)?;
        let mut records = Vec::new();
        for (place, incoming) in bundle.iter().enumerate() {
            let group = seen.group_of(place);
            let person = match arranged.persons[group] {
                Some(person) => person,
                None => golden::new_person(store, &incoming.record.id)?,
            };
            arranged.persons[group] = Some(person);
            arranged.changed.insert(person);
            records.push(keep(store, incoming, found[place].map(|(no, _)| no), person)?);
        }
        for record in &records[1..] {
            store.put_tie(*record, records[0])?;
        }
        seen.keep_pairs(store, &records)?;
        self.refresh(store, &arranged)?;
        let person = arranged.persons[seen.group_of(0)].expect("every record has a person");
        Ok(Some(Settled { records, person: store.person_id(person)?, decision, evidence: seen.evidence(decision) }))
    }

    /// Decides about a stored record anew, by what is stored now; how many persons merged for it, and how many parted.
    pub(crate) fn settle_again(&self, store: &Writer<'_>, facts: Facts) -> Result<Arranged, StoreError> {
        let (no, person) = (facts.no, facts.person);
        let bundle = [Incoming::from_facts(facts)];
        let seen = self.look(store, &bundle, &[Some((no, person))])?;
        let arranged = arrange(store, &seen.circle.places, &seen.groups)?;
        store.drop_pairs(no)?;
        seen.keep_pairs(store, &[no])?;
        self.refresh(store, &arranged)?;
        Ok(arranged)
    }

    fn refresh(&self, store: &Writer<'_>, arranged: &Arranged) -> Result<(), StoreError> {
        arranged.changed.iter().try_for_each(|person| golden::refresh(store, *person, &self.survivorship))
    }

    /// Finds out what is to be known of a bundle; `found` tells what of it is stored.
    fn look<'a>(&self, store: &Reader<'_>, bundle: &'a [Incoming], found: &[Option<(RecordNo, PersonNo)>]) -> Result<Seen<'a>, StoreError> {
        let mut acquaintances = self.acquaintances(store, bundle, found)?;
        let is_own = |known: &Acquaintance| found.iter().flatten().any(|(_, person)| *person == known.person);
        let kin = acquaintances.iter_mut().filter(|known| is_own(known) || known.is_same());
        let kin = kin.flat_map(|known| std::mem::take(&mut known.members)).collect();
        let circle = Circle::around(store, bundle, found, kin, self.thresholds.same)?;
        let groups = circle.persons(store, &self.weights, &self.thresholds)?;
        Ok(Seen { acquaintances, circle, groups })
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
        let features: Vec<&Features> = persons.values().flatten().map(|member| &member.features).collect();
        let mut scored: Vec<_> =
            bundle.iter().map(|incoming| score_all(&incoming.features, &features, &self.weights, &frequencies).into_iter()).collect();
        let weigh = |(person, members): (PersonNo, Vec<Member>)| {
            let scored: Vec<Vec<Match>> = scored.iter_mut().map(|scored| scored.by_ref().take(members.len()).collect()).collect();
            self.weigh(person, members, scored, &verdicts)
        };
        Ok(persons.into_iter().map(weigh).collect())
    }

    /// What a bundle's records say of a person's: `scored` by position and member.
    fn weigh(
        &self,
        person: PersonNo,
        members: Vec<Member>,
        scored: Vec<Vec<Match>>,
        verdicts: &BTreeMap<(usize, RecordId), bool>,
    ) -> Acquaintance {
        let mut pairs = Vec::new();
        for (incoming, scored) in scored.into_iter().enumerate() {
            for (member, scored) in members.iter().zip(scored) {
                let decision = match verdicts.get(&(incoming, member.facts.id.clone())) {
                    Some(true) => PairDecision::Same,
                    Some(false) => PairDecision::Different,
                    None => decide(&scored, &self.thresholds),
                };
                if decision != PairDecision::Different {
                    pairs.push(Pair { incoming, member: member.facts.no, scored, decision });
                }
            }
        }
        Acquaintance { person, members, pairs }
    }
}

impl Seen<'_> {
    /// The group of a place of the circle.
    fn group_of(&self, place: usize) -> usize {
        self.groups.iter().position(|group| group.contains(&place)).expect("every place is in a group")
    }

    fn is_joined(&self, pair: &Pair) -> bool {
        self.circle.place_of(pair.member).is_some_and(|place| self.group_of(place) == self.group_of(pair.incoming))
    }

    /// Whether the first record of the bundle is of somebody stored.
    fn is_known(&self) -> bool {
        self.groups[self.group_of(0)].iter().any(|&place| self.circle.places[place].stored.is_some())
    }

    fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.acquaintances.iter().flat_map(|known| &known.pairs)
    }

    fn decision(&self) -> Decision {
        if self.is_known() {
            Decision::Matched
        } else if self.pairs().any(|pair| !self.is_joined(pair)) {
            Decision::Review
        } else {
            Decision::New
        }
    }

    /// Keeps the scores: what joined as evidence, the rest for a human.
    fn keep_pairs(&self, store: &Writer<'_>, records: &[RecordNo]) -> Result<(), StoreError> {
        for pair in self.pairs() {
            let decision = match (self.is_joined(pair), pair.decision) {
                (true, PairDecision::Same) => vitae_store::PairDecision::Same,
                (true, _) => continue,
                (false, _) => vitae_store::PairDecision::Review,
            };
            store.put_pair((records[pair.incoming], pair.member), pair.scored.bits, decision, &pair.scored.contributions)?;
        }
        Ok(())
    }

    /// Why it was decided so, strongest first.
    fn evidence(&self, decision: Decision) -> Vec<Contribution> {
        let told = self.pairs().filter(|pair| self.is_joined(pair) == (decision == Decision::Matched));
        let best = told.max_by(|left, right| left.scored.bits.total_cmp(&right.scored.bits));
        let mut contributions = best.map(|pair| pair.scored.contributions.clone()).unwrap_or_default();
        contributions.sort_by(|left, right| right.bits.abs().total_cmp(&left.bits.abs()));
        contributions
    }
}

impl Acquaintance {
    fn is_same(&self) -> bool {
        self.pairs.iter().any(|pair| pair.decision == PairDecision::Same)
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
        frequencies.set_holders(&identifier, holders.count, holders.names);
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
            frequencies.set_holders(identifier, holders.count, holders.names);
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

/// Keeps a record with its person; a known one stays where it is.
fn keep(store: &Writer<'_>, incoming: &Incoming, found: Option<RecordNo>, person: PersonNo) -> Result<RecordNo, StoreError> {
    incoming.with_row(|row| match found {
        Some(no) => store.update_record(no, row).map(|()| no),
        None => store.insert_record(row, person),
    })
}
