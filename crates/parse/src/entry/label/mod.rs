//! Which piece of a section is the title, the employer, the place, the date, told by a trained chain.
//!
//! Rows are cut into pieces at separators, styles and dates; each piece becomes features (lexicons, typography, position,
//! neighbours, and what pieces that look alike in this very document usually are); the chain labels them all at once and says
//! where entries begin. Where entries of a section differ, what most of them say counts ([`accord`]), and entries with flaws are
//! looked at once more ([`mend`]). Source: DESIGN, "Understanding it"; [`crate::chain`].

mod accord;
mod advice;
mod alphabet;
mod assemble;
mod department;
mod fact;
mod feature;
mod field;
#[cfg(feature = "train")]
pub(crate) mod gold;
mod habit;
mod joint;
mod mend;
mod piece;
mod shape;
#[cfg(test)]
mod tests;
mod white;

use std::sync::{Arc, LazyLock};

use super::Entry;
use super::bracket;
use super::role::Scores;
use super::row::{Look, Row};
use super::rules::Rules;
use super::subheading;
use super::template::Role;
#[cfg(feature = "train")]
use crate::chain::Feature;
use crate::chain::{Lattice, Model, Sums};
use crate::layout::Layout;
use crate::lexicon::{Class, Gist};

#[cfg(feature = "train")]
pub(crate) use feature::N_EDGES;
pub(crate) use field::Field;
pub(crate) use field::Label;
pub(crate) use field::N_LABELS;
use piece::Mark;
pub(crate) use piece::Piece;

use accord::Accord;
use alphabet::Features;
use assemble::Drafts;
use fact::Facts;
use feature::{Surroundings, View};
use habit::Habits;
use mend::Mender;
use white::White;

static WORK: LazyLock<Option<Arc<Model>>> = LazyLock::new(|| open(include_bytes!("../../../data/work.crf")));
static EDUCATION: LazyLock<Option<Arc<Model>>> = LazyLock::new(|| open(include_bytes!("../../../data/education.crf")));

fn open(bytes: &[u8]) -> Option<Arc<Model>> {
    Model::from_bytes(bytes).ok().map(|model| Arc::new(model.numbered(alphabet::N_NUMBERED, alphabet::numbered())))
}

/// The models in use; without one, rules decide.
#[derive(Debug, Clone)]
pub(crate) struct Models {
    /// For jobs and voluntary work.
    pub(super) work: Option<Arc<Model>>,
    /// For studies.
    pub(super) education: Option<Arc<Model>>,
}

impl Default for Models {
    /// The models that lie in the binary.
    fn default() -> Self {
        Self { work: WORK.clone(), education: EDUCATION.clone() }
    }
}

#[cfg(feature = "train")]
impl Models {
    /// Models from the bytes that training made.
    pub(crate) fn from_bytes(work: &[u8], education: &[u8]) -> Self {
        Self { work: open(work), education: open(education) }
    }
}

/// Cuts and labels sections; its buffers are kept from section to section.
#[derive(Debug, Default)]
pub(crate) struct Labeller {
    pub(crate) pieces: Vec<Piece>,
    facts: Vec<Facts>,
    places: advice::Places,
    order: habit::Order,
    habits: Vec<Habits>,
    firsts: Vec<u32>,
    looks: Vec<(Look, usize)>,
    features: Features,
    lattice: Lattice,
    codes: Vec<u8>,
    marginals: Vec<f32>,
    /// Each piece's label and how sure it is.
    labels: Vec<(Label, f32)>,
    drafts: Drafts,
    folded: String,
    accord: Accord,
    mender: Mender,
    white: White,
    /// Rows of pieces, see [`shape`].
    shaped: Vec<std::ops::Range<usize>>,
}

impl Labeller {
    /// Cuts `rows` into pieces and looks each up; `gists` is what is known of the words of their bits, `rules` what the rules make of them.
    pub(super) fn cut(&mut self, layout: &Layout, rows: &[Row], gists: &[Gist], rules: &Rules) {
        let Self { pieces, facts, folded, order, habits, firsts, places, .. } = self;
        piece::cut(rows, pieces);
        facts.clear();
        facts.resize(pieces.len(), Facts::default());
        facts.iter_mut().zip(&*pieces).for_each(|(facts, piece)| facts.read(layout, rows, gists, piece, folded));
        advice::give(layout, rules, pieces, facts, places);
        habit::find(rows, pieces, facts, order, habits);
        feature::firsts(rows, pieces, firsts);
    }

