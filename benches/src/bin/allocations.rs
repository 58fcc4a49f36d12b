//! Counts allocations of reading and understanding the corpus with buffers that are warm: `cargo run -p vitae-benches --bin allocations`.
//!
//! What is handed back owns its memory: a document its text and runs, a profile its values. What grows with the letters or the lines of a
//! document beyond that is a flaw. The last column holds the program to it: allocations per value of the profile.
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
    /// Allocations and reallocations of reading bytes to runs.
    reading: usize,
    /// The same of understanding runs.
    understanding: usize,
}

fn main() {
    println!("format  files  letters   lines  values | read: a file  a line  a letter | understand: a file  a line  a letter  a value");
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
                let region = Region::new(ALLOCATOR);
                let document = read(&document.bytes, &limits, deadline, &mut readers).document;
                totals.reading += count(&region);
                let region = Region::new(ALLOCATOR);
                let parsed = parse(&document, &options, deadline, &mut scratch);
                totals.understanding += count(&region);
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
    println!(
        "{ending:6} {n_files:6} {:8} {:7} {:7} | {:12.0} {:7.2} {:9.3} | {:18.0} {:7.2} {:9.3} {:8.2}",
        totals.letters,
        totals.lines,
        totals.values,
        per(totals.reading, n_files),
        per(totals.reading, totals.lines),
        per(totals.reading, totals.letters),
        per(totals.understanding, n_files),
        per(totals.understanding, totals.lines),
        per(totals.understanding, totals.letters),
        per(totals.understanding, totals.values),
    );
}
