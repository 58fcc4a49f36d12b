//! Fitting and judging the labelling models: labelled documents in, weights and tables out. Only with the feature `train`.
//!
//! Truth is a JSON Resume that holds what is printed; where it stands is found by alignment ([`crate::label`]). Judging leaves out
//! whole persons and whole layouts, so that no name, employer, wording or typography of a judged document was seen in training.

use std::collections::HashSet;

use rayon::prelude::*;
use serde_json::Value;
use vitae_document::{Deadline, Limits, Scratch, Span};
use vitae_model::Extraction;

use crate::chain::Model;
use crate::chain::train::{Sequence, Training, fit};
use crate::date::DateRange;
use crate::entry::label::gold::{Seen, Truth, align};
use crate::entry::label::{Field, Label, Models, N_EDGES, N_LABELS};
use crate::entry::{self, Observed};
use crate::evidence::Builder;
use crate::layout::Layout;
use crate::lexicon;
use crate::section::{Section, SectionKind};

/// One labelled document.
#[derive(Debug, Clone)]
pub struct Example {
    /// The file's name.
    pub name: String,
    /// Names the person it is of: examples of one person are left out together.
    pub person: String,
    /// Names the layout it is in: examples of one layout are left out together.
    pub layout: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// A JSON Resume of what is printed.
    pub truth: Value,
    /// How often it counts in fitting.
    pub times: usize,
    /// How many of these times its words are in disguise: exchanged for others that no list knows.
    pub disguised: usize,
    /// It is judged; what is only learnt from shares neither person nor layout with what is judged, and is never left out.
    pub judged: bool,
}

/// Which sections a model labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Jobs.
    Work,
    /// Studies.
    Education,
}

/// Right and wrong labels of one field.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// Pieces of this field that were labelled so.
    pub right: usize,
    /// Pieces labelled so that are not.
    pub wrong: usize,
    /// Pieces of this field labelled otherwise.
    pub missed: usize,
}

/// A document's sequences, ready for fitting.
pub struct Prepared {
    person: String,
    layout: String,
    judged: bool,
    /// As it is printed: what is judged.
    sequences: Vec<Sequence>,
    /// With words in disguise, see [`Disguise`].
    disguised: Vec<Sequence>,
}

/// Cuts and aligns the sections of `subject` in every example.
#[must_use]
pub fn prepare(examples: &[Example], subject: Subject) -> Vec<Prepared> {
    let one = |example: &Example| Prepared {
        person: example.person.clone(),
        layout: example.layout.clone(),
        judged: example.judged,
        sequences: sequences(example, subject, None),
        disguised: if example.disguised > 0 { sequences(example, subject, Some(Disguise::of(example))) } else { Vec::new() },
    };
    examples.par_iter().map(one).collect()
}

/// Fits a model to all of `prepared` and returns its bytes.
#[must_use]
pub fn train(prepared: &[Prepared]) -> Vec<u8> {
    fit_all(prepared.iter()).to_bytes()
}

/// Into how many shares persons and layouts are dealt. What is judged has its person's and its layout's share left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shares {
    /// Shares of persons.
    pub persons: usize,
    /// Shares of layouts; with one, no layout is left out.
    pub layouts: usize,
}

impl Shares {
    /// The number of models that these shares ask for.
    #[must_use]
    pub fn n_models(self) -> usize {
        self.persons.max(1) * self.layouts.max(1)
    }

    /// Which model has seen neither `person` nor `layout`.
    #[must_use]
    pub fn model(self, person: &str, layout: &str) -> usize {
        share(person, self.persons) * self.layouts.max(1) + share(layout, self.layouts)
    }

    /// Whether model number `model` may learn from a document of `person` in `layout`.
    fn may_see(self, model: usize, person: &str, layout: &str) -> bool {
        let layouts = self.layouts.max(1);
        share(person, self.persons) != model / layouts && (layouts == 1 || share(layout, layouts) != model % layouts)
    }
}

