//! One document at a time.

use vitae_engine::{Decision, Known, NamedBytes, Query, Unknown};
use vitae_model::{Outcome, Record, RecordSource};

use crate::support::{engine, enrich, jane, jane_later, other_jane, profile, stranger};

#[test]
fn the_same_bytes_are_never_parsed_twice() {
    let (_home, engine) = engine();
    let first = enrich(&engine, "jane.txt", &jane());
    assert_eq!(first.extraction.outcome, Outcome::Parsed, "{:?}", first.extraction.error);
    assert!(!first.reused);
    assert_eq!(first.decision, Decision::New);
    let second = enrich(&engine, "copy of jane.txt", &jane());
    assert!(second.reused);
    assert_eq!(second.extraction.source, "copy of jane.txt");
    assert_eq!((first.record, first.person), (second.record.clone(), second.person));
    assert_eq!(engine.stats().expect("counts").records, 1);
    let record = engine.record(&second.record.expect("a record")).expect("reads").expect("is there");
    assert_eq!(record.names, ["copy of jane.txt", "jane.txt"]);
    assert!(!record.evidence.is_empty());
}

#[test]
fn two_documents_of_one_person_become_one_person() {
    let (_home, engine) = engine();
    let first = enrich(&engine, "2022.txt", &jane());
    let second = enrich(&engine, "2024.txt", &jane_later());
    assert_eq!(second.decision, Decision::Matched, "{:#?}", second.evidence);
    assert_eq!(first.person, second.person);
    assert!(second.evidence.iter().any(|reason| reason.field == "email" && reason.bits > 0.0));
    let person = engine.person(&first.person.expect("a person")).expect("reads").expect("is there");
    assert_eq!(person.records.len(), 2);
    let employers: Vec<_> = person.profile.work.iter().filter_map(|job| job.name.as_deref()).collect();
    assert!(employers.iter().any(|name| name.contains("Quarry")) && employers.iter().any(|name| name.contains("Harbour")), "{employers:?}");
    let from: std::collections::BTreeSet<_> = person.provenance.iter().map(|value| value.record.clone()).collect();
    assert_eq!(from.len(), 2, "values of both records survive");
}

#[test]
fn a_name_alone_makes_nobody_the_same() {
    let (_home, engine) = engine();
    let first = enrich(&engine, "a.txt", &jane());
    let second = enrich(&engine, "b.txt", &other_jane());
    assert_ne!(first.person, second.person);
    assert_ne!(second.decision, Decision::Matched);
}

#[test]
fn what_is_no_document_is_told_and_makes_nobody() {
    let (_home, engine) = engine();
    for (name, bytes) in [("empty.pdf", &b""[..]), ("picture.pdf", &b"\xff\xd8\xff\xe0\0\x10JFIF\0"[..])] {
        let told = engine.enrich(NamedBytes { name, bytes }, &Known::default()).expect("is told");
        assert_eq!(told.decision, Decision::Unreadable, "{name}");
        assert!(told.person.is_none() && told.extraction.error.is_some(), "{name}");
    }
    assert_eq!(engine.stats().expect("counts").persons, 0);
}

#[test]
fn what_the_caller_knows_stays_a_record_of_its_own() {
    let (_home, engine) = engine();
    let source = RecordSource::Import { source: "crm".to_owned(), row: "7".to_owned() };
    let record = Record {
        id: source.record_id(),
        source,
        profile: profile("J. Example", "another@example.net", "+44 1632 960001"),
        applications: Vec::new(),
        tags: vec!["silver medal".to_owned()],
        consents: Vec::new(),
    };
    let text = jane();
    let told = engine.enrich(NamedBytes { name: "jane.txt", bytes: text.as_bytes() }, &Known::of(record)).expect("enriches");
    let person = engine.person(&told.person.expect("a person")).expect("reads").expect("is there");
    assert_eq!(person.records.len(), 2, "the caller says that both are one person");
    assert_eq!(person.tags, ["silver medal"]);
}

#[test]
fn nothing_is_kept_of_the_unknown_that_are_left_out() {
    let (home, engine) = engine();
    let known = Known { unknown: Unknown::LeaveOut, ..Known::default() };
    let text = jane();
    let document = NamedBytes { name: "jane.txt", bytes: text.as_bytes() };
    let told = engine.enrich(document, &known).expect("is told");
    assert_eq!((told.decision, told.person), (Decision::Unknown, None));
    assert!(told.extraction.profile.is_some(), "what was read is told all the same");
    let stats = engine.stats().expect("counts");
    assert_eq!((stats.persons, stats.records, stats.documents), (0, 0, 0));
    assert!(!home.path().join("blobs").exists());

    enrich(&engine, "later.txt", &jane_later());
    let told = engine.enrich(document, &known).expect("enriches");
    assert_eq!(told.decision, Decision::Matched, "by now the person is known");
}

#[test]
fn search_finds_what_was_enriched() {
    let (_home, engine) = engine();
    let jane = enrich(&engine, "folder/jane.txt", &jane());
    let page = engine.search(&Query::new("quarry engineer")).expect("searches");
    let hit = page.hits.first().expect("a hit");
    assert_eq!(Some(&hit.person), jane.person.as_ref());
    assert!(hit.reasons.iter().any(|reason| reason.source.as_deref() == Some("jane.txt")), "{:#?}", hit.reasons);
}

#[test]
fn many_threads_may_enrich_at_once() {
    let (_home, engine) = engine();
    // Twelve people with two résumés each.
    let texts: Vec<String> = (0..24).map(|n| stranger(n % 12).replace("02/2018", &format!("0{}/2018", 1 + n / 12 * 4))).collect();
    std::thread::scope(|scope| {
        for part in texts.chunks(6) {
            let engine = &engine;
            scope.spawn(move || part.iter().for_each(|text| drop(enrich(engine, "a.txt", text))));
        }
    });
    let stats = engine.stats().expect("counts");
    assert_eq!((stats.records, stats.persons), (24, 12));
}
