//! Sorts the records of a JSON-lines file into persons, and says what that cost.
//!
//! `cargo run --release -p vitae-matching --example resolve -- RECORDS.jsonl CLUSTERS.jsonl [--layer LAYER.txt] [--independent yes] [--learn yes|no] [--review BITS] [--same BITS]`
#![expect(clippy::print_stderr, clippy::disallowed_methods, reason = "a tool for the command line")]

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::time::Instant;

use vitae_matching::{Learning, Options, Weights, dedupe};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, ..] = arguments.as_slice() else {
        return Err("usage: resolve RECORDS.jsonl CLUSTERS.jsonl [--FLAG VALUE]…".into());
    };
    let mut options = Options::default();
    for pair in arguments[2..].chunks(2) {
        match pair {
            [flag, layer] if flag == "--layer" => {
                let text = std::fs::read_to_string(layer)?;
                options.weights = vitae_matching::fit::with_layer(&text).ok_or("the layer does not fit this version")?.weights;
            }
            [flag, _] if flag == "--independent" => options.weights = Weights::independent(),
            [flag, when] if flag == "--learn" => options.learn = if when == "no" { Learning::Never } else { Learning::Always },
            [flag, bits] if flag == "--review" => options.thresholds.review = bits.parse()?,
            [flag, bits] if flag == "--same" => options.thresholds.same = bits.parse()?,
            _ => return Err("flags are --layer FILE, --independent yes, --learn yes|no, --review BITS and --same BITS".into()),
        }
    }
    let started = Instant::now();
    let found = dedupe(&mut BufReader::with_capacity(1 << 20, File::open(input)?), &options)?;
    let mut out = BufWriter::new(File::create(output)?);
    found.write(&mut out)?;
    out.flush()?;
    for rule in &found.yields {
        eprintln!("{:16} {:>10} blocks {:>12} pairs {:>8} over the cap", rule.rule, rule.blocks, rule.pairs, rule.capped);
    }
    eprintln!(
        "{} records, {} persons, {} pairs kept, {} notes, {:.2?}",
        found.len(),
        found.clusters(),
        found.pairs,
        found.n_notes,
        started.elapsed()
    );
    Ok(())
}
