//! Kills `vitae sync` at a hundred random moments and compares what is left in the end with a run that nobody disturbed.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use vitae_engine::{Engine, Query};
use vitae_tests::server::{database_of, open};
use vitae_tests::standin::{Limits, Options, Standin, World};

const KILLS: usize = 100;
const CANDIDATES: usize = 500;

/// Starts `vitae sync --once` in a home.
fn start(home: &Path, standin: &Standin, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_vitae"))
        .args(["--home".as_ref(), home.as_os_str(), "sync".as_ref(), "--once".as_ref()])
        .args(more)
        .envs(database_of(home).map(|url| ("VITAE_DATABASE", url)))
        .env("STANDIN_KEY", standin.key())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

#[expect(clippy::disallowed_methods, reason = "the test writes the configuration that the program reads")]
fn home(standin: &Standin, rate: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let account = format!(
        "[[account]]\nname = 'acme'\ncompany = '{}'\napi_key = {{ env = 'STANDIN_KEY' }}\nbase_url = '{}'\nmax_requests_per_second = {rate}\n",
        standin.company(),
        standin.url()
    );
    std::fs::write(folder.path().join("vitae.toml"), account).expect("the configuration is written");
    folder
}

/// Lets it compare everything and end by itself; with a tenth of the requests failing that may take several runs.
fn finish(home: &Path, standin: &Standin) {
    let mut said = String::new();
    for _ in 0..3 {
        let output = start(home, standin, &["--full"]).wait_with_output().expect("it ends");
        if output.status.success() {
            return;
        }
        said.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    panic!("three runs failed: {said}");
}

/// Everything kept in a home, without what may differ: identifiers of persons, order, times.
struct Picture {
    candidates: Vec<String>,
    persons: Vec<String>,
    found: Vec<String>,
    documents: BTreeSet<String>,
    cursor_set: bool,
    dead_letters: usize,
}

fn picture(home: &Path) -> Picture {
    let engine = open(home).expect("the home opens");
    // A process that dies between a document and its transaction leaves bytes that nothing refers to.
    engine.orphans(Duration::ZERO, true).expect("looks");
    let ids = engine.candidates("acme", None, usize::MAX).expect("candidates");
    let state = |id: &String| format!("{id}: {:?}", engine.candidate_state("acme", id).expect("readable").expect("kept"));
    let mut persons = Vec::new();
    let mut after = None;
    loop {
        let page = engine.persons(after.as_ref(), 1000).expect("persons");
        let Some(last) = page.last().cloned() else { break };
        persons.extend(page.iter().map(|id| person(&engine, id)));
        after = Some(last);
    }
    persons.sort();
    Picture {
        candidates: ids.iter().map(state).collect(),
        persons,
        found: found(&engine),
        documents: files_under(&home.join("blobs")),
        cursor_set: engine.cursor("acme", "candidates").expect("readable").is_some(),
        dead_letters: engine.dead_letters(None).expect("readable").len(),
    }
}

fn person(engine: &Engine, id: &vitae_model::PersonId) -> String {
    let view = engine.person(id).expect("readable").expect("a person");
    let mut records: Vec<String> = view.records.iter().map(|record| serde_json::to_string(record).expect("serialises")).collect();
    records.sort();
    records.join("\n")
}

/// Everybody whom the index finds.
fn found(engine: &Engine) -> Vec<String> {
    let mut query = Query { limit: 1000, ..Query::new("") };
    let mut found = Vec::new();
    loop {
        let page = engine.search(&query).expect("a page");
        found.extend(page.hits.iter().map(|hit| format!("{:?} {:?}", hit.name, hit.profile.basics.emails)));
        query.cursor = page.cursor;
        if query.cursor.is_none() {
            break;
        }
    }
    found.sort();
    found
}

fn files_under(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).expect("it lies under it").display().to_string());
            }
        }
    }
    found
}

/// Moments that look random and are the same every time.
fn moments() -> impl Iterator<Item = Duration> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_millis(5 + (state >> 33) % 300)
    })
}

#[test]
fn killed_anywhere_it_ends_as_if_nothing_had_happened() {
    let standin = Standin::start(Options {
        candidates: CANDIDATES,
        faults: 0.02,
        seed: 5,
        signed_downloads: true,
        stall: Duration::from_millis(50),
        limits: Limits { rate: 5000, concurrent: 16, listings: 2 },
        latency: Duration::from_millis(1),
        ..Options::default()
    })
    .expect("a server");
    // So slow that a hundred lives do not suffice, and every kill hits work in progress.
    let disturbed = home(&standin, 200);
    let (mut kills, mut ends) = (0, 0);
    for moment in moments() {
        let mut child = start(disturbed.path(), &standin, &[]);
        let started = Instant::now();
        while started.elapsed() < moment && child.try_wait().expect("a child").is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        if child.try_wait().expect("a child").is_some() {
            ends += 1;
            standin.world(|world| (0..20).for_each(|_| World::churn(world)));
        } else {
            child.kill().expect("it is killed");
            child.wait().expect("it is gone");
            kills += 1;
        }
        if kills == KILLS {
            break;
        }
    }
    assert!(ends < KILLS / 4, "{ends} of the runs came to their end: the kills hit too little work");
    finish(disturbed.path(), &standin);

    let undisturbed = home(&standin, 5000);
    finish(undisturbed.path(), &standin);
    let (left, right) = (picture(disturbed.path()), picture(undisturbed.path()));
    assert_eq!(right.candidates.len(), standin.world(|world| world.ids().len()));
    assert_eq!(left.candidates, right.candidates);
    assert_eq!(left.persons, right.persons);
    assert_eq!(left.found, right.found);
    assert_eq!((left.cursor_set, left.dead_letters), (right.cursor_set, right.dead_letters));
    assert_eq!(left.documents, right.documents);
}
