//! How well the order of hits agrees with what a recruiter would want to see: nDCG of ten over judged queries.
//!
//! `cargo test -p vitae-index --test relevance -- --nocapture` prints it query by query.
#![expect(clippy::disallowed_methods, reason = "the test reads the corpus")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use vitae_index::{Entry, Index, Query};
use vitae_model::{PersonId, Profile};

/// The mean may not fall below it. Raise it when ranking gets better.
const FLOOR: f64 = 0.93;
/// Hits that are looked at.
const DEPTH: usize = 10;

/// The persons of the labelled corpus by number, each once.
fn persons() -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/truth");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("the corpus is there").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let mut seen = BTreeSet::new();
    let mut entries = Vec::new();
    for path in paths {
        let number: String = path.file_stem().expect("a name").to_string_lossy().chars().take(3).collect();
        if seen.insert(number.clone()) {
            let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).expect("readable")).expect("JSON");
            let profile: Profile = serde_json::from_value(json.get("profile").unwrap_or(&json).clone()).expect("a profile");
            entries.push(Entry::new(PersonId::new(number), profile, 1_760_000_000));
        }
    }
    entries
}

/// Gain by grade, less the deeper it stands.
fn gain(grade: u32, place: usize) -> f64 {
    (f64::from(2_u32.pow(grade)) - 1.0) / (place as f64 + 2.0).log2()
}

fn ndcg(found: &[String], judged: &BTreeMap<String, u32>) -> f64 {
    let got: f64 = found.iter().take(DEPTH).enumerate().map(|(place, person)| gain(judged.get(person).copied().unwrap_or(0), place)).sum();
    let mut best: Vec<u32> = judged.values().copied().collect();
    best.sort_unstable_by(|left, right| right.cmp(left));
    got / best.iter().take(DEPTH).enumerate().map(|(place, &grade)| gain(grade, place)).sum::<f64>()
}

#[test]
fn hits_stand_in_the_order_a_recruiter_wants() {
    let index = Index::in_memory().expect("an index");
    let mut writer = index.writer().expect("a writer");
    for entry in persons() {
        writer.upsert(&entry).expect("written");
    }
    writer.commit().expect("committed");
    let mut all = Vec::new();
    for line in include_str!("../../../tests/relevance.tsv").lines().filter(|line| !line.starts_with('#')) {
        let (text, judged) = line.split_once('\t').expect("two columns");
        let judged = judged.split(' ').map(|pair| pair.split_once('=').expect("person=grade"));
        let judged: BTreeMap<String, u32> = judged.map(|(person, grade)| (person.to_owned(), grade.parse().expect("a grade"))).collect();
        let page = index.search(&Query::new(text)).expect(text);
        let found: Vec<String> = page.hits.iter().map(|hit| hit.person.to_string()).collect();
        let value = ndcg(&found, &judged);
        println!("{value:.3}  {text}  {}", found.iter().take(5).cloned().collect::<Vec<_>>().join(" "));
        all.push(value);
    }
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    println!("nDCG@{DEPTH} {mean:.3} over {} queries", all.len());
    assert!(mean >= FLOOR, "nDCG@{DEPTH} {mean:.3} is below {FLOOR}");
}
