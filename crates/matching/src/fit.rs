//! Fits the interaction layer on records whose persons are known.
//!
//! Gradient boosting of small regression trees under logistic loss, on histograms of the inputs. Deterministic.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::Arc;

use rayon::prelude::*;

use crate::batch::Batch;
use crate::layer::{Layer, Node};
use crate::score::{self, N_INPUTS};
use crate::weigh::LEAST_BITS;
use crate::weights::{Weights, prior};
use crate::{DedupeError, Options};

/// How the layer is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct FitOptions {
    /// Number of trees.
    pub trees: usize,
    /// Leaves of a tree.
    pub leaves: usize,
    /// Share of each tree's advice that is taken.
    pub rate: f32,
    /// Least weight of a leaf.
    pub least: f32,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self { trees: 160, leaves: 24, rate: 0.12, least: 12.0 }
    }
}

/// Labelled pairs in the layer's words.
#[derive(Debug, Default)]
pub struct Sample {
    inputs: Vec<[f32; N_INPUTS]>,
    labels: Vec<bool>,
    /// True pairs in all, also those that no block brought together.
    pub true_pairs: usize,
}

impl Sample {
    /// Adds the candidate pairs of one set of records; `persons` maps identifiers to persons.
    pub fn add(&mut self, input: &mut dyn BufRead, persons: &HashMap<String, String>) -> Result<(), DedupeError> {
        let mut batch = Batch::default();
        batch.read(input).map_err(DedupeError::Read)?;
        let blocks = batch.block();
        let weights = Weights::independent();
        let before = prior(batch.corpus.total);
        let mut sizes: HashMap<&str, usize> = HashMap::new();
        for row in 0..batch.len() as u32 {
            if let Some(person) = persons.get(batch.id(row)) {
                *sizes.entry(person).or_default() += 1;
            }
        }
        self.true_pairs += sizes.values().map(|&size| size * (size - 1) / 2).sum::<usize>();
        let found: Vec<([f32; N_INPUTS], bool)> = blocks
            .pairs()
            .into_par_iter()
            .filter(|&(left, right)| batch.corpus.worth(left, right).is_some())
            .filter_map(|(left, right)| {
                let compared = batch.corpus.compare(left as usize, right as usize);
                let bits = weights.bits(&compared);
                let same = persons.get(batch.id(left)) == persons.get(batch.id(right));
                let kept = bits.iter().sum::<f32>() + before >= LEAST_BITS;
                kept.then(|| (score::inputs(&compared, &bits, batch.corpus.total), same))
            })
            .collect();
        for (inputs, label) in found {
            self.inputs.push(inputs);
            self.labels.push(label);
        }
        Ok(())
    }

    /// How many pairs there are, and how many of them are one person.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.labels.len(), self.labels.iter().filter(|&&label| label).count())
    }

    /// Fits a layer; the text is what the crate's `data/layer.txt` holds. `None` where trees of so many leaves are more than a layer takes.
    #[must_use]
    pub fn fit(&self, options: &FitOptions, mut progress: impl FnMut(usize, f64)) -> Option<String> {
        let bins = Bins::of(&self.inputs);
        let mut scores = vec![0.0_f32; self.labels.len()];
        let positive = self.labels.iter().filter(|&&label| label).count() as f32;
        let base = (positive / (self.labels.len() as f32 - positive)).ln();
        scores.fill(base);
        let mut trees = Vec::new();
        for tree in 0..options.trees {
            let gradients: Vec<(f32, f32)> = scores
                .par_iter()
                .zip(&self.labels)
                .map(|(&score, &label)| {
                    let chance = 1.0 / (1.0 + (-score).exp());
                    (chance - f32::from(u8::from(label)), (chance * (1.0 - chance)).max(1e-6))
                })
                .collect();
            let grown = bins.grow(&gradients, options);
            scores.par_iter_mut().enumerate().for_each(|(row, score)| *score += grown.value(&bins, row));
            trees.push(grown.nodes(&bins));
            if tree % 20 == 19 {
                let loss: f64 = scores
                    .iter()
                    .zip(&self.labels)
                    .map(|(&score, &label)| f64::from(if label { (-score).exp().ln_1p() } else { score.exp().ln_1p() }))
                    .sum();
                progress(tree + 1, loss / self.labels.len() as f64);
            }
        }
        Layer::of(base / std::f32::consts::LN_2, trees).map(|layer| layer.to_text())
    }
}

/// Inputs cut into at most 64 bins each.
struct Bins {
    /// Upper bounds of the bins of each input, ascending.
    bounds: Vec<Vec<f32>>,
    /// Bin of each input of each row, input by input.
    cells: Vec<Vec<u8>>,
}

const MOST_BINS: usize = 64;

impl Bins {
    fn of(inputs: &[[f32; N_INPUTS]]) -> Self {
        let (bounds, cells) = (0..N_INPUTS)
            .into_par_iter()
            .map(|input| {
                let stride = (inputs.len() / 200_000).max(1);
                let mut values: Vec<f32> = inputs.iter().step_by(stride).map(|row| row[input]).collect();
                values.sort_by(f32::total_cmp);
                let mut bounds: Vec<f32> = (1..MOST_BINS).map(|cut| values[(values.len() - 1) * cut / MOST_BINS]).collect();
                bounds.dedup();
                let cells = inputs.iter().map(|row| bounds.partition_point(|&bound| bound <= row[input]) as u8).collect();
                (bounds, cells)
            })
            .unzip();
        Self { bounds, cells }
    }

