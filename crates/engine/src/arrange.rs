//! Stored persons put in step with what was found out about their records.

use std::collections::{BTreeMap, BTreeSet};

use vitae_model::RecordId;
use vitae_store::{PairDecision, PersonNo, RecordNo, StoreError, Writer};

use crate::circle::Place;
use crate::golden;

/// Who the groups of a circle's places are, and whose golden profiles are out of date.
#[derive(Debug)]
pub(crate) struct Arranged {
    /// The person of each group; `None` where none of its records was stored before.
    pub(crate) persons: Vec<Option<PersonNo>>,
    pub(crate) changed: BTreeSet<PersonNo>,
    /// Persons that became part of others.
    pub(crate) n_merged: usize,
    /// Persons that records left.
    pub(crate) n_parted: usize,
}

/// Makes each group of `places` one person.
///
/// A person stays where most of its records are. Of several that become one the oldest remains; records that leave a person become
/// one of their own first, so that each step can be taken back.
pub(crate) fn arrange(store: &Writer<'_>, places: &[Place], groups: &[Vec<usize>]) -> Result<Arranged, StoreError> {
    let homes = homes(places, groups);
    let mut arranged = Arranged { persons: vec![None; groups.len()], changed: BTreeSet::new(), n_merged: 0, n_parted: 0 };
    let mut here: Vec<Vec<PersonNo>> = vec![Vec::new(); groups.len()];
    homes.iter().for_each(|(person, home)| here[*home].push(*person));
    // Whoever leaves does so before the person it leaves may become part of another.
    for (number, group) in groups.iter().enumerate() {
        for (person, strays) in strays(places, group, number, &homes) {
            here[number].push(part(store, person, &strays)?);
            arranged.changed.extend([person].iter().chain(here[number].last()));
            arranged.n_parted += 1;
        }
    }
    for (number, mut here) in here.into_iter().enumerate() {
        here.sort_unstable();
        let Some((&oldest, younger)) = here.split_first() else { continue };
        for gone in younger {
            golden::absorb(store, oldest, *gone, "vitae", &[])?;
            arranged.changed.remove(gone);
            arranged.changed.insert(oldest);
            arranged.n_merged += 1;
        }
        arranged.persons[number] = Some(oldest);
    }
    Ok(arranged)
}

/// The group that holds most records of each person; of several alike the one that holds its oldest.
fn homes(places: &[Place], groups: &[Vec<usize>]) -> BTreeMap<PersonNo, usize> {
    let mut holdings: BTreeMap<PersonNo, BTreeMap<usize, Vec<RecordNo>>> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for (no, person) in group.iter().filter_map(|&place| places[place].stored) {
            holdings.entry(person).or_default().entry(number).or_default().push(no);
        }
    }
    let home = |held: BTreeMap<usize, Vec<RecordNo>>| {
        let rank = |records: &Vec<RecordNo>| (records.len(), std::cmp::Reverse(records.iter().min().copied()));
        held.into_iter().max_by(|left, right| rank(&left.1).cmp(&rank(&right.1))).map(|(group, _)| group)
    };
    holdings.into_iter().filter_map(|(person, held)| Some((person, home(held)?))).collect()
}

/// Those of a group whose person has its home elsewhere, by person, the oldest first.
fn strays<'a>(
    places: &'a [Place],
    group: &[usize],
    number: usize,
    homes: &BTreeMap<PersonNo, usize>,
) -> BTreeMap<PersonNo, Vec<(RecordNo, &'a RecordId)>> {
    let mut strays: BTreeMap<PersonNo, Vec<(RecordNo, &RecordId)>> = BTreeMap::new();
    for place in group.iter().map(|&place| &places[place]) {
        if let Some((no, person)) = place.stored.filter(|(_, person)| homes.get(person) != Some(&number)) {
            strays.entry(person).or_default().push((no, &place.id));
        }
    }
    strays.values_mut().for_each(|records| records.sort_unstable());
    strays
}

/// Takes records off a person and makes them one of their own, which a human should look at.
fn part(store: &Writer<'_>, person: PersonNo, records: &[(RecordNo, &RecordId)]) -> Result<PersonNo, StoreError> {
    let (_, first) = records.first().expect("a person has strays only where there are some");
    let new = golden::new_person(store, first)?;
    let (numbers, ids): (Vec<_>, Vec<_>) = records.iter().map(|&(no, id)| (no, id.clone())).unzip();
    store.move_records(&numbers, new)?;
    golden::note_split(store, (person, new), &ids, "vitae", &[])?;
    store.decide_between(person, new, PairDecision::Review)?;
    Ok(new)
}
