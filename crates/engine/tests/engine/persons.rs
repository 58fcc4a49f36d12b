//! What humans put right.

use vitae_engine::{Decision, PersonError, Query};
use vitae_model::PersonId;

use crate::support::{JANE, Says, engine, enrich, jane, jane_later, other_jane, resume};

#[test]
fn a_merge_is_remembered_and_the_old_identifier_leads_on() {
    let (_home, engine) = engine();
    let one = enrich(&engine, "a.txt", &jane()).person.expect("a person");
    let two = enrich(&engine, "b.txt", &other_jane()).person.expect("a person");
    let kept = engine.merge(&two, &one).expect("merges");
    assert_eq!(kept, one, "the older one remains");
    let person = engine.person(&two).expect("reads").expect("leads on");
    assert_eq!((person.id, person.records.len()), (one.clone(), 2));
    assert_eq!(engine.search(&Query::new("jane")).expect("searches").total, 1);
    let done = engine.audit(Some(&two), 10).expect("reads");
    assert_eq!((done.len(), done[0].actor.as_str(), done[0].action.as_str()), (1, "human", "merge"));
    assert!(done[0].detail.contains(one.as_str()) && !done[0].detail.contains("example.com"), "{}", done[0].detail);
    assert!(matches!(engine.merge(&one, &two), Err(PersonError::SamePerson(_))));
    assert!(matches!(engine.merge(&one, &PersonId::new("p-nobody")), Err(PersonError::NoPerson(_))));
}

#[test]
fn a_split_is_remembered_against_all_evidence() {
    let (_home, engine) = engine();
    let first = enrich(&engine, "a.txt", &jane());
    let second = enrich(&engine, "b.txt", &jane_later());
    let person = first.person.clone().expect("a person");
    assert_eq!(first.person, second.person);
    let record = second.record.clone().expect("a record");
    let new = engine.split(&person, std::slice::from_ref(&record)).expect("splits");
    assert_ne!(new, person);
    assert_eq!(engine.search(&Query::new("jane")).expect("searches").total, 2);
    assert!(engine.duplicates(10).expect("lists").is_empty(), "decided is decided");

    // A third document that agrees with both may join neither side of what a human took apart, or one; it never joins them.
    let third = jane().replace("03/2019 - 04/2022", "02/2019 - 04/2022");
    enrich(&engine, "c.txt", &third);
    let (one, two) = (engine.person(&person).expect("reads"), engine.person(&new).expect("reads"));
    assert_ne!(one.expect("is there").id, two.expect("is there").id);

    assert!(matches!(engine.split(&new, std::slice::from_ref(&record)), Err(PersonError::NothingLeft(_))));
    assert!(matches!(engine.split(&person, &[record]), Err(PersonError::NotAMember { .. })));
}

#[test]
fn doubtful_pairs_wait_for_a_human() {
    let (_home, engine) = engine();
    // The same name and place, an initial aside, and not one identifier in common.
    let one = jane();
    let two = Says { name: "J. Example", job: ("Team Lead", "Brook & Sons", "05/2001 - 04/2007"), study: ("", "", ""), skills: "", ..JANE };
    let two = resume(&Says { email: "je77@example.org", phone: "+44 1632 960983", ..two });
    let one = enrich(&engine, "a.txt", &one);
    let two = enrich(&engine, "b.txt", &two);
    if two.decision == Decision::Review {
        let pairs = engine.duplicates(10).expect("lists");
        assert_eq!(pairs.len(), 1);
        assert!(!pairs[0].evidence.is_empty());
        engine.distinguish(&pairs[0].left, &pairs[0].right).expect("decides");
        assert!(engine.duplicates(10).expect("lists").is_empty());
    } else {
        assert_eq!(two.decision, Decision::New, "{:#?}", two.evidence);
        assert_ne!(one.person, two.person);
    }
}

#[test]
fn a_forgotten_person_leaves_no_trace() {
    let (home, engine) = engine();
    let jane = enrich(&engine, "a.txt", &jane());
    let person = jane.person.expect("a person");
    engine.catch_up().expect("indexes");
    assert_eq!(engine.forget(&person).expect("forgets"), 1);
    assert!(engine.person(&person).expect("reads").is_none());
    assert_eq!(engine.search(&Query::new("jane")).expect("searches").total, 0);
    let stats = engine.stats().expect("counts");
    assert_eq!((stats.persons, stats.records, stats.documents), (0, 0, 0));
    drop(engine);
    let needle = b"jane.example@example.com";
    for path in walk(home.path()) {
        let bytes = std::fs::read(&path).expect("reads");
        assert!(!bytes.windows(needle.len()).any(|window| window == needle), "{} still holds the address", path.display());
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("lists").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn people_of_one_name_with_addresses_in_a_row_are_not_merged_unasked() {
    let (_home, engine) = engine();
    for n in 0..60 {
        let says = Says {
            name: "Jane Doe",
            email: &format!("jane.doe{}@example.com", n + 1),
            phone: &format!("+1 617 555 01{n:02}"),
            job: ("Nurse", ["Northwind", "Halden Steel"][n % 2], ["03/2019 - Present", "04/2012 - 05/2018"][n / 2 % 2]),
            ..JANE
        };
        enrich(&engine, &format!("{n}.txt"), &resume(&says));
    }
    assert_eq!(engine.stats().expect("counts").persons, 60);
}
