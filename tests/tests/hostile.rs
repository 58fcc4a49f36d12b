//! Files that were made to do harm, and files that were damaged by chance: each is read in time, with an outcome, in bounded memory.
#![expect(clippy::disallowed_methods, reason = "the cases lie in files")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use vitae_document::{Deadline, Document, Limits, Reading, Scratch, read};
use vitae_model::Outcome;
use vitae_parse::{ParseOptions, extract};
use vitae_tests::mutant::Pool;
use vitae_tests::{root, trap};

/// Reading stops after 5 s. The rest is for a debug build and a busy machine: a hang takes for ever.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the boundaries say of a panic that they caught.
const PANICKED: [&str; 2] = ["contradicts itself", "a fault of this program"];
/// Mutants of the suite; the program `hostile` reads as many as one likes.
const MUTANTS: u64 = 3_000;
/// Threads that share them.
const LANES: u64 = 4;
/// Megabytes that no trap may make a process exceed.
const MEMORY: u64 = 400;

#[test]
fn mutants_are_read_in_time_with_an_outcome() {
    let pool = &Pool::load();
    let failures: Vec<String> = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES).map(|lane| scope.spawn(move || read_mutants(pool, lane))).collect();
        lanes.into_iter().map(|lane| lane.join().expect("panics are caught at the boundaries")).collect()
    });
    assert!(failures.iter().all(String::is_empty), "{}", failures.concat());
}

/// Reads the mutants of one lane and tells what is wrong.
fn read_mutants(pool: &Pool, lane: u64) -> String {
    let (options, mut scratch, mut reading_scratch) = (ParseOptions::default(), vitae_parse::Scratch::default(), Scratch::default());
    let mut failures = String::new();
    for index in (lane..MUTANTS).step_by(LANES as usize) {
        let mutant = pool.mutant(2026, index);
        let started = Instant::now();
        let reading = read(&mutant.bytes, &options.limits, Deadline::start(&options.limits), &mut reading_scratch);
        let extraction = extract(&mutant.origin, &mutant.bytes, &options, &mut scratch);
        let mut problems = problems_of(&reading.document);
        if started.elapsed() > PATIENCE {
            problems.push(format!("took {:?}", started.elapsed()));
        }
        let error = extraction.error.unwrap_or_default();
        if PANICKED.iter().any(|what| error.contains(what)) {
            problems.push("panicked".to_owned());
        }
        if (extraction.outcome == Outcome::Parsed) != error.is_empty() {
            problems.push(format!("{} says `{error}`", extraction.outcome));
        }
        for problem in problems {
            let _ = writeln!(failures, "mutant {index} of {}: {problem}", mutant.origin);
        }
    }
    failures
}

/// What a document's runs must not be.
fn problems_of(document: &Document) -> Vec<String> {
    let mut problems = Vec::new();
    for run in &document.runs {
        let place: [f32; 4] = run.area.into();
        let is_finite = place.iter().chain([&run.baseline, &run.size]).all(|number| number.is_finite());
        let wrong = [
            (document.text_of(run).trim().is_empty(), "is blank"),
            (usize::from(run.page) >= document.pages.len(), "lies on a page that is not there"),
            (usize::from(run.font.0) >= document.fonts.len().max(1), "is set in a font that is not there"),
            (run.link.is_some() && document.target_of(run).is_none(), "leads nowhere"),
            (!is_finite, "lies at no number"),
        ];
        problems.extend(wrong.iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, what)| format!("a run {what}")));
    }
    problems.dedup();
    problems
}

#[test]
fn traps_end_as_they_should() {
    let limits = Limits::default();
    let mut scratch = Scratch::default();
    let mut failures = String::new();
    for trap in trap::all() {
        let started = Instant::now();
        let reading = read(&trap.bytes, &limits, Deadline::start(&limits), &mut scratch);
        let elapsed = started.elapsed();
        let outcome = outcome_of(&reading);
        let mut problems = problems_of(&reading.document);
        problems.extend((outcome != trap.outcome).then(|| format!("{outcome} instead of {}", trap.outcome)));
        let text = reading.document.text.replace('\n', " ");
        problems.extend((!text.contains(trap.words)).then(|| format!("`{}` is not in it", trap.words)));
        problems.extend((elapsed > PATIENCE).then(|| format!("took {elapsed:?}")));
        for problem in problems {
            let _ = writeln!(failures, "{}: {problem}", trap.name);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

fn outcome_of(reading: &Reading) -> Outcome {
    reading.fault.as_ref().map_or(Outcome::Parsed, |fault| fault.outcome)
}

/// The whole path, in processes of their own: an abort and the memory of all traps together are seen.
#[test]
fn traps_neither_end_the_process_nor_fill_its_memory() {
    let output = Command::new(env!("CARGO_BIN_EXE_hostile")).args(["--traps", "--jobs", "1", "--patience", "60"]).output().expect("starts");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    let memory = told.lines().find_map(|line| line.strip_prefix("peak memory of a process ")?.strip_suffix(" MiB")?.parse::<u64>().ok());
    assert!(memory.is_some_and(|memory| memory <= MEMORY), "{memory:?} MiB, more than {MEMORY}\n{told}");
}

/// What fuzzers and users found: `<outcome>/<case>/input.*`, with a note on what was wrong.
#[test]
fn cases_end_as_their_folder_says() {
    let top = root().join("tests/cases/hostile");
    let mut scratch = vitae_parse::Scratch::default();
    let mut n_cases = 0;
    for outcome in names_in(&top) {
        for case in names_in(&top.join(&outcome)) {
            let folder = top.join(&outcome).join(&case);
            let files = names_in(&folder);
            let input = files.iter().find(|file| file.starts_with("input.")).unwrap_or_else(|| panic!("{case} lacks an input"));
            assert!(files.contains(&"note.md".to_owned()) && files.len() == 2, "{case} holds an input and note.md, not {files:?}");
            let bytes = std::fs::read(folder.join(input)).expect("the input of a case is readable");
            let started = Instant::now();
            let extraction = extract(input, &bytes, &ParseOptions::default(), &mut scratch);
            assert_eq!(extraction.outcome.as_str(), outcome, "{case}: {:?}", extraction.error);
            assert!(started.elapsed() < PATIENCE, "{case} took {:?}", started.elapsed());
            let error = extraction.error.unwrap_or_default();
            assert!(!PANICKED.iter().any(|what| error.contains(what)), "{case} panicked");
            n_cases += 1;
        }
    }
    assert!(n_cases > 0, "no case found");
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    let mut names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
