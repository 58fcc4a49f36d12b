//! Fits the interaction layer on labelled records.
//!
//! `cargo run --release -p vitae-matching --example fit -- LAYER.txt RECORDS.jsonl TRUTH.csv [RECORDS.jsonl TRUTH.csv …]`; the first
//! two columns of a truth file are the record's and the person's identifier.
#![expect(clippy::print_stderr, clippy::disallowed_methods, reason = "a tool for the command line")]

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;

use vitae_matching::fit::{FitOptions, Sample};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let output = arguments.next().ok_or("usage: fit LAYER.txt RECORDS.jsonl TRUTH.csv …")?;
    let mut sample = Sample::default();
    while let (Some(records), Some(truth)) = (arguments.next(), arguments.next()) {
        let truth = std::fs::read_to_string(truth)?;
        let persons: HashMap<String, String> = truth
            .lines()
            .skip(1)
            .filter_map(|line| {
                let mut columns = line.split(',');
                Some((columns.next()?.to_owned(), columns.next()?.to_owned()))
            })
            .collect();
        sample.add(&mut BufReader::new(File::open(&records)?), &persons)?;
        let (pairs, same) = sample.size();
        eprintln!(
            "{records}: {pairs} pairs so far, {same} of one person; {} true pairs, {:.4} of them met",
            sample.true_pairs,
            same as f64 / sample.true_pairs as f64
        );
    }
    let text =
        sample.fit(&FitOptions::default(), |trees, loss| eprintln!("{trees} trees: loss {loss:.6}")).ok_or("a tree has too many leaves")?;
    std::fs::write(output, text)?;
    Ok(())
}
