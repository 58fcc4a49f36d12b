//! Fits the labelling models: `cargo run --release -p vitae-parse --features train --example train -- FILES TRUTH OUT`.
//!
//! FILES holds documents named `<person>--<layout>.<ending>`, TRUTH a JSON Resume for each. Prints, for models that have not seen
//! the person, how often each label is right; writes `work.crf`, `education.crf` and `unseen.jsonl` into OUT: what those models
//! make of each document, one line each as `vitae parse` prints them.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program for the people who train, not a library")]

use std::error::Error;
use std::path::Path;

use vitae_parse::training::{Example, Subject, judge, predict, prepare, train, train_folds};

const N_FOLDS: usize = 6;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [files, truth, out] = arguments.as_slice() else { return Err("usage: train FILES TRUTH OUT".into()) };
    let examples = examples(Path::new(files), Path::new(truth))?;
    let mut folds = Vec::new();
    for (subject, name) in [(Subject::Work, "work"), (Subject::Education, "education")] {
        let prepared = prepare(&examples, subject);
        println!("{name}: {} documents, persons left out in {N_FOLDS} shares", prepared.len());
        let models = train_folds(&prepared, N_FOLDS);
        for (label, tally) in judge(&prepared, &models) {
            let f1 = 2.0 * tally.right as f64 / (2 * tally.right + tally.wrong + tally.missed).max(1) as f64;
            println!("  {label:40} {:6} right {:5} wrong {:5} missed  F1 {f1:.3}", tally.right, tally.wrong, tally.missed);
        }
        let bytes = train(&prepared);
        println!("  {} bytes", bytes.len());
        std::fs::write(Path::new(out).join(format!("{name}.crf")), bytes)?;
        folds.push(models);
    }
    let lines: Vec<String> = predict(&examples, &folds[0], &folds[1]).iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    std::fs::write(Path::new(out).join("unseen.jsonl"), lines.join("\n"))?;
    Ok(())
}

fn examples(files: &Path, truth: &Path) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut paths: Vec<_> = std::fs::read_dir(files)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut examples = Vec::new();
    for path in paths {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let person = stem.split("--").next().unwrap_or(stem).to_owned();
        let truth = std::fs::read_to_string(truth.join(format!("{stem}.json")))?;
        examples.push(Example {
            name: path.display().to_string(),
            person,
            bytes: std::fs::read(&path)?,
            truth: serde_json::from_str(&truth)?,
        });
    }
    Ok(examples)
}
