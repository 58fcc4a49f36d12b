//! Records one by one, in any order and any portions, give the persons that all of them at once give: hundreds of them, with slips, shared
//! numbers, namesakes, fathers and sons, so that what is decided of some has to be decided anew when others come.

use std::collections::BTreeSet;

use proptest::prelude::*;
use vitae_engine::{Engine, Unknown};
use vitae_matching::{Options, dedupe};
use vitae_model::{Location, PartialDate, Phone, Profile, Work};

use crate::support::{batch, candidate, engine};

/// How many humans there are, and how many records of each.
const N_PEOPLE: usize = 60;
const N_EACH: usize = 4;

const GIVEN: [&str; 12] =
    ["Anna", "Boris", "Chandra", "Dolores", "Emeka", "Fatima", "Goran", "Hiroko", "Ingrid", "Javier", "Kwame", "Leila"];
const FAMILY: [&str; 10] = ["Abbott", "Brandt", "Castillo", "Dvorak", "Eriksen", "Ferreira", "Gupta", "Horvat", "Ivanov", "Jansen"];
const CITY: [&str; 5] = ["Lisbon", "Oslo", "Prague", "Dublin", "Zagreb"];
const EMPLOYER: [&str; 7] =
    ["Northwind", "Halden Steel", "Castor Press", "Bluebell Care", "Quarry Systems", "Sunrise Foods", "Petal and Stem"];

/// What a record says of its person.
#[derive(Debug, Clone, Copy)]
struct Kind {
    mail: usize,
    phone: usize,
    name: usize,
    job: bool,
    city: bool,
}

fn kinds() -> impl Strategy<Value = Kind> {
    (0..5_usize, 0..4_usize, 0..8_usize, any::<bool>(), any::<bool>()).prop_map(|(mail, phone, name, job, city)| Kind {
        mail,
        phone,
        name,
        job,
        city,
    })
}

fn profile(person: usize, kind: Kind) -> Profile {
    let (given, family) = (GIVEN[person % 12], FAMILY[person / 6 % 10]);
    let mut profile = Profile::default();
    // A slip, an initial, father or son, or the name as it is.
    let (given, family) = match kind.name {
        0 => (given.to_owned(), format!("{family}s")),
        1 => (format!("{}.", &given[..1]), family.to_owned()),
        2 if person.is_multiple_of(5) => (given.to_owned(), format!("{family} Jr.")),
        3 if person.is_multiple_of(5) => (given.to_owned(), format!("{family} Sr.")),
        _ => (given.to_owned(), family.to_owned()),
    };
    profile.basics.name = Some(format!("{given} {family}"));
    profile.basics.given_name = Some(given);
    profile.basics.family_name = Some(family);
    let user = format!("{}.{}{person}", GIVEN[person % 12].to_lowercase(), FAMILY[person / 6 % 10].to_lowercase());
    let mail = match kind.mail {
        0 | 1 => Some(format!("{user}@example.com")),
        2 => Some(format!("{user}@example.org")),
        3 => Some(format!("jobs{}@example.net", person % 4)),
        _ => None,
    };
    profile.basics.emails = mail.and_then(|mail| mail.parse().ok()).into_iter().collect();
    profile.basics.email = profile.basics.emails.first().cloned();
    let phone = match kind.phone {
        0 | 1 => Some(format!("+1 {}{}7 555 01{:02}", 2 + person % 8, person % 10, person * 7 % 100)),
        2 => Some(format!("+1 617 555 01{:02}", person % 6)),
        _ => None,
    };
    profile.basics.phones = phone.and_then(|phone| Phone::parse(&phone, None).ok()).into_iter().collect();
    if kind.city {
        profile.basics.location = Some(Location { city: Some(CITY[person % 5].to_owned()), ..Location::default() });
    }
    if kind.job {
        let start_date = format!("20{:02}-0{}", 1 + person % 20, 1 + person % 9).parse::<PartialDate>().ok();
        profile.work = vec![Work { name: Some(EMPLOYER[person % 7].to_owned()), start_date, ..Work::default() }];
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
    engine.reconsider(|_, _| ()).expect("reconsiders");
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
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn order_and_portions_do_not_matter(
        order in Just((0..N_PEOPLE * N_EACH).collect::<Vec<usize>>()).prop_shuffle(),
        kinds in proptest::collection::vec(kinds(), N_PEOPLE * N_EACH),
        portions in proptest::collection::vec(1..40_usize, 4),
    ) {
        let records: Vec<_> = kinds.iter().enumerate().map(|(n, kind)| (format!("r{n:03}"), profile(n % N_PEOPLE, *kind))).collect();
        let shuffled: Vec<_> = order.iter().map(|&n| records[n].clone()).collect();
        let whole = at_once(&records);
        let (one, other) = (one_by_one(&records, &[1]), one_by_one(&shuffled, &portions));
        prop_assert_eq!(one.symmetric_difference(&whole).collect::<Vec<_>>(), Vec::<&BTreeSet<String>>::new());
        prop_assert_eq!(other.symmetric_difference(&whole).collect::<Vec<_>>(), Vec::<&BTreeSet<String>>::new());
    }
}
