//! `vitae dedupe`: which records of a file are one person.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use vitae_matching::dedupe;

use crate::arguments::Global;
use crate::config::{Configuration, Overrides};
use crate::exit::Exit;
use crate::printer::Printer;
use crate::records;

/// Find the records of a file that are one person, keeping nothing
///
/// FILE holds one profile a line: `{"record_id": …, "basics": {…}, "work": […], …}`. The answer has one line a record: `record_id`, `cluster_id` (the
/// lowest identifier of the records taken for one person) and `sure_id` (the same, if only pairs that need no review are merged). What
/// cannot be read is told on stderr and left out; nothing else of its record is lost.
#[derive(Debug, Args)]
pub(crate) struct Dedupe {
    /// Profiles, one a line; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write the clusters here instead of stdout
    #[arg(long, short, value_name = "CLUSTERS")]
    out: Option<PathBuf>,
    /// Evidence in bits from which on records share a cluster
    #[arg(long, value_name = "BITS", allow_negative_numbers = true)]
    review: Option<f32>,
    #[command(flatten)]
    weighing: records::Weighing,
    /// Number of threads; 0 for one per core
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,
}

impl Dedupe {
    /// Reads the records, sorts them into persons and writes the clusters.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&Overrides { jobs: self.jobs, ..global.overrides() })?;
        let options = records::options(self.review, self.weighing)?;
        let out = records::Output::open(self.out.as_deref())?;
        let work = || records::open(&self.file).and_then(|mut input| Ok(dedupe(&mut input, &options)?));
        let found =
            vitae_parse::with_threads(configuration.jobs.value, work).context("cannot start the threads; try a smaller --jobs")??;
        records::tell(&found.notes, found.n_notes, printer);
        out.write(printer, |out| found.write(out))?;
        printer.say(&format!("{} records are {} persons", found.len(), found.clusters()));
        if self.weighing.learn && !found.learnt {
            printer.say("too few records are one person to learn from; the shipped weights were used");
        }
        if global.verbose > 0 {
            for rule in &found.yields {
                printer.say(&format!(
                    "{}: {} blocks, {} pairs, {} blocks too large and taken apart by a second value",
                    rule.rule, rule.blocks, rule.pairs, rule.capped
                ));
            }
        }
        Ok(if found.is_empty() { Exit::Nothing } else { Exit::Done })
    }
}
