//! Documents that were read to profiles: the stages of understanding, one document after the other or a wave of them abreast.
//!
//! Understanding is much code for little data: it waits for instructions more than for anything else. So each stage is done for all
//! documents of a wave before the next stage begins: its code and its tables are in the first caches from the second document on, and the
//! processor foresees its branches. What is done for one document does not depend on the others of its wave.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use vitae_document::{Deadline, Document, Run, guarded};
use vitae_model::{Career, PartialDate, Profile};

use crate::evidence::Builder;
use crate::extract::{Parsed, Scratch};
use crate::layout::{self, Layout};
use crate::section::{self, Section};
use crate::{ParseOptions, contact, entry, list};

/// Buffers that one thread reuses from wave to wave. A cache, never a result.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    /// One for each document of a wave.
    places: Vec<Place>,
    layout: layout::Work,
    headings: section::Buffers,
    pub(crate) entries: entry::Buffers,
}

/// What the first stages make of one document.
#[derive(Debug, Default)]
struct Place {
    layout: Layout,
    language: Option<&'static str>,
    sections: Vec<Section>,
}

impl Buffers {
    /// The first two stages alone, for one document.
    pub(crate) fn arrange(&mut self, document: &Document) -> (&Layout, &[Section]) {
        let Self { places, layout, headings, .. } = self;
        if places.is_empty() {
            places.push(Place::default());
        }
        let place = &mut places[0];
        place.layout.read(&Excerpt::of(document, usize::MAX).seen, layout);
        let language = section::language_of(&place.layout);
        section::segment(&mut place.layout, language, &mut place.sections, headings);
        (&place.layout, &place.sections)
    }

    /// Forgets everything but the models: what a panic interrupted is in no state to be used again.
    fn start_anew(&mut self) {
        let models = std::mem::take(&mut self.entries.models);
        *self = Self::default();
        self.entries.models = models;
    }
}

/// A document to be understood.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) document: &'a Document,
    /// How many of its runs.
    pub(crate) most_runs: usize,
    pub(crate) options: &'a ParseOptions,
}

/// As much of a document as can be understood in time, seen as all others are.
#[derive(Debug)]
struct Excerpt<'a> {
    /// The part, or its mirror image.
    seen: Cow<'a, Document>,
    /// What was left out, whole sentences.
    notes: Vec<String>,
}

/// Runs that are understood at most: fifty dense pages have fewer, and more would not end in time.
const MOST_RUNS: usize = 20_000;
/// The same where reading alone has used up the time.
const MOST_RUNS_LATE: usize = 2_000;
/// Bytes of a run that are understood at most. No line on paper is a tenth as long, and fields are sought at every word of it.
const LONGEST_RUN: usize = 4_000;

/// How many runs of a document that was just read are understood.
pub(crate) fn most_runs(deadline: Deadline) -> usize {
    if deadline.has_passed() { MOST_RUNS_LATE } else { MOST_RUNS }
}

impl<'a> Excerpt<'a> {
    /// The first `most_runs` runs of `document`, none of them endless.
    fn of(document: &'a Document, most_runs: usize) -> Self {
        let (mut seen, notes) = shortened(document, most_runs);
        if document.right_to_left {
            // In a mirror its lines begin at the left like all others, and layout is written once.
            seen = Cow::Owned(seen.mirrored());
        }
        Self { seen, notes }
    }
}

fn shortened(document: &Document, most_runs: usize) -> (Cow<'_, Document>, Vec<String>) {
    let is_long = |run: &Run| run.span.len() > LONGEST_RUN;
    if document.runs.len() <= most_runs && !document.runs.iter().any(is_long) {
        return (Cow::Borrowed(document), Vec::new());
    }
    let mut notes = Vec::new();
    let mut head = document.clone();
    head.runs.truncate(most_runs);
    let mut n_cut = 0;
    for run in head.runs.iter_mut().filter(|run| is_long(run)) {
        run.span.end = run.span.start + document.text_of(run).floor_char_boundary(LONGEST_RUN) as u32;
        n_cut += 1;
    }
    if document.runs.len() > most_runs {
        notes.push(format!("only the first {most_runs} of {} pieces of text were understood", document.runs.len()));
    }
    if n_cut > 0 {
        notes.push(format!("only the first {LONGEST_RUN} bytes of lines beyond that length were understood ({n_cut} of them)"));
    }
    (Cow::Owned(head), notes)
}

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

