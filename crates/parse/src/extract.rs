//! One document, from bytes to the line that is printed.

use std::time::Instant;

use vitae_document::{Deadline, Document, Fault, Run, guarded};
use vitae_model::{Career, Evidence, Extraction, Outcome, PartialDate, Profile, Sha256};

use crate::ParseOptions;
use crate::evidence::Builder;
use crate::layout::Layout;
use crate::section::{self, Section};
use crate::{contact, entry, list};

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
    document: vitae_document::Scratch,
    layout: Layout,
    sections: Vec<Section>,
    headings: section::Buffers,
    entries: entry::Buffers,
}

impl Scratch {
    /// Forgets everything but the models: what a panic interrupted is in no state to be used again.
    fn start_anew(&mut self) {
        let models = std::mem::take(&mut self.entries.models);
        *self = Self::default();
        self.entries.models = models;
    }
}

#[cfg(feature = "train")]
impl Scratch {
    /// Labels with other models than those in the binary.
    pub(crate) fn with_models(models: entry::label::Models) -> Self {
        let mut scratch = Self::default();
        scratch.entries.models = models;
        scratch
    }
}

/// Understands one document that has been read. Pure: the same document and options give the same answer.
pub fn parse(document: &Document, options: &ParseOptions, deadline: Deadline, scratch: &mut Scratch) -> Parsed {
    let most_runs = if deadline.has_passed() { MOST_RUNS_LATE } else { MOST_RUNS };
    let is_long = |run: &Run| run.span.len() > LONGEST_RUN;
    if document.runs.len() <= most_runs && !document.runs.iter().any(is_long) {
        return understand(document, options, scratch);
    }
    let mut head = document.clone();
    head.runs.truncate(most_runs);
    let mut n_cut = 0;
    for run in head.runs.iter_mut().filter(|run| is_long(run)) {
        run.span.end = run.span.start + document.text_of(run).floor_char_boundary(LONGEST_RUN) as u32;
        n_cut += 1;
    }
    let mut parsed = understand(&head, options, scratch);
    if document.runs.len() > most_runs {
        parsed.notes.push(format!("only the first {most_runs} of {} pieces of text were understood", document.runs.len()));
    }
    if n_cut > 0 {
        parsed.notes.push(format!("only the first {LONGEST_RUN} bytes of lines beyond that length were understood ({n_cut} of them)"));
    }
    parsed
}

/// Runs that are understood at most: fifty dense pages have fewer, and more would not end in time.
const MOST_RUNS: usize = 20_000;
/// The same where reading alone has used up the time.
const MOST_RUNS_LATE: usize = 2_000;
/// Bytes of a run that are understood at most. No line on paper is a tenth as long, and fields are sought at every word of it.
const LONGEST_RUN: usize = 4_000;

/// The stages of understanding, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Lines, regions, reading order.
    Layout,
    /// Headings, sections, language.
    Sections,
    /// Name, addresses, links.
    Contact,
    /// Jobs and studies.
    Entries,
    /// Skills, languages and other lists; what contact data waited for.
    Lists,
    /// Where each value was read, how sure.
    Evidence,
}

/// Does what [`parse`] does for a document of usual size, and tells `watch` after each stage: for those who measure stages.
pub fn parse_watched(document: &Document, options: &ParseOptions, scratch: &mut Scratch, watch: impl FnMut(Stage)) -> Parsed {
    if document.right_to_left {
        understand_rightward(&document.mirrored(), options, scratch, watch)
    } else {
        understand_rightward(document, options, scratch, watch)
    }
}

fn understand(document: &Document, options: &ParseOptions, scratch: &mut Scratch) -> Parsed {
    // In a mirror its lines begin at the left like all others, and layout is written once.
    let mut parsed = parse_watched(document, options, scratch, |_| {});
    if !document.right_to_left {
        return parsed;
    }
    for one in &mut parsed.evidence {
        let page = u16::try_from(one.page.saturating_sub(1)).unwrap_or(u16::MAX);
        one.area = document.in_mirror(page, one.area);
    }
    parsed
}

fn understand_rightward(document: &Document, options: &ParseOptions, scratch: &mut Scratch, mut watch: impl FnMut(Stage)) -> Parsed {
    scratch.layout.read(document);
    watch(Stage::Layout);
    section::segment(&mut scratch.layout, &mut scratch.sections, &mut scratch.headings);
    let not_a_resume = section::not_a_resume(&scratch.layout, &scratch.sections);
    let method = if options.rules_only { entry::Method::Rules } else { entry::Method::Chain };
    let mut builder = Builder::new(document, &scratch.layout);
    builder.profile.meta.language = section::language_of(&scratch.layout).map(str::to_owned);
    watch(Stage::Sections);
    let pending = contact::read(&mut builder, &scratch.sections);
    watch(Stage::Contact);
    entry::read(&mut builder, &scratch.sections, method, &mut scratch.entries);
    watch(Stage::Entries);
    list::read(&mut builder, &scratch.sections);
    contact::finish(&mut builder, &pending, options.region);
    builder
        .profile
        .meta
        .set_career(Career::of(&builder.profile.work, document_date(document, options).or_else(|| told_elsewhere(&builder.profile))));
    let not_a_resume = not_a_resume.or_else(|| section::is_bare(&scratch.sections, &builder.profile));
    watch(Stage::Lists);
    let (profile, evidence) = builder.finish(!options.uncalibrated);
    watch(Stage::Evidence);
    Parsed { profile, evidence, notes: Vec::new(), not_a_resume }
}

