//! `vitae enrich`: documents in, a CRM that knows their persons out.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use vitae_engine::{Answer, EnrichOptions, FileSource, Summary};
use vitae_model::{Extraction, Outcome};

use crate::arguments::Global;
use crate::config::{Configuration, Overrides};
use crate::exit::Exit;
use crate::printer::Printer;
use crate::walk;

/// Read documents, find out whose they are, and keep both
///
/// Every person is kept with a merged profile and can be searched afterwards. Files that have not changed since the last run are not opened
/// again. Which files are taken is told by `vitae parse --help`. The status is 2 where a document gave no profile; the others are kept.
#[derive(Debug, Args)]
pub(crate) struct Enrich {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write what each document says, one JSON object a line; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Number of threads; 0 for one per core
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,
    /// Read every file again, also unchanged ones
    #[arg(long)]
    force: bool,
}

impl Enrich {
    /// Enriches all documents and prints what came of it.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&Overrides { jobs: self.jobs, ..global.overrides() })?;
        let found = walk::documents(&self.paths);
        found.tell(printer);
        let engine = configuration.open()?;
        let sources: Vec<FileSource> = found.documents.iter().map(FileSource::new).collect();
        let mut options = EnrichOptions::default();
        options.force = self.force;
        options.with_unchanged = self.out.is_some();
        let to_stdout = self.out.as_deref() == Some(Path::new("-"));
        let bar = printer.progress(sources.len() as u64, to_stdout);
        let started = Instant::now();
        let mut lines = Lines::create(self.out.as_deref(), printer)?;
        let mut troubles = Troubles::default();
        let summary = engine
            .enrich_all(&sources, &options, |progress| bar.set_position(progress.done as u64), |answer| lines.answer(answer, &mut troubles))
            .context("the batch was stopped; what was done is kept, run it again to go on")?;
        bar.finish_and_clear();
        lines.finish()?;
        let report = report(&summary, &troubles, started.elapsed().as_secs_f64());
        for line in report {
            if to_stdout { printer.say(&line) } else { printer.line(&line)? }
        }
        Ok(match () {
            () if !found.failures.is_empty() || summary.progress.failed > 0 => Exit::Failed,
            () if sources.is_empty() => Exit::Nothing,
            () => Exit::Done,
        })
    }
}

/// Documents without a profile, by what is wrong with them.
#[derive(Debug, Default)]
struct Troubles {
    documents: BTreeMap<&'static str, Vec<String>>,
}

impl Troubles {
    fn add(&mut self, kind: &'static str, told: String) {
        self.documents.entry(kind).or_default().push(told);
    }
}

/// Where one line a document goes, if anywhere.
struct Lines<'a> {
    file: Option<BufWriter<File>>,
    printer: Option<&'a mut Printer>,
    failure: Option<anyhow::Error>,
}

impl<'a> Lines<'a> {
    fn create(out: Option<&Path>, printer: &'a mut Printer) -> Result<Self> {
        let to_stdout = out == Some(Path::new("-"));
        let file = out.filter(|_| !to_stdout).map(|path| File::create(path).with_context(|| format!("cannot write {}", path.display())));
        Ok(Self { file: file.transpose()?.map(BufWriter::new), printer: to_stdout.then_some(printer), failure: None })
    }

    /// Takes one answer. A failure to write is kept for the end: what the engine does must not be cut short by a full disk elsewhere.
    fn answer(&mut self, answer: Answer, troubles: &mut Troubles) {
        match answer.result {
            Ok(enriched) => {
                note(&enriched.extraction, troubles);
                if self.failure.is_none() {
                    self.failure = self.write(&enriched.extraction).err();
                }
            }
            Err(error) => troubles.add("unreadable", format!("{:#}", anyhow::Error::new(error))),
        }
    }

    fn write(&mut self, extraction: &Extraction) -> Result<()> {
        if self.file.is_none() && self.printer.is_none() {
            return Ok(());
        }
        let line = serde_json::to_string(extraction)?;
        if let Some(file) = &mut self.file {
            writeln!(file, "{line}")?;
        }
        if let Some(printer) = &mut self.printer {
            printer.line(&line)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<()> {
        if let Some(failure) = self.failure {
            return Err(failure.context("cannot write the lines; everything was kept all the same"));
        }
        self.file.map_or(Ok(()), |mut file| file.flush()).context("cannot write the lines; everything was kept all the same")
    }
}

fn note(extraction: &Extraction, troubles: &mut Troubles) {
    if extraction.outcome != Outcome::Parsed {
        let reason = extraction.error.as_deref().unwrap_or("no reason given");
        troubles.add(extraction.outcome.as_str(), format!("{}: {reason}", extraction.source));
    }
}

/// What came of the batch: the numbers, and the documents without a profile.
fn report(summary: &Summary, troubles: &Troubles, seconds: f64) -> Vec<String> {
    let progress = &summary.progress;
    let known = progress.unchanged + progress.reused;
    let mut lines = vec![
        format!("{} documents in {seconds:.2} s: {} parsed, {known} known, {} failed", progress.total, progress.parsed, progress.failed),
        format!("persons: {} new, {} enriched, {} to review", summary.new, summary.matched, summary.review),
    ];
    if summary.review > 0 {
        lines.push("`vitae duplicates` lists whom to review".to_owned());
    }
    for (kind, documents) in &troubles.documents {
        lines.push(format!("{kind}: {}", documents.len()));
        lines.extend(documents.iter().map(|document| format!("  {document}")));
    }
    lines
}
