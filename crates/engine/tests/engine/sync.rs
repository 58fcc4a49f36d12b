//! What an ATS tells.

use proptest::prelude::*;
use vitae_engine::{Content, DeadLetter, Decision, Query, SyncBatch, SyncError, Unknown};
use vitae_model::{Application, ApplicationStatus, Sha256};

use crate::support::{attachment, batch, candidate, engine, enrich, jane, jane_later, profile, stranger};

#[test]
fn candidate_and_resume_are_two_records_of_one_person() {
    let (_home, engine) = engine();
    // Nothing but the attachment ties the two together.
    let mut one = candidate("c1", profile("Janet Other", "other@example.net", "+44 1632 960001"));
    one.attachments = vec![attachment("a1", &jane())];
    let outcome = engine.apply(&batch(vec![one], "1")).expect("applies");
    assert_eq!((outcome.new, outcome.parsed), (1, 1));
    let person = outcome.candidates[0].person.clone().expect("a person");
    let person = engine.person(&person).expect("reads").expect("is there");
    assert_eq!(person.records.len(), 2);
    assert_eq!(engine.cursor("acme", "candidates").expect("reads").as_deref(), Some("1"));
}

#[test]
fn an_unchanged_candidate_changes_nothing() {
    let (_home, engine) = engine();
    let mut one = candidate("c1", profile("Jane Example", "jane.example@example.com", ""));
    one.attachments = vec![attachment("a1", &jane())];
    one.content_hash = Some("h1".to_owned());
    engine.apply(&batch(vec![one.clone()], "1")).expect("applies");
    let state = engine.candidate_state("acme", "c1").expect("reads").expect("is there");
    assert_eq!((state.content_hash.as_deref(), state.left_out), (Some("h1"), false));
    let sha256 = state.attachments[0].sha256.expect("has bytes");

    one.attachments[0].content = Content::Stored(sha256);
    let again = engine.apply(&batch(vec![one.clone()], "2")).expect("applies");
    assert_eq!((again.unchanged, again.new, again.changed, again.parsed), (1, 0, 0, 0));
    assert!(!again.candidates[0].changed);

    one.content_hash = Some("h2".to_owned());
    one.applications = vec![application("j1", ApplicationStatus::Interview)];
    let changed = engine.apply(&batch(vec![one], "3")).expect("applies");
    assert_eq!((changed.changed, changed.parsed), (1, 0));
    let person = engine.person(&changed.candidates[0].person.clone().expect("a person")).expect("reads").expect("is there");
    assert_eq!(person.applications.len(), 1);
    assert_eq!(engine.stats().expect("counts").persons, 1);
}

fn application(job: &str, status: ApplicationStatus) -> Application {
    Application {
        job_id: job.to_owned(),
        job_title: Some("Engineer".to_owned()),
        status,
        sub_status: None,
        source: None,
        reason: None,
        starts_on: None,
        history: Vec::new(),
        answers: Vec::new(),
    }
}

#[test]
fn the_unknown_are_counted_and_left_out() {
    let (home, engine) = engine();
    let mut one = candidate("c1", profile("Jane Example", "jane.example@example.com", ""));
    one.attachments = vec![attachment("a1", &jane())];
    let strict = SyncBatch { unknown: Unknown::LeaveOut, ..batch(vec![one], "1") };
    let outcome = engine.apply(&strict).expect("applies");
    assert_eq!((outcome.unknown, outcome.new), (1, 0));
    assert_eq!(outcome.candidates[0].decision, Decision::Unknown);
    let stats = engine.stats().expect("counts");
    assert_eq!((stats.persons, stats.records, stats.documents), (0, 0, 0));
    assert!(!home.path().join("blobs").exists());
    let state = engine.candidate_state("acme", "c1").expect("reads").expect("was seen");
    assert!(state.left_out && state.attachments.is_empty());

    enrich(&engine, "crm.txt", &jane_later());
    let outcome = engine.apply(&strict).expect("applies");
    assert_eq!((outcome.unknown, outcome.new), (0, 1), "the person is known by now");
    assert_eq!(outcome.candidates[0].decision, Decision::Matched);
    assert_eq!(engine.stats().expect("counts").persons, 1);
}