    /// Labels the pieces that [`Labeller::cut`] made; `rules` have read the same rows.
    pub(super) fn label(&mut self, layout: &Layout, rows: &[Row], rules: &Rules, model: &Model, is_study: bool) {
        let view = view(rows, &self.pieces, &self.facts, &self.habits, &self.firsts, &mut self.looks);
        self.lattice.start(model);
        let split = rules.split();
        self.white.clear();
        if !is_in_columns(layout, rows) {
            self.white.find(rows, |row| split.is_dated(row), |row| split.may_head(row));
        } else {
            self.white.find_columns(rows, |row| split.is_dated(row), |row| split.may_head(row));
        }
        let mut of_row = OfRow::default();
        let (mut among_clients, mut is_whole) = (false, false);
        for (at, piece) in self.pieces.iter().enumerate() {
            let mut begins = false;
            if at == 0 || piece.row != self.pieces[at - 1].row {
                of_row = OfRow::new(&view, piece.row as usize, model, &mut self.features);
                among_clients = false;
                let is_next = is_study && is_whole_study(&rows[piece.row as usize]);
                (begins, is_whole) = (is_whole && is_next, is_next);
            }
            among_clients |= piece.after == Mark::Colon && subheading::announces_clients(layout, piece.span);
            self.features.clear();
            feature::collect(&view, at, of_row.near, &mut self.features);
            let mut sums = of_row.sums;
            model.add_numbered(&mut sums, self.features.numbered());
            model.add(&mut sums, self.features.hashed.iter().copied());
            self.lattice.push(model, feature::edge(&view, at), &sums);
            if let Some(other) = never(&self.facts[at]).filter(|_| !is_study) {
                let is_other = |label: Label| label.field == other || label.field == Field::Place;
                self.lattice.raise(at, |code| if is_other(Label::from_code(code as u8)) { -CERTAIN } else { 0.0 });
            }
            if piece.told.is_told(is_study) {
                self.lattice.raise(at, |code| if piece.told.allows(Label::from_code(code as u8).field) { 0.0 } else { -CERTAIN });
            }
            // Only what was read as a date can be one.
            let dates = [false, true].map(|begins| Label { field: Field::Date, begins }.code());
            dates.into_iter().filter(|_| piece.date.is_none()).for_each(|code| self.lattice.forbid(code));
            // What ends its line begins nothing.
            if is_whole && piece.date.is_some() && piece.before != Mark::Row && piece.after == Mark::Row {
                self.lattice.forbid(Label { field: Field::Date, begins: true }.code());
            }
            // One-line studies stand below each other.
            if begins {
                let others = (0..N_LABELS as u8).filter(|code| !Label::from_code(*code).begins);
                others.for_each(|code| self.lattice.forbid(code));
            }
            // Whom a freelancer works for is told, and nobody's employer; "Responsibilities:" is neither a job nor who gave one.
            if among_clients || is_client(layout, piece) || piece.date.is_none() && split.is_subheading(piece.row as usize) {
                (0..2 * field::N_FIELDS as u8).for_each(|code| self.lattice.forbid(code));
            }
        }
        self.lattice.viterbi(model, &mut self.codes);
        if self.forbid_branches(layout) {
            self.lattice.viterbi(model, &mut self.codes);
        }
        if self.forbid_elsewhere() {
            self.lattice.viterbi(model, &mut self.codes);
        }
        if shape::tell(&mut self.lattice, rows, &self.pieces, &self.codes, &mut self.shaped) {
            self.lattice.viterbi(model, &mut self.codes);
        }
        self.lattice.marginals(model, &mut self.marginals);
        if self.accord.find(rows, &self.pieces, &self.facts, &self.codes, &self.marginals) {
            self.accord.tell(&mut self.lattice);
            self.lattice.viterbi(model, &mut self.codes);
            self.lattice.marginals(model, &mut self.marginals);
        }
        self.mender.mend(layout, (&self.lattice, model), rows, (&self.pieces, &self.facts), is_study, &mut self.codes);
        self.begin_below_white();
        let sure = |(at, code): (usize, &u8)| {
            let label = Label::from_code(*code);
            let twin = Label { begins: !label.begins, ..label }.code();
            let of = |code: u8| self.marginals[at * model.n_labels() + usize::from(code)];
            (label, if twin == *code { of(*code) } else { (of(*code) + of(twin)).min(1.0) })
        };
        self.labels.clear();
        self.labels.extend(self.codes.iter().enumerate().map(sure));
    }

