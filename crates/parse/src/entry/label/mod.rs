//! Which piece of a section is the title, the employer, the place, the date, told by a trained chain.
//!
//! Rows are cut into pieces at separators, styles and dates; each piece becomes features (lexicons, typography, position,
//! neighbours, and what pieces that look alike in this very document usually are); the chain labels them all at once and says
//! where entries begin. Source: DESIGN, "Understanding it"; [`crate::chain`].

mod advice;
mod assemble;
mod fact;
mod feature;
mod field;
#[cfg(feature = "train")]
pub(crate) mod gold;
mod piece;

use std::sync::{Arc, LazyLock};

use super::row::{Look, Row};
use super::rules::Ruled;
use crate::chain::{Feature, Lattice, Model};
use crate::layout::Layout;
use crate::lexicon::Gist;

pub(super) use assemble::assemble;
#[cfg(feature = "train")]
pub(crate) use feature::N_EDGES;
pub(crate) use field::Field;
pub(crate) use field::Label;
#[cfg(feature = "train")]
pub(crate) use field::N_LABELS;
pub(crate) use piece::Piece;

use fact::Facts;
use feature::{Habits, View};

static WORK: LazyLock<Option<Arc<Model>>> = LazyLock::new(|| open(include_bytes!("../../../data/work.crf")));
static EDUCATION: LazyLock<Option<Arc<Model>>> = LazyLock::new(|| open(include_bytes!("../../../data/education.crf")));

fn open(bytes: &[u8]) -> Option<Arc<Model>> {
    Model::from_bytes(bytes).ok().map(Arc::new)
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
    habits: Vec<Habits>,
    firsts: Vec<u32>,
    features: Vec<Feature>,
    lattice: Lattice,
    codes: Vec<u8>,
    marginals: Vec<f32>,
    folded: String,
}

impl Labeller {
    /// Cuts `rows` into pieces and looks each up; `gists` is what is known of the words of their bits, `ruled` what the rules make of them.
    pub(super) fn cut(&mut self, layout: &Layout, rows: &[Row], gists: &[Gist], ruled: &[Ruled]) {
        let Self { pieces, facts, folded, habits, firsts, .. } = self;
        piece::cut(rows, pieces);
        facts.clear();
        facts.extend(pieces.iter().map(|piece| Facts::of(layout, rows, gists, piece, folded)));
        advice::give(layout, ruled, pieces, facts);
        feature::habits(rows, pieces, facts, habits);
        feature::firsts(rows, pieces, firsts);
    }

    /// Labels the pieces that [`Labeller::cut`] made: each one's label and how sure it is.
    pub(super) fn label(&mut self, rows: &[Row], model: &Model) -> Vec<(Label, f32)> {
        let view = view(rows, &self.pieces, &self.facts, &self.habits, &self.firsts);
        self.lattice.start(model);
        for at in 0..self.pieces.len() {
            feature::collect(&view, at, &mut self.features);
            self.lattice.push(model, feature::edge(&view, at), &self.features);
            // Only what was read as a date can be one.
            let dates = [false, true].map(|begins| Label { field: Field::Date, begins }.code());
            dates.into_iter().filter(|_| self.pieces[at].date.is_none()).for_each(|code| self.lattice.forbid(code));
        }
        self.lattice.viterbi(model, &mut self.codes);
        self.lattice.marginals(model, &mut self.marginals);
        let sure = |(at, code): (usize, &u8)| {
            let label = Label::from_code(*code);
            let twin = Label { begins: !label.begins, ..label }.code();
            let of = |code: u8| self.marginals[at * model.n_labels() + usize::from(code)];
            (label, if twin == *code { of(*code) } else { (of(*code) + of(twin)).min(1.0) })
        };
        self.codes.iter().enumerate().map(sure).collect()
    }

    /// The features and edges of the pieces, for training.
    #[cfg(feature = "train")]
    pub(super) fn observations(&self, rows: &[Row]) -> (Vec<Vec<Feature>>, Vec<u8>) {
        let view = view(rows, &self.pieces, &self.facts, &self.habits, &self.firsts);
        let mut features = Vec::new();
        let collected = (0..self.pieces.len()).map(|at| {
            feature::collect(&view, at, &mut features);
            features.clone()
        });
        (collected.collect(), (0..self.pieces.len()).map(|at| feature::edge(&view, at)).collect())
    }
}

fn view<'a>(rows: &'a [Row], pieces: &'a [Piece], facts: &'a [Facts], habits: &'a [Habits], firsts: &'a [u32]) -> View<'a> {
    let left = rows.iter().map(|row| row.left).fold(f32::INFINITY, f32::min);
    View { rows, pieces, facts, body: body_look(pieces), left, habits, firsts }
}

/// The look that covers most bytes.
fn body_look(pieces: &[Piece]) -> Look {
    let mut counts: Vec<(Look, usize)> = Vec::new();
    for piece in pieces {
        match counts.iter_mut().find(|(known, _)| *known == piece.look) {
            Some((_, count)) => *count += piece.span.len(),
            None => counts.push((piece.look, piece.span.len())),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or_else(Look::default, |(look, _)| look)
}
