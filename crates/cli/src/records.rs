//! Files of JSON lines in and out, for the commands that keep nothing.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write, stdin};
use std::path::Path;

use anyhow::{Context, Result, bail};
use tempfile::{Builder, NamedTempFile};
use vitae_matching::{Learning, Note, Options, Weights};

use crate::printer::Printer;
use crate::walk::STANDARD_INPUT;

/// Notes that are told one by one; the rest is counted.
const TOLD: usize = 10;

/// Opens a file of JSON lines; `-` is standard input.
pub(crate) fn open(path: &Path) -> Result<Box<dyn BufRead>> {
    if path == Path::new(STANDARD_INPUT) {
        return Ok(Box::new(stdin().lock()));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(Box::new(BufReader::with_capacity(1 << 20, file)))
}

/// Where the lines of an answer go. Opened before the work, which may be long, so that a place that cannot be written is told at once.
#[derive(Debug)]
pub(crate) struct Output<'p> {
    path: &'p Path,
    file: Target,
}

#[derive(Debug)]
enum Target {
    Printed,
    /// What is no file of its own, as a pipe or a terminal, is written where it is.
    Device(File),
    /// A file beside the one that is wanted takes its name at the end, so that a half-written one is never taken for the whole.
    Beside(NamedTempFile<File>),
}

impl<'p> Output<'p> {
    /// Opens `path`; none, and `-`, stand for the standard output.
    pub(crate) fn open(path: Option<&'p Path>) -> Result<Self> {
        let path = path.unwrap_or(Path::new(STANDARD_INPUT));
        let file = match path {
            path if path == Path::new(STANDARD_INPUT) => Ok(Target::Printed),
            path if path.metadata().is_ok_and(|known| !known.is_file()) => File::create(path).map(Target::Device),
            path => beside(path).map(Target::Beside),
        };
        Ok(Self { path, file: file.with_context(|| format!("cannot write {}", path.display()))? })
    }

    /// Writes all of the answer.
    pub(crate) fn write(self, printer: &mut Printer, fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<()> {
        let written = match self.file {
            Target::Printed => {
                let mut lines = Vec::new();
                fill(&mut lines).context("cannot print the answer")?;
                return Ok(printer.text(&String::from_utf8_lossy(&lines))?);
            }
            Target::Device(mut file) => buffered(&mut file, fill),
            Target::Beside(mut file) => buffered(file.as_file_mut(), fill).and_then(|()| Ok(file.persist(self.path).map(drop)?)),
        };
        written.with_context(|| format!("cannot write {}", self.path.display()))
    }
}

fn buffered(file: &mut File, fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, file);
    fill(&mut out).and_then(|()| out.flush())
}

/// A new file in the folder of `path`, with the permissions that any new file has; it is gone if it does not take the name of another.
fn beside(path: &Path) -> std::io::Result<NamedTempFile<File>> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default();
    Builder::new().prefix(name).suffix(".partial").make_in(folder, |place| File::create_new(place))
}

/// Tells what was worked around in the input.
pub(crate) fn tell(notes: &[Note], n_notes: usize, printer: &Printer) {
    for note in notes.iter().take(TOLD) {
        printer.say(&format!("line {}: {}", note.line, note.message));
    }
    if n_notes > TOLD {
        printer.say(&format!("and {} more notes like these", n_notes - TOLD));
    }
}

/// How the fields of two records are weighed.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Weighing {
    /// Evidence in bits from which on no review is needed
    #[arg(long, value_name = "BITS", allow_negative_numbers = true)]
    same: Option<f32>,
    /// Estimate on these records how much each field says; done unasked where most of them tell dates of birth, numbers or streets
    #[arg(long, conflicts_with = "no_learn")]
    pub(crate) learn: bool,
    /// Take the shipped estimates of how much each field says
    #[arg(long)]
    no_learn: bool,
    /// Add up the fields, each by itself, without asking how they go together
    #[arg(long)]
    pub(crate) fields_alone: bool,
}

/// The options with other thresholds and weights where they are given.
pub(crate) fn options(review: Option<f32>, weighing: Weighing) -> Result<Options> {
    let learn = match (weighing.learn, weighing.no_learn) {
        (true, _) => Learning::Always,
        (false, true) => Learning::Never,
        (false, false) => Learning::WhereNeeded,
    };
    let mut options = Options { learn, ..Options::default() };
    if weighing.fields_alone {
        options.weights = Weights::independent();
    }
    options.thresholds.review = review.unwrap_or(options.thresholds.review);
    options.thresholds.same = weighing.same.unwrap_or(options.thresholds.same.max(options.thresholds.review));
    if !options.thresholds.same.is_finite() || options.thresholds.same < options.thresholds.review || options.thresholds.review.is_nan() {
        bail!("--same must be a number of bits not below --review");
    }
    Ok(options)
}