/// What became of one document of a wave.
#[derive(Debug)]
pub(crate) struct Understood {
    /// What it says; none where it made this program panic.
    pub(crate) parsed: Option<Parsed>,
    /// The time spent on this one.
    pub(crate) elapsed: Duration,
}

/// Understands one document that has been read. Pure: the same document and options give the same answer.
pub fn parse(document: &Document, options: &ParseOptions, deadline: Deadline, scratch: &mut Scratch) -> Parsed {
    only(understand(&[Question { document, most_runs: most_runs(deadline), options }], &mut scratch.understanding, |_| {}))
}

/// Does what [`parse`] does for a document of usual size, and tells `watch` after each stage: for those who measure stages.
pub fn parse_watched(document: &Document, options: &ParseOptions, scratch: &mut Scratch, watch: impl FnMut(Stage)) -> Parsed {
    only(understand(&[Question { document, most_runs: MOST_RUNS, options }], &mut scratch.understanding, watch))
}

fn only(mut answers: Vec<(Parsed, Duration)>) -> Parsed {
    answers.pop().map(|(parsed, _)| parsed).expect("there are as many answers as questions")
}

/// Understands a wave of documents, each under its own options. Never panics: what made one panic is told in its answer alone.
pub(crate) fn understand_wave(wave: &[Question<'_>], buffers: &mut Buffers) -> Vec<Understood> {
    blame_one(wave, buffers, &|wave, buffers| understand(wave, buffers, |_| {}))
}

/// Does `work` on a wave; where it panics, on each of its documents alone.
fn blame_one(wave: &[Question<'_>], buffers: &mut Buffers, work: &Work) -> Vec<Understood> {
    let started = Instant::now();
    if let Some(answers) = guarded(|| work(wave, buffers)) {
        return answers.into_iter().map(|(parsed, elapsed)| Understood { parsed: Some(parsed), elapsed }).collect();
    }
    buffers.start_anew();
    match wave {
        [_] => vec![Understood { parsed: None, elapsed: started.elapsed() }],
        _ => wave.chunks(1).flat_map(|alone| blame_one(alone, buffers, work)).collect(),
    }
}

/// Understands a wave, with the time each of its documents took.
type Work = dyn Fn(&[Question<'_>], &mut Buffers) -> Vec<(Parsed, Duration)>;

/// A document on its way through the stages that build the profile.
struct Draft<'a> {
    question: &'a Question<'a>,
    excerpt: &'a Excerpt<'a>,
    sections: &'a [Section],
    builder: Builder<'a>,
    pending: contact::Pending,
    not_a_resume: Option<String>,
    elapsed: Duration,
}

/// Tells how long each document of a stage took.
struct Stopwatch(Instant);

impl Stopwatch {
    fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the last lap, or since the start.
    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now - std::mem::replace(&mut self.0, now)
    }

    /// Does one stage for all documents.
    fn time_each<'a>(&mut self, drafts: &mut [Draft<'a>], mut stage: impl FnMut(&mut Draft<'a>)) {
        for draft in drafts {
            stage(draft);
            draft.elapsed += self.lap();
        }
    }
}

fn understand(wave: &[Question<'_>], buffers: &mut Buffers, mut watch: impl FnMut(Stage)) -> Vec<(Parsed, Duration)> {
    let Buffers { places, layout, headings, entries } = buffers;
    if places.len() < wave.len() {
        places.resize_with(wave.len(), Place::default);
    }
    let places = &mut places[..wave.len()];
    let mut stopwatch = Stopwatch::start();
    let excerpts: Vec<Excerpt<'_>> = wave.iter().map(|question| Excerpt::of(question.document, question.most_runs)).collect();
    let mut elapsed: Vec<Duration> = Vec::with_capacity(wave.len());
    for (place, excerpt) in places.iter_mut().zip(&excerpts) {
        place.layout.read(&excerpt.seen, layout);
        elapsed.push(stopwatch.lap());
    }
    watch(Stage::Layout);
    for (place, elapsed) in places.iter_mut().zip(&mut elapsed) {
        place.language = section::language_of(&place.layout);
        section::segment(&mut place.layout, place.language, &mut place.sections, headings);
        *elapsed += stopwatch.lap();
    }
    let drafts = wave.iter().zip(&excerpts).zip(&*places).zip(elapsed).map(|(((question, excerpt), place), elapsed)| {
        let mut builder = Builder::new(&excerpt.seen, &place.layout);
        builder.profile.meta.language = place.language.map(str::to_owned);
        let not_a_resume = section::not_a_resume(&place.layout, &place.sections);
        let elapsed = elapsed + stopwatch.lap();
        Draft { question, excerpt, sections: &place.sections, builder, pending: contact::Pending::default(), not_a_resume, elapsed }
    });
    let mut drafts: Vec<Draft<'_>> = drafts.collect();
    watch(Stage::Sections);
    stopwatch.time_each(&mut drafts, Draft::read_contact);
    watch(Stage::Contact);
    stopwatch.time_each(&mut drafts, |draft| draft.read_entries(entries));
    watch(Stage::Entries);
    stopwatch.time_each(&mut drafts, Draft::read_lists);
    watch(Stage::Lists);
    let answers = drafts.into_iter().map(|draft| {
        let elapsed = draft.elapsed;
        let parsed = draft.finish();
        (parsed, elapsed + stopwatch.lap())
    });
    let answers = answers.collect();
    watch(Stage::Evidence);
    answers
}

impl Draft<'_> {
    fn read_contact(&mut self) {
        self.pending = contact::read(&mut self.builder, self.sections);
    }

    fn read_entries(&mut self, buffers: &mut entry::Buffers) {
        let method = if self.question.options.rules_only { entry::Method::Rules } else { entry::Method::Chain };
        entry::read(&mut self.builder, self.sections, method, buffers);
    }

    fn read_lists(&mut self) {
        list::read(&mut self.builder, self.sections);
        contact::finish(&mut self.builder, &self.pending, self.question.options.region);
        let profile = &mut self.builder.profile;
        let day = document_date(self.question.document, self.question.options).or_else(|| told_elsewhere(profile));
        profile.meta.set_career(Career::of(&profile.work, day));
        if self.not_a_resume.is_none() {
            self.not_a_resume = section::is_bare(self.sections, profile);
        }
    }

    fn finish(self) -> Parsed {
        let (profile, mut evidence) = self.builder.finish(!self.question.options.uncalibrated);
        let whole = self.question.document;
        if whole.right_to_left {
            for one in &mut evidence {
                let page = u16::try_from(one.page.saturating_sub(1)).unwrap_or(u16::MAX);
                one.area = whole.in_mirror(page, one.area);
            }
        }
        Parsed { profile, evidence, notes: self.excerpt.notes.clone(), not_a_resume: self.not_a_resume }
    }
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

#[cfg(test)]
mod tests {
    use vitae_document::Limits;
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

    #[test]
    fn who_makes_this_program_panic_spoils_nobody_elses_answer() {
        let mut page = Document { page_count: 1, ..Document::default() };
        let span = page.push_text("Jane Doe");
        page.runs.push(Run { span, area: BoundingBox { left: 72.0, top: 72.0, right: 140.0, bottom: 84.0 }, size: 11.0, ..Run::default() });
        let (impossible, options) = (Document::default(), ParseOptions::default());
        let question = Question { document: &page, most_runs: MOST_RUNS, options: &options };
        let wave = [question, Question { document: &impossible, ..question }, question];
        let work = |wave: &[Question<'_>], buffers: &mut Buffers| {
            assert!(wave.iter().all(|question| question.document.page_count > 0));
            understand(wave, buffers, |_| {})
        };
        let answers: Vec<_> = blame_one(&wave, &mut Buffers::default(), &work).into_iter().map(|one| one.parsed).collect();
        let whole = parse(&page, &options, Deadline::start(&Limits::default()), &mut Scratch::default());
        assert_eq!(whole.profile.basics.name.as_deref(), Some("Jane Doe"));
        assert!(answers == [Some(whole.clone()), None, Some(whole)]);
    }
}
