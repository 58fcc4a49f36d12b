//! `vitae sync` and `vitae account test` against a pretended ATS.

use std::path::Path;
use std::time::Duration;

use vitae_tests::standin::{Limits, Options, Standin};

use crate::{Ran, folder, text, vitae, vitae_with};

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
    let told = first.lines().into_iter().find(|line| line["stream"] == "candidates").expect("told");
    assert_eq!((told["account"].as_str(), told["new"].as_u64(), told["downloaded"].as_u64()), (Some("acme"), Some(20), Some(20)));
    let second = run(home.path(), standin.key(), &["sync", "--once"]);
    assert_eq!(second.status, 0, "{second:?}");
    assert!(second.stdout.contains("acme: nothing new; 0 documents downloaded, 0 parsed\n"), "{second:?}");
    let shown = run(home.path(), standin.key(), &["account", "show", "acme"]);
    assert!(shown.stdout.contains("last run of candidates"), "{}", shown.stdout);
    assert!(vitae(home.path(), &["search", "", "--json"]).stdout.contains("\"total\":"));
}

#[test]
fn a_wrong_key_is_one_sentence_that_does_not_repeat_it() {
    let standin = standin();
    let home = home_for(&standin);
    let wrong = "DCRA1-ffffffffffffffffffffffffffffffff";
    run(home.path(), wrong, &["account", "test"]).failed_with("(401)");
    for command in [&["sync", "--once"][..], &["account", "test"]] {
        let ran = run(home.path(), wrong, command);
        assert_eq!(ran.status, 2, "{ran:?}");
        // One sentence a stream.
        let told = ran.stderr.lines().all(|line| line.contains("(401)") && line.contains("ACME_KEY"));
        assert!(told && !ran.stderr.contains("DCRA1"), "{}", ran.stderr);
    }
}

#[test]
fn an_account_can_be_tested() {
    let standin = standin();
    let home = home_for(&standin);
    let ran = run(home.path(), standin.key(), &["account", "test"]);
    assert_eq!((ran.status, ran.stdout.lines().next()), (0, Some("acme: ok")), "{ran:?}");
    for told in ["GET /candidates ", "20 candidates", "18 postings", "GET /webhooks-api/v201907/subscriptions"] {
        assert!(ran.stdout.contains(told), "`{told}` is not in {}", ran.stdout);
    }
    let told = run(home.path(), standin.key(), &["account", "test", "--json"]);
    assert!(told.lines().iter().all(|probe| probe["works"] == true && probe["account"] == "acme"), "{}", told.stdout);
    drop(standin);
    run(home.path(), "any-key-at-all", &["account", "test", "acme"]).failed_with("no connection");
}

