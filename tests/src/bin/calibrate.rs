//! Learns from labelled documents how often values are right that the parser is so sure of, and prints the table it reads.
//!
//! `cargo run -p vitae-tests --bin calibrate -- FILES TRUTH [FILES TRUTH]… > crates/parse/data/calibration.tsv`: documents of persons, and
//! if possible in layouts, that the labelling models have not seen. What it told by learning from half of the persons and looking at the other half goes to stderr.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool at the command line prints")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use vitae_parse::ParseOptions;
use vitae_tests::{labelled, score, score::calibration};

/// Learn how far confidence can be trusted
#[derive(Debug, Parser)]
struct Arguments {
    /// Folders of documents, each followed by the folder of its labelled profiles
    #[arg(value_name = "FILES TRUTH", num_args = 2.., required = true)]
    folders: Vec<PathBuf>,
}

/// Judged values by part and field.
type Samples = BTreeMap<String, Vec<calibration::Sample>>;

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let (sets, rest) = arguments.folders.as_chunks::<2>();
    anyhow::ensure!(rest.is_empty(), "each folder of documents needs one of labelled profiles, {} are given", arguments.folders.len());
    let (mut all, mut halves, mut n_documents) = (Samples::new(), [Samples::new(), Samples::new()], 0);
    for [files, truth] in sets {
        let truths = score::truths(truth).map_err(anyhow::Error::msg)?;
        let entries = std::fs::read_dir(files).with_context(|| format!("cannot list {}", files.display()))?;
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        files.sort();
        let options = ParseOptions { uncalibrated: true, ..ParseOptions::default() };
        let predictions = labelled::read_with(files, &options).map_err(anyhow::Error::msg)?;
        for (half, is_odd) in halves.iter_mut().zip([false, true]) {
            let truths = truths.iter().filter(|(name, _)| person_is_odd(name) == is_odd);
            let truths = truths.map(|(name, truth)| (name.clone(), truth.clone())).collect();
            add(half, calibration::samples(&predictions, &truths));
        }
        add(&mut all, calibration::samples(&predictions, &truths));
        n_documents += truths.len();
    }
    crossed(&halves);
    println!("# Field, then pairs of what the reader feels and what share is right, rising. Written by");
    println!(
        "# `cargo run -p vitae-tests --bin calibrate -- FILES TRUTH [FILES TRUTH]…`, from {n_documents} documents of {} sets.",
        sets.len()
    );
    print!("{}", calibration::table(&all));
    Ok(())
}

fn add(samples: &mut Samples, more: Samples) {
    more.into_iter().for_each(|(kind, values)| samples.entry(kind).or_default().extend(values));
}

/// Divides persons, after whom documents are called, into halves.
fn person_is_odd(name: &str) -> bool {
    let person = name.split("--").next().unwrap_or(name);
    person.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte)) % 2 == 1
}

/// Tells on stderr, for every field, what share of the values given with 0.9 and more is right, learnt from the other half of the persons.
fn crossed(halves: &[Samples; 2]) {
    let mut sure: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for (learnt, judged) in [(&halves[0], &halves[1]), (&halves[1], &halves[0])] {
        for (kind, samples) in judged {
            let steps = learnt.get(kind).map(|samples| calibration::fit(samples)).unwrap_or_default();
            let counts = sure.entry(kind).or_default();
            for &(felt, right) in samples {
                let right = usize::from(right);
                if felt >= 0.9 {
                    counts[0] += right;
                    counts[1] += 1;
                }
                if calibration::apply(&steps, felt) >= 0.9 {
                    counts[2] += right;
                    counts[3] += 1;
                }
            }
        }
    }
    eprintln!("{:28} right of those felt >= 0.9   of those learnt >= 0.9 (from the other half)", "field");
    for (kind, [felt_right, felt, learnt_right, learnt]) in sure {
        let share = |right: usize, all: usize| if all == 0 { "    –".to_owned() } else { format!("{:.3}", right as f64 / all as f64) };
        eprintln!("{kind:28} {} of {felt:5}            {} of {learnt:5}", share(felt_right, felt), share(learnt_right, learnt));
    }
}
