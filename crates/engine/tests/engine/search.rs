//! Alerts, building the index anew, and what is left of whom was erased.

use vitae_engine::{Engine, Known, NamedBytes, Query};

use crate::support::{JANE, Says, engine, resume};

fn enrich(engine: &Engine, says: &Says<'_>) -> vitae_model::PersonId {
    let text = resume(says);
    let document = NamedBytes { name: "cv.txt", bytes: text.as_bytes() };
    engine.enrich(document, &Known::default()).expect("enriched").person.expect("a person")
}

const OTHER: Says<'static> =
    Says { name: "Zebediah Quillfeather", email: "zebediah@example.com", phone: "+1 617 555 0199", place: "Hamburg, Germany", ..JANE };

#[test]
fn alerts_tell_of_each_newcomer_once() {
    let (_home, engine) = engine();
    enrich(&engine, &JANE);
    assert_eq!(engine.save_search("rust", &Query::new("skill:rust")).expect("saved"), 1);
    assert!(engine.save_search("", &Query::new("rust")).is_err() && engine.save_search("bad", &Query::new("(")).is_err());
    assert_eq!(engine.run_alerts(&[]).expect("asked")[0].new, []);
    let newcomer = enrich(&engine, &OTHER);
    let alerts = engine.run_alerts(&["rust".to_owned()]).expect("asked");
    assert_eq!((alerts[0].new.as_slice(), alerts[0].total), (&[newcomer.clone()][..], 2));
    assert_eq!(engine.run_alerts(&[]).expect("asked")[0].new, []);
    engine.forget(&newcomer).expect("forgotten");
    assert_eq!(engine.run_alerts(&[]).expect("asked")[0].total, 1);
    assert!(engine.drop_search("rust").expect("dropped") && !engine.drop_search("rust").expect("none"));
}

#[test]
fn an_index_is_built_beside_the_one_in_use_and_put_in_its_place() {
    let (home, engine) = engine();
    let jane = enrich(&engine, &JANE);
    let found = |engine: &Engine| engine.search(&Query::new("jane")).expect("an answer").hits.first().map(|hit| hit.person.clone());
    assert_eq!(found(&engine), Some(jane.clone()));
    let other = Engine::open(home.path()).expect("opens");
    let mut told = Vec::new();
    assert_eq!(engine.reindex(|done, total| told.push((done, total))).expect("built"), 1);
    assert_eq!((told.first(), told.last()), (Some(&(0, 1)), Some(&(1, 1))));
    assert_eq!((found(&engine), found(&other)), (Some(jane.clone()), Some(jane)));
    let folders = std::fs::read_dir(home.path().join("index"))
        .expect("a folder")
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().is_dir()));
    assert_eq!(folders.count(), 1);
}

#[test]
fn nothing_of_an_erased_person_is_left_in_the_index() {
    let (home, engine) = engine();
    enrich(&engine, &JANE);
    let erased = enrich(&engine, &OTHER);
    assert_eq!(engine.search(&Query::new("quillfeather")).expect("an answer").total, 1);
    engine.forget(&erased).expect("forgotten");
    assert_eq!(engine.search(&Query::new("quillfeather")).expect("an answer").total, 0);
    let mut folders = vec![home.path().join("index")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).expect("readable").to_ascii_lowercase();
            assert!(!bytes.windows(12).any(|window| window == b"quillfeather"), "{} holds the name", path.display());
        }
    }
}
