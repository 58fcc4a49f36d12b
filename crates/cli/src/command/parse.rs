//! `vitae parse`: documents in, one line each out, nothing kept.

mod html;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, stdin};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use vitae_model::{Extraction, Outcome};
use vitae_parse::{ParseOptions, Source, extract_all_with, line, with_threads};

use crate::arguments::Global;
use crate::config::{Configuration, Overrides};
use crate::exit::Exit;
use crate::printer::Printer;
use crate::walk;

/// Read documents and print what each says, keeping nothing
///
/// Prints one object per document on stdout, in the order of the arguments and sorted within a folder. A folder is searched at any depth for
/// PDF, Word, OpenDocument, RTF, HTML and text files; hidden files are left out, and files that are no documents are counted on stderr. A
/// file that is named is always read. What a file is, is told from its content. The status is 2 where any outcome is not `parsed`.
#[derive(Debug, Args)]
pub(crate) struct Parse {
    /// Files and folders; `-` is a document on standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Number of threads; 0 for one per core
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,
    /// How to print the objects
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Print one HTML page instead: each document drawn, with a box round every value, beside its profile
    #[arg(long, conflicts_with = "format")]
    html: bool,
}

/// How objects are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// One object per line
    #[default]
    Jsonl,
    /// One array, indented
    Json,
    /// One YAML document per object
    Yaml,
}

impl Parse {
    /// Reads all documents and prints what they say.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&Overrides { jobs: self.jobs, ..global.overrides() })?;
        let options = ParseOptions { limits: configuration.limits(), region: configuration.region.value, ..ParseOptions::default() };
        let found = walk::documents(&self.paths);
        found.tell(printer);
        if self.html {
            return html::print(&found, &options, printer);
        }
        let bar = printer.progress(found.documents.len() as u64, true);
        let documents: Vec<FileSource> = found.documents.iter().map(|path| FileSource(path)).collect();
        let mut tally = Tally { failures: found.failures.len(), printed: 0 };
        let mut listing = Listing { format: self.format, printer };
        let done = with_threads(configuration.jobs.value, || {
            listing.open()?;
            let mut stopped = Ok(());
            extract_all_with(
                &documents,
                &options,
                |extraction| self.format.entry(&extraction),
                |source, answer| {
                    bar.inc(1);
                    if stopped.is_ok() {
                        stopped = listing.entry(source, answer, &mut tally);
                    }
                },
            );
            stopped.and_then(|()| listing.close())
        })
        .context("cannot start the threads; try a smaller --jobs")?;
        bar.finish_and_clear();
        done?;
        Ok(tally.exit())
    }
}

#[derive(Debug)]
struct Tally {
    failures: usize,
    printed: usize,
}

impl Tally {
    fn exit(&self) -> Exit {
        match self {
            Self { failures: 1.., .. } => Exit::Failed,
            Self { printed: 0, .. } => Exit::Nothing,
            _ => Exit::Done,
        }
    }
}

/// What is printed of a document.
struct Entry {
    outcome: Outcome,
    text: Result<String>,
}

impl Format {
    fn entry(self, extraction: &Extraction) -> Entry {
        Entry { outcome: extraction.outcome, text: self.text(extraction) }
    }

    fn text(self, extraction: &Extraction) -> Result<String> {
        Ok(match self {
            Self::Jsonl => line(extraction)?,
            Self::Json => serde_json::to_string_pretty(extraction)?.replace('\n', "\n  "),
            Self::Yaml => format!("---\n{}", serde_yaml_ng::to_string(extraction)?),
        })
    }
}

/// Prints objects one by one in the chosen format.
struct Listing<'a> {
    format: Format,
    printer: &'a mut Printer,
}

impl Listing<'_> {
    fn open(&mut self) -> Result<()> {
        if self.format == Format::Json {
            self.printer.text("[")?;
        }
        Ok(())
    }

    fn entry(&mut self, source: &FileSource, answer: io::Result<Entry>, tally: &mut Tally) -> Result<()> {
        let entry = match answer {
            Ok(entry) => entry,
            Err(error) => {
                self.printer.error(&format!("cannot read {}: {}", source.name(), walk::reason(&error)));
                tally.failures += 1;
                return Ok(());
            }
        };
        tally.failures += usize::from(entry.outcome != Outcome::Parsed);
        self.print(&entry.text?, tally.printed == 0)?;
        tally.printed += 1;
        Ok(())
    }

    fn print(&mut self, text: &str, first: bool) -> Result<()> {
        match self.format {
            Format::Jsonl => self.printer.line(text)?,
            Format::Json => self.printer.text(&format!("{}\n  {text}", if first { "" } else { "," }))?,
            Format::Yaml => self.printer.text(text)?,
        }
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        if self.format == Format::Json {
            self.printer.line("\n]")?;
        }
        Ok(())
    }
}

/// A file, opened when its turn comes; `-` is standard input.
#[derive(Debug)]
pub(super) struct FileSource<'a>(pub(super) &'a Path);

impl Source for FileSource<'_> {
    fn name(&self) -> Cow<'_, str> {
        self.0.to_string_lossy()
    }

    fn bytes(&self, limit: usize) -> io::Result<Vec<u8>> {
        let most = limit as u64 + 1;
        let mut bytes = Vec::new();
        if self.0 == Path::new(walk::STANDARD_INPUT) {
            stdin().take(most).read_to_end(&mut bytes)?;
        } else {
            let file = File::open(self.0)?;
            // Room for all of it: else it would be read in pieces that grow from a few bytes on.
            let length = file.metadata().map_or(0, |metadata| metadata.len());
            bytes.reserve_exact(usize::try_from(length.min(most)).unwrap_or_default());
            file.take(most).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }
}