#[test]
fn a_resume_may_be_what_makes_a_candidate_known() {
    let (_home, engine) = engine();
    enrich(&engine, "crm.txt", &jane_later());
    let mut one = candidate("c1", profile("Jane E", "new@example.net", ""));
    one.attachments = vec![attachment("a1", &jane())];
    let strict = SyncBatch { unknown: Unknown::LeaveOut, ..batch(vec![one], "1") };
    let outcome = engine.apply(&strict).expect("applies");
    assert_eq!(outcome.candidates[0].decision, Decision::Matched);
    let stats = engine.stats().expect("counts");
    assert_eq!((stats.persons, stats.records), (1, 3));
}

#[test]
fn erased_at_the_source_is_erased_here() {
    let (home, engine) = engine();
    let mut one = candidate("c1", profile("Jane Example", "jane.example@example.com", ""));
    one.attachments = vec![attachment("a1", &jane())];
    let mut two = candidate("c2", profile("Wanda Sample", "wanda@example.com", ""));
    two.attachments = vec![attachment("a1", &jane_later().replace("Jane", "Wanda").replace("jane.example", "wanda"))];
    engine.apply(&batch(vec![one, two], "1")).expect("applies");
    assert_eq!(engine.stats().expect("counts").records, 4);
    assert_eq!(files(&home.path().join("blobs")), 2);
    assert_eq!(engine.search(&Query::new("jane")).expect("searches").total, 1);

    let erasure = SyncBatch { candidates: Vec::new(), erased: vec!["c1".to_owned(), "never-seen".to_owned()], ..batch(Vec::new(), "2") };
    assert_eq!(engine.apply(&erasure).expect("applies").erased, 1);
    let stats = engine.stats().expect("counts");
    assert_eq!((stats.persons, stats.records, stats.documents), (1, 2, 1));
    assert_eq!(files(&home.path().join("blobs")), 1);
    assert!(engine.candidate_state("acme", "c1").expect("reads").is_none());
    assert_eq!(engine.search(&Query::new("jane")).expect("searches").total, 0);
    assert_eq!(engine.candidates("acme", None, 10).expect("lists"), ["c2"]);
}

