//! The shape of the workspace, asserted: which crate may import which, where heavy guests live, and a few habits.
//!
//! A failure lists every offender with its place and says what to do about it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Our crates from the ground up, each with those of ours it may import. Nothing imports upwards.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("document", &["model"]),
    ("parse", &["model", "document"]),
    ("matching", &["model"]),
    ("index", &["model"]),
    ("store", &["model"]),
    ("engine", &["model", "document", "parse", "matching", "index", "store"]),
    ("ingest", &["model", "document", "parse", "matching", "index", "store", "engine"]),
    ("web", &["model", "document", "parse", "matching", "index", "store", "engine", "ingest"]),
    ("cli", &["model", "document", "parse", "matching", "index", "store", "engine", "ingest", "web"]),
];

/// Guests, each with the crates that may name it. A guest that is not listed here is vocabulary that anybody may use.
const HOMES: &[(&str, &[&str])] = &[
    ("lopdf", &["document"]),
    ("docx-rs", &["document"]),
    ("zip", &["document"]),
    ("quick-xml", &["document"]),
    ("flate2", &["document"]),
    ("aes", &["document"]),
    ("cbc", &["document"]),
    ("md-5", &["document"]),
    ("html5gum", &["document"]),
    ("encoding_rs", &["document"]),
    ("chardetng", &["document"]),
    ("rayon", &["parse", "matching"]),
    ("tantivy", &["index"]),
    ("rusqlite", &["store"]),
    ("postgres", &["store"]),
    ("reqwest", &["ingest"]),
    ("reqwest-middleware", &["ingest"]),
    ("reqwest-retry", &["ingest"]),
    ("ammonia", &["ingest"]),
    ("ring", &["ingest"]),
    ("rustls", &["ingest", "store"]),
    ("tokio-rustls", &["store"]),
    ("secrecy", &["ingest"]),
    ("axum", &["web"]),
    ("tokio", &["store", "ingest", "web", "cli"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("mimalloc", &["cli"]),
    ("anyhow", &["cli"]),
    ("comfy-table", &["cli"]),
    ("toml_edit", &["cli"]),
    ("etcetera", &["cli"]),
    ("tracing-subscriber", &["cli"]),
    ("serde_yaml_ng", &["cli"]),
];

/// Longest source file, in lines with its tests.
const FILE_LINES: usize = 800;

/// Names that say nothing of what a file holds.
const EMPTY_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc", "shared", "types", "stuff"];

/// Marks of work that was not finished.
const UNFINISHED: &[&str] =
    &[concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[ig", "nore"), concat!("FIX", "ME"), concat!("TO", "DO")];

#[test]
fn imports_run_downwards_only() {
    let mut offences = Vec::new();
    for (crate_name, allowed) in LAYERS {
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            // What only tests need may come from the crates made for tests.
            let for_tests = |name: &str| table == "dev-dependencies" && name == "tests";
            for ours in dependencies(crate_name, table).iter().filter_map(|name| name.strip_prefix("vitae-")) {
                if !allowed.contains(&ours) && !for_tests(ours) {
                    offences.push(format!("crates/{crate_name}/Cargo.toml: [{table}] names vitae-{ours}"));
                }
            }
        }
    }
    assert_none(&offences, "imports run downwards only: move the code, or pass a value up instead");
}

#[test]
fn guests_stay_in_their_homes() {
    let mut offences = Vec::new();
    for (crate_name, _) in LAYERS {
        for table in ["dependencies", "build-dependencies"] {
            for guest in dependencies(crate_name, table) {
                let homes = HOMES.iter().find(|(name, _)| *name == guest).map(|(_, homes)| *homes);
                if homes.is_some_and(|homes| !homes.contains(crate_name)) {
                    offences.push(format!("crates/{crate_name}/Cargo.toml: [{table}] names {guest}, which lives in {homes:?}"));
                }
            }
        }
    }
    assert_none(&offences, "each guest has its home: ask the crate that lives there");
}

#[test]
fn every_crate_is_listed_and_shares_versions_and_lints() {
    let mut offences = Vec::new();
    let listed: BTreeSet<String> = LAYERS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let present: BTreeSet<String> = children(&root().join("crates")).iter().map(|path| stem(path)).collect();
    for name in listed.symmetric_difference(&present) {
        offences.push(format!("crates/{name} is not in both LAYERS and the folder"));
    }
    for folder in children(&root().join("crates")).into_iter().chain([root().join("tests"), root().join("benches")]) {
        offences.extend(manifest_offences(&folder));
    }
    assert_none(&offences, "list the crate in LAYERS; take versions and lints from the workspace");
}

fn manifest_offences(folder: &Path) -> Vec<String> {
    let manifest = manifest(folder);
    let mut offences = Vec::new();
    let told = relative(folder);
    let expected = if told.starts_with("crates/") { format!("vitae-{}", stem(folder)) } else { format!("vitae-{told}") };
    if manifest["package"]["name"].as_str() != Some(&expected) {
        offences.push(format!("{told}: the package is not called {expected}"));
    }
    if manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool) != Some(true) {
        offences.push(format!("{told}: no `[lints] workspace = true`"));
    }
    for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (name, value) in manifest.get(table).and_then(toml::Value::as_table).into_iter().flatten() {
            if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                offences.push(format!("{told}: {name} has a version of its own"));
            }
        }
    }
    offences
}

