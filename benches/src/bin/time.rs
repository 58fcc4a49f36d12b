//! Times reading and parsing of single files and prints one JSON object each: what the scripts beside it compare with other programs.
//!
//! Files named on the command line are run five times each, the fastest counts. Without any, one path a line is read from standard input
//! and run once, as the others are: whoever asks decides on the rounds. `--batch FILE…` times all of them together on one thread, as
//! `vitae parse --jobs 1` reads them, and prints one object for all.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool at the command line reads files and prints")]

use std::borrow::Cow;
use std::io::{self, BufRead};
use std::time::Instant;

use vitae_document::{Deadline, Limits, read};
use vitae_parse::{ParseOptions, Scratch, Source, extract, extract_all, with_threads};

/// The allocator of the command that this stands for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs of each file, or of the batch, that is named on the command line.
const RUNS: usize = 5;

fn main() -> io::Result<()> {
    let mut timer = Timer::default();
    let named: Vec<String> = std::env::args().skip(1).collect();
    if let Some((_, batch)) = named.split_first().filter(|(first, _)| *first == "--batch") {
        return time_together(batch);
    }
    for path in &named {
        timer.time(path, RUNS)?;
    }
    if named.is_empty() {
        for path in io::stdin().lock().lines() {
            timer.time(&path?, 1)?;
        }
    }
    Ok(())
}

/// What is reused from file to file.
#[derive(Default)]
struct Timer {
    limits: Limits,
    options: ParseOptions,
    document: vitae_document::Scratch,
    parse: Scratch,
}

impl Timer {
    /// Prints how long reading and parsing took at best, and what was read.
    fn time(&mut self, path: &str, runs: usize) -> io::Result<()> {
        let bytes = std::fs::read(path)?;
        let (read_ms, reading) = fastest(runs, || read(&bytes, &self.limits, Deadline::start(&self.limits), &mut self.document));
        let (parse_ms, extraction) = fastest(runs, || extract(path, &bytes, &self.options, &mut self.parse));
        let line = serde_json::json!({
            "file": path, "read_ms": read_ms, "parse_ms": parse_ms, "outcome": extraction.outcome.as_str(), "text": reading.document.plain_text(),
        });
        println!("{line}");
        Ok(())
    }
}

/// A file that was fetched before the clock starts.
struct Fetched<'a>(&'a str, Vec<u8>);

impl Source for Fetched<'_> {
    fn name(&self) -> Cow<'_, str> {
        self.0.into()
    }

    fn bytes(&self, _limit: usize) -> io::Result<Vec<u8>> {
        Ok(self.1.clone())
    }
}

/// Prints how long a batch of all files took at best.
fn time_together(paths: &[String]) -> io::Result<()> {
    let files: Vec<Fetched<'_>> = paths.iter().map(|path| Ok(Fetched(path, std::fs::read(path)?))).collect::<io::Result<_>>()?;
    let options = ParseOptions::default();
    let batch = || extract_all(&files, &options, |_, extraction| drop(std::hint::black_box(extraction)));
    let (batch_ms, ()) = with_threads(1, || fastest(RUNS, batch))?;
    println!(
        "{}",
        serde_json::json!({ "files": files.len(), "batch_ms": batch_ms, "files_a_second": files.len() as f64 / batch_ms * 1000.0 })
    );
    Ok(())
}

/// The shortest time of several runs in milliseconds, and the last answer.
fn fastest<T>(runs: usize, mut run: impl FnMut() -> T) -> (f64, T) {
    let mut once = || {
        let started = Instant::now();
        let answer = run();
        (started.elapsed().as_secs_f64() * 1000.0, answer)
    };
    let (mut best, mut answer) = once();
    for _ in 1..runs {
        let (time, next) = once();
        best = best.min(time);
        answer = next;
    }
    (best, answer)
}
