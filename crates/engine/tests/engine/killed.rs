//! Killed while it indexes, merges, erases and builds the index anew: what is found in the end is what is kept.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use vitae_engine::{Engine, Query};
use vitae_model::PersonId;

use crate::support::{enrich, stranger};

/// Tells the program that is to be killed where it works.
const HOME: &str = "VITAE_TEST_KILLED_HOME";
/// Lives of the program.
const LIVES: u64 = 12;
/// Persons that are changed at once; many small commits make many segments, which are merged.
const GROUP: usize = 3;

/// The program that the test below starts and kills; without a folder to work in it has nothing to do.
#[test]
fn works_until_it_is_killed() {
    let Ok(home) = std::env::var(HOME) else { return };
    let engine = Engine::open(Path::new(&home)).expect("opens");
    let first = usize::try_from(engine.stats().expect("counts").documents).expect("few") * 2;
    for round in 0.. {
        for number in 0..GROUP {
            enrich(&engine, "cv.txt", &stranger(first + round * GROUP + number));
        }
        engine.catch_up().expect("indexes");
        if round % 3 == 1 {
            let person = engine.persons(None, 1).expect("persons").pop().expect("somebody");
            engine.forget(&person).expect("forgotten");
        }
        if round % 4 == 2 {
            engine.reindex(|_, _| ()).expect("built");
        }
    }
}

fn kept(engine: &Engine) -> Vec<PersonId> {
    engine.persons(None, usize::MAX).expect("persons")
}

/// Everybody whom the index finds, with what it holds of them held against what is kept.
fn found(engine: &Engine) -> Vec<PersonId> {
    let mut query = Query { limit: 1000, ..Query::new("") };
    let mut found = Vec::new();
    loop {
        let page = engine.search(&query).expect("a page");
        for hit in &page.hits {
            let kept = engine.person(&hit.person).expect("readable").expect("somebody who is kept");
            assert_eq!(hit.profile, kept.profile);
        }
        found.extend(page.hits.into_iter().map(|hit| hit.person));
        query.cursor = page.cursor;
        if query.cursor.is_none() {
            found.sort();
            return found;
        }
    }
}

#[test]
fn killed_anywhere_the_index_holds_what_is_kept() {
    let home = tempfile::tempdir().expect("a folder");
    let program = std::env::current_exe().expect("the tests are a program");
    let mut worked = 0;
    for life in 0..LIVES {
        let mut child = Command::new(&program)
            .args(["killed::works_until_it_is_killed", "--exact"])
            .env(HOME, home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        // It has come to write the index when the folder of the index changes; from then on, a moment that is another in each life.
        let (start, before) = (Instant::now(), changed(home.path()));
        while changed(home.path()) == before && start.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(life * 37 % 300));
        assert_eq!(child.try_wait().expect("a child"), None, "it ended by itself");
        child.kill().expect("killed");
        child.wait().expect("ended");
        let engine = Engine::open(home.path()).expect("opens");
        let kept = kept(&engine);
        assert_eq!(found(&engine), kept, "after {life} lives");
        worked = worked.max(kept.len());
    }
    assert!(worked > GROUP, "only {worked} persons");
}

/// What the folder of the index holds.
fn changed(home: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![home.join("index")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            }
            names.push(entry.path().display().to_string());
        }
    }
    names.sort();
    names
}
