//! Help, version, completions, the manual page, and misuse.

use crate::{folder, vitae};

/// The subcommands and options that a user relies on. `BLESS=1` rewrites the file.
#[test]
fn help_is_as_committed() {
    let home = folder();
    let mut pages = vitae(home.path(), &["--help"]).stdout;
    let commands: Vec<String> = pages
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect();
    assert!(commands.len() >= 10, "{commands:?}");
    for command in &commands {
        pages.push_str(&format!("\n== {command}\n\n{}", vitae(home.path(), &[command, "--help"]).stdout));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/help.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &pages).expect("can be written");
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(pages == committed, "the help changed; look at it, then run with BLESS=1:\n{pages}");
}

#[test]
fn the_version_is_told() {
    let ran = vitae(folder().path(), &["--version"]);
    assert_eq!((ran.status, ran.stdout.trim()), (0, concat!("vitae ", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn completions_and_manual_know_every_command() {
    let home = folder();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = vitae(home.path(), &["completions", shell]);
        assert_eq!(ran.status, 0, "{shell}");
        for word in ["enrich", "search", "--facet"] {
            assert!(ran.stdout.contains(word.trim_start_matches('-')), "{shell} does not know {word}");
        }
    }
    let manual = vitae(home.path(), &["man"]);
    assert!(manual.status == 0 && manual.stdout.contains(".TH vitae 1") && manual.stdout.contains("enrich"));
}

#[test]
fn the_schema_is_json() {
    let ran = vitae(folder().path(), &["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&ran.stdout).expect("is JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn misuse_is_told_on_stderr_with_status_2() {
    let home = folder();
    for wrong in [&["parse"][..], &["prase", "x"], &["search", "--limt", "3"], &["completions", "tcsh"], &[]] {
        let ran = vitae(home.path(), wrong);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{wrong:?}");
        assert!(ran.stderr.contains("Usage") || ran.stderr.contains("--help"), "{}", ran.stderr);
    }
    assert!(vitae(home.path(), &["prase"]).stderr.contains("'parse'"));
}
