//! Says what each blocking rule finds of the true pairs, where the persons are known.
//!
//! `cargo run --release -p vitae-matching --example blocking -- RECORDS.jsonl TRUTH.csv [MISSED.tsv]`; the first two columns of the table
//! are the record's and the person's identifiers.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a tool for the command line")]

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;

use vitae_matching::trial::{BlockingTrial, blocking};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [records, truth, rest @ ..] = arguments.as_slice() else {
        return Err("usage: blocking RECORDS.jsonl TRUTH.csv [MISSED.tsv]".into());
    };
    let truth = std::fs::read_to_string(truth)?;
    let row = |line: &str| {
        let mut cells = line.split(',');
        Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
    };
    let persons: HashMap<String, String> = truth.lines().skip(1).filter_map(row).collect();
    let trial = blocking(&mut BufReader::with_capacity(1 << 20, File::open(records)?), &persons)?;
    print(&trial);
    if let Some(path) = rest.first() {
        let lines: Vec<String> = trial.missed.iter().map(|(left, right)| format!("{left}\t{right}\n")).collect();
        std::fs::write(path, lines.concat())?;
    }
    Ok(())
}

fn print(trial: &BlockingTrial) {
    println!("{:16} {:>12} {:>12} {:>12}", "rule", "pairs", "true pairs", "it alone");
    for rule in &trial.rules {
        println!("{:16} {:>12} {:>12} {:>12}", rule.rule, rule.pairs, rule.found, rule.alone);
    }
    let each = |pairs: usize| pairs as f64 / trial.records.max(1) as f64;
    println!(
        "{} of {} true pairs meet, {:.2} %; {} pairs meet, {:.2} a record",
        trial.found,
        trial.true_pairs,
        100.0 * trial.recall(),
        trial.met,
        each(trial.met)
    );
    println!(
        "{} of the true pairs are compared field by field; {} pairs are, {:.2} a record",
        trial.found_compared,
        trial.compared,
        each(trial.compared)
    );
}
