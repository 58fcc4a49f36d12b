//! Counts allocations of reading and understanding the corpus with buffers that are warm: `cargo run -p vitae-benches --bin allocations`.
//!
//! What is handed back owns its memory: a document its text and runs, a profile its values and their evidence. How many blocks that are is
//! told by copying the answer (`of it the answer`); growing buffers of the answer and everything else is what is left (`beside`), in all and
//! per line. What grows with the letters or the lines of a document there is a flaw.
#![expect(clippy::print_stdout, reason = "a tool at the command line prints")]

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use vitae_benches::documents;
use vitae_document::{Deadline, Limits, read};
use vitae_parse::{ParseOptions, Scratch, parse, sketch};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Counts over all documents of one format.
#[derive(Debug, Default)]
struct Totals {
    letters: usize,
    lines: usize,
    values: usize,
    /// Reading bytes to runs.
    reading: Work,
    /// Understanding runs.
    understanding: Work,
}

/// Allocations and reallocations of one step.
#[derive(Debug, Default, Clone, Copy)]
struct Work {
    all: usize,
    /// Blocks of memory that the answer consists of.
    answer: usize,
}

impl Work {
    /// Counts what `run` allocates, and what its answer is made of.
    fn of<T: Clone>(&mut self, run: impl FnOnce() -> T) -> T {
        let region = Region::new(ALLOCATOR);
        let answer = run();
        self.all += count(&region);
        let region = Region::new(ALLOCATOR);
        let copy = answer.clone();
        self.answer += count(&region);
        drop(copy);
        answer
    }
}

fn main() {
    println!("format  files  letters   lines  values | step           a file  of it the answer  beside  beside, a line  beside, a value");
    for ending in ["pdf", "docx"] {
        let documents = documents(ending);
        let (options, limits) = (ParseOptions::default(), Limits::default());
        let (mut readers, mut scratch) = (vitae_document::Scratch::default(), Scratch::default());
        let mut totals = Totals::default();
        // The first round fills lists and buffers.
        for _ in 0..2 {
            totals = Totals::default();
            for document in &documents {
                let deadline = Deadline::start(&limits);
                let document = totals.reading.of(|| read(&document.bytes, &limits, deadline, &mut readers).document);
                let parsed = totals.understanding.of(|| parse(&document, &options, deadline, &mut scratch));
                totals.values += parsed.evidence.len();
                totals.letters += document.text.chars().count();
                totals.lines += sketch(&document, &mut scratch).lines().filter(|line| !line.starts_with("==")).count();
            }
        }
        print(ending, documents.len(), &totals);
    }
}

fn count(region: &Region<'_, System>) -> usize {
    let change = region.change();
    change.allocations + change.reallocations
}

fn print(ending: &str, n_files: usize, totals: &Totals) {
    let per = |count: usize, of: usize| count as f64 / of.max(1) as f64;
    for (step, work) in [("reading", totals.reading), ("understanding", totals.understanding)] {
        let beside = work.all.saturating_sub(work.answer);
        println!(
            "{ending:6} {n_files:6} {:8} {:7} {:7} | {step:13} {:7.0} {:17.0} {:7.0} {:15.2} {:16.2}",
            totals.letters,
            totals.lines,
            totals.values,
            per(work.all, n_files),
            per(work.answer, n_files),
            per(beside, n_files),
            per(beside, totals.lines),
            per(beside, totals.values),
        );
    }
}