/// The day that "present" means: when the file was last changed, else what the caller knows.
fn document_date(document: &Document, options: &ParseOptions) -> Option<PartialDate> {
    let metadata = &document.metadata;
    let stamp = metadata.modified.as_deref().or(metadata.created.as_deref());
    stamp.and_then(|stamp| stamp.get(..10)).and_then(|day| day.parse().ok()).or(options.document_date)
}

/// The latest date that a profile tells outside of its jobs, where it is later than theirs: the document is no older.
///
/// The end of a study is none: it may be one that is hoped for.
fn told_elsewhere(profile: &Profile) -> Option<PartialDate> {
    let jobs = profile.work.iter().flat_map(|job| [job.start_date, job.end_date]).flatten().max();
    let studies = profile.education.iter().filter_map(|study| study.start_date);
    let projects = profile.projects.iter().flat_map(|project| [project.start_date, project.end_date]).flatten();
    let unpaid = profile.volunteer.iter().flat_map(|work| [work.start_date, work.end_date]).flatten();
    let certificates = profile.certificates.iter().filter_map(|certificate| certificate.date);
    let awards = profile.awards.iter().filter_map(|award| award.date);
    let publications = profile.publications.iter().filter_map(|publication| publication.release_date);
    let latest = studies.chain(projects).chain(unpaid).chain(certificates).chain(awards).chain(publications).max();
    latest.filter(|&latest| jobs.is_none_or(|jobs| jobs < latest))
}

/// Writes what the stages before fields make of `document`: regions, sections and lines. For people who work on those stages.
#[must_use]
pub fn sketch(document: &Document, scratch: &mut Scratch) -> String {
    use std::fmt::Write;
    if document.right_to_left {
        scratch.layout.read(&document.mirrored());
    } else {
        scratch.layout.read(document);
    }
    section::segment(&mut scratch.layout, &mut scratch.sections, &mut scratch.headings);
    let layout = &scratch.layout;
    let mut out = String::new();
    for section in &scratch.sections {
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
    let started = Instant::now();
    let deadline = Deadline::start(&options.limits);
    let mut reading = vitae_document::read(bytes, &options.limits, deadline, &mut scratch.document);
    let parsed = guarded(|| parse(&reading.document, options, deadline, scratch));
    let fault = reading.fault.or_else(|| parsed.is_none().then(not_understood));
    let parsed = parsed.unwrap_or_else(|| {
        scratch.start_anew();
        Parsed::default()
    });
    let (outcome, error) = match (fault, parsed.not_a_resume) {
        (Some(fault), _) => (fault.outcome, Some(fault.message)),
        (None, Some(reason)) => (Outcome::NotAResume, Some(reason)),
        (None, None) => (Outcome::Parsed, None),
    };
    let mut notes = std::mem::take(&mut reading.document.notes);
    notes.extend(parsed.notes);
    let extraction = Extraction {
        source: source.to_owned(),
        sha256: digest(bytes),
        format: reading.format,
        pages: reading.document.page_count,
        outcome,
        error,
        profile: (outcome == Outcome::Parsed || !parsed.profile.is_empty()).then_some(parsed.profile),
        evidence: parsed.evidence,
        notes,
        record: None,
        person: None,
        elapsed_us: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
    };
    (extraction, reading.document)
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
    use vitae_document::{Limits, Run};
    use vitae_model::BoundingBox;

    use super::*;

    #[test]
    fn endless_documents_are_understood_as_far_as_time_allows_and_say_so() {
        let mut document = Document { page_count: 1, ..Document::default() };
        for number in 0..MOST_RUNS + 500 {
            let top = number as f32 * 14.0;
            let run = Run {
                span: document.push_text("Built things"),
                area: BoundingBox { left: 72.0, top, right: 140.0, bottom: top + 12.0 },
                baseline: top + 10.0,
                size: 11.0,
                ..Run::default()
            };
            document.runs.push(run);
        }
        let limits = Limits::default();
        let parsed = parse(&document, &ParseOptions::default(), Deadline::start(&limits), &mut Scratch::default());
        assert_eq!(parsed.notes, [format!("only the first {MOST_RUNS} of {} pieces of text were understood", MOST_RUNS + 500)]);
    }

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
