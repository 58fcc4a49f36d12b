//! Many files together.

use std::collections::BTreeMap;

use serde_json::Value;

use super::tally::{Tally, round};
use super::{HEADLINE, score};

/// What was predicted for one document.
#[derive(Debug, Clone, Default)]
pub struct Prediction {
    /// The profile; `null` where there is none.
    pub profile: Value,
    /// The ending of the document's name, in lower case.
    pub format: String,
    /// The program that wrote the document, without its version; empty where unknown.
    pub producer: String,
    /// How sure the parser was of each value, by its JSON pointer.
    pub confidence: BTreeMap<String, f64>,
}

/// What files are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The program and layout that made the file.
    Renderer,
    /// The language and country of the person.
    Locale,
    /// The family of layouts.
    Kind,
    /// The ending of the file's name.
    Format,
    /// The language of the person.
    Language,
    /// The program that wrote the file.
    Producer,
}

impl Group {
    /// The word used in tables and options.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Renderer => "renderer",
            Self::Locale => "locale",
            Self::Kind => "kind",
            Self::Format => "format",
            Self::Language => "language",
            Self::Producer => "producer",
        }
    }

    fn of(self, name: &str, prediction: Option<&Prediction>, truth: &Value) -> String {
        let told = truth["meta"][self.as_str()].as_str();
        let group = match self {
            Self::Format => prediction.map(|prediction| prediction.format.as_str()),
            Self::Renderer => told.or_else(|| name.split_once("--").map(|(_, renderer)| renderer)),
            Self::Producer => prediction.map(|prediction| prediction.producer.as_str()),
            Self::Language => truth["meta"]["locale"].as_str().and_then(|locale| locale.split(['-', '_']).next()),
            Self::Locale | Self::Kind => told,
        };
        group.filter(|group| !group.is_empty()).unwrap_or("unknown").to_owned()
    }
}

/// The score of one file or one group.
#[derive(Debug, Clone, Default)]
pub struct Score {
    /// Number of files.
    pub files: usize,
    /// Number of files with a profile.
    pub predicted: usize,
    /// All counts.
    pub tally: Tally,
}

impl Score {
    /// The mean F1 of the headline's fields, as far as there was anything to find.
    #[must_use]
    pub fn headline(&self) -> Option<f64> {
        let found: Vec<f64> = HEADLINE.iter().filter_map(|field| self.tally.measure(field)).map(|measure| measure.f1).collect();
        (!found.is_empty()).then(|| round(found.iter().sum::<f64>() / found.len() as f64))
    }

    fn add(&mut self, tally: &Tally, predicted: bool) {
        self.files += 1;
        self.predicted += usize::from(predicted);
        self.tally.merge(tally);
    }
}

/// The score of a set of files.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// All files together.
    pub total: Score,
    /// Each group by its name; empty where no grouping was asked for.
    pub groups: BTreeMap<String, Score>,
    /// Each file by its name without ending.
    pub files: BTreeMap<String, Score>,
}

impl Report {
    /// The mean of the files' headlines.
    #[must_use]
    pub fn mean_of_files(&self) -> Option<f64> {
        let headlines: Vec<f64> = self.files.values().filter_map(Score::headline).collect();
        (!headlines.is_empty()).then(|| round(headlines.iter().sum::<f64>() / headlines.len() as f64))
    }
}

/// Scores every file of `truths`; one without a prediction counts as an empty profile.
#[must_use]
pub fn report(predictions: &BTreeMap<String, Prediction>, truths: &BTreeMap<String, Value>, by: Option<Group>) -> Report {
    let mut report = Report::default();
    for (name, truth) in truths {
        let prediction = predictions.get(name);
        let profile = prediction.map_or(&Value::Null, |prediction| &prediction.profile);
        let tally = score(profile, truth);
        let predicted = profile.is_object();
        report.total.add(&tally, predicted);
        report.files.entry(name.clone()).or_default().add(&tally, predicted);
        if let Some(by) = by {
            report.groups.entry(by.of(name, prediction, truth)).or_default().add(&tally, predicted);
        }
    }
    report
}

/// Reads predictions, one object a line with `source` and `profile`, by the source's name without folder and ending.
///
/// # Errors
/// The number of the line that is no JSON, and why.
pub fn predictions(lines: &str) -> Result<BTreeMap<String, Prediction>, String> {
    let mut found = BTreeMap::new();
    for (index, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut object: Value = serde_json::from_str(line).map_err(|error| format!("line {}: {error}", index + 1))?;
        let source = object["source"].as_str().unwrap_or_default();
        let file = source.rsplit(['/', '\\']).next().unwrap_or_default();
        let (stem, format) = split_ending(file);
        let name = stem.to_owned();
        let confidence = confidences(&object["evidence"]);
        found.insert(name, Prediction { format, profile: object["profile"].take(), producer: String::new(), confidence });
    }
    Ok(found)
}

/// How sure a parser was of each value, by its pointer. A value read in several places is as sure as the surest of them.
fn confidences(evidence: &Value) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    for item in evidence.as_array().map(Vec::as_slice).unwrap_or_default() {
        if let (Some(pointer), Some(confidence)) = (item["pointer"].as_str(), item["confidence"].as_f64()) {
            let known = found.entry(pointer.to_owned()).or_insert(confidence);
            *known = f64::max(*known, confidence);
        }
    }
    found
}

/// A file's name and the ending that is no part of it.
fn split_ending(file: &str) -> (&str, String) {
    let Some((stem, ending)) = file.rsplit_once('.') else { return (file, String::new()) };
    let ending = ending.to_lowercase();
    let known = ["pdf", "docx", "json", "doc", "txt", "html", "odt", "rtf"].contains(&ending.as_str());
    (if known { stem } else { file }, ending)
}

/// Reads the labelled profiles of a folder, by the file's name without ending.
///
/// # Errors
/// What could not be read, and why.
#[expect(clippy::disallowed_methods, reason = "truth lies in files")]
pub fn truths(folder: &std::path::Path) -> Result<BTreeMap<String, Value>, String> {
    let told = |path: &std::path::Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(|error| told(folder, &error))? {
        let path = entry.map_err(|error| told(folder, &error))?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let text = std::fs::read_to_string(&path).map_err(|error| told(&path, &error))?;
            let truth = serde_json::from_str(&text).map_err(|error| told(&path, &error))?;
            found.insert(path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), truth);
        }
    }
    Ok(found)
}
