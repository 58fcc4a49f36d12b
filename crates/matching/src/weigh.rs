//! Weighing the pairs that meet in blocks, stage by stage.
//!
//! Most pairs are dropped before they are compared field by field: first those that share nothing but a part of the name, then those whose
//! names leave no hope. Each stage works through many pairs at a time: what it needs of their records lies all over memory, and is asked
//! for at once.

use rayon::prelude::*;

use crate::batch::{Batch, Edge};
use crate::block::{Blocks, Near};
use crate::cluster;
use crate::compare::{Comparison, Field, Names, name};
use crate::corpus::Corpus;
use crate::marks::Common;
use crate::score::{self, N_INPUTS};
use crate::weights::{Ready, Weights, prior};

/// Pairs below this weight are as good as not scored.
pub(crate) const LEAST_BITS: f32 = -10.0;
/// Rows whose pairs one thread takes at a time.
const STRIDE: u32 = 512;
/// Rows whose blocks are asked for together.
const AHEAD: u32 = 32;
/// Pairs, about, that go from stage to stage together: what is asked of their records stays in a processor's nearest cache.
const TOGETHER: usize = 64;

/// The pairs of a set of records, weighed.
#[derive(Debug, Default)]
pub(crate) struct Weighed {
    /// Those that are not hopeless.
    pub(crate) edges: Vec<Edge>,
    /// Those that agree in nothing but names: they bring nobody together, so that they wait until others do.
    pub(crate) waiting: Vec<(u32, u32)>,
}

/// A pair of rows, the lower first.
type Pair = (u32, u32);

/// Pairs on their way through the stages.
#[derive(Debug, Default)]
struct Scratch {
    /// Those that meet one row in a block.
    near: Near,
    /// Those that meet in a block.
    met: Vec<Pair>,
    /// Those of them that share more than a part of the name.
    likely: Vec<(Pair, Common)>,
    /// Those of them whose names leave hope.
    alike: Vec<(Pair, Common, Names)>,
    /// The one that is compared field by field.
    compared: Comparison,
    /// Those that were compared.
    asked: Asked,
}

/// Pairs that were compared field by field, until the trees are asked for all of them.
#[derive(Debug, Default)]
struct Asked {
    /// Each with the sum of its fields, the most that it may weigh, and whether there is a question for it.
    pairs: Vec<(Edge, f32, bool)>,
    questions: Vec<[f32; N_INPUTS]>,
    answers: Vec<f32>,
}

/// Weighs pairs of one set of records.
#[derive(Debug)]
pub(crate) struct Scale<'b> {
    corpus: &'b Corpus,
    weights: Ready<'b>,
    /// The evidence against any pair before it is looked at.
    before: f32,
    /// What cannot reach this waits.
    floor: f32,
}

impl<'b> Scale<'b> {
    pub(crate) fn of(batch: &'b Batch, weights: &'b Weights, floor: f32) -> Self {
        let before = weights.prior.unwrap_or_else(|| prior(batch.corpus.total));
        Self { corpus: &batch.corpus, weights: weights.ready(), before, floor }
    }

    /// Weighs all pairs that meet in a block and that `wanted` lets through. What cannot reach the floor waits.
    pub(crate) fn weigh(&self, blocks: &Blocks, wanted: impl Fn(u32, u32) -> bool + Sync) -> Weighed {
        let n_rows = self.corpus.rows.len() as u32;
        let stride = |scratch: &mut Scratch, stride: u32| {
            let mut weighed = Weighed::default();
            let end = ((stride + 1) * STRIDE).min(n_rows);
            for left in stride * STRIDE..end {
                if left % AHEAD == 0 {
                    blocks.fetch(left..(left + AHEAD).min(end));
                }
                blocks.neighbours(left, &mut scratch.near);
                scratch.met.extend(scratch.near.rows().iter().filter(|&&right| wanted(left, right)).map(|&right| (left, right)));
                if scratch.met.len() >= TOGETHER || left + 1 == end {
                    self.sift(scratch, &mut weighed);
                    scratch.met.clear();
                }
            }
            self.conclude(&mut scratch.asked, &mut weighed.edges);
            weighed
        };
        let strides: Vec<Weighed> = (0..n_rows.div_ceil(STRIDE)).into_par_iter().map_init(Scratch::default, stride).collect();
        let mut all = Weighed::default();
        all.edges.reserve_exact(strides.iter().map(|stride| stride.edges.len()).sum());
        all.waiting.reserve_exact(strides.iter().map(|stride| stride.waiting.len()).sum());
        for stride in strides {
            all.edges.extend(stride.edges);
            all.waiting.extend(stride.waiting);
        }
        all
    }

    /// Takes the pairs that met through all stages.
    fn sift(&self, Scratch { met, likely, alike, compared, asked, .. }: &mut Scratch, weighed: &mut Weighed) {
        let marks = &self.corpus.marks;
        marks.fetch_heads(met.iter().map(|&(_, right)| right));
        marks.fetch_marks(met.iter().filter(|&&(left, right)| marks.may_support(left, right)).map(|&(_, right)| right));
        likely.clear();
        likely.extend(met.iter().filter_map(|&(left, right)| Some(((left, right), self.corpus.worth(left, right)?))));
        self.corpus.fetch_names(likely.iter().map(|&((_, right), _)| right));
        alike.clear();
        alike.extend(likely.iter().filter_map(|&((left, right), common)| {
            let names = self.corpus.compare_names(left, right);
            (common.is_much() || !self.is_unlikely(names, common)).then_some(((left, right), common, names))
        }));
        self.corpus.fetch_cells(alike.iter().map(|&((_, right), ..)| right));
        self.corpus.fetch_users(alike.iter().map(|&((_, right), ..)| right));
        for &((left, right), common, names) in alike.iter() {
            self.corpus.compare_from(names, left, right, compared);
            self.corpus.compare_selves(left, right, compared);
            if !common.has_career() && score::ceiling(compared) < self.floor {
                weighed.waiting.push((left, right));
                continue;
            }
            self.ask((left, right), compared, asked);
        }
        if asked.questions.len() >= TOGETHER {
            self.conclude(asked, &mut weighed.edges);
        }
    }

