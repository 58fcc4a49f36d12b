//! How often values occur, and how many records hold an identifier.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::corpus::{Table, symbol_hash};
use crate::fold::skeleton;
use crate::hash::{hash, join};
use crate::{Features, Identifier, IdentifierKind};

/// Counts of values over a set of records. Serialisable, so that a database can keep it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Frequencies {
    records: u64,
    counts: BTreeMap<u64, u32>,
    /// How many names the records have that hold a value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    names: BTreeMap<u64, u32>,
}

impl Frequencies {
    /// Counts one more record.
    pub fn observe(&mut self, features: &Features) {
        self.records += 1;
        for hash in value_hashes(features) {
            let count = self.counts.entry(hash).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// Takes one counted record back.
    pub fn forget(&mut self, features: &Features) {
        self.records = self.records.saturating_sub(1);
        for hash in value_hashes(features) {
            if let Some(count) = self.counts.get_mut(&hash) {
                *count -= 1;
                if *count == 0 {
                    self.counts.remove(&hash);
                }
            }
        }
    }

    /// How many records were counted.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Says how many records there are, where the caller knows better.
    pub fn set_records(&mut self, records: u64) {
        self.records = records;
    }

    /// Says how many records hold an identifier, and how many [names](name_key) they have, where the caller knows better (an index of
    /// identifiers).
    pub fn set_holders(&mut self, identifier: &Identifier, holders: u32, names: u32) {
        let table = match identifier.kind {
            IdentifierKind::Email => Table::Email,
            IdentifierKind::Phone => Table::Phone,
            IdentifierKind::Link => Table::Link,
            IdentifierKind::Candidate => return,
        };
        let value = symbol_hash(table, &identifier.value);
        self.counts.insert(value, holders);
        self.names.insert(value, names);
    }

    /// Says how many records hold a value, named as by [`value_hashes`], where the caller keeps the counts elsewhere.
    pub fn set_count(&mut self, value: u64, holders: u32) {
        self.counts.insert(value, holders);
    }

    pub(crate) fn count(&self, hash: u64) -> u32 {
        self.counts.get(&hash).copied().unwrap_or(0)
    }

    /// How many names the holders of a value have: as was said, or half as many as they are, of more than three, who are easily one person.
    pub(crate) fn names(&self, hash: u64) -> u32 {
        let estimated = || Some(self.count(hash)).filter(|&held| held > 3).map_or(0, |held| held / 2);
        self.names.get(&hash).copied().unwrap_or_else(estimated)
    }
}

/// A number for a record's name as it sounds: equal for spellings of one name.
#[must_use]
pub fn name_key(features: &Features) -> u64 {
    let name = &features.form.name;
    let sound = |word: &str| hash(0, &skeleton(word));
    join(name.given.first().map_or(0, |given| sound(given)), sound(&name.family.concat()))
}

/// Names all values of a record whose rarity matters, each once, sorted. Stable between runs and versions of one schema.
#[must_use]
pub fn value_hashes(features: &Features) -> Vec<u64> {
    let form = &features.form;
    let mut hashes = Vec::new();
    let mut add = |table: Table, text: &str| {
        if !text.is_empty() {
            hashes.push(symbol_hash(table, text));
        }
    };
    for part in form.name.given.iter().chain([&form.name.given.concat()]) {
        add(Table::Name, part);
    }
    for part in form.name.family.iter().chain([&form.name.family.concat()]) {
        add(Table::Family, part);
    }
    for email in &form.emails {
        add(Table::Email, &email.address);
        add(Table::User, &email.user);
    }
    form.phones.iter().for_each(|phone| add(Table::Phone, phone));
    form.links.iter().for_each(|link| add(Table::Link, &link.address));
    for job in &form.jobs {
        add(Table::Employer, &job.employer.name);
        add(Table::EmployerCore, &job.employer.core);
    }
    for study in &form.studies {
        add(Table::School, &study.school.name);
        add(Table::SchoolCore, &study.school.core);
    }
    form.skills.iter().for_each(|skill| add(Table::Skill, skill));
    add(Table::City, &form.city);
    add(Table::Country, &form.country);
    add(Table::Street, &form.street);
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}
