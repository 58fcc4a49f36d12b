//! Times reading and parsing of single files and prints one JSON object each: what the scripts beside it compare with other programs.
//!
//! Files named on the command line are run five times each, the fastest counts. Without any, one path a line is read from standard input
//! and run once, as the others are: whoever asks decides on the rounds.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool at the command line reads files and prints")]

use std::io::BufRead;
use std::time::Instant;

use vitae_document::{Deadline, Limits, read};
use vitae_parse::{ParseOptions, Scratch, extract};

/// The allocator of the command that this stands for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs of each file that is named on the command line.
const RUNS: usize = 5;

fn main() -> std::io::Result<()> {
    let mut timer = Timer::default();
    let named: Vec<String> = std::env::args().skip(1).collect();
    for path in &named {
        timer.time(path, RUNS)?;
    }
    if named.is_empty() {
        for path in std::io::stdin().lock().lines() {
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
    fn time(&mut self, path: &str, runs: usize) -> std::io::Result<()> {
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