    /// Weighs the pairs that waited and whose records pairs of at least the floor have brought together since.
    pub(crate) fn weigh_waiting(&self, weighed: Weighed) -> Vec<Edge> {
        let Weighed { mut edges, waiting } = weighed;
        let waiting = cluster::inside(self.corpus.rows.len(), &edges, self.floor, &waiting);
        edges.extend(self.weigh_all(&waiting));
        edges
    }

    /// The pairs among records that pairs of at least `same` connect: those of `edges`, and those that met in no block.
    pub(crate) fn complete(&self, edges: &[Edge], same: f32) -> Vec<Edge> {
        let mut complete = Vec::with_capacity(edges.len());
        let (mut missing, mut known): (Vec<Pair>, Vec<Pair>) = Default::default();
        for (members, inside) in cluster::components(edges, same).iter() {
            if (3..=cluster::LARGEST).contains(&members.len()) {
                let ends = |edge: &Edge| (edge.left.min(edge.right), edge.left.max(edge.right));
                known.clear();
                known.extend(inside.iter().map(ends));
                known.sort_unstable();
                let pairs = members.iter().enumerate().flat_map(|(at, &left)| members[at + 1..].iter().map(move |&right| (left, right)));
                missing.extend(pairs.filter(|pair| known.binary_search(pair).is_err()));
            }
            complete.extend_from_slice(inside);
        }
        complete.extend(self.weigh_all(&missing));
        complete
    }

    /// Weighs pairs whatever they have in common; leaves out those that are hopeless.
    pub(crate) fn weigh_all(&self, pairs: &[Pair]) -> Vec<Edge> {
        pairs.par_chunks(TOGETHER).flat_map_iter(|pairs| self.weigh_some(pairs)).collect()
    }

    /// Weighs a pair whatever it has in common; `None` where it is hopeless.
    pub(crate) fn weigh_one(&self, pair: Pair) -> Option<Edge> {
        self.weigh_some(&[pair]).pop()
    }

    /// Weighs some pairs whatever they have in common, at once.
    fn weigh_some(&self, pairs: &[Pair]) -> Vec<Edge> {
        let (mut compared, mut asked, mut edges) = (Comparison::default(), Asked::default(), Vec::new());
        for &(left, right) in pairs {
            self.corpus.compare_from(self.corpus.compare_names(left, right), left, right, &mut compared);
            self.corpus.compare_selves(left, right, &mut compared);
            self.ask((left, right), &mut compared, &mut asked);
        }
        self.conclude(&mut asked, &mut edges);
        edges
    }

    /// Whether names that are not alike, and one value that others share too, leave no hope.
    fn is_unlikely(&self, names: Names, common: Common) -> bool {
        /// What the fields that were not compared yet take away from such a pair, nearly always.
        const REST: f32 = 3.0;
        let parts = [(Field::Given, names.given), (Field::Family, names.family)];
        match parts.map(|(_, (level, _))| level) {
            [name::DIFFERENT, name::DIFFERENT] => true,
            levels if levels.contains(&name::DIFFERENT) => {
                let told: f32 = parts.iter().map(|&(field, (level, share))| self.weights.bits_of(field as usize, level, share)).sum();
                self.before + told + self.corpus.rarity(common) - REST < score::HOPELESS
            }
            _ => false,
        }
    }

    /// Compares jobs, studies and skills of two rows, of which all else was compared; keeps the pair until the trees are asked, if it is not hopeless.
    fn ask(&self, (left, right): Pair, compared: &mut Comparison, asked: &mut Asked) {
        self.corpus.compare_deeds(left, right, compared);
        let bits = self.weights.bits(compared);
        let sum = bits.iter().sum::<f32>() + self.before;
        // What the fields deny by far, the trees do not bring back; asking them costs more than all the rest.
        if sum < score::HOPELESS {
            return;
        }
        let is_asked = self.weights.layer.is_some() && score::layer_knows(compared);
        if is_asked {
            asked.questions.push(score::inputs(compared, &bits, self.corpus.total));
        }
        let vetoed = score::veto(compared).is_some();
        let arguable = vetoed && score::arguable(compared);
        // Names alone never merge anybody, but neither do they keep apart whom other records bring together.
        let ceiling = if arguable { score::ceiling(compared).min(score::RESEMBLANCE) } else { score::ceiling(compared) };
        asked.pairs.push((Edge { left, right, bits: sum, vetoed: vetoed && !arguable }, ceiling, is_asked));
    }

    /// Asks the trees for all pairs that were kept, in their order, and forgets them.
    fn conclude(&self, Asked { pairs, questions, answers }: &mut Asked, edges: &mut Vec<Edge>) {
        answers.clear();
        if let Some(layer) = self.weights.layer {
            layer.bits_of(questions, LEAST_BITS, answers);
        }
        let mut answers = answers.iter();
        for (edge, ceiling, is_asked) in pairs.drain(..) {
            let decided = if is_asked { answers.next().copied().unwrap_or(f32::NEG_INFINITY) } else { edge.bits };
            if decided >= LEAST_BITS {
                edges.push(Edge { bits: decided.min(ceiling), ..edge });
            }
        }
        questions.clear();
    }
}
