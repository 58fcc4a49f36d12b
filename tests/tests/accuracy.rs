//! How well the parser reads the labelled corpus, held above a committed floor.
#![expect(clippy::disallowed_methods, reason = "this test reads the corpus and, when asked to, rewrites the floor")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use vitae_parse::{ParseOptions, Source, extract_all};
use vitae_tests::score::{self, Group, Prediction, Report};
use vitae_tests::{corpus, root};

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
    let documents: Vec<Document> = corpus::documents().into_iter().map(Document).collect();
    let mut lines = String::new();
    extract_all(&documents, &ParseOptions::default(), |_, answer| {
        let extraction = answer.expect("the corpus can be read");
        lines.push_str(&serde_json::to_string(&extraction).expect("an extraction is JSON"));
        lines.push('\n');
    });
    score::predictions(&lines).expect("extractions are predictions")
}

struct Document(PathBuf);

impl Source for Document {
    fn name(&self) -> Cow<'_, str> {
        Path::to_string_lossy(&self.0)
    }

    fn bytes(&self, limit: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        std::fs::File::open(&self.0)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
