//! Persons part again when a later record shows that they are two, and nobody else parts.

use vitae_engine::{Engine, SyncBatch, Unknown};
use vitae_model::{PersonId, RecordId};

use crate::support::{attachment, batch, candidate, engine, jane, profile};

const MAIL: &str = "john.example@example.com";
const PHONE: &str = "+1 617 555 0143";

fn apply(engine: &Engine, id: &str, name: &str, mail: &str, phone: &str) -> PersonId {
    let candidates = vec![candidate(id, profile(name, mail, phone))];
    engine.apply(&SyncBatch { unknown: Unknown::Import, ..batch(candidates, id) }).expect("applies").candidates[0]
        .person
        .clone()
        .expect("one")
}

fn records(engine: &Engine, person: &PersonId) -> Vec<String> {
    let person = engine.person(person).expect("reads").expect("is there");
    person.records.iter().map(|record| record.id.to_string()).collect()
}

#[test]
fn father_and_son_part_when_the_son_is_told_apart() {
    let (_home, engine) = engine();
    let plain = apply(&engine, "1", "John Example", MAIL, "+1 617 555 0177");
    let father = apply(&engine, "2", "John Example Sr.", MAIL, PHONE);
    assert_eq!(plain, father, "nothing speaks against it yet");
    // What says no generation agrees with the son in more than with the father.
    let son = apply(&engine, "3", "John Example Jr.", MAIL, "+1 617 555 0177");
    let persons = engine.persons(None, 10).expect("lists");
    assert_eq!(persons.len(), 2, "{persons:?}");
    let of_father = engine.record(&RecordId::new("ats-acme-2")).expect("reads").expect("is there").person;
    assert_ne!(of_father, son);
    assert_eq!(records(&engine, &son), ["ats-acme-1", "ats-acme-3"]);
    let audit = engine.audit(None, 10).expect("reads");
    let split = audit.iter().find(|entry| entry.action == "split").expect("the audit tells");
    assert_eq!(split.actor, "vitae");

    // Taken back, it is not done again.
    engine.undo(None).expect("takes back");
    apply(&engine, "4", "John Example Sr.", MAIL, PHONE);
    let [one, two] = ["ats-acme-1", "ats-acme-2"].map(|id| engine.record(&RecordId::new(id)).expect("reads").expect("is there").person);
    assert_eq!(one, two);
}

#[test]
fn what_came_together_stays_together() {
    let (_home, engine) = engine();
    // A résumé that has nothing in common with what the ATS says of its sender.
    let mut sender = candidate("1", profile("Otto Muster", "otto@example.net", "+44 1632 960983"));
    sender.attachments = vec![attachment("cv", &jane())];
    let told = engine.apply(&SyncBatch { unknown: Unknown::Import, ..batch(vec![sender], "1") }).expect("applies");
    let person = told.candidates[0].person.clone().expect("a person");
    assert_eq!(records(&engine, &person).len(), 2);
    // Somebody who has everything in common with the résumé neither takes it away nor parts the two.
    apply(&engine, "2", "Jane Example", "jane.example@example.com", PHONE);
    let of_sender = engine.record(&RecordId::new("ats-acme-1")).expect("reads").expect("is there").person;
    assert!(records(&engine, &of_sender).iter().any(|id| id.starts_with("doc-")), "{:?}", records(&engine, &of_sender));
}