#[test]
fn an_account_is_added_tested_synced_and_removed_without_its_key_in_the_file() {
    let standin = standin();
    let home = folder();
    std::fs::write(home.path().join("vitae.toml"), "# mine\njobs = 1 # one\n").expect("can be written");
    let add = ["account", "add", "acme", "--company", standin.company(), "--key-env", "ACME_KEY", "--base-url", standin.url()];
    let hidden = ["--hidden", "department:\"Stealth\" OR custom.confidential:yes", "--candidates-every", "1h", "--no-parse"];
    let ran = run(home.path(), standin.key(), &[&add[..], &hidden[..]].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
    let text = std::fs::read_to_string(home.path().join("vitae.toml")).expect("readable");
    assert!(text.starts_with("# mine\njobs = 1 # one\n") && !text.contains(standin.key()), "{text}");
    let shown = run(home.path(), standin.key(), &["account", "show", "acme", "--json"]).lines().remove(0);
    assert_eq!(shown["settings"]["candidates"]["parse_resumes"], false);
    assert_eq!(shown["settings"]["candidates"]["every"], "1h");
    assert_eq!(shown["settings"]["jobs"]["hidden"], "department:\"Stealth\" OR custom.confidential:yes");
    run(home.path(), standin.key(), &add).failed_with("two accounts are named `acme`");
    run(home.path(), standin.key(), &["account", "remove", "acmee"]).failed_with("did you mean `acme`?");
    assert_eq!(run(home.path(), standin.key(), &["account", "remove", "acme"]).status, 0);
    assert_eq!(std::fs::read_to_string(home.path().join("vitae.toml")).expect("readable"), "# mine\njobs = 1 # one\n");
}

#[test]
fn what_makes_no_account_is_refused_in_words_and_leaves_no_file() {
    let home = folder();
    let add = |more: &[&str]| vitae(home.path(), &[&["account", "add", "acme", "--company", "Acme"], more].concat());
    let key = "DCRA1-0123456789abcdef0123456789abcdef";
    for (more, told) in [
        (&["--key-env", key][..], "takes the name of an environment variable"),
        (&["--keyring", key], "takes the name of an entry"),
        (&["--key-env", "KEY", "--hidden", "departmnt:x"], "there is no field `departmnt`"),
        (&["--key-env", "KEY", "--base-url", "http://api.example.com"], "by https"),
    ] {
        let ran = add(more);
        assert_eq!(ran.status, 2, "{ran:?}");
        assert!(ran.stderr.contains(told) && !ran.stderr.contains("0123456789abcdef0"), "{}", ran.stderr);
    }
    assert!(add(&[]).stderr.contains("--key-env"), "{}", add(&[]).stderr);
    assert!(!home.path().join("vitae.toml").exists());
}

/// A tool in place of the system's own, which keeps secrets in a file.
#[cfg(target_os = "linux")]
#[test]
fn a_key_goes_through_the_systems_keyring() {
    use std::os::unix::fs::PermissionsExt;
    let (standin, home) = (standin(), folder());
    let tool = home.path().join("secret-tool");
    let script = "#!/bin/sh\ncd \"$(dirname \"$0\")\"\nif [ \"$1\" = store ]; then cat > kept; else cat kept; fi\n";
    std::fs::write(&tool, script).expect("can be written");
    std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o700)).expect("can be set");
    let path = format!("{}:/usr/bin:/bin", text(home.path()));
    let run = |arguments: &[&str], input: &str| {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_vitae"));
        let command = command.env_clear().env("VITAE_HOME", home.path()).env("PATH", &path).args(arguments).write_stdin(input);
        let output = command.output().expect("the command starts");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
    };
    let add = ["account", "add", "acme", "--company", standin.company(), "--keyring", "acme", "--base-url", standin.url()];
    let added = run(&add, &format!("{}\n", standin.key()));
    assert_eq!(added.0, Some(0), "{}", added.1);
    assert_eq!(std::fs::read_to_string(home.path().join("kept")).expect("kept"), standin.key());
    let tested = run(&["account", "test"], "");
    assert!(tested.0 == Some(0) && tested.1.starts_with("acme: ok"), "{}", tested.1);
    std::fs::remove_file(&tool).expect("can be removed");
    let missing = run(&["account", "test"], "");
    assert!(missing.0 == Some(2) && missing.1.contains("`secret-tool` cannot be run"), "{}", missing.1);
}

/// A process that ends with the test.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has seen then.
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// Starts `vitae serve` on a free port; the process and its address.
fn serve(home: &Path, key: &str) -> (Running, String) {
    use std::io::{BufRead, BufReader};
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_vitae"))
        .env_clear()
        .envs([("VITAE_HOME", text(home)), ("ACME_KEY", key)])
        .args(["serve", "--addr", "127.0.0.1:0"])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the command starts");
    let talk = BufReader::new(child.stderr.take().expect("a pipe"));
    let address = talk.lines().map_while(Result::ok).find_map(|line| Some(format!("http{}", line.split_once("serving http")?.1.trim())));
    (Running(child), address.expect("it says where it listens"))
}

#[test]
fn a_notification_is_served_kept_once_and_seen_to_by_the_next_run() {
    let standin = standin();
    let home = home_for(&standin);
    let run = |arguments: &[&str]| run(home.path(), standin.key(), arguments);
    assert_eq!(run(&["sync", "--once"]).status, 0);
    let (_serving, address) = serve(home.path(), standin.key());
    let callback = format!("{address}/hooks/acme");
    run(&["webhook", "add", "acme", &format!("{address}/hooks/other")]).failed_with("did not answer the handshake");
    let added = run(&["webhook", "add", "acme", &callback]);
    assert_eq!(added.status, 0, "{added:?}");
    let listed = run(&["webhook", "list", "acme", "--json"]).lines();
    assert!(listed.iter().any(|one| one["callback"] == callback.as_str() && one["active"] == true), "{listed:?}");
    // The résumé comes without the candidate seeming to change.
    let id = standin.world(|world| {
        let id = world.ids()[2].clone();
        assert!(world.slip_in(&id));
        id
    });
    let body = serde_json::json!({"candidate_id": id, "job_id": "j", "application_id": "a", "attachment_id": "x"});
    let notify = |event: &str| standin.notify(event, "application.attachment.created", &body);
    assert_eq!((notify("e-1"), notify("e-1")), (vec![Some(202)], vec![Some(202)]));
    let told = run(&["sync", "--once", "--json"]).lines();
    assert!(told.iter().any(|stream| stream["changed"] == 1 && stream["downloaded"] == 1), "{told:?}");
    assert_eq!(run(&["webhook", "remove", "acme", &callback]).status, 0);
}