    /// Makes it unlikely that branches are places, wherever they were taken for some; whether they were.
    fn forbid_branches(&mut self, layout: &Layout) -> bool {
        let mut was_done = false;
        for (at, piece) in self.pieces.iter().enumerate() {
            let is_place = |code: u8| Label::from_code(code).field == Field::Place;
            if is_place(self.codes[at]) && department::is_branch(layout.slice(piece.span)) {
                was_done = true;
                self.lattice.raise(at, |code| if is_place(code as u8) { -CERTAIN } else { 0.0 });
            }
        }
        was_done
    }

    /// Forbids entries to begin where white space says that one goes on, wherever that was done; whether it was.
    fn forbid_elsewhere(&mut self) -> bool {
        let (mut start, mut was_done) = (0, false);
        while start < self.pieces.len() {
            let opens = |at: usize| {
                let row = self.pieces[at].row;
                row != self.pieces[at - 1].row && self.white.begins(row as usize) == Some(true)
            };
            let end = (start + 1..self.pieces.len()).find(|&at| opens(at)).unwrap_or(self.pieces.len());
            // What stands above its first value, a heading perhaps, is no part of an entry.
            let first = (start..end).find(|&at| is_value(self.codes[at])).unwrap_or(end);
            if self.begins_inside(first, end) {
                was_done = true;
                for at in (first + 1..end).filter(|&at| self.white.begins(self.pieces[at].row as usize) == Some(false)) {
                    self.lattice.raise(at, |code| if Label::from_code(code as u8).begins { UNLIKELY } else { 0.0 });
                }
            }
            start = end;
        }
        was_done
    }

    /// Whether an entry begins inside of the one whose values are among the pieces `first..end`; a job below its employer goes on.
    fn begins_inside(&self, first: usize, end: usize) -> bool {
        let mut leads = true;
        (first..end).any(|at| {
            let label = Label::from_code(self.codes[at]);
            let goes_on = at > first && self.white.begins(self.pieces[at].row as usize) == Some(false);
            let is_inside = goes_on && label.begins && !(leads && label.field != Field::Organisation);
            leads &= label.field == Field::Organisation || !is_value(self.codes[at]);
            is_inside
        })
    }

    /// Lets an entry begin with the first value below each gap that parts entries.
    fn begin_below_white(&mut self) {
        let (mut row, mut is_due) = (None, false);
        for (piece, code) in self.pieces.iter().zip(&mut self.codes) {
            if row != Some(piece.row) {
                row = Some(piece.row);
                is_due |= self.white.begins(piece.row as usize) == Some(true);
            }
            if is_due && is_value(*code) {
                *code = Label { begins: true, ..Label::from_code(*code) }.code();
                is_due = false;
            }
        }
    }

    /// Tells `each` the entries of the pieces that [`Labeller::label`] labelled, in reading order.
    pub(super) fn assemble<'a>(
        &mut self,
        layout: &Layout,
        rows: &'a [Row],
        roles: fn(Field) -> Option<Role>,
        each: impl FnMut(&mut Entry<'a>),
    ) {
        self.drafts.read(rows, &self.pieces, &self.labels, roles);
        self.drafts.finish(layout, rows, roles, each);
    }

