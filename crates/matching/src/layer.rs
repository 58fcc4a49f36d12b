//! The interaction layer: a few boosted trees over the evidence of the fields.
//!
//! Fields are not independent: namesakes at one employer, twins, spouses and shared offices agree in several at once. The trees
//! see the bits of every field and some figures of the pair, and correct the sum.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use crate::leaves::{Leaves, MOST_LEAVES};
use crate::score::N_INPUTS;

/// A boosted ensemble of small regression trees.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layer {
    base: f32,
    trees: Vec<Vec<Node>>,
    leaves: Leaves,
}

/// One node of a tree. Below `bound` the way goes to `next`, else to the node after that; the children follow their parent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Node {
    /// What is looked at; none at a leaf.
    pub(crate) input: Option<usize>,
    /// The bound of a split, or what a leaf adds.
    pub(crate) bound: f32,
    /// The place of the left child in the tree.
    pub(crate) next: usize,
}

static SHIPPED: LazyLock<Option<Arc<Layer>>> = LazyLock::new(|| Layer::parse(include_str!("../data/layer.txt")).map(Arc::new));

impl Layer {
    /// The layer in the binary.
    pub(crate) fn shipped() -> Option<Arc<Self>> {
        SHIPPED.clone()
    }

    /// The evidence in bits.
    pub(crate) fn bits(&self, inputs: &[f32; N_INPUTS]) -> f32 {
        let mut bits = Vec::new();
        self.bits_of(std::slice::from_ref(inputs), f32::NEG_INFINITY, &mut bits);
        bits.first().copied().unwrap_or(f32::NEG_INFINITY)
    }

    /// The evidence of each question in bits, less than anything as soon as it is clear that it stays below `least`.
    pub(crate) fn bits_of(&self, questions: &[[f32; N_INPUTS]], least: f32, bits: &mut Vec<f32>) {
        self.leaves.sums(self.base, questions, least, bits);
    }

    /// A layer of these trees; `None` where one of them has more leaves than there is room for.
    pub(crate) fn of(base: f32, trees: Vec<Vec<Node>>) -> Option<Self> {
        let fits = |tree: &Vec<Node>| tree.iter().filter(|node| node.input.is_none()).count() <= MOST_LEAVES;
        trees.iter().all(fits).then(|| Self { base, leaves: Leaves::of(&trees), trees })
    }

    /// The layer as text: the base, then one line a tree with `input<bound>next` for splits and the value for leaves.
    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("{N_INPUTS} {}\n", self.base);
        for tree in &self.trees {
            for node in tree {
                let written = match node.input {
                    Some(input) => write!(text, "{input}<{}>{} ", node.bound, node.next),
                    None => write!(text, "{:.4} ", node.bound),
                };
                written.expect("a string takes what is written to it");
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        text
    }

    /// Reads what [`Layer::to_text`] wrote; `None` where it does not fit this version's inputs or is no layer.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let (n_inputs, base) = lines.next()?.split_once(' ')?;
        if n_inputs.parse() != Ok(N_INPUTS) {
            return None;
        }
        let trees = lines.filter(|line| !line.is_empty()).map(parse_tree).collect::<Option<_>>()?;
        Self::of(base.parse().ok()?, trees)
    }
}

fn parse_tree(line: &str) -> Option<Vec<Node>> {
    let nodes = line.split(' ').map(parse_node).collect::<Option<Vec<_>>>()?;
    let n_splits = nodes.iter().filter(|node| node.input.is_some()).count();
    // Children come after their parents, inside of the tree, and each has one parent: walking it ends.
    let mut is_child = vec![false; nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        let Some(input) = node.input else { continue };
        let children = is_child.get_mut(node.next..node.next.checked_add(2)?)?;
        if input >= N_INPUTS || node.next <= at || children.contains(&true) {
            return None;
        }
        children.fill(true);
    }
    (nodes.len() == 2 * n_splits + 1).then_some(nodes)
}

fn parse_node(text: &str) -> Option<Node> {
    let Some((input, rest)) = text.split_once('<') else { return Some(Node { input: None, bound: text.parse().ok()?, next: 0 }) };
    let (bound, next) = rest.split_once('>')?;
    Some(Node { input: Some(input.parse().ok()?), bound: bound.parse().ok()?, next: next.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sum, tree by tree and step by step.
    fn walk(layer: &Layer, inputs: &[f32; N_INPUTS]) -> f32 {
        layer.trees.iter().fold(layer.base, |sum, tree| {
            let mut node = &tree[0];
            while let Some(input) = node.input {
                node = &tree[node.next + usize::from(inputs[input] >= node.bound)];
            }
            sum + node.bound
        })
    }

    #[test]
    fn layers_survive_the_round_trip_and_sum_their_leaves() {
        let header = format!("{N_INPUTS} -1\n");
        let layer = Layer::parse(&format!("{header}2<0.5>1 -3 0<1.5>3 4 8\n")).expect("a layer");
        assert_eq!(Layer::parse(&layer.to_text()), Some(layer.clone()));
        let mut inputs = [0.0; N_INPUTS];
        assert_eq!(layer.bits(&inputs), -4.0);
        inputs[2] = 0.5;
        assert_eq!(layer.bits(&inputs), 3.0);
        inputs[0] = 2.0;
        assert_eq!(layer.bits(&inputs), 7.0);
    }

    #[test]
    fn all_trees_at_once_say_what_each_says_by_itself() {
        let layer = Layer::shipped().expect("the shipped layer can be read");
        let mut random = 1_u64;
        let mut question = || {
            std::array::from_fn(|_| {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                ((random >> 33) % 64) as f32 - 16.0
            })
        };
        let questions: Vec<[f32; N_INPUTS]> = (0..300).map(|_| question()).collect();
        let (mut all, mut some) = (Vec::new(), Vec::new());
        layer.bits_of(&questions, f32::NEG_INFINITY, &mut all);
        let least = all[7];
        layer.bits_of(&questions, least, &mut some);
        for ((question, bits), bound) in questions.iter().zip(all).zip(some) {
            let sum = walk(&layer, question);
            assert_eq!([bits, layer.bits(question)], [sum; 2]);
            assert_eq!(bound, if sum >= least { sum } else { f32::NEG_INFINITY });
        }
    }

    #[test]
    fn what_would_loop_or_run_out_is_no_layer() {
        let header = format!("{N_INPUTS} 0\n");
        for tree in ["0<1>0 1 2", "0<1>2 1 2", "99999<1>1 1 2", "0<1 1 2", "x", "0<1>1 1 2 3", "0<1>1 1<1>1 2", "0<1>1 0<1>2 1<1>3 1 2"] {
            assert_eq!(Layer::parse(&format!("{header}{tree}\n")), None, "{tree}");
        }
        assert_eq!(Layer::parse("3 0\n"), None, "other inputs");
    }
}
