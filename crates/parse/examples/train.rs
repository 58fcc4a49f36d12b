//! Fits the labelling models: `cargo run --release -p vitae-parse --features train --example train -- FILES TRUTH OUT MORE_FILES MORE_TRUTH`.
//!
//! FILES holds documents named `<person>--<layout>.<ending>`, TRUTH a JSON Resume for each. MORE_FILES and MORE_TRUTH, several folders
//! with commas, are learnt from as well; they share neither persons nor layouts with FILES.
//! Prints, for models that have seen neither the person nor the layout, how often each label of FILES is right; writes `work.crf`,
//! `education.crf` and `unseen.jsonl` into OUT: what those models make of each document, one line each as `vitae parse` prints them.
//! With `--persons` layouts are not left out; `--shares N` makes N shares of each instead of 6; `--times N` lets each of FILES count
//! N times; `--final` fits nothing but what ships; `--only work` or `--only education` fits the models of one subject. With `--fitted` nothing
//! is fitted: OUT holds what was, and `unseen.jsonl` is written anew. `--read A/files,B/files` reads more folders with what ships, into
//! `OUT/A.jsonl` and `OUT/B.jsonl`; with `--final --fitted` nothing else.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program for the people who train, not a library")]

use std::error::Error;
use std::path::Path;

use vitae_parse::training::{Example, Shares, Subject, judge, predict, prepare, read, train, train_shares};

const N_SHARES: usize = 6;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let n_shares = number(&mut arguments, "--shares")?.unwrap_or(N_SHARES);
    let times = number(&mut arguments, "--times")?.unwrap_or(1);
    let (more_read, only) = (option(&mut arguments, "--read")?, option(&mut arguments, "--only")?);
    let mut flag = |name: &str| arguments.iter().position(|argument| argument == name).map(|at| arguments.remove(at)).is_some();
    let (by_person, final_only, fitted) = (flag("--persons"), flag("--final"), flag("--fitted"));
    let shares = Shares { persons: n_shares, layouts: if by_person { 1 } else { n_shares } };
    let (files, truth, out, more) = match arguments.as_slice() {
        [files, truth, out] => (files, truth, out, None),
        [files, truth, out, more_files, more_truth] => (files, truth, out, Some((more_files, more_truth))),
        _ => return Err("usage: train [--persons] [--shares N] [--times N] [--only SUBJECT] [--final] [--fitted] [--read FOLDERS] FILES TRUTH OUT [MORE_FILES MORE_TRUTH]".into()),
    };
    if fitted && final_only {
        return read_all(more_read.as_deref(), Path::new(out));
    }
    let mut all = examples(Path::new(files), Path::new(truth), times, true)?;
    let n_judged = all.len();
    if fitted {
        let models = |name: &str| {
            (0..shares.n_models())
                .map(|number| std::fs::read(Path::new(out).join(format!("{name}.{number}.crf"))))
                .collect::<Result<Vec<_>, _>>()
        };
        let lines: Vec<String> =
            predict(&all, &models("work")?, &models("education")?, shares).iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
        std::fs::write(Path::new(out).join("unseen.jsonl"), lines.join("\n"))?;
        return Ok(());
    }
    for (files, truth) in more.iter().flat_map(|(files, truth)| files.split(',').zip(truth.split(','))) {
        all.extend(examples(Path::new(files), Path::new(truth), 1, false)?);
    }
    let mut models = Vec::new();
    let subjects = [(Subject::Work, "work"), (Subject::Education, "education")];
    for (subject, name) in subjects.into_iter().filter(|(_, name)| only.as_ref().is_none_or(|only| only == name)) {
        let prepared = prepare(&all, subject);
        let unseen = if final_only { Vec::new() } else { train_shares(&prepared, shares) };
        for (number, bytes) in unseen.iter().enumerate() {
            std::fs::write(Path::new(out).join(format!("{name}.{number}.crf")), bytes)?;
        }
        let n_more = all.len() - n_judged;
        println!(
            "{name}: {n_judged} documents, left out in {} by {} shares of persons and layouts, and {n_more} more",
            shares.persons, shares.layouts
        );
        let judged = if final_only { Vec::new() } else { judge(&prepared, &unseen, shares) };
        for (label, tally) in judged {
            let f1 = 2.0 * tally.right as f64 / (2 * tally.right + tally.wrong + tally.missed).max(1) as f64;
            println!("  {label:40} {:6} right {:5} wrong {:5} missed  F1 {f1:.3}", tally.right, tally.wrong, tally.missed);
        }
        let bytes = train(&prepared);
        println!("  {} bytes", bytes.len());
        std::fs::write(Path::new(out).join(format!("{name}.crf")), bytes)?;
        models.push(unseen);
    }
    if only.is_some() {
        return Ok(());
    }
    read_all(more_read.as_deref(), Path::new(out))?;
    if final_only {
        return Ok(());
    }
    let lines: Vec<String> = predict(&all, &models[0], &models[1], shares).iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    std::fs::write(Path::new(out).join("unseen.jsonl"), lines.join("\n"))?;
    Ok(())
}

/// Reads every folder of `folders` with the weights in `out`, and writes what they make of it beside them.
fn read_all(folders: Option<&str>, out: &Path) -> Result<(), Box<dyn Error>> {
    let (work, education) = (std::fs::read(out.join("work.crf"))?, std::fs::read(out.join("education.crf"))?);
    for folder in folders.into_iter().flat_map(|folders| folders.split(',')).map(Path::new) {
        let mut documents = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            documents.push((path.display().to_string(), std::fs::read(&path)?));
        }
        documents.sort();
        let lines: Vec<String> = read(&documents, &work, &education).iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
        let set = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or("read");
        std::fs::write(out.join(format!("{set}.jsonl")), lines.join("\n"))?;
    }
    Ok(())
}

/// Takes an option and what stands behind it out of `arguments`.
fn option(arguments: &mut Vec<String>, name: &str) -> Result<Option<String>, Box<dyn Error>> {
    let Some(at) = arguments.iter().position(|argument| argument == name) else { return Ok(None) };
    let value = arguments.get(at + 1).cloned().ok_or_else(|| format!("{name} wants a value"))?;
    arguments.drain(at..at + 2);
    Ok(Some(value))
}

/// The same of a number.
fn number(arguments: &mut Vec<String>, name: &str) -> Result<Option<usize>, Box<dyn Error>> {
    Ok(option(arguments, name)?.map(|value| value.parse()).transpose()?)
}

fn examples(files: &Path, truth: &Path, times: usize, judged: bool) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut paths: Vec<_> = std::fs::read_dir(files)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut examples = Vec::new();
    for (number, path) in paths.into_iter().enumerate() {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let (person, layout) = stem.split_once("--").unwrap_or((stem, ""));
        let truth = std::fs::read_to_string(truth.join(format!("{stem}.json")))?;
        examples.push(Example {
            name: path.display().to_string(),
            person: person.to_owned(),
            layout: layout.to_owned(),
            bytes: std::fs::read(&path)?,
            truth: serde_json::from_str(&truth)?,
            times,
            // A quarter of what counts four times, every second one of what counts once.
            disguised: if times > 1 { times / 4 } else { number % 2 },
            judged,
        });
    }
    Ok(examples)
}