fn share(name: &str, n_shares: usize) -> usize {
    name.bytes().fold(7_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte))) % n_shares.max(1)
}

/// Fits a model for each pair of shares, to the documents that are in neither.
#[must_use]
pub fn train_shares(prepared: &[Prepared], shares: Shares) -> Vec<Vec<u8>> {
    let seen = |model: usize| prepared.iter().filter(move |one| !one.judged || shares.may_see(model, &one.person, &one.layout));
    (0..shares.n_models()).into_par_iter().map(|model| fit_all(seen(model)).to_bytes()).collect()
}

/// Labels every document that is judged with the model of [`train_shares`] that has not seen it; the field names come with their tallies.
#[must_use]
pub fn judge(prepared: &[Prepared], models: &[Vec<u8>], shares: Shares) -> Vec<(String, Tally)> {
    let models: Vec<Model> = models.iter().filter_map(|bytes| Model::from_bytes(bytes).ok()).collect();
    let mut tallies = vec![Tally::default(); N_LABELS];
    for one in prepared.iter().filter(|one| one.judged) {
        let model = &models[shares.model(&one.person, &one.layout)];
        for sequence in &one.sequences {
            for (got, want) in decode(model, sequence).into_iter().zip(&sequence.labels) {
                let (got, want) = (usize::from(got), usize::from(*want));
                if got == want {
                    tallies[got].right += 1;
                } else {
                    tallies[got].wrong += 1;
                    tallies[want].missed += 1;
                }
            }
        }
    }
    let name = |code: usize| {
        let label = Label::from_code(code as u8);
        format!("{:?}{}", label.field, if label.begins { " (first of an entry)" } else { "" })
    };
    tallies.into_iter().enumerate().map(|(code, tally)| (name(code), tally)).collect()
}

/// Reads every example that is judged with the models of [`train_shares`] that have not seen it.
#[must_use]
pub fn predict(examples: &[Example], work: &[Vec<u8>], education: &[Vec<u8>], shares: Shares) -> Vec<Extraction> {
    let one = |example: &Example| {
        let model = shares.model(&example.person, &example.layout);
        let mut scratch = crate::Scratch::with_models(Models::from_bytes(&work[model], &education[model]));
        crate::extract(&example.name, &example.bytes, &crate::ParseOptions::default(), &mut scratch)
    };
    examples.par_iter().filter(|example| example.judged).map(one).collect()
}

/// Reads documents, name and bytes, with the models of `work` and `education`.
#[must_use]
pub fn read(documents: &[(String, Vec<u8>)], work: &[u8], education: &[u8]) -> Vec<Extraction> {
    let one = |(name, bytes): &(String, Vec<u8>)| {
        let mut scratch = crate::Scratch::with_models(Models::from_bytes(work, education));
        crate::extract(name, bytes, &crate::ParseOptions::default(), &mut scratch)
    };
    documents.par_iter().map(one).collect()
}

fn decode(model: &Model, sequence: &Sequence) -> Vec<u8> {
    let (mut lattice, mut labels) = (crate::chain::Lattice::default(), Vec::new());
    lattice.start(model);
    for (features, edge) in sequence.features.iter().zip(&sequence.edges) {
        lattice.push_features(model, *edge, features);
    }
    lattice.viterbi(model, &mut labels);
    labels
}

fn fit_all<'a>(prepared: impl Iterator<Item = &'a Prepared>) -> Model {
    let all = prepared.flat_map(|one| one.sequences.iter().chain(&one.disguised));
    let sequences: Vec<Sequence> = all.filter(|sequence| sequence.times > 0).cloned().collect();
    fit(&sequences, Training { n_labels: N_LABELS, n_edges: N_EDGES, min_count: 3, variance: 2.0, steps: 100 })
}

