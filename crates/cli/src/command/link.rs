//! `vitae match`: which records of two files are one person.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Serialize;
use vitae_matching::{Decision, Options, Pair, link};

use crate::arguments::Global;
use crate::config::{Configuration, Overrides};
use crate::exit::Exit;
use crate::printer::Printer;
use crate::records;
use crate::walk::STANDARD_INPUT;

/// Find the records of one file that are persons of another, keeping nothing
///
/// Both files hold one profile a line: `{"record_id": …, "basics": {…}, …}`. The answer has one line a pair, best first: `left` and `right` (record
/// identifiers of FILE and of the other), `bits` (evidence; 0 is even odds) and `decision` (`same` or `review`). The status is 1 where no pair was found.
#[derive(Debug, Args)]
#[command(name = "match")]
pub(crate) struct Match {
    /// Profiles, one a line; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Profiles to look for them in
    #[arg(long, value_name = "FILE")]
    against: PathBuf,
    /// Write the pairs here instead of stdout
    #[arg(long, short, value_name = "PAIRS")]
    out: Option<PathBuf>,
    /// Evidence in bits from which on pairs are told
    #[arg(long, value_name = "BITS", allow_negative_numbers = true)]
    review: Option<f32>,
    #[command(flatten)]
    weighing: records::Weighing,
    /// Number of threads; 0 for one per core
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,
}

#[derive(Serialize)]
struct Told<'a> {
    left: &'a str,
    right: &'a str,
    bits: f32,
    decision: Decision,
}

impl<'a> Told<'a> {
    fn of(pair: &'a Pair, options: &Options) -> Self {
        let decision = if pair.bits >= options.thresholds.same { Decision::Same } else { Decision::Review };
        Self { left: &pair.left, right: &pair.right, bits: (pair.bits * 100.0).round() / 100.0, decision }
    }
}

impl Match {
    /// Reads both files and writes the pairs.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        if [&self.file, &self.against].iter().all(|path| path.as_os_str() == STANDARD_INPUT) {
            bail!("only one of the two files can be standard input");
        }
        let configuration = Configuration::load(&Overrides { jobs: self.jobs, ..global.overrides() })?;
        let options = records::options(self.review, self.weighing)?;
        let out = records::Output::open(self.out.as_deref())?;
        let work = || {
            let (mut input, mut against) = (records::open(&self.file)?, records::open(&self.against)?);
            anyhow::Ok(link(&mut input, &mut against, &options)?)
        };
        let linked =
            vitae_parse::with_threads(configuration.jobs.value, work).context("cannot start the threads; try a smaller --jobs")??;
        records::tell(&linked.notes, linked.n_notes, printer);
        out.write(printer, |out| {
            for pair in &linked.pairs {
                serde_json::to_writer(&mut *out, &Told::of(pair, &options))?;
                out.write_all(b"\n")?;
            }
            Ok(())
        })?;
        printer.say(&format!("{} pairs between {} and {} records", linked.pairs.len(), linked.left, linked.right));
        Ok(if linked.pairs.is_empty() { Exit::Nothing } else { Exit::Done })
    }
}
