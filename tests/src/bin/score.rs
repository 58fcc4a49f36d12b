//! Prints how well predicted profiles agree with labelled truth.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool at the command line reads files and prints")]

use std::fs::read_to_string;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use vitae_tests::score;

/// Score predicted profiles against labelled truth
#[derive(Debug, Parser)]
struct Arguments {
    /// Predictions: the output of `vitae parse`, one object a line with `source` and `profile`
    #[arg(long, value_name = "FILE")]
    pred: PathBuf,
    /// Folder of labelled profiles, `<name>.json` for `<name>.pdf`; files without a prediction count as empty
    #[arg(long, value_name = "FOLDER")]
    truth: PathBuf,
    /// Also print a table by group
    #[arg(long, value_enum)]
    by: Vec<By>,
    /// Also print the worst files
    #[arg(long)]
    files: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Renderer,
    Locale,
    Kind,
    Format,
}

impl From<By> for score::Group {
    fn from(by: By) -> Self {
        match by {
            By::Renderer => Self::Renderer,
            By::Locale => Self::Locale,
            By::Kind => Self::Kind,
            By::Format => Self::Format,
        }
    }
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let lines = read_to_string(&arguments.pred).with_context(|| format!("cannot read {}", arguments.pred.display()))?;
    let predictions = score::predictions(&lines).map_err(anyhow::Error::msg).context("predictions are one JSON object a line")?;
    let truths = score::truths(&arguments.truth).map_err(anyhow::Error::msg)?;
    let report = score::report(&predictions, &truths, None);
    println!("{}", score::summary(&report));
    for by in arguments.by {
        println!("\n{}", score::groups(&score::report(&predictions, &truths, Some(by.into())), by.into()));
    }
    if arguments.files {
        println!("\n{}", score::worst(&report, 25));
    }
    Ok(())
}