    /// The features and edges of the pieces, for training.
    #[cfg(feature = "train")]
    pub(super) fn observations(&self, rows: &[Row]) -> (Vec<Vec<Feature>>, Vec<u8>) {
        let view = view(rows, &self.pieces, &self.facts, &self.habits, &self.firsts, &mut Vec::new());
        let collected = (0..self.pieces.len()).map(|at| {
            let row = self.pieces[at].row as usize;
            let (near, mut features) = (Surroundings::of(rows, row), Features::default());
            feature::collect_row(&view, row, near, &mut features);
            feature::collect(&view, at, near, &mut features);
            features.hashes()
        });
        (collected.collect(), (0..self.pieces.len()).map(|at| feature::edge(&view, at)).collect())
    }
}

/// Whether a piece is a bracket that names a customer.
fn is_client(layout: &Layout, piece: &Piece) -> bool {
    let before = piece.span.start.checked_sub(1).and_then(|at| layout.text.as_bytes().get(at as usize));
    before == Some(&b'(') && bracket::is_client(layout.slice(piece.span))
}

/// Whether rows stand beside each other in columns of one page.
fn is_in_columns(layout: &Layout, rows: &[Row]) -> bool {
    let page = |row: &Row| layout.lines.get(row.line as usize).map(|line| line.page);
    rows.windows(2).any(|pair| !pair[1].gap.is_finite() && page(&pair[0]) == page(&pair[1]))
}

/// Whether a code is that of a value.
fn is_value(code: u8) -> bool {
    usize::from(code) < 2 * field::N_FIELDS
}

/// What a piece is not, no more than a place: the name of an occupation an employer, one with a legal form at its end a title.
fn never(facts: &Facts) -> Option<Field> {
    let is_company = facts.n_words > 1 && facts.last[Class::Legal as usize] >= 4;
    if facts.is(fact::flag::OCCUPATION) { Some(Field::Organisation) } else { is_company.then_some(Field::Title) }
}

/// How much less likely, as a logarithm, something else is what a name says of itself.
const CERTAIN: f32 = 8.0;

/// What makes a label unlikely wherever it stands; not so much that sums it is part of could no longer be told apart.
const UNLIKELY: f32 = -1e4;

/// Whether a row names a degree and a school: right below another such row it begins a study of its own.
fn is_whole_study(row: &Row) -> bool {
    let any = |holds: fn(&Scores) -> bool| row.bits.iter().any(|bit| holds(&bit.scores));
    let is_header = !row.is_bullet && row.n_letters < 120 && (2..=6).contains(&row.bits.len());
    is_header
        && any(|scores| scores.degree > 1.2 && scores.institution < 0.6)
        && any(|scores| scores.institution > 1.2 && scores.degree < 0.6)
}

/// What holds for all pieces of a row, summed up once.
#[derive(Debug, Clone, Copy, Default)]
struct OfRow {
    near: Surroundings,
    sums: Sums,
}

impl OfRow {
    fn new(view: &View<'_>, row: usize, model: &Model, features: &mut Features) -> Self {
        let (near, mut sums) = (Surroundings::of(view.rows, row), Sums::default());
        features.clear();
        feature::collect_row(view, row, near, features);
        model.add_numbered(&mut sums, features.numbered());
        model.add(&mut sums, features.hashed.iter().copied());
        Self { near, sums }
    }
}

fn view<'a>(
    rows: &'a [Row],
    pieces: &'a [Piece],
    facts: &'a [Facts],
    habits: &'a [Habits],
    firsts: &'a [u32],
    looks: &mut Vec<(Look, usize)>,
) -> View<'a> {
    let left = rows.iter().map(|row| row.left).fold(f32::INFINITY, f32::min);
    View { rows, pieces, facts, body: body_look(pieces, looks), left, habits, firsts }
}

/// The look that covers most bytes; `counts` is a buffer.
fn body_look(pieces: &[Piece], counts: &mut Vec<(Look, usize)>) -> Look {
    counts.clear();
    for piece in pieces {
        match counts.iter_mut().find(|(known, _)| *known == piece.look) {
            Some((_, count)) => *count += piece.span.len(),
            None => counts.push((piece.look, piece.span.len())),
        }
    }
    counts.iter().max_by_key(|(_, count)| *count).map_or_else(Look::default, |(look, _)| *look)
}
