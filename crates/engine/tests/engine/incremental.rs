//! Records one by one, in any order and any portions, give the persons that all of them at once give.

use std::collections::BTreeSet;

use proptest::prelude::*;
use vitae_engine::{Engine, Unknown};
use vitae_matching::{Options, dedupe};
use vitae_model::{Location, PartialDate, Phone, Profile, Work};

use crate::support::{batch, candidate, engine};

const GIVEN: [&str; 8] = ["Anna", "Boris", "Chandra", "Dolores", "Emeka", "Fatima", "Goran", "Hiroko"];
const FAMILY: [&str; 6] = ["Abbott", "Brandt", "Castillo", "Dvorak", "Eriksen", "Ferreira"];
const CITY: [&str; 5] = ["Lisbon", "Oslo", "Prague", "Dublin", "Zagreb"];

/// What the `kind`-th record of a person says: everything, or an address, or a number, or another address beside the number.
fn profile(person: usize, kind: usize) -> Profile {
    let (given, family) = (GIVEN[person % 8], FAMILY[person / 2 % 6]);
    let mut profile = Profile::default();
    profile.basics.name = Some(format!("{given} {family}"));
    profile.basics.given_name = Some(given.to_owned());
    profile.basics.family_name = Some(family.to_owned());
    let mail = |at: &str| format!("{}.{}{person}@{at}", given.to_lowercase(), family.to_lowercase()).parse().ok();
    let phone = || Phone::parse(&format!("+1 {}{}7 555 01{:02}", 2 + person % 8, person % 10, person * 7 % 100), None).ok();
    let (mails, phones) = match kind {
        0 => (vec![mail("example.com")], vec![phone()]),
        1 => (vec![mail("example.com")], vec![]),
        2 => (vec![], vec![phone()]),
        _ => (vec![mail("example.org")], vec![phone()]),
    };
    profile.basics.emails = mails.into_iter().flatten().collect();
    profile.basics.email = profile.basics.emails.first().cloned();
    profile.basics.phones = phones.into_iter().flatten().collect();
    if kind != 1 {
        profile.basics.location = Some(Location { city: Some(CITY[person % 5].to_owned()), ..Location::default() });
    }
    if kind == 0 || kind == 3 {
        let start_date = format!("20{:02}-0{}", 1 + person % 20, 1 + person % 9).parse::<PartialDate>().ok();
        let name = Some(["Northwind", "Halden Steel", "Castor Press"][person % 3].to_owned());
        profile.work = vec![Work { name, start_date, ..Work::default() }];
    }
    profile
}

/// Sets of record numbers.
type Persons = BTreeSet<BTreeSet<String>>;

fn one_by_one(records: &[(String, Profile)], portions: &[usize]) -> Persons {
    let (_home, engine) = engine();
    let mut rest = records;
    let mut sizes = portions.iter().copied().cycle();
    while !rest.is_empty() {
        let (now, later) = rest.split_at(sizes.next().unwrap_or(1).clamp(1, rest.len()));
        let candidates = now.iter().map(|(id, profile)| candidate(id, profile.clone())).collect();
        let outcome = engine.apply(&vitae_engine::SyncBatch { unknown: Unknown::Import, ..batch(candidates, "1") });
        outcome.expect("applies");
        rest = later;
    }
    persons(&engine)
}

fn persons(engine: &Engine) -> Persons {
    let ids = engine.persons(None, usize::MAX >> 1).expect("lists");
    let of = |id| engine.person(id).expect("reads").expect("is there").records;
    ids.iter().map(|id| of(id).iter().map(|record| record.id.to_string().replace("ats-acme-", "")).collect()).collect()
}

fn at_once(records: &[(String, Profile)]) -> Persons {
    let line = |(id, profile): &(String, Profile)| {
        let mut value = serde_json::to_value(profile).expect("serialises");
        value["record_id"] = id.as_str().into();
        format!("{value}\n")
    };
    let lines: String = records.iter().map(line).collect();
    let found = dedupe(&mut lines.as_bytes(), &Options::default()).expect("reads");
    let mut clusters = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
    for (record, _, sure) in found.assignments() {
        clusters.entry(sure.to_owned()).or_default().insert(record.to_owned());
    }
    clusters.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn order_and_portions_do_not_matter(
        order in Just((0..36).collect::<Vec<usize>>()).prop_shuffle(),
        kinds in proptest::collection::vec(0..4_usize, 36),
        portions in proptest::collection::vec(1..9_usize, 4),
    ) {
        // Three records of each of twelve persons; six pairs of them have a name in common.
        let records: Vec<_> = (0..36).map(|n| (format!("r{n:02}"), profile(n % 12, kinds[n]))).collect();
        let shuffled: Vec<_> = order.iter().map(|&n| records[n].clone()).collect();
        let whole = at_once(&records);
        prop_assert_eq!(&one_by_one(&records, &[1]), &whole);
        prop_assert_eq!(&one_by_one(&shuffled, &portions), &whole);
    }
}
