//! `vitae sync` as a service: signals, several processes on one database, `sync status`, `sync retry` and `--dry-run`.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use vitae_tests::server::database_of;
use vitae_tests::standin::{Limits, Options, Standin};

use crate::{Ran, folder, vitae_with};

/// The route of downloads.
const DOWNLOAD: &str = "GET /candidates/{id}/attachments/{attachmentId}";

fn standin(candidates: usize) -> Standin {
    let limits = Limits { rate: 1000, ..Limits::default() };
    Standin::start(Options { candidates, limits, latency: Duration::from_millis(1), ..Options::default() }).expect("a server")
}

fn home_for(standin: &Standin, rate: f64) -> tempfile::TempDir {
    let home = folder();
    let settings = format!(
        "[[account]]\nname = 'acme'\ncompany = '{}'\napi_key = {{ env = 'ACME_KEY' }}\nbase_url = '{}'\nmax_requests_per_second = {rate:?}
candidates = {{ every = '1s' }}\njobs = {{ every = '1s' }}\n",
        standin.company(),
        standin.url()
    );
    std::fs::write(home.path().join("vitae.toml"), settings).expect("can be written");
    home
}

fn run(home: &Path, standin: &Standin, arguments: &[&str]) -> Ran {
    let database = database_of(home).unwrap_or_default();
    vitae_with(home, arguments, &[("ACME_KEY", standin.key()), ("VITAE_DATABASE", &database)])
}

