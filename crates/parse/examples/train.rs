//! Fits the labelling models: `cargo run --release -p vitae-parse --features train --example train -- FILES TRUTH OUT`.
//!
//! FILES holds documents named `<person>--<layout>.<ending>`, TRUTH a JSON Resume for each; both may be several folders, with commas.
//! Prints, for models that have seen neither the person nor the layout, how often each label is right; writes `work.crf`,
//! `education.crf` and `unseen.jsonl` into OUT: what those models make of each document, one line each as `vitae parse` prints them.
//! With `--persons` layouts are not left out; `--shares N` makes N shares of each instead of 6.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program for the people who train, not a library")]

use std::error::Error;
use std::path::Path;

use vitae_parse::training::{Example, Shares, Subject, judge, predict, prepare, train, train_shares};

const N_SHARES: usize = 6;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut shares = Shares { persons: N_SHARES, layouts: N_SHARES };
    if let Some(at) = arguments.iter().position(|argument| argument == "--shares") {
        let n_shares = arguments.get(at + 1).ok_or("--shares wants a number")?.parse()?;
        shares = Shares { persons: n_shares, layouts: n_shares };
        arguments.drain(at..at + 2);
    }
    if let Some(at) = arguments.iter().position(|argument| argument == "--persons") {
        shares.layouts = 1;
        arguments.remove(at);
    }
    let [files, truth, out] = arguments.as_slice() else {
        return Err("usage: train [--persons] [--shares N] FILES TRUTH OUT".into());
    };
    let mut all = Vec::new();
    for (files, truth) in files.split(',').zip(truth.split(',')) {
        all.extend(examples(Path::new(files), Path::new(truth))?);
    }
    let mut models = Vec::new();
    for (subject, name) in [(Subject::Work, "work"), (Subject::Education, "education")] {
        let prepared = prepare(&all, subject);
        println!("{name}: {} documents, left out in {} by {} shares of persons and layouts", all.len(), shares.persons, shares.layouts);
        let unseen = train_shares(&prepared, shares);
        for (label, tally) in judge(&prepared, &unseen, shares) {
            let f1 = 2.0 * tally.right as f64 / (2 * tally.right + tally.wrong + tally.missed).max(1) as f64;
            println!("  {label:40} {:6} right {:5} wrong {:5} missed  F1 {f1:.3}", tally.right, tally.wrong, tally.missed);
        }
        let bytes = train(&prepared);
        println!("  {} bytes", bytes.len());
        std::fs::write(Path::new(out).join(format!("{name}.crf")), bytes)?;
        models.push(unseen);
    }
    let lines: Vec<String> = predict(&all, &models[0], &models[1], shares).iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    std::fs::write(Path::new(out).join("unseen.jsonl"), lines.join("\n"))?;
    Ok(())
}

fn examples(files: &Path, truth: &Path) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut paths: Vec<_> = std::fs::read_dir(files)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut examples = Vec::new();
    for path in paths {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let (person, layout) = stem.split_once("--").unwrap_or((stem, ""));
        let truth = std::fs::read_to_string(truth.join(format!("{stem}.json")))?;
        examples.push(Example {
            name: path.display().to_string(),
            person: person.to_owned(),
            layout: layout.to_owned(),
            bytes: std::fs::read(&path)?,
            truth: serde_json::from_str(&truth)?,
        });
    }
    Ok(examples)
}
