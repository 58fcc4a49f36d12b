//! One document, from bytes to the line that is printed.

use std::io;
use std::time::{Duration, Instant};

use vitae_document::{Deadline, Document, Fault, Reading};
use vitae_model::{Evidence, Extraction, Outcome, Profile, Sha256};

use crate::ParseOptions;
use crate::understand::{self, Question, Understood, most_runs, understand_wave};

/// What a document says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// The profile; empty where nothing was understood.
    pub profile: Profile,
    /// Where each value was read, in the profile's order.
    pub evidence: Vec<Evidence>,
    /// What a careful person should know, whole sentences.
    pub notes: Vec<String>,
    /// Why this is taken for no résumé, where it is not.
    pub not_a_resume: Option<String>,
}

/// Buffers that one thread reuses from document to document. A cache, never a result.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) document: vitae_document::Scratch,
    pub(crate) understanding: understand::Buffers,
}

#[cfg(feature = "train")]
impl Scratch {
    /// Labels with other models than those in the binary.
    pub(crate) fn with_models(models: crate::entry::label::Models) -> Self {
        let mut scratch = Self::default();
        scratch.understanding.entries.models = models;
        scratch
    }
}

/// Writes what the stages before fields make of `document`: regions, sections and lines. For people who work on those stages.
#[must_use]
pub fn sketch(document: &Document, scratch: &mut Scratch) -> String {
    use std::fmt::Write;
    let (layout, sections) = scratch.understanding.arrange(document);
    let mut out = String::new();
    for section in sections {
        let title = section.heading.map_or("", |line| layout.text_of(&layout.lines[line as usize]));
        let _ = writeln!(out, "== {:?} {:?} {title:?}", section.kind, section.also);
        for line in &layout.lines[section.lines()] {
            let cells: Vec<&str> = layout.cells_of(line).iter().map(|cell| layout.slice(cell.span)).collect();
            let style = layout.cells_of(line).first().map(|cell| cell.style).unwrap_or_default();
            let marks = [(style.bold, 'b'), (style.italic, 'i'), (style.caps, 'C'), (line.ruled, '_'), (line.continues, '+')];
            let marks: String = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| *mark).collect();
            let bullet = line.bullet.map_or(String::new(), |level| format!("*{level}"));
            let _ = writeln!(
                out,
                "p{} r{:<2} y{:5.0} x{:4.0} g{:5.2} s{:4.1} {marks:4} {bullet:2} {}",
                line.page + 1,
                line.region,
                line.baseline,
                line.area.left,
                line.gap.min(99.0),
                style.size,
                cells.join(" ¦ ")
            );
        }
    }
    out
}

/// Reads and understands one file. Never panics; whatever happens is told in the answer.
///
/// `source` is only copied into the answer.
pub fn extract(source: &str, bytes: &[u8], options: &ParseOptions, scratch: &mut Scratch) -> Extraction {
    examine(source, bytes, options, scratch).0
}

/// Does what [`extract`] does, and hands back the document itself as well: to show a value where it stands.
///
/// The document's notes have moved into the answer.
pub fn examine(source: &str, bytes: &[u8], options: &ParseOptions, scratch: &mut Scratch) -> (Extraction, Document) {
    let arrived = Arrived::read(bytes, options, &mut scratch.document);
    let understood = understand_wave(&[arrived.question(options)], &mut scratch.understanding);
    let understood = understood.into_iter().next().expect("there are as many answers as questions");
    arrived.answer(source, understood)
}

/// The line of JSON that is printed of a document.
///
/// # Errors
/// None that an answer of [`extract`] gives cause for.
pub fn line(extraction: &Extraction) -> io::Result<String> {
    // As long as lines are: one that grows is copied again and again.
    let mut line = Vec::with_capacity(USUAL_LINE + USUAL_EVIDENCE * extraction.evidence.len());
    serde_json::to_writer(&mut line, extraction)?;
    String::from_utf8(line).map_err(io::Error::other)
}

/// Bytes of a line, about, besides its evidence.
const USUAL_LINE: usize = 4096;
/// Bytes of one evidence, about.
const USUAL_EVIDENCE: usize = 160;

/// A document that was read and is to be understood.
#[derive(Debug)]
pub(crate) struct Arrived {
    reading: Reading,
    sha256: Sha256,
    most_runs: usize,
    elapsed: Duration,
}

