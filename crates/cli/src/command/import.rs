//! `vitae import`: persons of a CRM, from a table or from JSON.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use vitae_engine::{ImportCounts, ImportFault, ImportFormat, ImportOptions, ImportedRow, Mapping, Rows, Unknown};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;
use crate::records;

/// Faults and notes that are told one by one.
const TOLD: usize = 20;

/// Import persons of a CRM, so that candidates and résumés find them
///
/// FILE is a table with a header (CSV), JSON Resume, an array of it, or JSON lines. Columns go by their headers; --map names those that go by others.
/// Each row is matched with everything kept: it joins a person, or becomes one. A row without an identifier of its own goes by its e-mail
/// address. Importing again changes rows in place. The status is 2 where rows could not be read; the others are kept.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The persons; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Name of the import: the same name and row are the same record next time; FILE's name without this
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// What FILE is written in, where its name does not tell
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Take a field from this column, or JSON member or pointer, as in email="Work mail" or email=/contact/mail; ignore=COLUMN leaves one out
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Leave out rows that match nobody
    #[arg(long)]
    known_only: bool,
    /// Tell what would happen and keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object a row
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Json,
    Jsonl,
}

impl Import {
    /// Imports the rows and prints what came of them.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&global.overrides())?;
        let (format, source) = (self.format()?, self.source()?);
        let rows = self.rows(format, &configuration)?;
        let engine = configuration.open()?;
        let unknown = if self.known_only { Unknown::LeaveOut } else { Unknown::Import };
        let options = ImportOptions { source, unknown, dry_run: self.dry_run };
        let mut teller = Teller { printer, json: self.json, told: 0, failure: None };
        let counts = engine.import(rows, &options, |row| teller.tell(&row)).context("the import was stopped; what was done is kept")?;
        teller.finish()?;
        let report = report(&counts, self.dry_run);
        if self.json {
            printer.say(&report)
        } else {
            printer.line(&report)?
        }
        Ok(match counts {
            ImportCounts { failed: 1.., .. } => Exit::Failed,
            counts if counts == ImportCounts::default() => Exit::Nothing,
            _ => Exit::Done,
        })
    }

    fn format(&self) -> Result<ImportFormat> {
        let ending = self.file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        match (self.format, ending.as_str()) {
            (Some(Format::Csv), _) | (None, "csv" | "tsv" | "txt") => Ok(ImportFormat::Csv),
            (Some(Format::Json), _) | (None, "json") => Ok(ImportFormat::Json),
            (Some(Format::Jsonl), _) | (None, "jsonl" | "ndjson") => Ok(ImportFormat::JsonLines),
            (None, _) => bail!("{} does not tell what it is written in; give --format csv, json or jsonl", self.file.display()),
        }
    }

    fn source(&self) -> Result<String> {
        let stem = || self.file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-").map(str::to_owned);
        let name = self.source.clone().or_else(stem).context("standard input has no name; give one with --source")?;
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            bail!("--source needs a name that can be read");
        }
        Ok(name)
    }

    fn rows(&self, format: ImportFormat, configuration: &Configuration) -> Result<Rows<'static>> {
        let mapping = Mapping::parse(&self.map)?;
        let input = records::open(&self.file)?;
        Rows::open(input, format, mapping, configuration.region.value).with_context(|| format!("cannot import {}", self.file.display()))
    }
}

/// Tells what became of each row. A failure to print is kept for the end: what is imported must not be cut short by it.
struct Teller<'p> {
    printer: &'p mut Printer,
    json: bool,
    told: usize,
    failure: Option<anyhow::Error>,
}

impl Teller<'_> {
    fn tell(&mut self, row: &Result<ImportedRow, ImportFault>) {
        match row {
            Err(fault) => self.say(&format!("left out, {fault}")),
            Ok(row) => {
                for note in &row.notes {
                    self.say(&format!("line {}: {note}", row.line));
                }
                if self.json && self.failure.is_none() {
                    self.failure = self.print(row).err();
                }
            }
        }
    }

    fn print(&mut self, row: &ImportedRow) -> Result<()> {
        Ok(self.printer.line(&serde_json::to_string(row)?)?)
    }

    fn say(&mut self, text: &str) {
        self.told += 1;
        if self.told <= TOLD {
            self.printer.say(text);
        }
    }

    fn finish(self) -> Result<()> {
        if self.told > TOLD {
            self.printer.say(&format!("and {} more like these", self.told - TOLD));
        }
        self.failure.map_or(Ok(()), |failure| Err(failure.context("cannot write the rows; they were imported all the same")))
    }
}

fn report(counts: &ImportCounts, dry_run: bool) -> String {
    let ImportCounts { new, matched, review, changed, unchanged, unknown, failed, .. } = counts;
    let begin = if dry_run { "would be: " } else { "" };
    format!(
        "{begin}{new} new persons, {matched} matched, {review} to review, {changed} changed, {unchanged} as before, {unknown} unknown and left out, {failed} failed"
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_a_file_is_written_in_follows_from_its_name() {
        let import = |name: &str, format| Import {
            file: Path::new(name).to_owned(),
            source: None,
            format,
            map: Vec::new(),
            known_only: false,
            dry_run: false,
            json: false,
        };
        assert_eq!(import("crm.CSV", None).format().expect("tells"), ImportFormat::Csv);
        assert_eq!(import("crm.ndjson", None).format().expect("tells"), ImportFormat::JsonLines);
        assert_eq!(import("crm.dat", Some(Format::Json)).format().expect("told"), ImportFormat::Json);
        assert!(import("crm.dat", None).format().is_err());
        assert!(import("-", Some(Format::Csv)).source().is_err());
        assert_eq!(import("a/hubspot.csv", None).source().expect("a name"), "hubspot");
    }
}
