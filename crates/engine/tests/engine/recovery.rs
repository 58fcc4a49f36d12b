//! What a crash, a deleted folder or a foreign file may do.

use std::fs;
use std::time::Duration;

use vitae_engine::{Engine, Orphans, Query};

use crate::support::{engine, enrich, jane, open, stranger};

#[test]
fn a_lost_index_comes_back_by_itself() {
    let (home, engine) = engine();
    enrich(&engine, "jane.txt", &jane());
    assert_eq!(engine.search(&Query::new("jane")).expect("searches").total, 1);
    drop(engine);
    fs::remove_dir_all(home.path().join("index")).expect("deletes");
    let engine = open(home.path());
    assert_eq!(engine.search(&Query::new("jane")).expect("searches").total, 1);
}

#[test]
fn an_index_of_another_database_is_not_believed() {
    let (home, first) = engine();
    enrich(&first, "jane.txt", &jane());
    first.catch_up().expect("indexes");
    drop(first);
    for file in ["vitae.db", "vitae.db-wal", "vitae.db-shm"] {
        let _ = fs::remove_file(home.path().join(file));
    }
    let engine = Engine::open(home.path()).expect("opens");
    assert_eq!(engine.search(&Query::new("jane")).expect("searches").total, 0);
}

#[test]
fn a_crash_between_database_and_index_costs_nothing() {
    let (home, engine) = engine();
    enrich(&engine, "jane.txt", &jane());
    // The process ends here: what waits for the index waits in the database.
    drop(engine);
    let engine = open(home.path());
    assert_eq!(engine.search(&Query::new("jane")).expect("searches").total, 1);
    assert_eq!(engine.catch_up().expect("looks"), 0, "nothing is left to do");
}

#[test]
fn reindexing_counts_everybody() {
    let (_home, engine) = engine();
    for n in 0..5 {
        enrich(&engine, "a.txt", &stranger(n));
    }
    let mut seen = Vec::new();
    assert_eq!(engine.reindex(|done, total| seen.push((done, total))).expect("reindexes"), 5);
    assert_eq!(seen.last(), Some(&(5, 5)));
    assert_eq!(engine.search(&Query::new("")).expect("searches").total, 5);
}

#[test]
fn a_foreign_file_in_place_of_the_database_is_told() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("vitae.db"), "not a database, but long enough to be taken for one at a glance").expect("writes");
    let refused = Engine::open(home.path()).expect_err("refuses").to_string();
    assert!(refused.contains("vitae.db") && refused.contains("another home"), "{refused}");
}

#[test]
fn what_a_killed_process_left_behind_is_found_by_its_age_and_deleted() {
    let (home, engine) = engine();
    enrich(&engine, "jane.txt", &jane());
    let folder = home.path().join("blobs/ab/cd");
    fs::create_dir_all(&folder).expect("makes");
    let digest = format!("abcd{}", "0".repeat(60));
    fs::write(folder.join(&digest), "a document without a record").expect("writes");
    fs::write(folder.join(format!("{digest}.77-1.part")), "half").expect("writes");
    let look = |age, delete| engine.orphans(Duration::from_secs(age), delete).expect("looks");
    assert_eq!(look(3600, true), Orphans::default(), "somebody may be about to refer to them");
    assert_eq!(look(0, false), Orphans { files: 2, bytes: 31 });
    assert_eq!((look(0, true).files, look(0, true).files), (2, 0));
    assert!(enrich(&engine, "jane.txt", &jane()).reused, "what is referred to stays");
    assert_eq!(engine.stats().expect("counts").documents, 1);
}

#[cfg(unix)]
#[test]
fn the_home_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("vitae");
    drop(Engine::open(&home).expect("opens"));
    assert_eq!(fs::metadata(home).expect("is there").permissions().mode() & 0o777, 0o700);
}