impl Arrived {
    /// Reads `bytes`, which are not needed any more.
    pub(crate) fn read(bytes: &[u8], options: &ParseOptions, scratch: &mut vitae_document::Scratch) -> Self {
        let started = Instant::now();
        let deadline = Deadline::start(&options.limits);
        let reading = vitae_document::read(bytes, &options.limits, deadline, scratch);
        Self { reading, most_runs: most_runs(deadline), sha256: digest(bytes), elapsed: started.elapsed() }
    }

    /// What is to be understood of it.
    pub(crate) fn question<'a>(&'a self, options: &'a ParseOptions) -> Question<'a> {
        Question { document: &self.reading.document, most_runs: self.most_runs, options }
    }

    /// About how many bytes it takes in memory.
    pub(crate) fn weight(&self) -> usize {
        self.reading.document.text.len() + size_of_val(self.reading.document.runs.as_slice())
    }

    /// The line to be printed, and the document without its notes.
    pub(crate) fn answer(self, source: &str, understood: Understood) -> (Extraction, Document) {
        let Self { mut reading, sha256, elapsed, .. } = self;
        let fault = reading.fault.or_else(|| understood.parsed.is_none().then(not_understood));
        let parsed = understood.parsed.unwrap_or_default();
        let (outcome, error) = match (fault, parsed.not_a_resume) {
            (Some(fault), _) => (fault.outcome, Some(fault.message)),
            (None, Some(reason)) => (Outcome::NotAResume, Some(reason)),
            (None, None) => (Outcome::Parsed, None),
        };
        let mut notes = std::mem::take(&mut reading.document.notes);
        notes.extend(parsed.notes);
        let extraction = Extraction {
            source: source.to_owned(),
            sha256,
            format: reading.format,
            pages: reading.document.page_count,
            outcome,
            error,
            profile: (outcome == Outcome::Parsed || !parsed.profile.is_empty()).then_some(parsed.profile),
            evidence: parsed.evidence,
            notes,
            record: None,
            person: None,
            elapsed_us: u64::try_from((elapsed + understood.elapsed).as_micros()).unwrap_or(u64::MAX),
        };
        (extraction, reading.document)
    }
}

/// What is told of a document at which the stages behind reading panicked.
fn not_understood() -> Fault {
    Fault::new(
        Outcome::Damaged,
        "the text could be read and not be understood; please report this with the file, it is a fault of this program",
    )
}

fn digest(bytes: &[u8]) -> Sha256 {
    use sha2::Digest;
    Sha256::from_bytes(sha2::Sha256::digest(bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The jobs of a plain text: employer, title and place.
    fn jobs(text: &str) -> Vec<[Option<String>; 3]> {
        let extraction = extract("jane.txt", text.as_bytes(), &ParseOptions::default(), &mut Scratch::default());
        let work = extraction.profile.map(|profile| profile.work).unwrap_or_default();
        work.into_iter().map(|job| [job.name, job.position, job.location]).collect()
    }

    #[test]
    fn a_present_without_a_date_reaches_the_latest_date_that_is_told() {
        for (below, months) in [("", None), ("\n\nCertificates\n\nFirst aid, 2021-06\n", Some(30))] {
            let text =
                format!("Jane Doe\njane@example.com\n\nExperience\n\nAccountant, Oakfield Foods Ltd, Leeds\n2019-01 - present\n{below}");
            let extraction = extract("jane.txt", text.as_bytes(), &ParseOptions::default(), &mut Scratch::default());
            assert_eq!(extraction.profile.and_then(|profile| profile.meta.months_of_experience), months, "{below}");
        }
    }

    #[test]
    fn slashes_divide_parts_where_several_entries_have_them() {
        let text = "Jane Doe\njane@example.com\n\nExperience\n\nSales Manager / Oakfield Foods Ltd / Leeds\n2019 - 2021\n- Led five.\n\n\
                    Store Assistant / Tesco / York\n2015 - 2019\n- Stock.\n\nCashier / Marlow Books / York\n2012 - 2015\n- Tills.\n";
        let expected =
            [["Oakfield Foods Ltd", "Sales Manager", "Leeds"], ["Tesco", "Store Assistant", "York"], ["Marlow Books", "Cashier", "York"]];
        assert_eq!(jobs(text), expected.map(|job| job.map(|value| Some(value.to_owned()))));
    }
}