/// A process that does not outlive its test.
struct Running(Option<Child>);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Starts `vitae sync` and leaves it alone.
fn start(home: &Path, standin: &Standin) -> Running {
    let started = Command::new(env!("CARGO_BIN_EXE_vitae"))
        .env_clear()
        .env("VITAE_HOME", home)
        .env("ACME_KEY", standin.key())
        .envs(database_of(home).map(|url| ("VITAE_DATABASE", url)))
        .args(["sync", "--json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    Running(Some(started.expect("the program starts")))
}

/// Asks a process to end, as a supervisor does, and gives its exit status and what it printed.
fn terminate(mut running: Running) -> (Option<i32>, String, String) {
    let child = running.0.take().expect("it runs until it is asked to end");
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill starts");
    assert!(told.success());
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("prints UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The candidates' stream as `sync status` tells it; nothing where there is no database yet.
fn status(home: &Path, standin: &Standin) -> serde_json::Value {
    let lines = run(home, standin, &["sync", "status", "--json"]).lines();
    lines.into_iter().find(|line| line["stream"] == "candidates").unwrap_or_default()
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what} takes too long");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn asked_to_end_it_ends_at_once_and_goes_on_from_there() {
    let standin = standin(200);
    let home = home_for(&standin, 100.0);
    let child = start(home.path(), &standin);
    wait_until("the first download", || standin.counters().of(DOWNLOAD) > 20);
    let asked = Instant::now();
    let (code, said, _) = terminate(child);
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    assert_eq!(code, Some(0), "a stop that was asked for is no failure");
    assert!(said.contains("\"stopped\":true"), "{said}");
    assert!(standin.counters().of("GET /candidates/{id}") < 150);
    let stopped = status(home.path(), &standin);
    assert_eq!((stopped["state"].as_str(), stopped["lag_seconds"].as_i64()), (Some("broken_off"), None), "{stopped}");
    assert!(run(home.path(), &standin, &["sync", "status"]).stdout.contains("incomplete"));
}

#[test]
fn two_processes_on_one_database_do_nothing_twice() {
    let standin = standin(60);
    let home = home_for(&standin, 400.0);
    let children = [start(home.path(), &standin), start(home.path(), &standin)];
    wait_until("the first run", || status(home.path(), &standin)["lag_seconds"].as_i64().is_some());
    for _ in 0..3 {
        standin.world(|world| {
            world.add();
        });
        std::thread::sleep(Duration::from_millis(1200));
    }
    wait_until("taking over what is new", || standin.counters().of("GET /candidates/{id}") >= 63);
    let ended = children.map(terminate);
    for (code, _, said) in &ended {
        assert_eq!((*code, said.as_str()), (Some(0), ""));
    }
    let counters = standin.counters();
    assert_eq!(counters.of("GET /candidates/{id}"), 63, "each candidate is asked for once: {counters:?}");
    assert_eq!((counters.max_listings, counters.exceeded.len()), (1, 0), "{counters:?}");
    let new: u64 = ended.iter().flat_map(|(_, said, _)| said.lines()).map(count_new).sum();
    assert_eq!(new, 63, "the ledgers of both add up to the source");
}

fn count_new(line: &str) -> u64 {
    let told: serde_json::Value = serde_json::from_str(line).expect("JSON");
    if told["stream"] == "candidates" { told["new"].as_u64().expect("a count") } else { 0 }
}

#[test]
fn a_dry_run_says_what_would_be_and_keeps_nothing() {
    let standin = standin(20);
    let home = home_for(&standin, 900.0);
    let before = run(home.path(), &standin, &["sync", "--dry-run", "--json"]);
    let told = before.lines().into_iter().find(|line| line["stream"] == "candidates").expect("told");
    assert_eq!((told["dry_run"].as_bool(), told["new"].as_u64(), told["missing"].as_u64()), (Some(true), Some(20), Some(20)));
    assert_eq!(standin.counters().of(DOWNLOAD), 0, "no résumé is downloaded");
    let fresh = status(home.path(), &standin);
    assert_eq!((fresh["state"].as_str(), fresh["dead_letters"].as_u64()), (Some("never"), Some(0)), "{fresh}");
    assert!(run(home.path(), &standin, &["doctor"]).stdout.contains("0 persons, 0 records, 0 documents"));

    run(home.path(), &standin, &["sync", "--once"]);
    standin.world(|world| {
        let ids = world.ids();
        assert!(world.advance(&ids[0]) && world.upload(&ids[1]) && world.delete(&ids[2]));
        world.add();
    });
    let kept = run(home.path(), &standin, &["search", "", "--json"]).stdout;
    let planned = run(home.path(), &standin, &["sync", "--dry-run", "--full", "--json"]).lines();
    let planned = planned.iter().find(|line| line["stream"] == "candidates").expect("told");
    assert_eq!(run(home.path(), &standin, &["search", "", "--json"]).stdout, kept);
    let done = run(home.path(), &standin, &["sync", "--once", "--full", "--json"]).lines();
    let done = done.iter().find(|line| line["stream"] == "candidates").expect("told");
    for count in ["new", "changed", "unchanged", "erased", "skipped_unknown", "failed"] {
        assert_eq!(planned[count], done[count], "{count}");
    }
    assert_eq!((done["new"].as_u64(), done["changed"].as_u64(), done["erased"].as_u64()), (Some(1), Some(2), Some(1)));
}

#[test]
fn what_failed_is_listed_with_its_reason_and_tried_again_when_asked_for() {
    let standin = standin(10);
    let home = home_for(&standin, 900.0);
    let broken = standin.world(|world| {
        let id = world.ids()[0].clone();
        world.set_broken(&id, true);
        id
    });
    assert_eq!(run(home.path(), &standin, &["sync", "--once"]).status, 2);
    let told = status(home.path(), &standin);
    let counts = &told["last_run"]["counts"];
    assert_eq!((counts["new"].as_u64(), counts["failed"].as_u64(), told["dead_letters"].as_u64()), (Some(9), Some(1), Some(1)));
    let shown = run(home.path(), &standin, &["sync", "status"]);
    assert!(shown.status == 2 && shown.stdout.contains("`vitae sync retry`"), "{shown:?}");
    let listed = run(home.path(), &standin, &["sync", "retry", "--list", "--json"]).lines().remove(0);
    assert_eq!(listed["item"].as_str(), Some(broken.as_str()));
    assert!(listed["reason"].as_str().is_some_and(|reason| reason.contains("500")), "{listed}");

    standin.world(|world| world.set_broken(&broken, false));
    let retried = run(home.path(), &standin, &["sync", "retry", "--json"]);
    assert_eq!(retried.status, 0, "{retried:?}");
    assert_eq!(retried.stdout.lines().map(count_new).sum::<u64>(), 1);
    assert_eq!(run(home.path(), &standin, &["sync", "retry", "--list"]).status, 1, "nothing is left");
}