#[test]
fn files_are_small_named_after_a_thing_and_say_what_they_are() {
    let mut offences = Vec::new();
    for path in sources() {
        let text = read(&path);
        let told = relative(&path);
        let lines = text.lines().count();
        if lines > FILE_LINES {
            offences.push(format!("{told}: {lines} lines; split it by idea, {FILE_LINES} is the most"));
        }
        if EMPTY_NAMES.contains(&stem(&path).as_str()) {
            offences.push(format!("{told}: name it after what it holds"));
        }
        if !text.starts_with("//!") {
            offences.push(format!("{told}: the first line says what the file is for (`//! …`)"));
        }
    }
    assert_none(&offences, "one idea a file");
}

#[test]
fn nothing_is_left_unfinished() {
    let mut offences = Vec::new();
    for path in sources() {
        for (number, line) in read(&path).lines().enumerate() {
            for mark in UNFINISHED.iter().filter(|mark| line.contains(**mark)) {
                offences.push(format!("{}:{}: {mark}", relative(&path), number + 1));
            }
        }
    }
    assert_none(&offences, "finish it, or leave it out and say so in the documentation");
}

#[test]
fn text_names_no_machine_and_no_real_person() {
    let path = Regex::new(r#"(?:^|[\s"'`(=:])/(?:home|root|Users|mnt)/[\w.]"#).expect("the pattern is well formed");
    let address = Regex::new(r"\b[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\.)*(gmail|outlook|hotmail|yahoo|icloud|proton|gmx|web)\.[a-z]{2,6}\b")
        .expect("well formed");
    // Matching knows the spelling rules of large providers, and can only be tested with their names.
    let mut offences = Vec::new();
    for file in sources().into_iter().chain(pages()) {
        for (number, line) in read(&file).lines().enumerate() {
            if path.is_match(line) {
                offences.push(format!("{}:{}: a path of one machine", relative(&file), number + 1));
            }
            if address.is_match(line) && !file.starts_with(root().join("crates/matching")) {
                offences.push(format!("{}:{}: an address that may be somebody's; use example.com", relative(&file), number + 1));
            }
        }
    }
    assert_none(&offences, "the repository speaks of the product alone, and its persons are invented");
}

#[test]
fn links_between_pages_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#\s]+)(?:#[^)]*)?\)").expect("the pattern is well formed");
    let mut offences = Vec::new();
    for page in pages() {
        let text = read(&page);
        for target in link.captures_iter(&text).map(|found| found[1].to_owned()).filter(|target| !target.contains("://")) {
            if !page.parent().expect("a page stands in a folder").join(&target).exists() {
                offences.push(format!("{}: {target} does not exist", relative(&page)));
            }
        }
    }
    assert_none(&offences, "links between pages lead somewhere");
}

fn assert_none(offences: &[String], advice: &str) {
    assert!(offences.is_empty(), "{advice}\n  {}\n", offences.join("\n  "));
}

fn root() -> PathBuf {
    vitae_tests::root()
}

/// The names under `table` of a crate's manifest.
fn dependencies(crate_name: &str, table: &str) -> Vec<String> {
    let manifest = manifest(&root().join("crates").join(crate_name));
    manifest.get(table).and_then(toml::Value::as_table).map(|entries| entries.keys().cloned().collect()).unwrap_or_default()
}

fn manifest(folder: &Path) -> toml::Value {
    let path = folder.join("Cargo.toml");
    let table: toml::Table = read(&path).parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::Value::Table(table)
}

/// All Rust files of the workspace, sorted.
fn sources() -> Vec<PathBuf> {
    ["crates", "tests", "benches"].iter().flat_map(|folder| files(&root().join(folder), "rs")).collect()
}

/// All Markdown pages of the repository, sorted.
fn pages() -> Vec<PathBuf> {
    files(&root(), "md")
}

/// Files under `folder` with this ending, sorted; build output and hidden folders are left out.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for path in children(&folder) {
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be listed").path()).collect();
    paths.retain(|path| !path.file_name().is_some_and(|name| name == "target" || name.to_string_lossy().starts_with('.')));
    paths.sort();
    paths
}

#[expect(clippy::disallowed_methods, reason = "this test reads the repository")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned()
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
