//! Times reading and parsing of single files and prints one JSON object each: what `peers.py` compares with other programs.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool at the command line reads files and prints")]

use std::time::Instant;

use vitae_document::{Deadline, Limits, read};
use vitae_parse::{ParseOptions, Scratch, extract};

/// Runs of each file; the fastest counts.
const RUNS: usize = 5;

fn main() -> std::io::Result<()> {
    let (limits, options) = (Limits::default(), ParseOptions::default());
    let (mut document_scratch, mut scratch) = (vitae_document::Scratch::default(), Scratch::default());
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let (read_ms, reading) = fastest(|| read(&bytes, &limits, Deadline::start(&limits), &mut document_scratch));
        let (parse_ms, extraction) = fastest(|| extract(&path, &bytes, &options, &mut scratch));
        let line = serde_json::json!({
            "file": path, "read_ms": read_ms, "parse_ms": parse_ms, "outcome": extraction.outcome.as_str(), "text": reading.document.text,
        });
        println!("{line}");
    }
    Ok(())
}

/// The shortest time of several runs in milliseconds, and the last answer.
fn fastest<T>(mut run: impl FnMut() -> T) -> (f64, T) {
    let mut once = || {
        let started = Instant::now();
        let answer = run();
        (started.elapsed().as_secs_f64() * 1000.0, answer)
    };
    let (mut best, mut answer) = once();
    for _ in 1..RUNS {
        let (time, next) = once();
        best = best.min(time);
        answer = next;
    }
    (best, answer)
}