fn sequences(example: &Example, subject: Subject, disguise: Option<Disguise>) -> Vec<Sequence> {
    let limits = Limits::default();
    let reading = vitae_document::read(&example.bytes, &limits, Deadline::start(&limits), &mut Scratch::default());
    let mut layout = Layout::default();
    layout.read(&reading.document, &mut crate::layout::Work::default());
    let mut sections: Vec<Section> = Vec::new();
    let language = crate::section::language_of(&layout);
    crate::section::segment(&mut layout, language, &mut sections, &mut crate::section::Buffers::default());
    let wanted = match subject {
        Subject::Work => SectionKind::Work,
        Subject::Education => SectionKind::Education,
    };
    let runs = entry::runs(&Builder::new(&reading.document, &layout), &sections);
    let chosen: Vec<&Section> = runs.iter().filter(|section| section.kind == wanted).collect();
    let printed = layout.text.clone();
    if let Some(disguise) = disguise {
        let named = Named::of(&example.truth, subject);
        chosen.iter().for_each(|section| disguise.wear(&mut layout, section, &named));
    }
    let builder = Builder::new(&reading.document, &layout);
    let mut buffers = entry::Buffers::default();
    let parts: Vec<(Observed, Vec<Seen>)> = chosen
        .iter()
        .map(|section| {
            let observed = entry::observe(&builder, section, &mut buffers);
            let seen = seen(&printed, &observed);
            (observed, seen)
        })
        .collect();
    // Entries may go on from one section to the next (a column, a page): they are aligned together.
    let together: Vec<Seen> = parts.iter().flat_map(|(_, seen)| seen.iter().cloned()).collect();
    let rights = align(&together, &truths(&example.truth, subject));
    let mut last = None;
    let mut labels = rights.iter().map(|right| {
        let value = !matches!(right.field, Field::Body | Field::Other);
        let begins = value && right.entry != last;
        if value {
            last = right.entry;
        }
        Label { field: right.field, begins }.code()
    });
    let sequence = |(observed, seen): (Observed, Vec<Seen>)| Sequence {
        labels: labels.by_ref().take(seen.len()).collect(),
        features: observed.features,
        edges: observed.edges,
        times: if disguise.is_some() { example.disguised } else { example.times.saturating_sub(example.disguised) },
    };
    parts.into_iter().map(sequence).collect()
}

fn seen(printed: &str, observed: &Observed) -> Vec<Seen> {
    let one = |(span, date, prose): &(Span, Option<DateRange>, bool)| {
        let years = date.iter().flat_map(|range| [range.start, range.end]).flatten().map(vitae_model::PartialDate::year);
        Seen {
            words: words(printed.get(span.start as usize..span.end as usize).unwrap_or_default()),
            years: years.collect(),
            prose: *prose,
        }
    };
    observed.pieces.iter().map(one).collect()
}

/// The words of titles and degrees, and those of employers and schools.
struct Named {
    titles: HashSet<String>,
    organisations: HashSet<String>,
    /// How many of ten of each a disguise exchanges.
    chances: [u64; 2],
}

impl Named {
    fn of(truth: &Value, subject: Subject) -> Self {
        let entries = truths(truth, subject);
        let of = |field: Field| entries.iter().flat_map(|entry| entry.values[field as usize].iter().cloned()).collect();
        Self { titles: of(Field::Title), organisations: of(Field::Organisation), chances: disguised(subject) }
    }

    /// How many of ten such words a disguise exchanges.
    fn chance(&self, word: &str) -> u64 {
        match (self.titles.contains(word), self.organisations.contains(word)) {
            (true, _) => self.chances[0],
            (false, true) => self.chances[1],
            (false, false) => 0,
        }
    }
}

/// Words exchanged for others that no list knows, so that a model learns what order, looks and marks say where words say nothing.
///
/// What a word is exchanged for depends on the document, so that the others are not learnt in its stead.
#[derive(Debug, Clone, Copy)]
struct Disguise {
    seed: u64,
}

