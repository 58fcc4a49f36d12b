//! Commands that keep and look up: enrich, search, show and what people decide.

use std::path::Path;

use serde_json::Value;
use vitae_tests::{corpus, root};

use crate::{Ran, folder, text, vitae};

fn enriched() -> tempfile::TempDir {
    let home = folder();
    let ran = enrich(home.path());
    assert_eq!(ran.status, 0, "{ran:?}");
    home
}

fn enrich(home: &Path) -> Ran {
    let out = home.join("out.jsonl");
    vitae(home, &["enrich", text(&root().join("corpus")), "--out", text(&out)])
}

fn out(home: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(home.join("out.jsonl")).expect("the lines were written");
    text.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

#[test]
fn every_file_is_accounted_for_and_a_second_run_parses_nothing() {
    let home = enriched();
    let first = out(home.path());
    assert_eq!(first.len(), corpus::documents().len());
    for line in &first {
        assert_eq!(line["outcome"], "parsed", "{}", line["source"]);
        assert!(line["record"].is_string() && line["person"].is_string(), "{}", line["source"]);
    }
    let again = enrich(home.path());
    assert!(again.stdout.contains(" 0 parsed, 56 known, 0 failed"), "{}", again.stdout);
    assert_eq!(out(home.path()), first);
}

#[test]
fn two_documents_of_one_person_become_one_person() {
    let home = enriched();
    let mut by_human: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for line in out(home.path()) {
        let source = line["source"].as_str().unwrap_or_default();
        let human = source.rsplit('/').next().and_then(|name| name.split_once("--")).map(|(human, _)| human.to_owned()).unwrap_or_default();
        by_human.entry(human).or_default().push(line["person"].as_str().unwrap_or_default().to_owned());
    }
    let mut persons: Vec<String> = Vec::new();
    let mut apart = Vec::new();
    for (human, mut ids) in by_human {
        ids.dedup();
        if ids.len() > 1 {
            apart.push(human);
        }
        persons.extend(ids);
    }
    assert!(apart.len() <= 1, "documents of one human are kept apart: {apart:?}");
    let found = persons.len();
    persons.sort();
    persons.dedup();
    assert_eq!(persons.len(), found, "two humans share a person");
}

#[test]
fn search_tells_who_and_why() {
    let home = enriched();
    let ran = vitae(home.path(), &["search", "engineer", "--facet", "country"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.stdout.to_lowercase().contains("[engineer]"), "matches are not marked: {}", ran.stdout);
    assert!(ran.stdout.contains("country"), "{}", ran.stdout);
    let json = vitae(home.path(), &["search", "engineer", "--json", "--limit", "3"]);
    let page: Value = serde_json::from_str(&json.stdout).expect("one object");
    assert_eq!(page["hits"].as_array().map(Vec::len), Some(3));
    let nobody = vitae(home.path(), &["search", "xyzzyplugh"]);
    assert_eq!((nobody.status, nobody.stdout.as_str()), (1, ""));
}

#[test]
fn bad_queries_say_where_and_what() {
    let home = enriched();
    let ran = vitae(home.path(), &["search", "title:(engineer"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (2, "vitae: this parenthesis is never closed\n  title:(engineer\n        ^\n"));
    vitae(home.path(), &["search", "--filter", "citty:Berlin"]).failed_with("did you mean `city`?");
    vitae(home.path(), &["search", "--filter", "Berlin"]).failed_with("write field:value");
    vitae(home.path(), &["search", "--sort", "beauty"]).failed_with("`beauty` is no order");
}

#[test]
fn a_person_can_be_shown_split_merged_and_forgotten() {
    let home = enriched();
    let lines = out(home.path());
    let of = |human: &str, key: &str| -> Vec<String> {
        let mine = lines.iter().filter(|line| line["source"].as_str().unwrap_or_default().contains(&format!("/{human}--")));
        mine.map(|line| line[key].as_str().unwrap_or_default().to_owned()).collect()
    };
    let (person, records) = (of("001", "person").remove(0), of("001", "record"));
    let shown = vitae(home.path(), &["show", &person]);
    assert!(shown.status == 0 && records.iter().all(|record| shown.stdout.contains(record)), "{}", shown.stdout);
    let record: Value = serde_json::from_str(&vitae(home.path(), &["show", &records[0], "--json"]).stdout).expect("one object");
    assert!(record["evidence"].as_array().is_some_and(|evidence| !evidence.is_empty()), "{record}");

    let split = vitae(home.path(), &["split", &person, &records[0]]);
    assert_eq!(split.status, 0, "{split:?}");
    let other = split.stdout.trim();
    assert!(other != person && vitae(home.path(), &["show", other]).stdout.contains(&records[0]));
    let merged = vitae(home.path(), &["merge", &person, other]);
    assert_eq!(merged.status, 0, "{merged:?}");
    let whole = vitae(home.path(), &["show", merged.stdout.trim()]);
    assert!(records.iter().all(|record| whole.stdout.contains(record)), "{}", whole.stdout);

    let remains = merged.stdout.trim();
    vitae(home.path(), &["forget", remains]).failed_with("--yes");
    assert_eq!(vitae(home.path(), &["forget", remains, "--yes"]).status, 0);
    vitae(home.path(), &["show", remains]).failed_with("neither a person nor a record");
    assert_eq!(vitae(home.path(), &["search", records[0].as_str()]).status, 1);
}

#[test]
fn the_index_can_be_built_anew() {
    let home = enriched();
    let before = vitae(home.path(), &["search", "engineer", "--json"]).stdout;
    std::fs::remove_dir_all(home.path().join("index")).expect("the index is a folder");
    assert_eq!(vitae(home.path(), &["reindex"]).status, 0);
    let persons = |json: &str| -> Vec<String> {
        let page: Value = serde_json::from_str(json).expect("one object");
        page["hits"].as_array().into_iter().flatten().map(|hit| hit["person"].to_string()).collect()
    };
    assert_eq!(persons(&vitae(home.path(), &["search", "engineer", "--json"]).stdout), persons(&before));
    assert_eq!(vitae(home.path(), &["doctor"]).status, 0);
}

#[test]
fn looking_up_makes_no_home() {
    let folder = folder();
    let home = folder.path().join("none");
    for command in [&["search", "x"][..], &["show", "x"], &["duplicates"], &["reindex"]] {
        vitae(&home, command).failed_with("there is nothing in");
    }
    assert!(!home.exists());
}
