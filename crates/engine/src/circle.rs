//! The records that are one person with those coming in, as far as they are known, and those that may have to part for it.

use std::collections::BTreeMap;

use vitae_matching::{Features, RecordView, Thresholds, Told, Weights, resolve};
use vitae_model::RecordId;
use vitae_store::{Facts, PersonNo, Reader, RecordNo, StoreError};

use crate::identity::rarity;
use crate::incoming::Incoming;

/// Records of one person that take part, the oldest; the rest goes where most of them go.
const MOST_OF_PERSON: usize = 50;
/// Records from which on no more persons are drawn in: what is connected so far is a switchboard's, not a person's.
const MOST_IN_CIRCLE: usize = 200;

/// A stored record, ready to be compared.
pub(crate) struct Member {
    pub(crate) facts: Facts,
    pub(crate) features: Features,
}

impl Member {
    pub(crate) fn of(facts: Facts) -> Self {
        let features = Features::of(&RecordView { id: &facts.id, source: &facts.source, profile: &facts.profile });
        Self { facts, features }
    }
}

/// A record on its way in, or stored.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Its number and its person, where it is stored.
    pub(crate) stored: Option<(RecordNo, PersonNo)>,
    pub(crate) id: RecordId,
}

/// The bundle and all stored records that certain pairs connect with it, directly or through others.
pub(crate) struct Circle<'a> {
    /// Those of the bundle first, in its order.
    pub(crate) places: Vec<Place>,
    features: Vec<Features>,
    bundle: &'a [Incoming],
}

impl<'a> Circle<'a> {
    /// Draws the circle around a bundle: `found` tells what of it is stored, `kin` are the other records of the persons it is or agrees with.
    pub(crate) fn around(
        store: &Reader<'_>,
        bundle: &'a [Incoming],
        found: &[Option<(RecordNo, PersonNo)>],
        kin: Vec<Member>,
        same: f32,
    ) -> Result<Self, StoreError> {
        let place = |(incoming, stored): (&Incoming, &Option<_>)| Place { stored: *stored, id: incoming.record.id.clone() };
        let mut circle = Self { places: bundle.iter().zip(found).map(place).collect(), features: Vec::new(), bundle };
        let mut coming = kin;
        while !coming.is_empty() {
            let fresh = circle.take_in(coming);
            let linked = if circle.places.len() < MOST_IN_CIRCLE { store.linked(&fresh, same)? } else { Vec::new() };
            let beyond: Vec<RecordNo> = linked.into_iter().filter(|no| circle.place_of(*no).is_none()).collect();
            let known: Vec<PersonNo> = circle.places.iter().filter_map(|place| Some(place.stored?.1)).collect();
            let strangers = store.facts_around(&beyond)?.into_iter().filter(|facts| !known.contains(&facts.person));
            coming = strangers.map(Member::of).collect();
        }
        Ok(circle)
    }

    /// Takes in the oldest records of each person; their numbers.
    fn take_in(&mut self, coming: Vec<Member>) -> Vec<RecordNo> {
        let mut taken: BTreeMap<PersonNo, usize> = BTreeMap::new();
        let mut fresh = Vec::new();
        for member in coming {
            let of_person = taken.entry(member.facts.person).or_default();
            *of_person += 1;
            if *of_person <= MOST_OF_PERSON {
                fresh.push(member.facts.no);
                self.places.push(Place { stored: Some((member.facts.no, member.facts.person)), id: member.facts.id });
                self.features.push(member.features);
            }
        }
        fresh
    }

    /// The place of a stored record.
    pub(crate) fn place_of(&self, no: RecordNo) -> Option<usize> {
        self.places.iter().position(|place| place.stored.is_some_and(|(stored, _)| stored == no))
    }

    /// Which of the places are one person: what was told of them decides, then what they say.
    pub(crate) fn persons(&self, store: &Reader<'_>, weights: &Weights, thresholds: &Thresholds) -> Result<Vec<Vec<usize>>, StoreError> {
        // Most records that come in are the first of somebody.
        if self.places.len() == 1 {
            return Ok(vec![vec![0]]);
        }
        let features: Vec<&Features> = self.bundle.iter().map(|incoming| &incoming.features).chain(&self.features).collect();
        let mut told = self.ties(store)?;
        told.extend(self.verdicts(store)?);
        Ok(resolve(&features, &told, weights, thresholds, &rarity(store, &features)?))
    }

    /// Records that came in together, now or before.
    fn ties(&self, store: &Reader<'_>) -> Result<Vec<Told>, StoreError> {
        let stored: Vec<RecordNo> = self.places.iter().filter_map(|place| Some(place.stored?.0)).collect();
        let ties = store.ties(&stored)?;
        let tie = |left, right| Told { left, right, same: true };
        let kept = ties.iter().filter_map(|&(record, anchor)| Some(tie(self.place_of(record)?, self.place_of(anchor)?)));
        // A résumé that two candidates share is the first one's.
        let is_free = |place: &usize| self.places[*place].stored.is_none_or(|(no, _)| ties.iter().all(|(record, _)| *record != no));
        let fresh = (1..self.bundle.len()).filter(is_free).map(|place| tie(0, place));
        Ok(kept.chain(fresh).collect())
    }

    /// What humans said of the places.
    fn verdicts(&self, store: &Reader<'_>) -> Result<Vec<Told>, StoreError> {
        let mut told = Vec::new();
        for (left, place) in self.places.iter().enumerate() {
            for verdict in store.verdicts(&place.id)? {
                let other = self.places[..left].iter().position(|place| place.id == verdict.other);
                told.extend(other.map(|right| Told { left, right, same: verdict.same }));
            }
        }
        Ok(told)
    }
}