fn files(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("lists").map(|entry| entry.expect("an entry").path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[test]
fn an_attachment_that_is_gone_takes_its_record_along() {
    let (_home, engine) = engine();
    let mut one = candidate("c1", profile("Jane Example", "jane.example@example.com", ""));
    one.attachments = vec![attachment("a1", &jane()), attachment("a2", &jane_later())];
    engine.apply(&batch(vec![one.clone()], "1")).expect("applies");
    assert_eq!(engine.stats().expect("counts").records, 3);
    one.attachments.remove(0);
    engine.apply(&batch(vec![one.clone()], "2")).expect("applies");
    let stats = engine.stats().expect("counts");
    assert_eq!((stats.records, stats.documents), (2, 1));
    // Replaced under the same identifier.
    one.attachments[0] = attachment("a2", &jane());
    engine.apply(&batch(vec![one], "3")).expect("applies");
    let stats = engine.stats().expect("counts");
    assert_eq!((stats.records, stats.documents, stats.persons), (2, 1, 1));
}

#[test]
fn attachments_that_could_not_be_had_are_remembered() {
    let (_home, engine) = engine();
    let mut one = candidate("c1", profile("Jane Example", "jane.example@example.com", ""));
    one.attachments = vec![attachment("a1", "")];
    one.attachments[0].content = Content::Missing("404 Not Found".to_owned());
    engine.apply(&batch(vec![one.clone()], "1")).expect("applies");
    let state = engine.candidate_state("acme", "c1").expect("reads").expect("is there");
    assert_eq!(state.attachments[0].missing.as_deref(), Some("404 Not Found"));

    one.attachments[0].content = Content::Stored(Sha256::from_bytes([7; 32]));
    let refused = engine.apply(&batch(vec![one], "2")).expect_err("refuses");
    assert!(matches!(refused, SyncError::MissingBlob { .. }), "{refused}");
    assert_eq!(engine.cursor("acme", "candidates").expect("reads").as_deref(), Some("1"), "data and cursor move together");
}

#[test]
fn one_resume_shared_by_two_candidates_does_not_make_them_one() {
    let (_home, engine) = engine();
    let mut one = candidate("c1", profile("Jane Example", "jane.example@example.com", "+1 617 555 0143"));
    one.attachments = vec![attachment("a1", &jane())];
    let mut two = candidate("c2", profile("Bartholomew Sample", "bart@example.org", "+44 1632 960001"));
    two.profile.work.clear();
    two.profile.basics.location = None;
    two.attachments = vec![attachment("a1", &jane())];
    let outcome = engine.apply(&batch(vec![one, two], "1")).expect("applies");
    assert_ne!(outcome.candidates[0].person, outcome.candidates[1].person);
    assert_eq!(engine.stats().expect("counts").records, 3);
}

#[test]
fn dead_letters_count_up_and_go() {
    let (_home, engine) = engine();
    let letter = |reason: &str| DeadLetter {
        account: "acme".to_owned(),
        stream: "candidates".to_owned(),
        item: "c9".to_owned(),
        reason: reason.to_owned(),
        attempts: 0,
        last_failed_at: String::new(),
    };
    engine.add_dead_letter(&letter("500 Internal Server Error")).expect("adds");
    engine.add_dead_letter(&letter("timed out")).expect("adds");
    let letters = engine.dead_letters(Some("acme")).expect("lists");
    assert_eq!((letters.len(), letters[0].attempts, letters[0].reason.as_str()), (1, 2, "timed out"));
    assert!(letters[0].last_failed_at.ends_with('Z'));
    assert!(engine.dead_letters(Some("other")).expect("lists").is_empty());
    assert!(engine.clear_dead_letter("acme", "candidates", "c9").expect("drops"));
    assert!(!engine.clear_dead_letter("acme", "candidates", "c9").expect("drops nothing"));
}

/// A made-up stream: each candidate is one of a few people, with or without résumé.
fn candidates() -> impl Strategy<Value = Vec<(u8, u8, bool)>> {
    proptest::collection::vec((0_u8..12, 0_u8..6, any::<bool>()), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn applying_twice_is_applying_once(stream in candidates()) {
        let (_home, engine) = engine();
        let make = |(id, who, with_resume): &(u8, u8, bool)| {
            let text = stranger(usize::from(*who));
            let lines: Vec<_> = text.lines().collect();
            let mut one = candidate(&format!("c{id}"), profile(lines[0], lines[1].split(' ').next().expect("an address"), ""));
            if *with_resume {
                one.attachments = vec![attachment("a1", &text)];
            }
            one
        };
        // A stream names a candidate once: the last state counts.
        let mut by_id = std::collections::BTreeMap::new();
        stream.iter().for_each(|item| { by_id.insert(item.0, make(item)); });
        let batch = batch(by_id.into_values().collect(), "1");
        let first = engine.apply(&batch).expect("applies");
        let before = snapshot(&engine, &first);
        let second = engine.apply(&batch).expect("applies");
        prop_assert_eq!(second.unchanged, batch.candidates.len() as u64);
        prop_assert_eq!(second.parsed, 0);
        prop_assert_eq!(before, snapshot(&engine, &second));
    }
}

fn snapshot(engine: &vitae_engine::Engine, outcome: &vitae_engine::SyncOutcome) -> String {
    let persons = engine.persons(None, usize::MAX).expect("lists");
    let views: Vec<_> = persons.iter().map(|id| engine.person(id).expect("reads").expect("is there")).collect();
    let owners: Vec<_> = outcome.candidates.iter().map(|candidate| (&candidate.id, &candidate.record, &candidate.person)).collect();
    format!("{:?} {owners:?} {views:?}", engine.stats().expect("counts"))
}
