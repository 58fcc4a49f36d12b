//! The `vitae` command as a user meets it: what it prints where, and how it ends.
#![expect(clippy::disallowed_methods, reason = "tests write the files that they are about")]

mod basics;
mod configuration;
mod explain;
mod home;
mod parse;
mod records;
mod redact;
mod service;
mod sync;
mod text;

use std::path::Path;

use assert_cmd::Command;

/// What a run printed and how it ended.
#[derive(Debug)]
struct Ran {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Ran {
    /// The objects on stdout, one a line.
    fn lines(&self) -> Vec<serde_json::Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
    }

    /// Asserts that it failed with one sentence that says `what`, and nothing else.
    #[track_caller]
    fn failed_with(&self, what: &str) {
        assert_eq!(self.status, 2, "{self:?}");
        assert!(self.stderr.contains(what), "`{what}` is not in {}", self.stderr);
        assert_eq!(self.stderr.lines().count(), 1, "one sentence, not {}", self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
    }
}

/// Runs `vitae` with a home of its own and an environment that holds nothing else.
fn vitae(home: &Path, arguments: &[&str]) -> Ran {
    vitae_with(home, arguments, &[])
}

fn vitae_with(home: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vitae"));
    command.env_clear().env("VITAE_HOME", home).envs(environment.iter().copied()).args(arguments);
    let output = command.output().expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("prints UTF-8");
    Ran { status: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the path is UTF-8")
}