    /// Grows one tree, best split first.
    fn grow(&self, gradients: &[(f32, f32)], options: &FitOptions) -> Tree {
        let rows: Vec<u32> = (0..gradients.len() as u32).collect();
        let mut tree = Tree { nodes: vec![TreeNode::default()] };
        let mut open = vec![self.leaf(0, rows, gradients, options)];
        tree.nodes[0].value = open[0].value;
        while tree.nodes.iter().filter(|node| node.is_leaf()).count() < options.leaves {
            let Some(best) = (0..open.len()).max_by(|&left, &right| open[left].gain.total_cmp(&open[right].gain)) else { break };
            let leaf = open.swap_remove(best);
            if leaf.gain <= 1.0 {
                break;
            }
            let (below, above): (Vec<u32>, Vec<u32>) = leaf.rows.iter().partition(|&&row| self.cells[leaf.input][row as usize] < leaf.bin);
            for rows in [below, above] {
                let node = tree.nodes.len();
                tree.nodes.push(TreeNode::default());
                let child = self.leaf(node, rows, gradients, options);
                tree.nodes[node].value = child.value;
                open.push(child);
            }
            let (n_nodes, node) = (tree.nodes.len(), &mut tree.nodes[leaf.node]);
            (node.input, node.bin, node.left) = (leaf.input, leaf.bin, n_nodes - 2);
        }
        tree
    }

    /// The best split of a leaf.
    fn leaf(&self, node: usize, rows: Vec<u32>, gradients: &[(f32, f32)], options: &FitOptions) -> OpenLeaf {
        const CALM: f64 = 2.0;
        let (sum, weight) = rows.iter().fold((0.0_f64, 0.0_f64), |(sum, weight), &row| {
            let (gradient, hessian) = gradients[row as usize];
            (sum + f64::from(gradient), weight + f64::from(hessian))
        });
        let value = |sum: f64, weight: f64| sum * sum / (weight + CALM);
        let splits: Vec<(f64, usize, u8)> = (0..N_INPUTS)
            .into_par_iter()
            .map(|input| {
                let mut histogram = [(0.0_f64, 0.0_f64); MOST_BINS];
                for &row in &rows {
                    let (gradient, hessian) = gradients[row as usize];
                    let bin = &mut histogram[usize::from(self.cells[input][row as usize])];
                    bin.0 += f64::from(gradient);
                    bin.1 += f64::from(hessian);
                }
                let (mut left_sum, mut left_weight, mut best) = (0.0, 0.0, (0.0_f64, input, 0_u8));
                for bin in 1..=self.bounds[input].len() {
                    left_sum += histogram[bin - 1].0;
                    left_weight += histogram[bin - 1].1;
                    let enough = left_weight >= f64::from(options.least) && weight - left_weight >= f64::from(options.least);
                    let gain = value(left_sum, left_weight) + value(sum - left_sum, weight - left_weight) - value(sum, weight);
                    if enough && gain > best.0 {
                        best = (gain, input, bin as u8);
                    }
                }
                best
            })
            .collect();
        let (gain, input, bin) = splits.into_iter().fold((0.0, 0, 0), |best, split| if split.0 > best.0 { split } else { best });
        OpenLeaf { node, rows, gain, input, bin, value: (-sum / (weight + CALM)) as f32 * options.rate }
    }
}

struct OpenLeaf {
    node: usize,
    rows: Vec<u32>,
    gain: f64,
    input: usize,
    bin: u8,
    value: f32,
}

#[derive(Default)]
struct TreeNode {
    input: usize,
    bin: u8,
    /// The left child; the right one follows it. 0 for a leaf.
    left: usize,
    value: f32,
}

impl TreeNode {
    fn is_leaf(&self) -> bool {
        self.left == 0
    }
}

struct Tree {
    nodes: Vec<TreeNode>,
}

impl Tree {
    fn value(&self, bins: &Bins, row: usize) -> f32 {
        let mut node = &self.nodes[0];
        while !node.is_leaf() {
            let below = bins.cells[node.input][row] < node.bin;
            node = &self.nodes[node.left + usize::from(!below)];
        }
        node.value
    }

    /// The tree as a layer holds it.
    fn nodes(&self, bins: &Bins) -> Vec<Node> {
        let node = |node: &TreeNode| {
            if node.is_leaf() {
                Node { input: None, bound: node.value / std::f32::consts::LN_2, next: 0 }
            } else {
                Node { input: Some(node.input), bound: bins.bounds[node.input][usize::from(node.bin) - 1], next: node.left }
            }
        };
        self.nodes.iter().map(node).collect()
    }
}

/// The options with a layer read from text, for judging it before it is shipped.
#[must_use]
pub fn with_layer(text: &str) -> Option<Options> {
    let layer = Arc::new(Layer::parse(text)?);
    Some(Options { weights: Weights { layer: Some(layer), ..Weights::independent() }, ..Options::default() })
}