impl Disguise {
    fn of(example: &Example) -> Self {
        Self { seed: mixed(mixed(0x517C, &example.person), &example.layout) }
    }

    /// Exchanges words of `named` in the lines of `section`, the same one everywhere for the same other.
    fn wear(self, layout: &mut Layout, section: &Section, named: &Named) {
        let lines = layout.lines.get(section.first_line as usize..section.end_line as usize).unwrap_or_default();
        let cells: Vec<Span> = lines.iter().flat_map(|line| layout.cells_of(line)).map(|cell| cell.span).collect();
        let mut text = std::mem::take(&mut layout.text).into_bytes();
        for cell in cells {
            let Some(bytes) = text.get_mut(cell.start as usize..cell.end as usize) else { continue };
            let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
            bytes.chunk_by_mut(|left, right| is_letter(left) == is_letter(right)).for_each(|word| self.exchange(word, named));
        }
        layout.put(String::from_utf8(text).unwrap_or_default());
    }

    /// Exchanges the letters of `word`: vowels for vowels, consonants for consonants; capitals stay capitals.
    fn exchange(self, word: &mut [u8], named: &Named) {
        let Ok(text) = std::str::from_utf8(word) else { return };
        let folded = lexicon::fold(text);
        let joins = text.len() <= 4 && text.starts_with(char::is_lowercase);
        if joins || named.chance(&folded) == 0 || lexicon::word(&folded).cue(lexicon::Class::Legal) >= 3 {
            return;
        }
        let hash = mixed(self.seed, &folded);
        if hash % 10 >= named.chance(&folded) {
            return;
        }
        for (at, byte) in word.iter_mut().enumerate() {
            let turn = (hash >> (at % 12 * 4)) as usize % 4 + 1;
            let of = |letters: &'static [u8], letter: u8| {
                letters.iter().position(|other| *other == letter).map(|place| letters[(place + turn) % letters.len()])
            };
            let small = byte.to_ascii_lowercase();
            if let Some(other) = of(b"aeiou", small).or_else(|| of(b"bcdfghjklmnprstvwz", small)) {
                *byte = if byte.is_ascii_uppercase() { other.to_ascii_uppercase() } else { other };
            }
        }
    }
}

/// `hash` and `text` in one number.
fn mixed(hash: u64, text: &str) -> u64 {
    text.bytes().fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23))
}

/// How many of ten words of titles and of organisations a disguise exchanges: titles and schools mostly say what they are, employers do not.
const fn disguised(subject: Subject) -> [u64; 2] {
    match subject {
        Subject::Work => [2, 5],
        Subject::Education => [1, 3],
    }
}

fn words(text: &str) -> Vec<String> {
    lexicon::fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn truths(truth: &Value, subject: Subject) -> Vec<Truth> {
    let (list, keys): (_, &[(Field, &str)]) = match subject {
        Subject::Work => ("work", &[(Field::Title, "position"), (Field::Organisation, "name"), (Field::Place, "location")]),
        Subject::Education => (
            "education",
            &[
                (Field::Title, "studyType"),
                (Field::Organisation, "institution"),
                (Field::Place, "location"),
                (Field::Area, "area"),
                (Field::Score, "score"),
            ],
        ),
    };
    let entries = truth.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |entry: &Value, key: &str| entry.get(key).and_then(Value::as_str).map(words).unwrap_or_default();
    let one = |entry: &Value| {
        let mut truth = Truth::default();
        for (field, key) in keys {
            truth.values[*field as usize] = text(entry, key);
        }
        for key in ["startDate", "endDate"] {
            let date = entry.get(key).and_then(Value::as_str);
            truth.years.extend(date.and_then(|date| date.get(..4)).and_then(|year| year.parse::<i16>().ok()));
        }
        truth.prose = text(entry, "summary");
        for key in ["highlights", "courses"] {
            let items = entry.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            truth.prose.extend(items.flat_map(words));
        }
        truth
    };
    entries.iter().map(one).collect()
}
