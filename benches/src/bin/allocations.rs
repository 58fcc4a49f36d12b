//! Counts allocations of reading and understanding the corpus with buffers that are warm: `cargo run -p vitae-benches --bin allocations`.
//!
//! What is handed back owns its memory: a document its text and runs, a profile its values and their evidence. How many blocks that are is
//! told by copying the answer (`of it the answer`); growing buffers of the answer and everything else is what is left (`beside`). What a
//! line costs is told by files of different lengths: the slope of the straight line that fits their counts best (`a line more`). The rest is
//! for the file, its fonts and styles, however much is written in it. What grows with the lines of a document `beside` the answer is a flaw.
#![expect(clippy::print_stdout, reason = "a tool at the command line prints")]

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use vitae_benches::documents;
use vitae_document::{Deadline, Limits, read};
use vitae_parse::{ParseOptions, Scratch, parse_watched, sketch};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Counts of one document.
#[derive(Debug, Default)]
struct Sample {
    letters: usize,
    lines: usize,
    values: usize,
    /// Reading bytes to runs.
    reading: Work,
    /// Understanding runs.
    understanding: Work,
    /// The stages of understanding by name, in their order.
    stages: Vec<(String, usize)>,
}

/// Allocations and reallocations of one step.
#[derive(Debug, Default, Clone, Copy)]
struct Work {
    all: usize,
    /// Blocks of memory that the answer consists of.
    answer: usize,
}

impl Work {
    fn beside(self) -> usize {
        self.all.saturating_sub(self.answer)
    }
}

/// Endings of the names of the files that are read.
const ENDINGS: [&str; 2] = ["pdf", "docx"];

/// A step by its name, and what was counted of it.
type Step = (&'static str, fn(&Sample) -> Work);

/// What is counted of each document.
const STEPS: [Step; 2] = [("reading", |one| one.reading), ("understanding", |one| one.understanding)];

fn main() {
    for ending in ENDINGS {
        print(ending, &samples(ending));
    }
}

/// Counts all documents whose names end with `ending`, in buffers that are warm.
fn samples(ending: &str) -> Vec<Sample> {
    let documents = documents(ending);
    let (mut readers, mut scratch) = (vitae_document::Scratch::default(), Scratch::default());
    let mut round = || -> Vec<Sample> { documents.iter().map(|document| sample(&document.bytes, &mut readers, &mut scratch)).collect() };
    // The first round fills lists and buffers.
    round();
    round()
}

/// Reads and understands one file.
fn sample(bytes: &[u8], readers: &mut vitae_document::Scratch, scratch: &mut Scratch) -> Sample {
    let (options, limits) = (ParseOptions::default(), Limits::default());
    let mut stages = Vec::with_capacity(8);
    let (document, reading) = count(|| read(bytes, &limits, Deadline::start(&limits), readers).document);
    let mut n_before = 0;
    let region = Region::new(ALLOCATOR);
    let parsed = parse_watched(&document, &options, scratch, |stage| {
        let n_now = blocks(&region);
        stages.push((stage, n_now - n_before));
        n_before = n_now;
    });
    let understanding = Work { all: n_before, answer: count(|| parsed.clone()).1.all };
    Sample {
        letters: document.text.chars().count(),
        lines: sketch(&document, scratch).lines().filter(|line| !line.starts_with("==")).count(),
        values: parsed.evidence.len(),
        reading,
        understanding,
        stages: stages.into_iter().map(|(stage, count)| (format!("{stage:?}").to_lowercase(), count)).collect(),
    }
}

/// Counts what `run` allocates, and what its answer is made of.
fn count<T: Clone>(run: impl FnOnce() -> T) -> (T, Work) {
    let region = Region::new(ALLOCATOR);
    let answer = run();
    let all = blocks(&region);
    let region = Region::new(ALLOCATOR);
    let copy = answer.clone();
    let work = Work { all, answer: blocks(&region) };
    drop(copy);
    (answer, work)
}

fn blocks(region: &Region<'_, System>) -> usize {
    let change = region.change();
    change.allocations + change.reallocations
}

fn print(ending: &str, samples: &[Sample]) {
    let total = |of: fn(&Sample) -> usize| samples.iter().map(of).sum::<usize>();
    let (letters, lines, values) = (total(|one| one.letters), total(|one| one.lines), total(|one| one.values));
    println!("{ending}: {} files, {letters} letters, {lines} lines, {values} values", samples.len());
    println!("step            a file  of it the answer  beside  beside, a line more");
    for (step, work) in STEPS {
        let mean = |of: fn(Work) -> usize| samples.iter().map(|one| of(work(one))).sum::<usize>() as f64 / samples.len() as f64;
        let slope = a_line_more(samples, work);
        println!("{step:13} {:8.0} {:17.0} {:7.0} {slope:20.2}", mean(|work| work.all), mean(|work| work.answer), mean(Work::beside));
    }
    println!("stage           a file                            a line more");
    for (index, (stage, _)) in samples.first().map(|one| one.stages.as_slice()).unwrap_or_default().iter().enumerate() {
        let counts = || samples.iter().map(|one| (one.lines as f64, one.stages[index].1 as f64));
        let mean = counts().map(|(_, count)| count).sum::<f64>() / samples.len() as f64;
        println!("{stage:13} {mean:8.0} {:46.2}", slope(counts()));
    }
    println!();
}

/// What a line more costs beside the answer.
fn a_line_more(samples: &[Sample], work: fn(&Sample) -> Work) -> f64 {
    slope(samples.iter().map(|one| (one.lines as f64, work(one).beside() as f64)))
}

/// The slope of the straight line that fits `points` best.
fn slope(points: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let count = points.clone().count() as f64;
    let (x, y) = points.clone().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let (both, square) =
        points.fold((0.0, 0.0), |(both, square), point| (both + (point.0 - x) * (point.1 - y), square + (point.0 - x) * (point.0 - x)));
    both / square
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of memory: a list of the answer that grows with its values takes new memory a few times.
    const MOST_A_LINE: f64 = 0.1;

    #[test]
    fn a_line_more_costs_nothing_beside_the_answer() {
        for ending in ENDINGS {
            let samples = samples(ending);
            for (step, work) in STEPS {
                let more = a_line_more(&samples, work);
                assert!(more <= MOST_A_LINE, "{step} a {ending} takes {more:.2} blocks of memory for each line more");
            }
        }
    }
}
