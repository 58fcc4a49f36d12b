//! How well the parser reads the labelled corpus, held above a committed floor.
#![expect(clippy::disallowed_methods, reason = "this test reads the corpus and, when asked to, rewrites the floor")]

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use vitae_tests::score::{self, Group, Prediction, Report};
use vitae_tests::{corpus, labelled, root};

/// How far below the measured F1 a blessed floor lies.
const SLACK: f64 = 0.003;

#[test]
fn the_manifest_tells_of_every_document_and_no_other() {
    let listed: BTreeMap<String, String> = corpus::manifest().into_iter().map(|entry| (entry.file, entry.sha256)).collect();
    let mut present = BTreeMap::new();
    for entry in std::fs::read_dir(root().join("corpus/resumes")).expect("the corpus is there") {
        let path = entry.expect("the corpus can be listed").path();
        let bytes = std::fs::read(&path).expect("the corpus can be read");
        let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        present.insert(format!("resumes/{}", path.file_name().unwrap_or_default().to_string_lossy()), digest);
    }
    assert_eq!(listed, present, "corpus/manifest.csv and corpus/resumes differ");
}

#[test]
fn every_document_has_its_truth() {
    let documents: Vec<String> = corpus::manifest().iter().map(|entry| entry.name().to_owned()).collect();
    let truths: Vec<String> = truths().into_keys().collect();
    assert_eq!(documents, truths, "tests/truth holds one file for each document of the corpus");
}

#[test]
fn the_scorer_agrees_with_an_independent_one() {
    let case = root().join("tests/cases/score");
    let lines = std::fs::read_to_string(case.join("predictions.jsonl")).expect("the case is there");
    let predictions = score::predictions(&lines).expect("the case holds JSON lines");
    let by = |group| score::report(&predictions, &truths(), Some(group));
    let mut table = score::summary(&by(Group::Renderer));
    for group in [Group::Renderer, Group::Locale, Group::Format] {
        table.push_str(&format!("\n\n{}", score::groups(&by(group), group)));
    }
    let expected = std::fs::read_to_string(case.join("expected.txt")).expect("the case is there");
    assert_eq!(table.trim_end(), expected.trim_end());
}

#[test]
fn the_corpus_scores_above_the_floor() {
    let report = score::report(&parse_corpus(), &truths(), Some(Group::Renderer));
    println!("{}\n\n{}\n\n{}", score::summary(&report), score::groups(&report, Group::Renderer), score::worst(&report, 10));
    let path = root().join("tests/floor.toml");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, blessed(&report)).expect("the floor can be written");
    }
    let floor: BTreeMap<String, f64> =
        toml::from_str(&std::fs::read_to_string(&path).expect("tests/floor.toml is there")).expect("tests/floor.toml holds numbers");
    let below: Vec<String> = floor
        .iter()
        .filter(|(field, floor)| measured(&report, field) < **floor)
        .map(|(field, floor)| format!("{field}: {:.4} is below {floor:.4}", measured(&report, field)))
        .collect();
    assert!(below.is_empty(), "the parser reads less than it did:\n  {}\n", below.join("\n  "));
    assert_eq!(floor.len(), score::HEADLINE.len() + 1, "tests/floor.toml holds the headline and each of its fields");
}

/// The F1 of a field, or the headline.
fn measured(report: &Report, field: &str) -> f64 {
    if field == "headline" {
        return report.total.headline().unwrap_or_default();
    }
    report.total.tally.measure(field).map_or(0.0, |measure| measure.f1)
}

fn blessed(report: &Report) -> String {
    let mut text =
        "# F1 on the corpus that no change may undercut. `BLESS=1 cargo test -p vitae-tests --test accuracy` rewrites it.\n".to_owned();
    for field in std::iter::once(&"headline").chain(score::HEADLINE) {
        let floor = (measured(report, field) - SLACK).max(0.0);
        text.push_str(&format!("{field} = {:.3}\n", (floor * 1000.0).floor() / 1000.0));
    }
    text
}

fn truths() -> BTreeMap<String, serde_json::Value> {
    score::truths(&root().join("tests/truth")).expect("tests/truth holds JSON")
}

fn parse_corpus() -> BTreeMap<String, Prediction> {
    labelled::read(corpus::documents()).expect("the corpus can be read")
}

/// Before and behind the table of the README that [`score::accuracy`] prints.
const MARKS: [&str; 2] = ["<!-- accuracy: BLESS=1 cargo test -p vitae-tests --test accuracy -->\n", "<!-- /accuracy -->"];

#[test]
fn the_readme_says_what_the_report_says() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md is there");
    let (before, rest) = readme.split_once(MARKS[0]).expect("README.md marks where the table begins");
    let (shown, behind) = rest.split_once(MARKS[1]).expect("README.md marks where the table ends");
    let table = score::accuracy(&parse_corpus(), &truths());
    if shown != table && std::env::var_os("BLESS").is_some() {
        let text = format!("{before}{}{table}{}{behind}", MARKS[0], MARKS[1]);
        std::fs::write(&path, text).expect("README.md can be written");
    } else {
        assert!(shown == table, "the table of README.md is not what the report prints; BLESS=1 rewrites it:\n{table}");
    }
}

/// Fewer values say nothing of how often something is right.
const ENOUGH: usize = 20;

#[test]
fn values_that_are_said_to_be_sure_are_right() {
    let found = score::reliability(&parse_corpus(), &truths());
    assert!(found.len() >= score::HEADLINE.len(), "only {} fields carry a confidence", found.len());
    let false_friends: Vec<String> = found
        .iter()
        .map(|(field, buckets)| (field, buckets[0]))
        .filter(|(_, sure)| sure.given >= ENOUGH && sure.share().is_some_and(|share| share < score::BUCKETS[0]))
        .map(|(field, sure)| format!("{field}: {} of {} right", sure.right, sure.given))
        .collect();
    assert!(false_friends.is_empty(), "given with 0.9 and more, but right less often:\n  {}\n", false_friends.join("\n  "));
}
