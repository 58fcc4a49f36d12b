//! `vitae redact`: résumés without their persons.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use vitae_document::write;
use vitae_model::Outcome;
use vitae_parse::redact::{self, Blind};
use vitae_parse::{ParseOptions, Source, extract_all_with, with_threads};

use super::parse::FileSource;
use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;
use crate::walk::{self, Found};

/// Print résumés without name, contact, photograph, links, and cues of gender and age
///
/// Prints one JSON object per document, or a blind résumé as HTML or Word. Where the person's name, addresses or numbers stand in prose, a
/// placeholder such as `[name]` stands instead; birth dates, ages, marital status, gendered pronouns and endings of job titles, and the years
/// of studies are taken out. What remains is what the person did: a rare employer may still tell who it was. Documents are named by the
/// start of their SHA-256 digest, never by their file names. The status is 2 where any outcome is not `parsed`.
#[derive(Debug, Args)]
pub(crate) struct Redact {
    /// Files and folders; `-` is a document on standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print a blind résumé as an HTML page
    #[arg(long, conflicts_with = "docx")]
    html: bool,
    /// Print a blind résumé as a Word document
    #[arg(long)]
    docx: bool,
    /// Write to this file, or, for several HTML pages or Word documents, into this folder
    #[arg(long, short, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Leave these in
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
    keep: Vec<Keep>,
}

/// What may be left in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Keep {
    /// The years of studies, which tell the age
    SchoolYears,
    /// City and region of residence
    City,
    /// Job titles as inflected by gender
    Inflection,
}

impl Redact {
    /// Reads all documents and prints what is left of them.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&global.overrides())?;
        let options = ParseOptions { limits: configuration.limits(), region: configuration.region.value, ..ParseOptions::default() };
        let found = walk::documents(&self.paths);
        found.tell(printer);
        if (self.html || self.docx) && found.documents.len() > 1 && self.out.is_none() {
            bail!("{} documents need a folder to go to: name one with --out", found.documents.len());
        }
        let (blinds, unreadable) = self.read(&found, &options, configuration.jobs.value, printer)?;
        let mut failures = found.failures.len() + unreadable;
        failures += blinds.iter().filter(|blind| blind.outcome != Outcome::Parsed).count();
        if self.html || self.docx {
            self.pages(&blinds, printer)?;
        } else {
            self.lines(&blinds, printer)?;
        }
        Ok(match failures {
            0 if blinds.is_empty() => Exit::Nothing,
            0 => Exit::Done,
            _ => Exit::Failed,
        })
    }

    /// What is left of every document, and the number of those that could not be opened.
    fn read(&self, found: &Found, options: &ParseOptions, jobs: usize, printer: &Printer) -> Result<(Vec<Blind>, usize)> {
        let documents: Vec<FileSource> = found.documents.iter().map(|path| FileSource(path)).collect();
        let kept = |what| self.keep.contains(&what);
        let keep = redact::Keep { school_years: kept(Keep::SchoolYears), city: kept(Keep::City), inflection: kept(Keep::Inflection) };
        let (mut blinds, mut unreadable) = (Vec::new(), Vec::new());
        with_threads(jobs, || {
            let blind = |extraction| redact::redact(&extraction, keep);
            extract_all_with(&documents, options, blind, |source, answer| match answer {
                Ok(blind) => blinds.push(blind),
                Err(error) => unreadable.push(format!("cannot read {}: {}", source.name(), walk::reason(&error))),
            });
        })
        .context("cannot start the threads")?;
        unreadable.iter().for_each(|told| printer.error(told));
        Ok((blinds, unreadable.len()))
    }

    fn lines(&self, blinds: &[Blind], printer: &mut Printer) -> Result<()> {
        let mut text = String::new();
        for blind in blinds {
            text.push_str(&serde_json::to_string(blind)?);
            text.push('\n');
        }
        match &self.out {
            Some(path) => save(path, text.as_bytes()),
            None => Ok(printer.text(&text)?),
        }
    }

    fn pages(&self, blinds: &[Blind], printer: &mut Printer) -> Result<()> {
        let folder = self.out.as_ref().filter(|path| blinds.len() > 1 || path.is_dir());
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        for blind in blinds {
            let bytes = self.page(blind)?;
            match (folder, &self.out) {
                (Some(folder), _) => {
                    let digest: String = blind.sha256.to_string().chars().take(16).collect();
                    save(&folder.join(format!("{digest}.{}", if self.docx { "docx" } else { "html" })), &bytes)?;
                }
                (None, Some(file)) => save(file, &bytes)?,
                (None, None) if self.docx => printer.bytes(&bytes)?,
                (None, None) => printer.text(&String::from_utf8_lossy(&bytes))?,
            }
        }
        Ok(())
    }

    fn page(&self, blind: &Blind) -> Result<Vec<u8>> {
        let blocks = redact::blocks(blind);
        if self.docx { Ok(write::docx(&blocks)?) } else { Ok(write::html(&blocks).into_bytes()) }
    }
}

fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
