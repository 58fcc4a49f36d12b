//! `vitae sync` and `vitae account test` against a pretended ATS.

use std::path::Path;
use std::time::Duration;

use vitae_tests::standin::{Limits, Options, Standin};

use crate::{Ran, folder, vitae, vitae_with};

fn standin() -> Standin {
    let limits = Limits { rate: 1000, ..Limits::default() };
    Standin::start(Options { candidates: 20, limits, latency: Duration::from_millis(1), ..Options::default() }).expect("a server")
}

fn home_for(standin: &Standin) -> tempfile::TempDir {
    let home = folder();
    let settings = format!(
        "[[account]]\nname = 'acme'\ncompany = '{}'\napi_key = {{ env = 'ACME_KEY' }}\nbase_url = '{}'\nmax_requests_per_second = 900.0\n",
        standin.company(),
        standin.url()
    );
    std::fs::write(home.path().join("vitae.toml"), settings).expect("can be written");
    home
}

fn run(home: &Path, key: &str, arguments: &[&str]) -> Ran {
    vitae_with(home, arguments, &[("ACME_KEY", key)])
}

#[test]
fn candidates_arrive_and_a_second_run_does_nothing_new() {
    let standin = standin();
    let home = home_for(&standin);
    let first = run(home.path(), standin.key(), &["sync", "--once", "--json"]);
    assert_eq!(first.status, 0, "{first:?}");
    let told = first.lines().remove(0);
    assert_eq!((told["account"].as_str(), told["new"].as_u64(), told["downloaded"].as_u64()), (Some("acme"), Some(20), Some(20)));
    let second = run(home.path(), standin.key(), &["sync", "--once"]);
    assert_eq!((second.status, second.stdout.as_str()), (0, "acme: nothing new; 0 documents downloaded, 0 parsed\n"));
    let shown = run(home.path(), standin.key(), &["account", "show", "acme"]);
    assert!(shown.stdout.contains("last run of candidates"), "{}", shown.stdout);
    assert!(vitae(home.path(), &["search", "", "--json"]).stdout.contains("\"total\":"));
}

#[test]
fn a_wrong_key_is_one_sentence_that_does_not_repeat_it() {
    let standin = standin();
    let home = home_for(&standin);
    for command in [&["sync", "--once"][..], &["account", "test"]] {
        let ran = run(home.path(), "DCRA1-ffffffffffffffffffffffffffffffff", command);
        ran.failed_with("(401)");
        assert!(ran.stderr.contains("ACME_KEY") && !ran.stderr.contains("DCRA1"), "{}", ran.stderr);
    }
}

#[test]
fn an_account_can_be_tested() {
    let standin = standin();
    let home = home_for(&standin);
    let ran = run(home.path(), standin.key(), &["account", "test"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "acme: ok, 20 candidates\n"));
    drop(standin);
    run(home.path(), "any-key-at-all", &["account", "test", "acme"]).failed_with("no connection");
}
